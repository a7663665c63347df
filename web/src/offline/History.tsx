import type { Change, Merged, MergedView } from '@anlan/kernel/merge';
import { useLanguage, useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import { makingOf } from './capture.ts';
import styles from './Inspection.module.css';
import { labelOf } from './use-record.ts';
import { WORDS } from './words.ts';

interface HistoryProps {
  readonly history: MergedView['history'];
  readonly changes: readonly Change[];
  readonly fields: Merged['fields'];
}

/** Every version of every field, newest first: who, when, signed or not, which one is in use. */
export function History({ history, changes, fields }: HistoryProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const kept = new Map(history.map((one) => [one.id, one]));
  if (changes.length === 0) return null;
  return (
    <section className={styles.card} aria-label={t('history')}>
      <h2>{t('history')}</h2>
      <ul className={styles.versions}>
        {[...changes].reverse().map((change) => {
          const arrived = kept.get(change.id);
          const stands = fields[change.field]?.standing.includes(change.id) === true;
          const facts = [
            change.by,
            stampText(change.at.ms),
            ...(arrived === undefined
              ? [t('notArrived')]
              : [t(arrived.verdict === 'signed' ? 'signedBy' : 'unsignedBy')]),
            ...(stands ? [t('standing')] : []),
            ...(change.reason === null ? [] : [`${t('reason')}：${change.reason}`]),
          ];
          const text =
            change.value === null || change.value === ''
              ? t('empty')
              : (makingOf(change.value)?.name ?? String(change.value));
          return (
            <li key={change.id}>
              <span>
                {labelOf(change.field, language)}：<b>{text}</b>
              </span>
              <small>{facts.join(' · ')}</small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
