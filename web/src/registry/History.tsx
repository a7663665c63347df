import type { Entity } from '@anlan/kernel/entity';
import { useLabel, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, Timeline } from '../parts/index.ts';
import { useHistory } from './queries.ts';
import { Value } from './Value.tsx';
import { WORDS as TOOL_WORDS } from './tool-words.ts';
import { WORDS } from './words.ts';
import styles from './RecordPanel.module.css';

const SOURCES: Readonly<Record<string, 'fromImport' | 'fromAnnounced' | 'fromMerge' | 'fromUnmerge' | 'fromCensus'>> = {
  import: 'fromImport',
  announced: 'fromAnnounced',
  merge: 'fromMerge',
  unmerge: 'fromUnmerge',
  census: 'fromCensus',
};

/** Who changed what, newest first. */
export function History({ entity, id }: { readonly entity: Entity; readonly id: string }) {
  const t = useWords(WORDS);
  const tool = useWords(TOOL_WORDS);
  const sourceWord = (source: string | null | undefined) => {
    const key = SOURCES[(source ?? '').split(':')[0] ?? ''];
    return key === undefined ? '' : ` · ${tool(key)}`;
  };
  const history = useHistory(entity.plural, id);
  if (history.isPending) return <Loading />;
  if (history.isError) return <Failed error={history.error} retry={() => void history.refetch()} />;
  if (history.data.length === 0) return <Empty title={t('noHistory')} />;
  const entries = history.data.toSorted((a, b) => b.version - a.version);
  return (
    <Timeline
      entries={entries.map((entry) => ({
        key: entry.version,
        at: instantOf(entry.at),
        by: `${entry.by ?? '—'} · ${t('version', { n: entry.version })}${sourceWord(entry.source)}`,
        text:
          entry.changes.length === 0
            ? t('registered')
            : [
                ...entry.changes.map((change) => (
                  <Change key={change.field} entity={entity} at={instantOf(entry.at)} {...change} />
                )),
                ...(entry.reason == null
                  ? []
                  : [<span key="reason">{t('changedBecause', { reason: entry.reason })}</span>]),
              ],
      }))}
    />
  );
}

const instantOf = (at: number | string): number => (typeof at === 'number' ? at : Date.parse(at));

interface ChangeProps {
  readonly entity: Entity;
  /** Epoch ms: options are called as they were then. */
  readonly at: number;
  readonly field: string;
  readonly label: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

function Change({ entity, at, field, label, from, to }: ChangeProps) {
  const declared = entity.fields[field];
  const speak = useLabel();
  const show = (value: unknown) =>
    declared === undefined ? (
      value === null || value === undefined ? (
        '—'
      ) : (
        String(value)
      )
    ) : (
      <Value field={declared} value={value} at={at} />
    );
  return (
    <span className={styles.change}>
      <b>{declared === undefined ? label : speak(declared)}</b> {show(from)} → {show(to)}
    </span>
  );
}
