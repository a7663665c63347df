import { LENGTHS } from '@anlan/kernel/entity';
import type { WatchRow } from '@anlan/kernel/telemetry';
import { Button, Input } from 'antd';
import { Activity, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Age, Card, Empty, Failed, Loading, numberText, PageHead, Pager, StatusWord, Table } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useNow } from '../time/index.ts';
import { useWatches } from './queries.ts';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const SIZE = 50;

/** Process watches of the scope, those in alarm first. */
export function ProcessWatchesPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const may = useMay('alarm.limit');
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const found = useWatches({ search, from: (page - 1) * SIZE, size: SIZE });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          may ? (
            <Link to={keep('/process-watch/new')}>
              <Button type="primary" icon={<Plus size={15} aria-hidden />} style={{ fontWeight: 700 }}>
                {t('make')}
              </Button>
            </Link>
          ) : undefined
        }
      />
      <Card
        title={t('title')}
        note={found.data === undefined ? undefined : numberText(found.data.total)}
        extra={
          <Input.Search
            maxLength={LENGTHS.search}
            allowClear
            placeholder={t('search')}
            aria-label={t('search')}
            onSearch={(text) => (setSearch(text.trim()), setPage(1))}
          />
        }
        flush
      >
        {found.isPending ? <Loading rows={5} /> : null}
        {found.isError && found.data === undefined ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : null}
        {found.data?.rows.length === 0 ? (
          <Empty icon={<Activity size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
        ) : null}
        {found.data === undefined || found.data.rows.length === 0 ? null : <Rows rows={found.data.rows} />}
        <Pager page={page} size={SIZE} total={found.data?.total ?? 0} go={setPage} />
      </Card>
    </Page>
  );
}

function Rows({ rows }: { readonly rows: readonly WatchRow[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <Table heads={(['name', 'enterprise', 'state', 'deviation', 'points', 'step'] as const).map((key) => t(key))}>
      {rows.map((row) => (
        <tr key={row.id}>
          <td title={row.name}>
            <Link to={keep(`/process-watch/${row.id}`)}>{row.name}</Link>
          </td>
          <td className={table.wide} title={row.enterprise ?? ''}>
            {row.enterprise ?? '—'} · <RegionName of={row.regionName} />
          </td>
          <td>
            <WatchState row={row} />
          </td>
          <td>
            {numberText(row.deviation?.value, 2)} <Age at={row.deviation?.at} staleAfter={row.step * 3000} />
          </td>
          <td>{numberText(row.points)}</td>
          <td>{t('seconds', { n: numberText(row.step) })}</td>
        </tr>
      ))}
    </Table>
  );
}

/** In words: normal, off, without data, retired. */
export function WatchState({ row }: { readonly row: Pick<WatchRow, 'retiredAt' | 'deviation' | 'step' | 'alarm'> }) {
  const t = useWords(WORDS);
  const now = useNow();
  if (row.retiredAt !== null) return <StatusWord state="draft">{t('retired')}</StatusWord>;
  const { deviation } = row;
  if (deviation === null || deviation.value === null || now - deviation.at > Math.max(60, row.step * 3) * 1000)
    return <StatusWord state="draft">{t('silent')}</StatusWord>;
  const off = row.alarm !== null || deviation.value >= 1;
  return <StatusWord state={off ? 'late' : 'done'}>{t(off ? 'off' : 'normal')}</StatusWord>;
}
