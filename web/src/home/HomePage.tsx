import { LEVELS } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Activity, ChevronRight, CircleAlert, ClipboardList, FileText, Info } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, homeSchema, useSession, type Home, type HomeItem } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import {
  Card,
  DeadlinePie,
  Empty,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  RiskMark,
} from '../parts/index.ts';
import { PhoneHome } from '../offline/PhoneHome.tsx';
import { usePhone } from '../shell/phone.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { momentText, spanText, timeText, useNow } from '../time/index.ts';
import { FollowedCard } from '../follow/index.tsx';
import { Agenda } from './Agenda.tsx';
import { changeText } from './agenda.ts';
import { WORDS as AGENDA_WORDS } from './agenda-words.ts';
import { Entries } from './Entries.tsx';
import styles from './HomePage.module.css';
import { MyRegion } from './MyRegion.tsx';
import { sayCount, sayItem, saySince } from './said.ts';
import { WORDS } from './words.ts';

/** “现在需要我处理什么”: one list ordered by when it gets worse, why it is mine, how long, one verb. */
export function HomePage() {
  const t = useWords(WORDS);
  const home = useQuery({
    queryKey: ['home'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/home', homeSchema, signal),
  });
  const now = useNow(60_000);
  const note = home.data === undefined ? undefined : t('note', { time: timeText(home.dataUpdatedAt) });
  const phone = usePhone();
  if (phone && home.data !== undefined)
    return (
      <Page title={t('title')}>
        <Entries />
        <PhoneHome home={home.data} now={now} />
      </Page>
    );
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={note} />
      <Entries />
      {home.isPending ? <Loading rows={8} /> : null}
      {home.isError && home.data === undefined ? <Failed error={home.error} retry={() => void home.refetch()} /> : null}
      {home.data === undefined ? null : <Answer home={home.data} />}
    </Page>
  );
}

function Answer({ home }: { readonly home: Home }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const fresh = verbs.includes('registry.write') && LEVELS.every((level) => home.levels[level] === 0);
  const [first] = [...home.now, ...home.today];
  const nothing = home.now.length + home.today.length + home.week.length === 0;
  return (
    <>
      <Tiles counts={home.counts} />
      <div className={styles.columns}>
        <Card flush className={styles.list}>
          {nothing ? (
            <Empty
              title={t('clear')}
              note={t('clearNote')}
              action={
                fresh ? (
                  <Link to={keep('/registry/enterprises?open=new')}>{t('toRegistry')}</Link>
                ) : verbs.includes('alarm.read') ? (
                  <Link to={keep('/desk')}>{t('toDesk')}</Link>
                ) : undefined
              }
            />
          ) : null}
          <Group title={t('now')} note={t('nowNote')} items={home.now} first={first} urgent />
          <Group title={t('today')} items={home.today} first={first} />
          <Group title={t('week')} items={home.week} first={first} limit={6} />
        </Card>
        <aside className={styles.side}>
          <MyRegion levels={home.levels} />
          <Agenda home={home} />
          <FollowedCard />
          <Since home={home} />
        </aside>
      </div>
    </>
  );
}

function Tiles({ counts }: { readonly counts: Home['counts'] }) {
  const keep = useKeepScope();
  const { language } = useLanguage();
  return (
    <div className={styles.tiles}>
      {counts
        .map((one) => sayCount(one, language))
        .map((count) => (
          <Link key={count.key} to={keep(count.href)} className={styles.tile}>
            <span>{count.label}</span>
            <b>
              {numberText(count.value)}
              {count.of == null ? '' : ` / ${numberText(count.of)}`}
            </b>
            <small title={count.note}>
              <Compared value={count.value} before={count.before} />
              {count.note}
            </small>
            <ChevronRight size={14} strokeWidth={1.7} aria-hidden />
          </Link>
        ))}
    </div>
  );
}

