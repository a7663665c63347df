import { LENGTHS } from '@anlan/kernel/entity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, query } from '../api/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { useWords } from '../language/index.tsx';
import { Age, Card, Empty, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useCategory } from './category.ts';
import { Equipment } from './Equipment.tsx';
import { Rates } from './Rates.tsx';
import { vehiclesLiveSchema } from '@anlan/systems/monitoring/vehicle-supervision';
import styles from './Transport.module.css';
import { Violations } from './Violations.tsx';
import { CATEGORY, WORDS } from './words.ts';

const STATES = ['moving', 'standing', 'offline', 'never', 'alarm'] as const;

/** S33 and S34 at work: the four rates, vehicles by state, violations that wait, equipment. */
export function TransportPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const go = useNavigate();
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <>
            <Button onClick={() => void go(keep('/fences'))}>{t('fences')}</Button>
            <Button type="primary" onClick={() => void go(keep('/waybills'))}>
              {t('waybills')}
            </Button>
          </>
        }
      />
      <div className={styles.stack}>
        <Rates />
        <Indicators system="S33" />
        <Indicators system="S34" />
        <div className={styles.columns}>
          <div className={styles.stack}>
            <Live />
            <Equipment />
          </div>
          <Violations />
        </div>
      </div>
    </Page>
  );
}

function Live() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const category = useCategory();
  const [state, setState] = useState<string | null>(null);
  const [kind, setKind] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const path = `/vehicles/live${query({ state, category: kind, search, page })}`;
  const live = useQuery({
    queryKey: ['vehicles', 'live', path],
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(path, vehiclesLiveSchema, signal),
  });
  if (live.isPending) return <Loading rows={8} />;
  if (live.isError && live.data === undefined) return <Failed error={live.error} retry={() => void live.refetch()} />;
  const { counts, rows, total } = live.data;
  const pages = Math.max(1, Math.ceil(total / 100));
  return (
    <Card title={t('live')} note={numberText(total)} flush>
      <div className={styles.tools}>
        <div className={styles.chips} data-testid="live-states">
          {[null, ...STATES].map((one) => (
            <button
              key={one ?? 'all'}
              type="button"
              className={styles.chip}
              aria-pressed={state === one}
              onClick={() => (setState(one), setPage(1))}
            >
              {t(one ?? 'all')}
              {one === null ? null : <b>{numberText(counts[one] ?? 0)}</b>}
            </button>
          ))}
        </div>
        <Select
          allowClear
          size="small"
          style={{ width: 130 }}
          placeholder={t('category')}
          aria-label={t('category')}
          value={kind}
          options={Object.keys(CATEGORY).map((value) => ({ value, label: category(value) }))}
          onChange={(value: string | undefined) => (setKind(value ?? null), setPage(1))}
        />
        <Input.Search
          maxLength={LENGTHS.search}
          size="small"
          style={{ width: 180 }}
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          onSearch={(value) => (setSearch(value.trim()), setPage(1))}
        />
      </div>
      {rows.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <Table
          heads={[
            t('plate'),
            t('category'),
            t('state'),
            { label: t('speed'), number: true },
            t('cargo'),
            t('operator'),
            t('heard'),
          ]}
          testid="live-vehicles"
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to={keep(`/transport/${row.id}`)}>{row.name}</Link>
              </td>
              <td>{category(row.category)}</td>
              <td>
                {t(row.state as 'moving')}
                {row.alarms > 0 ? ` · ${t('alarm')} ${row.alarms}` : ''}
              </td>
              <td className={table.number}>{row.speed === null ? '—' : `${numberText(row.speed, 0)} km/h`}</td>
              <td title={row.waybill ?? ''}>{row.cargo ?? '—'}</td>
              <td title={row.enterprise ?? ''}>{row.enterprise ?? '—'}</td>
              <td>
                <Age at={row.at} staleAfter={600_000} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {pages === 1 ? null : (
        <div className={table.foot}>
          <Button size="small" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t('prev')}
          </Button>
          {page} / {pages}
          <Button size="small" disabled={page === pages} onClick={() => setPage(page + 1)}>
            {t('next')}
          </Button>
        </div>
      )}
    </Card>
  );
}
