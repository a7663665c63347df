import type { Item, RunDetail } from '@anlan/kernel/checklist';
import { Check as Tick, Minus, X } from 'lucide-react';
import { Link } from 'react-router';
import { caseHref } from '../case/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import { levelWord, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import type { Own } from './answers.ts';
import styles from './Check.module.css';
import { WORDS } from './words.ts';

interface OverviewProps {
  readonly detail: RunDetail;
  readonly own: (item: Item) => Own;
  readonly at: number;
  /** Left out where nothing is to be answered. */
  readonly go: ((index: number) => void) | undefined;
}

const MARKS = { ok: Tick, bad: X, na: Minus } as const;

/** All items with how they stand, and what the list below handed on. */
export function Overview({ detail, own, at, go }: OverviewProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { run, items, answers, carried, before } = detail;
  const cases = new Map(answers.map((answer) => [answer.itemId, answer]));
  const bare = run.doneAt !== null && answers.length === 0;
  return (
    <aside className={styles.overview}>
      {before.length === 0 ? null : <Days before={before} />}
      {carried.length === 0 ? null : (
        <section className={styles.carried}>
          <h2>{t('carriedTitle', { n: carried.length })}</h2>
          {carried.slice(0, 8).map((one) => (
            <Link key={one.id} to={keep(caseHref(one.id))}>
              {one.level === null ? null : <RiskMark level={one.level} />}
              <span>{one.title}</span>
              <small>{stampText(one.openedAt).slice(5, 10)}</small>
            </Link>
          ))}
        </section>
      )}
      {bare ? <p className={styles.note}>{t('onlyTotals')}</p> : null}
      <ol className={styles.list}>
        {items.map((item, index) => {
          const { result } = own(item);
          const Mark = result === null ? undefined : MARKS[result];
          const danger = cases.get(item.id);
          return (
            <li key={item.id} data-on={index === at}>
              <button type="button" disabled={go === undefined} onClick={() => go?.(index)}>
                <i data-result={result ?? 'none'} title={result === null ? t('missing') : t(result)}>
                  {Mark === undefined ? index + 1 : <Mark size={14} strokeWidth={2.25} aria-hidden />}
                </i>
                <span>
                  {item.title}
                  <small>{item.code}</small>
                </span>
              </button>
              {danger?.caseId == null ? null : <Link to={keep(caseHref(danger.caseId))}>{danger.caseNumber}</Link>}
            </li>
          );
        })}
      </ol>
    </aside>
  );
}

/** The same round of the last days. */
function Days({ before }: { readonly before: RunDetail['before'] }) {
  const t = useWords(WORDS);
  return (
    <ul className={styles.days}>
      {before.map(({ period, state, bad }) => (
        <li key={period} data-state={state} title={`${period} ${t(state)}`}>
          <small>{period.slice(5)}</small>
          <i>
            {state === 'missed' ? (
              <X size={14} aria-label={t('missed')} />
            ) : bad > 0 ? (
              bad
            ) : (
              <Tick size={14} aria-label={t(state)} />
            )}
          </i>
        </li>
      ))}
    </ul>
  );
}

/** What a check came to, or that it waits on this device. */
export function Ended({
  detail: { run, score, mayAnswer, signature },
  kept,
}: {
  readonly detail: RunDetail;
  readonly kept: boolean;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const late = run.state === 'missed';
  if (run.doneAt === null && !kept)
    return (
      <p className={styles.ended}>
        {mayAnswer ? t('open') : t('viewOnly')}
        {late ? ` · ${t('passed')}` : ''}
      </p>
    );
  return (
    <div className={styles.ended} role="status" data-late={late}>
      <b>
        {run.doneAt === null
          ? t('keptHere')
          : t('finished', { at: stampText(run.doneAt).slice(5, 16), by: run.doneBy ?? '' })}
      </b>
      <span>
        {t('itemsDone', { done: run.answered, all: run.items })} · {t('foundN', { n: run.bad })}
        {score === null ? '' : ` · ${t('score')} ${score.toFixed(1)}`}
      </span>
      {late ? <em>{t('finishedLate')}</em> : null}
      {signature === null ? null : (
        <figure className={styles.signature}>
          <img src={`/api/checks/${run.id}/photos/${signature.sha256}`} alt={t('signedBy', { who: signature.who })} />
          <figcaption>
            {t('signedBy', { who: signature.who })} · {stampText(signature.at).slice(5, 16)}
          </figcaption>
        </figure>
      )}
      <small lang={language}>{run.number}</small>
    </div>
  );
}

/** A level with its shape and word. */
export function LevelWord({ level }: { readonly level: Item['level'] }) {
  const { language } = useLanguage();
  return (
    <span className={styles.level}>
      <RiskMark level={level} /> {levelWord(level, 'risk', language)}
    </span>
  );
}
