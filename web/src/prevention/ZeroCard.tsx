import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, numberText, Pager, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { shareText } from './Figures.tsx';
import { useCoverage } from './queries.ts';
import { useSectorWord } from '../case/index.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const SIZE = 20;

/** Enterprises that found nothing themselves and reported nothing in the period: 全覆盖 names them. */
export function ZeroCard({ period, region }: { readonly period: string; readonly region: string | null }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  const [page, setPage] = useState(1);
  const found = useCoverage({ period, region, page, size: SIZE });
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : null;
  const heads = [t('enterprise'), t('sector'), t('area'), t('lastFound')];
  const { registered, active, zero } = found.data;
  const share = shareText(active, registered) ?? t('notApplicable');
  return (
    <Card title={`${t('zero')} ${numberText(zero)}`} note={`${t('coverage')} ${share} · ${t('zeroNote')}`} flush>
      {found.data.rows.length === 0 ? (
        <Empty title={t('zeroNone')} />
      ) : (
        <Table heads={heads}>
          {found.data.rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name}>
                <Link to={keep(`/registry/enterprises/${row.id}`)}>{row.name}</Link>
              </td>
              <td>{sectorWord(row.sector)}</td>
              <td>
                <RegionName of={row.regionName} />
              </td>
              <td>{row.lastSelfFound === null ? t('never') : stampText(row.lastSelfFound).slice(0, 10)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
    </Card>
  );
}
