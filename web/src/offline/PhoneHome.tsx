import { INSPECTION_FIELDS } from '@anlan/kernel/merge';
import { runViewSchema } from '@anlan/kernel/checklist';
import { lateFor } from '@anlan/kernel/deadline';
import { useQuery } from '@tanstack/react-query';
import { Check, ChevronRight, CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { z } from 'zod';
import { api, useSession, type Home, type HomeItem } from '../api/index.ts';
import { type Language, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { RegionName } from '../language/RegionName.tsx';
import { sayItem } from '../home/said.ts';
import { RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText, timeText } from '../time/index.ts';
import { useInspections } from './InspectionsPage.tsx';
import { keptUnder } from './keep.ts';
import styles from './Offline.module.css';
import { PrepareCard } from './Prepare.tsx';
import type { Scanned } from './scan.ts';
import { ScanButton } from './ScanButton.tsx';
import { useOnline, useQueue } from './use-offline.ts';
import { WORDS } from './words.ts';

type Part = 'today' | 'week' | 'late';
const TOTAL = Object.keys(INSPECTION_FIELDS).length;

/** The phone's first page: the one thing to go on with, then the rest by time, and what of it is on this device. */
export function PhoneHome({ home, now }: { readonly home: Home; readonly now: number }) {
  const t = useWords(WORDS);
  const session = useSession();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const { language } = useLanguage();
  const openScanned = ({ plural, id }: Scanned) => {
    void navigate(keep(`/registry/${plural}/${id}`));
    return undefined;
  };
  const [part, setPart] = useState<Part>('today');
  const here = useHere();
  const all = [...home.now, ...home.today, ...home.week];
  const late = all.filter(({ dueAt }) => dueAt !== null && dueAt < now);
  const parts: Record<Part, readonly HomeItem[]> = { today: [...home.now, ...home.today], week: all, late };
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(now);
  const shown = parts[part];
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <div>
          <small className={styles.day}>
            {day} · <RegionName of={session.scope.label} />
          </small>
          <h1 className={styles.title}>
            {parts.today.length === 0 ? t('allDone') : t('todayN', { n: parts.today.length })}
          </h1>
        </div>
        <ScanButton bare found={openScanned} />
      </header>
      <div className={styles.segments} role="group" aria-label={t('today')}>
        {(['today', 'week', 'late'] as const).map((key) => (
          <button key={key} type="button" aria-pressed={key === part} onClick={() => setPart(key)}>
            {t(key)} <b {...(key === 'late' && late.length > 0 ? { 'data-late': true } : {})}>{parts[key].length}</b>
          </button>
        ))}
      </div>
      <Current />
      {shown.length === 0 ? null : (
        <section aria-label={t('next')}>
          <h2 className={styles.heading}>{t('next')}</h2>
          <ul className={styles.list}>
            {shown.slice(0, 40).map((item) => (
              <Item key={`${item.kind}${item.id}`} item={item} now={now} here={here.has(item.id)} />
            ))}
          </ul>
        </section>
      )}
      <PrepareCard />
    </div>
  );
}

/** Ids of the cases whose page opens without a signal. */
function useHere(): ReadonlySet<string> {
  const { prepared } = useQueue();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    void keptUnder('/cases/').then(
      (answers) => setIds(new Set(answers.map(({ key }) => key.split('/cases/')[1] ?? ''))),
      () => undefined,
    );
  }, [prepared?.at]);
  return ids;
}

