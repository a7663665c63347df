import { useState } from 'react';
import { Link } from 'react-router';
import { usePair } from '../language/index.tsx';
import { Empty, Failed, Loading, Pager, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { PointLink, useT } from './parts.tsx';
import { useUnowned } from './queries.ts';
import { CONTROLS } from './words.ts';
import { SIZE } from './UnitsCard.tsx';
import { RegionName } from '../language/RegionName.tsx';

export function Unowned({ region }: { readonly region: string | null }) {
  const t = useT();
  const pair = usePair();
  const keep = useKeepScope();
  const [page, setPage] = useState(1);
  const found = useUnowned({ region, page, size: SIZE });
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.rows.length === 0) return <Empty title={t('noneUnowned')} />;
  return (
    <>
      <Table heads={[t('point'), t('enterprise'), t('area'), t('control'), t('responsible')]}>
        {found.data.rows.map((row) => (
          <tr key={row.id}>
            <td title={row.name}>
              <PointLink id={row.id} name={row.name} level={row.level} />
            </td>
            <td title={row.enterpriseName ?? ''}>
              <Link to={keep(`/control/${row.enterpriseId}`)}>{row.enterpriseName ?? '—'}</Link>
            </td>
            <td>
              <RegionName of={row.regionName} />
            </td>
            <td>{pair(CONTROLS, row.control)}</td>
            <td>{row.responsible ?? '—'}</td>
          </tr>
        ))}
      </Table>
      <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
    </>
  );
}
