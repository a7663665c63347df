import { LENGTHS } from '@anlan/kernel/entity';
import type { DualOverview, DualUnits } from '@anlan/systems/prevention';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePair } from '../language/index.tsx';
import { useSectorWord } from '../case/index.tsx';
import { ColourBar, Empty, Failed, Loading, Pager, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { Count, styles, useT } from './parts.tsx';
import { useUnits } from './queries.ts';
import { OBJECTS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

export const SIZE = 30;

export function Units({
  region,
  overview,
}: {
  readonly region: string | null;
  readonly overview: DualOverview | undefined;
}) {
  const t = useT();
  const pair = usePair();
  const [q, setQ] = useState('');
  const [sort, setSort] = useState('worst');
  const [page, setPage] = useState(1);
  const units = useUnits({ region, q: q.trim(), sort, page, size: SIZE });
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <div className={styles.tools}>
          <Input.Search
            maxLength={LENGTHS.search}
            className={styles.search ?? ''}
            allowClear
            placeholder={t('search')}
            aria-label={t('search')}
            onSearch={(value) => (setQ(value), setPage(1))}
          />
          <Select
            value={sort}
            onChange={(value) => (setSort(value), setPage(1))}
            aria-label={t('sortBy')}
            options={[
              { value: 'worst', label: t('worst') },
              { value: 'missed', label: t('missed') },
              { value: 'unowned', label: t('owner') },
              { value: 'name', label: t('name') },
            ]}
            style={{ width: 150 }}
          />
        </div>
        {units.isPending ? <Loading rows={8} /> : null}
        {units.isError && units.data === undefined ? (
          <Failed error={units.error} retry={() => void units.refetch()} />
        ) : null}
        {units.data === undefined ? null : units.data.rows.length === 0 ? (
          <Empty title={t('none')} />
        ) : (
          <UnitRows rows={units.data.rows} />
        )}
        {units.data === undefined ? null : <Pager page={page} size={SIZE} total={units.data.total} go={setPage} />}
      </div>
      <div className={styles.objects}>
        {overview?.byObject.map((row) => (
          <div key={row.object}>
            {pair(OBJECTS, row.object)}
            <ColourBar mix={row} />
          </div>
        ))}
        {overview === undefined ? null : (
          <small className={styles.quiet}>
            {t('nextDue')}：
            {(['red', 'orange', 'yellow', 'blue'] as const)
              .map((level) => `${t('every', { n: overview.every[level] })}`)
              .join(' / ')}
          </small>
        )}
      </div>
    </div>
  );
}

function UnitRows({ rows }: { readonly rows: readonly DualUnits['rows'][number][] }) {
  const t = useT();
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  return (
    <Table
      heads={[
        t('enterprise'),
        t('area'),
        t('sector'),
        t('colours'),
        t('owner'),
        t('measures'),
        t('late'),
        t('missed'),
        t('failing'),
      ]}
      look={table.tight}
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <td title={row.name}>
            <Link to={keep(`/control/${row.id}`)}>{row.name}</Link>
          </td>
          <td>
            <RegionName of={row.regionName} />
          </td>
          <td className={styles.short} title={sectorWord(row.sector)}>
            {row.sector === null ? '—' : sectorWord(row.sector)}
          </td>
          <td>
            <ColourBar mix={row} />
          </td>
          <td className={styles.number}>
            <Count value={row.unowned} late />
          </td>
          <td className={styles.number}>
            <Count value={row.measures} />
          </td>
          <td className={styles.number}>
            <Count value={row.late} late />
          </td>
          <td className={styles.number}>
            <Count value={row.missed} late />
          </td>
          <td className={styles.number}>
            <Count value={row.ineffective} late />
          </td>
        </tr>
      ))}
    </Table>
  );
}
