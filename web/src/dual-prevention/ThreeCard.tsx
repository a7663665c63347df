import { useState } from 'react';
import { Link } from 'react-router';
import { usePair } from '../language/index.tsx';
import { useSectorWord } from '../case/index.tsx';
import { Empty, Failed, Loading, Pager, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { Count, styles, useT } from './parts.tsx';
import { useThree } from './queries.ts';
import { SIZE } from './UnitsCard.tsx';
import { RegionName } from '../language/RegionName.tsx';

const GRADES: Readonly<Record<string, readonly [string, string]>> = {
  one: ['一级', 'Grade 1'],
  two: ['二级', 'Grade 2'],
  three: ['三级', 'Grade 3'],
};

export function Three({ region }: { readonly region: string | null }) {
  const t = useT();
  const pair = usePair();
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  const [page, setPage] = useState(1);
  const found = useThree({ region, page, size: SIZE });
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.rows.length === 0)
    return <Empty title={t('none')} note={found.data.sectors.map(sectorWord).join('、')} />;
  const heads = [
    t('enterprise'),
    t('sector'),
    t('area'),
    t('highRisk'),
    t('owner'),
    t('late'),
    t('open'),
    t('overdue'),
    t('major'),
    t('grade'),
  ];
  return (
    <>
      <Table heads={heads}>
        {found.data.rows.map((row) => (
          <tr key={row.id}>
            <td title={row.name}>
              <Link to={keep(`/control/${row.id}`)}>{row.name}</Link>
            </td>
            <td>{row.sector === null ? '—' : sectorWord(row.sector)}</td>
            <td>
              <RegionName of={row.regionName} />
            </td>
            {([row.high, row.unowned, row.late, row.open, row.overdue, row.major] as const).map((value, index) => (
              <td key={index} className={styles.number}>
                <Count value={value} late={index !== 0 && index !== 3} />
              </td>
            ))}
            <td>
              {row.grade === null ? (
                <span className={styles.late}>{t('noGrade')}</span>
              ) : (
                `${pair(GRADES, row.grade)} · ${row.validUntil ?? ''}`
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
    </>
  );
}
