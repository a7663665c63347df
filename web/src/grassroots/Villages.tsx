import { Checkbox } from 'antd';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useVillages } from './queries.ts';
import { WORDS } from './words.ts';

const SIZE = 50;

/** Villages without a fire organisation, or all of the roster. */
export function Villages() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const scope = useScope();
  const [missing, setMissing] = useState(true);
  const [page, setPage] = useState(1);
  const found = useVillages({ region: scope.narrowed ? scope.path : null, missing: missing ? 1 : 0, page, size: SIZE });
  return (
    <Card
      title={t(missing ? 'noOrganisation' : 'allVillages')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        <>
          <Checkbox checked={missing} onChange={(event) => (setPage(1), setMissing(event.target.checked))}>
            {t('onlyMissing')}
          </Checkbox>
          <Link to={keep('/registry/fire-villages')}>{t('register')}</Link>
        </>
      }
      flush
    >
      {found.data === undefined ? (
        found.isError ? (
          <Failed error={found.error} />
        ) : (
          <Loading rows={8} />
        )
      ) : found.data.rows.length === 0 ? (
        <Empty icon={<Users size={20} strokeWidth={1.6} />} title={t('allOrganised')} />
      ) : (
        <>
          <Table
            heads={[
              t('village'),
              t('region'),
              t('county'),
              t('class'),
              t('organised'),
              { label: t('members'), number: true },
            ]}
            testid="fire-villages"
          >
            {found.data.rows.map((row, index) => (
              <tr key={row.id ?? `${row.name}${index}`}>
                <td title={row.name}>
                  {row.id === null ? row.name : <Link to={keep(`/registry/fire-villages/${row.id}`)}>{row.name}</Link>}
                </td>
                <td>{row.region}</td>
                <td>{row.county}</td>
                <td>{t(row.kind === 'community' ? 'kindCommunity' : 'kindVillage')}</td>
                <td>
                  <StatusWord state={row.organised ? 'done' : 'late'}>
                    {row.id === null ? t('notInRoster') : t(row.organised ? 'yes' : 'no')}
                  </StatusWord>
                </td>
                <td className={table.number}>{row.members === null ? '—' : numberText(row.members)}</td>
              </tr>
            ))}
          </Table>
          <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
        </>
      )}
    </Card>
  );
}
