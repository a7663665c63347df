import type { BackTest, BackTestFigures, BackTestLine } from '@anlan/kernel/back-test';
import { Segmented } from 'antd';
import { Equal } from 'lucide-react';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, RiskMark, Scroll } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { spanText, stampText } from '../time/index.ts';
import styles from './BackTest.module.css';
import { LineTrend } from './LineTrend.tsx';
import { useLines } from './queries.ts';
import { WORDS } from './words.ts';

const KINDS = ['removed', 'added', 'changed', 'missed', 'kept'] as const;
type Kind = (typeof KINDS)[number];
const SIZE = 50;

/** What differs, kind by kind; a chosen line is drawn with the reading, the limits and both verdicts. */
export function Differences({ test, figures }: { readonly test: BackTest; readonly figures: BackTestFigures }) {
  const t = useWords(WORDS);
  const counts: Record<Kind, number> = { ...figures, kept: figures.known - figures.missed };
  const [kind, setKind] = useState<Kind>(KINDS.find((one) => counts[one] > 0) ?? 'removed');
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<number | null>(null);
  const lines = useLines(test.id, kind, (page - 1) * SIZE, test.state === 'done');
  const rows = lines.data?.rows ?? [];
  const line = rows.find(({ seq }) => seq === chosen) ?? rows[0];
  const choose = (next: Kind) => (setKind(next), setPage(1), setChosen(null));
  return (
    <>
      {line === undefined ? null : <LineTrend key={line.seq} test={test} line={line} />}
      <Card
        title={t('differences')}
        note={t('differencesNote')}
        extra={
          <Segmented
            size="small"
            value={kind}
            onChange={choose}
            options={KINDS.map((value) => ({ value, label: `${t(value)} ${numberText(counts[value])}` }))}
          />
        }
        flush
      >
        {lines.isPending ? <Loading rows={5} /> : null}
        {lines.isError && lines.data === undefined ? (
          <Failed error={lines.error} retry={() => void lines.refetch()} />
        ) : null}
        {lines.data?.total === 0 ? (
          <Empty icon={<Equal size={20} strokeWidth={1.6} />} title={t('noDifference')} note={t('noDifferenceNote')} />
        ) : null}
        {rows.length === 0 ? null : <Rows rows={rows} chosen={line?.seq ?? null} choose={setChosen} />}
        {lines.data === undefined ? null : <Pager page={page} size={SIZE} total={lines.data.total} go={setPage} />}
        {counts[kind] > (lines.data?.total ?? counts[kind]) ? <p className={styles.quiet}>{t('limited')}</p> : null}
      </Card>
    </>
  );
}

interface RowsProps {
  readonly rows: readonly BackTestLine[];
  readonly chosen: number | null;
  readonly choose: (seq: number) => void;
}

function Rows({ rows, chosen, choose }: RowsProps) {
  const t = useWords(WORDS);
  return (
    <Scroll className={styles.list}>
      <table className={table.table} data-testid="back-test-lines">
        <thead>
          <tr>
            {(['at', 'subject', 'as', 'would'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={styles.rows}>
          {rows.map((row) => (
            <tr key={row.seq} data-chosen={row.seq === chosen} onClick={() => choose(row.seq)}>
              <td>
                <button type="button" className={styles.door} onClick={() => choose(row.seq)}>
                  {stampText(row.at).slice(0, 16)}
                </button>
              </td>
              <td title={row.subjectName}>{row.subjectName}</td>
              <td>
                <Spells of={row.before} />
              </td>
              <td>
                <Spells of={row.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Spells({ of }: { readonly of: BackTestLine['before'] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [first] = of;
  if (first === undefined) return <span className={styles.quiet}>{t('nothing')}</span>;
  const length = first.until === null ? t('lasting') : spanText(first.until - first.at, language);
  return (
    <span className={styles.spell}>
      <RiskMark level={first.level} /> {stampText(first.at).slice(11, 19)} · {length}
      {of.length === 1 ? null : <small>{t('more', { n: of.length })}</small>}
    </span>
  );
}