/** What is under way: an inspection, or a check of today. */
function Current() {
  const t = useWords(WORDS);
  const region = useRegionName();
  const keep = useKeepScope();
  const { verbs } = useSession();
  const { rows, here } = useInspections();
  const runs = useQuery({
    queryKey: ['checks', 'mine'],
    enabled: verbs.includes('check.answer'),
    queryFn: ({ signal }) => api.get('/checks/mine', z.array(runViewSchema), signal),
  });
  const run = runs.data?.find(({ state }) => state === 'open');
  const own = here[0];
  const record = rows[0];
  if (own !== undefined || record !== undefined) {
    const id = own === undefined ? (record?.id ?? '') : own.record.slice('inspection/'.length);
    const filled =
      own === undefined
        ? (record?.filled ?? 0)
        : new Set(own.replica.changes.map(({ field }) => field).filter((field) => field in INSPECTION_FIELDS)).size;
    const title = own === undefined ? (record?.enterpriseName ?? '') : String(own.head['title'] ?? '');
    const began = own === undefined ? record?.openedAt : Number(own.head['openedAt'] ?? 0);
    return (
      <Now
        title={title}
        kind={t('inspection')}
        note={[
          record === undefined ? '' : region(record.regionName ?? ''),
          began ? t('beganAt', { at: timeText(began).slice(0, 5) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
        done={filled}
        total={TOTAL}
        verb={t('goOn')}
        href={keep(`/inspections/${id}`)}
      />
    );
  }
  if (run === undefined) return null;
  return (
    <Now
      title={run.organisationName}
      kind={run.title}
      note={run.bad === 0 ? region(run.regionName) : t('foundBad', { n: run.bad })}
      done={run.answered}
      total={run.items}
      verb={t('goOnAt', { n: Math.min(run.answered + 1, run.items) })}
      href={keep(`/checks/${run.id}`)}
    />
  );
}

interface NowProps {
  readonly title: string;
  readonly kind: string;
  readonly note: string;
  readonly done: number;
  readonly total: number;
  readonly verb: string;
  readonly href: string;
}

function Now({ title, kind, note, done, total, verb, href }: NowProps) {
  const t = useWords(WORDS);
  return (
    <section className={styles.card} data-now aria-label={t('doing')}>
      <div>
        <span className={styles.tag}>{t('doing')}</span> <small>{kind}</small>
        <p className={styles.big}>
          <b>{title}</b>
        </p>
        {note === '' ? null : <small>{note}</small>}
      </div>
      <div className={styles.ends}>
        <div className={styles.bar} style={{ flex: 1, alignSelf: 'center' }} aria-hidden>
          <i style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }} />
        </div>
        <span>
          <b>{done}</b>/{total}
        </span>
      </div>
      <Link to={href} className={styles.go}>
        {verb} <ChevronRight size={18} aria-hidden />
      </Link>
    </section>
  );
}

const DAY = 86_400_000;

/** When something is due, in the width of a column: how late it is, the hour within a day, the day otherwise. */
function whenText(dueAt: number, now: number, language: Language): string {
  if (dueAt < now) return lateFor(now - dueAt)[language];
  return dueAt < now + DAY ? timeText(dueAt).slice(0, 5) : stampText(dueAt).slice(5, 10);
}

function Item({ item: told, now, here }: { readonly item: HomeItem; readonly now: number; readonly here: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const item = sayItem(told, language);
  const online = useOnline();
  const late = item.dueAt !== null && item.dueAt < now;
  return (
    <li>
      <Link to={keep(item.verb.href)} className={styles.line}>
        <span className={styles.time}>
          <b data-late={late || undefined}>
            {item.dueAt === null ? item.due || '—' : whenText(item.dueAt, now, language)}
          </b>
          <small>{item.verb.label}</small>
        </span>
        <span>
          <b title={item.title}>{item.title}</b>
          <small>
            {item.level == null ? null : <RiskTag level={item.level} kind={item.kind === 'case' ? 'risk' : 'alarm'} />}
            <span className={styles.sub}>{item.sub}</span>
          </small>
        </span>
        {item.kind !== 'case' || (online && !here) ? null : (
          <span className={`${styles.taken} ${here ? styles.here : ''}`}>
            {here ? <Check size={16} aria-hidden /> : <CloudOff size={16} aria-hidden />}{' '}
            {t(here ? 'downloaded' : 'notDownloaded')}
          </span>
        )}
      </Link>
    </li>
  );
}
