import type { FireUnitRow } from '@anlan/kernel/grassroots';
import { Segmented } from 'antd';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, StatusWord, Table } from '../parts/index.ts';
import { entityByKey } from '../registry/index.tsx';
import { useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useUnits } from './queries.ts';
import { WORDS } from './words.ts';

const SIZE = 50;
const LOOK = { current: 'done', lacking: 'doing', expired: 'late', none: 'wait' } as const;
const LACKS = [
  ['', 'all'],
  ['four', 'lackFour'],
  ['six', 'lackSix'],
  ['cover', 'lackCover'],
  ['standard', 'lackStandard'],
] as const;

/** Key units, or those that lack an evaluation, a station in reach, or standardisation. */
export function Units() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const [page, setPage] = useState(1);
  const lack = LACKS.find(([key]) => key === params.get('lack'))?.[0] ?? '';
  const found = useUnits({ region: scope.narrowed ? scope.path : null, lack, page, size: SIZE });
  const choose = (value: string) => {
    setPage(1);
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete('lack');
      else next.set('lack', value);
      return next;
    });
  };
  return (
    <Card title={t('units')} note={found.data === undefined ? undefined : numberText(found.data.total)} flush>
      <div className={table.filters} style={{ overflowX: 'auto' }}>
        <Segmented value={lack} onChange={choose} options={LACKS.map(([value, word]) => ({ value, label: t(word) }))} />
      </div>
      {found.data === undefined ? (
        found.isError ? (
          <Failed error={found.error} />
        ) : (
          <Loading rows={8} />
        )
      ) : found.data.rows.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('allThere')} />
      ) : (
        <>
          <Rows rows={found.data.rows} />
          <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
        </>
      )}
    </Card>
  );
}

/** A unit's coverage in words: by its own station, by one so far away, by none. */
export function useCoverWord() {
  const t = useWords(WORDS);
  return ({ covered, distance }: Pick<FireUnitRow, 'covered' | 'distance'>): string => {
    const near =
      distance === null ? t('noStation') : distance === 0 ? t('ownStation') : t('nearest', { m: numberText(distance) });
    return `${t(covered ? 'coveredWord' : 'notCovered')} · ${near}`;
  };
}

function Rows({ rows }: { readonly rows: readonly FireUnitRow[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const cover = useCoverWord();
  const field = entityByKey('fire-unit')?.fields['class'];
  const classes = field?.kind === 'choice' ? field.options : [];
  return (
    <Table
      heads={[t('name'), t('region'), t('class'), t('four'), t('six'), t('coverage'), t('standardWord')]}
      testid="fire-units"
    >
      {rows.map((row) => {
        const option = classes.find(({ value }) => value === row.class);
        return (
          <tr key={row.id}>
            <td title={row.name}>
              <Link to={keep(`/fire-grassroots/units/${row.id}`)}>{row.name}</Link>
            </td>
            <td>{row.region}</td>
            <td>{option === undefined ? row.class : label(option)}</td>
            <td>
              <StatusWord state={LOOK[row.four]}>{t(row.four)}</StatusWord>
            </td>
            <td>
              <StatusWord state={LOOK[row.six]}>{t(row.six)}</StatusWord>
            </td>
            <td>{cover(row)}</td>
            <td>{t(row.standard as 'reached')}</td>
          </tr>
        );
      })}
    </Table>
  );
}
