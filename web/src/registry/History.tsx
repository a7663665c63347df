import type { Entity } from '@anlan/kernel/entity';
import { useLabel, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, Timeline } from '../parts/index.ts';
import { useHistory } from './queries.ts';
import { Value } from './Value.tsx';
import { WORDS as TOOL_WORDS } from './tool-words.ts';
import { WORDS } from './words.ts';
import styles from './RecordPanel.module.css';

const SOURCES: Readonly<Record<string, 'fromImport' | 'fromMerge' | 'fromUnmerge' | 'fromCensus'>> = {
  import: 'fromImport',
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
        at: typeof entry.at === 'number' ? entry.at : Date.parse(entry.at),
        by: `${entry.by ?? '—'} · ${t('version', { n: entry.version })}${sourceWord(entry.source)}`,
        text:
          entry.changes.length === 0
            ? t('registered')
            : [
                ...entry.changes.map((change) => <Change key={change.field} entity={entity} {...change} />),
                ...(entry.reason == null
                  ? []
                  : [<span key="reason">{t('changedBecause', { reason: entry.reason })}</span>]),
              ],
      }))}
    />
  );
}

interface ChangeProps {
  readonly entity: Entity;
  readonly field: string;
  readonly label: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

function Change({ entity, field, label, from, to }: ChangeProps) {
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
      <Value field={declared} value={value} />
    );
  return (
    <span className={styles.change}>
      <b>{declared === undefined ? label : speak(declared)}</b> {show(from)} → {show(to)}
    </span>
  );
}
