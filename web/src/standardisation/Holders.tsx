import { LENGTHS } from '@anlan/kernel/entity';
import { Input, Segmented } from 'antd';
import type { CertificateHolders } from '@anlan/systems/technology';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { KINDS as CASES, useSectorWord } from '../case/index.tsx';
import { useLabel, usePair, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { useHolders } from './queries.ts';
import styles from './Standardisation.module.css';
import { GRADES, WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const FILTERS = ['all', 'holding', 'expiring', 'expired', 'without', 'default'] as const;
type Filter = (typeof FILTERS)[number];
const SIZE = 30;

export function Holders({ region, day }: { readonly region: string | null; readonly day: string | null }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [params, setParams] = useSearchParams();
  const filter = FILTERS.find((one) => one === params.get('filter')) ?? 'all';
  const [q, setQ] = useState('');
  const [page, setPage] = useState(1);
  const found = useHolders({ region, day, filter, q: q.trim(), page, size: SIZE });
  const choose = (next: Filter) => (
    setPage(1),
    setParams((before) => new URLSearchParams({ ...Object.fromEntries(before), filter: next }))
  );
  return (
    <Card
      title={t('enterprises')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        <>
          <Link to={keep('/registry/standardisation-certificates')}>{t('certificates')}</Link>{' '}
          <Link to={keep('/registry/standardisation-units')}>{t('units')}</Link>
        </>
      }
      flush
    >
      <div className={styles.tools}>
        <Segmented<Filter>
          value={filter}
          onChange={choose}
          options={FILTERS.map((value) => ({ value, label: t(value) }))}
        />
        <Input.Search
          maxLength={LENGTHS.search}
          className={styles.search ?? ''}
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          onSearch={(value) => (setQ(value), setPage(1))}
        />
      </div>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : found.data.rows.length === 0 ? (
        <Empty title={t('noRows')} />
      ) : (
        <Rows rows={found.data.rows} />
      )}
      {found.data === undefined ? null : <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />}
    </Card>
  );
}

function Rows({ rows }: { readonly rows: readonly CertificateHolders['rows'][number][] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const pair = usePair();
  const label = useLabel();
  const sectorWord = useSectorWord();
  const states = CASES.find(({ key }) => key === 'standardisation')?.states ?? {};
  return (
    <Table
      heads={[
        t('firm'),
        t('area'),
        t('trade'),
        t('grade'),
        t('certificate'),
        t('until'),
        t('application'),
        t('weight'),
      ]}
    >
      {rows.map((row) => {
        const state = row.applying === null ? undefined : states[row.applying];
        return (
          <tr key={row.id}>
            <td title={row.name}>
              <Link to={keep(`/enterprises/${row.id}`)}>{row.name}</Link>
            </td>
            <td>
              <RegionName of={row.regionName} />
            </td>
            <td>{row.sector === null ? '—' : sectorWord(row.sector)}</td>
            <td>
              <StatusWord state={row.holds ? 'done' : row.grade === null ? 'draft' : 'late'}>
                {row.holds ? pair(GRADES, row.grade) : t(row.grade === null ? 'without' : 'expired')}
              </StatusWord>
            </td>
            <td>
              {row.certificate === null ? (
                '—'
              ) : (
                <Link to={keep(`/registry/standardisation-certificates/${row.certificate}`)}>{row.number}</Link>
              )}
            </td>
            <td>{row.validUntil ?? '—'}</td>
            <td>
              {row.applicationId === null ? (
                '—'
              ) : (
                <Link to={keep(`/standardisation/applications/${row.applicationId}`)}>
                  {state === undefined ? row.applying : label(state)}
                </Link>
              )}
            </td>
            <td>
              {row.weight === null ? '—' : t('times', { n: row.weight })}{' '}
              {row.defaultId === null ? null : <Link to={keep(`/case/${row.defaultId}`)}>{t('proposal')}</Link>}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
