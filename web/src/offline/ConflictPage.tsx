import type { Change, Conflict } from '@anlan/kernel/merge';
import { Button, Input } from 'antd';
import { ChevronLeft, GitMerge, Undo2 } from 'lucide-react';
import { Fragment, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import { useKeepScope, useTitle } from '../shell/index.ts';
import { timeText } from '../time/index.ts';
import { OfflineChip } from './Banner.tsx';
import { makingOf } from './capture.ts';
import { History } from './History.tsx';
import styles from './Inspection.module.css';
import { holder } from './account.ts';
import { drain } from './send.ts';
import { labelOf, useInspection } from './use-record.ts';
import { WORDS } from './words.ts';

type Way = 'last' | 'first' | 'each';

const shownValue = (change: Change, empty: string): string => {
  const making = makingOf(change.value);
  if (making !== undefined && typeof making === 'object') return making.name;
  return change.value === null || change.value === '' ? empty : String(change.value);
};

/** 两个人改了同一处: both versions side by side, only what differs, a suggestion, a way back. */
export function ConflictPage() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { local, view, merged, error, save, refresh } = useInspection(id);
  const [way, setWay] = useState<Way>('last');
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  useTitle(t('conflict'));
  if (local === undefined)
    return error === undefined ? <Loading rows={8} /> : <Failed error={error} retry={() => void refresh()} />;
  const { conflicts, fields } = merged;
  const chosen = (one: Conflict): Change => {
    const last = one.versions.at(-1) as Change;
    const first = one.versions[0] as Change;
    if (way === 'each') return one.versions.find((version) => version.id === picked[one.field]) ?? last;
    return way === 'last' ? last : first;
  };
  const against = conflicts.some((one) => chosen(one) !== one.versions.at(-1));
  const decide = async () => {
    const wishes = conflicts.map((one) => ({
      field: one.field,
      value: chosen(one).value,
      label: `${t('conflict')}：${labelOf(one.field, 'zh')}`,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    }));
    if (!(await save(wishes))) return;
    await drain();
    await navigate(keep(`/inspections/${id}`));
  };
  const same = Object.values(fields).filter(({ settled }) => settled).length;
  const first = conflicts[0]?.versions[0];
  const last = conflicts[0]?.versions.at(-1);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to={keep(`/inspections/${id}`)} aria-label={t('back')}>
          <ChevronLeft size={24} strokeWidth={1.75} aria-hidden />
        </Link>
        <div>
          <h1>{t(conflicts.length === 0 ? 'history' : 'conflict')}</h1>
          <small>
            {local.head['title']} · {t('inspection')}
          </small>
        </div>
        <OfflineChip />
      </header>
      <main className={styles.body}>
        {conflicts.length === 0 || first === undefined || last === undefined ? (
          <p className={styles.notes}>{t('noConflict')}</p>
        ) : (
          <>
            <p className={styles.said}>
              <GitMerge size={18} strokeWidth={1.75} aria-hidden />
              <span>
                {t('both', { same })}
                <b>{t('differ', { n: conflicts.length })}</b>
              </span>
            </p>
            <section className={`${styles.card} ${styles.compare}`} aria-label={t('conflict')}>
              <Who change={first} right={false} />
              <Who change={last} right />
              {conflicts.map((one) => (
                <Fragment key={one.field}>
                  <div data-label>{labelOf(one.field, language)}</div>
                  <div>
                    <mark>{shownValue(one.versions[0] as Change, t('empty'))}</mark>
                  </div>
                  <div data-right>
                    {one.versions.slice(1).map((version) => (
                      <div key={version.id}>
                        <mark>{shownValue(version, t('empty'))}</mark>
                      </div>
                    ))}
                  </div>
                </Fragment>
              ))}
            </section>
            <h2 className={styles.ask}>{t('which')}</h2>
            <div className={styles.choices} role="radiogroup" aria-label={t('which')}>
              <Choice
                on={way === 'last'}
                pick={() => setWay('last')}
                title={isOwn(last) ? t('useMine') : t('useTheirs', { name: last.by })}
                note={t('newer')}
                tag={t('suggested')}
              />
              <Choice
                on={way === 'first'}
                pick={() => setWay('first')}
                title={isOwn(first) ? t('useMine') : t('useTheirs', { name: first.by })}
                note={t('needReason')}
              />
              <Choice
                on={way === 'each'}
                pick={() => setWay('each')}
                title={t('each')}
                note={t('eachNote', { n: conflicts.length })}
              />
            </div>
            {way === 'each'
              ? conflicts.map((one) => (
                  <div
                    key={one.field}
                    className={styles.choices}
                    role="radiogroup"
                    aria-label={labelOf(one.field, language)}
                  >
                    <b>{labelOf(one.field, language)}</b>
                    {one.versions.map((version) => (
                      <Choice
                        key={version.id}
                        on={chosen(one) === version}
                        pick={() => setPicked({ ...picked, [one.field]: version.id })}
                        title={shownValue(version, t('empty'))}
                        note={`${version.by} · ${timeText(version.at.ms)}`}
                      />
                    ))}
                  </div>
                ))
              : null}
            {against ? (
              <label className={styles.field}>
                {t('reason')}
                <Input
                  size="large"
                  maxLength={300}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              </label>
            ) : null}
          </>
        )}
        <History history={local.seen?.history ?? []} changes={local.replica.changes} fields={fields} />
      </main>
      {conflicts.length === 0 ? null : (
        <footer className={styles.foot} style={{ flexWrap: 'wrap' }}>
          <small className={`${styles.notes} ${styles.said}`} style={{ flexBasis: '100%' }}>
            <Undo2 size={14} aria-hidden /> {t('stays')}
          </small>
          <Link to={keep(`/inspections/${id}`)} className={styles.other}>
            {t('later')}
          </Link>
          <Button
            type="primary"
            size="large"
            disabled={view?.closedAt != null || (against && reason.trim() === '')}
            onClick={() => void decide()}
          >
            {t('decide')}
          </Button>
        </footer>
      )}
    </div>
  );
}

const isOwn = (change: Change): boolean => change.by === holder()?.name;

function Who({ change, right }: { readonly change: Change; readonly right: boolean }) {
  const t = useWords(WORDS);
  const own = isOwn(change);
  return (
    <div className={styles.who} {...(right ? { 'data-right': true } : {})}>
      <i aria-hidden>{own ? '我' : change.by.slice(0, 1)}</i>
      <span>
        <b>{own ? t('myPhone') : change.by}</b>
        <small>{timeText(change.at.ms)}</small>
      </span>
    </div>
  );
}

interface ChoiceProps {
  readonly on: boolean;
  readonly pick: () => void;
  readonly title: string;
  readonly note: string;
  readonly tag?: string;
}

function Choice({ on, pick, title, note, tag }: ChoiceProps) {
  return (
    <button type="button" role="radio" aria-checked={on} className={styles.choice} onClick={pick}>
      <span>
        <b>{title}</b>
        <small>{note}</small>
      </span>
      {tag === undefined ? null : <em>{tag}</em>}
    </button>
  );
}
