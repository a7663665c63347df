import { LENGTHS } from '@anlan/kernel/entity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { WAYBILL_STATES } from '@anlan/kernel/position';
import { api, query } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { waybillPageSchema } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WaybillDetail } from './WaybillDetail.tsx';
import { WaybillForm } from './WaybillForm.tsx';
import { WORDS } from './words.ts';

const PAGE = 50;

/** Electronic waybills: the list by state, one with its findings and steps, and the form that is checked before it issues. */
export function WaybillsPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const may = useMay('registry.write');
  const [address, setAddress] = useSearchParams();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const state = address.get('state');
  const open = address.get('open');
  const show = (key: string, value: string | null): void =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (value === null) next.delete(key);
      else next.set(key, value);
      return next;
    });
  const path = `/waybills${query({ state, search, page })}`;
  const list = useQuery({
    queryKey: ['waybills', path],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(path, waybillPageSchema, signal),
  });
  const pages = Math.max(1, Math.ceil((list.data?.total ?? 0) / PAGE));
  return (
    <Page title={t('waybills')}>
      <PageHead
        title={t('waybills')}
        crumbs={[{ label: t('title'), href: keep('/transport') }]}
        note={list.data === undefined ? '' : numberText(list.data.total)}
        actions={
          may ? (
            <Button type="primary" onClick={() => show('open', 'new')}>
              {t('newWaybill')}
            </Button>
          ) : undefined
        }
      />
      <Card flush>
        <div className={styles.tools}>
          <div className={styles.chips}>
            {[null, ...Object.keys(WAYBILL_STATES)].map((one) => (
              <button
                key={one ?? 'all'}
                type="button"
                className={styles.chip}
                aria-pressed={state === one}
                onClick={() => (show('state', one), setPage(1))}
              >
                {one === null ? t('all') : label(WAYBILL_STATES[one as keyof typeof WAYBILL_STATES])}
                {one === null ? null : <b>{numberText(list.data?.counts[one] ?? 0)}</b>}
              </button>
            ))}
          </div>
          <Input.Search
            maxLength={LENGTHS.search}
            allowClear
            size="small"
            style={{ width: 240 }}
            aria-label={t('search')}
            placeholder={`${t('number')} / ${t('plate')} / ${t('cargo')}`}
            onSearch={(value) => (setSearch(value.trim()), setPage(1))}
          />
        </div>
        {list.isPending ? (
          <Loading rows={8} />
        ) : list.isError && list.data === undefined ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : list.data?.rows.length === 0 ? (
          <Empty title={t('noWaybills')} note={t('noWaybillsNote')} />
        ) : (
          <Table
            heads={[
              t('number'),
              t('steps'),
              t('plate'),
              t('cargo'),
              { label: t('quantity'), number: true },
              t('carrier'),
              t('time'),
              t('from'),
            ]}
            testid="waybills"
          >
            {list.data?.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <button type="button" className={styles.door} onClick={() => show('open', row.id)}>
                    {row.number}
                  </button>
                </td>
                <td>{label(WAYBILL_STATES[row.state])}</td>
                <td>{row.plate ?? '—'}</td>
                <td>
                  {row.cargo}
                  {row.un === null ? '' : ` · UN ${row.un}`}
                </td>
                <td className={table.number}>{numberText(row.quantity)}</td>
                <td title={row.enterpriseName ?? ''}>{row.enterpriseName ?? '—'}</td>
                <td>{stampText(row.plannedStart)}</td>
                <td title={`${row.consignor} → ${row.consignee}`}>
                  {row.consignor} → {row.consignee}
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
      <Drawer
        open={open !== null}
        size={640}
        title={open === 'new' ? t('newWaybill') : t('waybill')}
        onClose={() => show('open', null)}
        destroyOnHidden
      >
        {open === null ? null : open === 'new' ? (
          <WaybillForm onDone={(id) => show('open', id)} />
        ) : (
          <WaybillDetail id={open} />
        )}
      </Drawer>
    </Page>
  );
}