/** 较昨日 +4: against the same hour of yesterday, where that is known. */
function Compared({ value, before }: Pick<Home['counts'][number], 'value' | 'before'>) {
  const t = useWords(AGENDA_WORDS);
  const change = changeText(value, before);
  return change === undefined ? null : <>{t('compared', { change })} · </>;
}

interface GroupProps {
  readonly title: string;
  readonly note?: string;
  readonly items: readonly HomeItem[];
  /** The one item whose verb is the page's primary button. */
  readonly first: HomeItem | undefined;
  readonly urgent?: boolean;
  readonly limit?: number;
}

function Group({ title, note, items, first, urgent = false, limit = 40 }: GroupProps) {
  const t = useWords(WORDS);
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, limit);
  return (
    <section>
      <h3 className={`${styles.group} ${urgent ? styles.urgent : ''}`}>
        {title}
        <em>{items.length}</em>
        {note === undefined ? null : <small>{note}</small>}
        {items.length > limit ? (
          <Button type="link" size="small" onClick={() => setAll(!all)}>
            {all ? t('showLess') : t('showAll', { n: items.length })}
          </Button>
        ) : null}
      </h3>
      <ul>
        {shown.map((item) => (
          <Row key={`${item.kind}${item.id}`} item={item} primary={item === first && item.verb.primary === true} />
        ))}
      </ul>
    </section>
  );
}

const ICONS = { alarm: CircleAlert, record: FileText, device: Activity, case: ClipboardList };

function Row({ item: told, primary }: { readonly item: HomeItem; readonly primary: boolean }) {
  const keep = useKeepScope();
  const { language } = useLanguage();
  const item = sayItem(told, language);
  const Icon = ICONS[item.kind];
  return (
    <li className={styles.item}>
      <span className={styles.mark}>
        {item.level == null ? (
          <Icon size={16} strokeWidth={1.7} aria-hidden />
        ) : (
          <RiskMark
            level={item.level}
            size={14}
            label={levelWord(item.level, item.kind === 'case' ? 'risk' : 'alarm', language)}
          />
        )}
      </span>
      <div className={styles.what}>
        <b title={item.title}>
          <span>{item.title}</span>
          {item.value == null || item.value === '' ? null : (
            <em className={item.level == null ? '' : styles[item.level]}>{item.value}</em>
          )}
        </b>
        <small title={item.sub}>{item.sub}</small>
      </div>
      <span className={styles.why} title={item.why}>
        <Info size={12} strokeWidth={1.7} aria-hidden />
        <span>{item.why}</span>
      </span>
      <span className={styles.due}>
        {item.dueAt === null ? <span>{item.due}</span> : <Due at={item.dueAt} then={item.due} />}
      </span>
      <Link className={`${styles.verb} ${primary ? styles.primary : ''}`} to={keep(item.verb.href)}>
        {item.verb.label}
      </Link>
    </li>
  );
}

/** A date says how long is left; anything else is what happens then: 1 分 26 秒后升级到市值班. */
function Due({ at, then }: { readonly at: number; readonly then: string }) {
  const now = useNow();
  const { language } = useLanguage();
  if (then === '' || /^\d{4}-/.test(then) || at <= now) return <DeadlinePie dueAt={at} />;
  const left = spanText(at - now, language);
  return (
    <DeadlinePie dueAt={at} since={at - 180_000} text={language === 'zh' ? `${left}后${then}` : `${left} ${then}`} />
  );
}

function Since({ home }: { readonly home: Home }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const note = home.lastVisit === null ? t('first') : momentText(home.lastVisit, now, language);
  return (
    <Card title={t('since')} note={note}>
      {home.since.length === 0 ? <Empty title={t('quiet')} note={t('quietNote')} /> : null}
      <ul className={styles.feed}>
        {home.since.slice(0, 8).map((line, index) => (
          <li key={index}>
            <time>{momentText(line.at, now, language)}</time>
            <Link to={keep(line.href)} title={saySince(line, language)}>
              {saySince(line, language)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
