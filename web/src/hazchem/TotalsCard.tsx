import { HAZARD_CLASSES } from '@anlan/systems';
import { useMemo } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { useTotals } from './shapes.ts';
import { WORDS } from './words.ts';

/** County by class, in tonnes: of the chosen chemical or of all. */
export function TotalsCard({ region, substance }: { readonly region: string | null; readonly substance: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const totals = useTotals(region);
  const { counties, kinds, cells, sums } = useMemo(() => {
    const rows = (totals.data?.rows ?? []).filter((row) => substance === '' || row.substance === substance);
    const found = new Map<string, number>();
    const add = (key: string, value: number) => found.set(key, (found.get(key) ?? 0) + value);
    for (const row of rows) {
      add(`${row.regionPath} ${row.kind}`, row.design);
      add(`${row.regionPath} *`, row.design);
      add(`* ${row.kind}`, row.design);
      add('* *', row.design);
    }
    const names = new Map(rows.map((row) => [row.regionPath, row.region]));
    const used = HAZARD_CLASSES.filter(({ value }) => found.has(`* ${value}`));
    return { counties: [...names], kinds: used, cells: found, sums: rows.length };
  }, [totals.data, substance]);
  if (totals.isError && totals.data === undefined)
    return <Failed error={totals.error} retry={() => void totals.refetch()} />;
  if (totals.data === undefined) return <Loading rows={5} />;
  if (sums === 0) return null;
  const cell = (key: string) => (
    <td className={table.number}>{cells.has(key) ? numberText(cells.get(key), 1) : '—'}</td>
  );
  return (
    <Card title={t('totals')} note={`${t('design')} t · ${t('totalsNote')}`} flush>
      <Table
        heads={[
          t('region'),
          ...kinds.map((kind) => ({ label: label(kind), number: true })),
          { label: t('sum'), number: true },
        ]}
        testid="totals"
      >
        {[...counties, ['*', t('sum')] as const].map(([path, name]) => (
          <tr key={path}>
            <td>{name}</td>
            {kinds.map(({ value }) => (
              <Cell key={value}>{cell(`${path} ${value}`)}</Cell>
            ))}
            {cell(`${path} *`)}
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Cell({ children }: { readonly children: React.ReactElement }) {
  return children;
}
