import { LENGTHS } from '@anlan/kernel/entity';
import { runsMadeSchema, type Campaign } from '@anlan/kernel/campaign';
import { App, Button, Input, Segmented, Select } from 'antd';
import { ClipboardList } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useSectorWord } from '../case/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, StatusWord, Table, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { useSend, useTargets } from './queries.ts';
import { WORDS } from './words.ts';

const SIZE = 50;
/** The page of a check. */
export const runHref = (id: string): string => `/checks/${id}`;

/** The frozen targets: who is inspected, who is not, and the checks made for them. */
export function Targets({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const send = useSend();
  const { verbs } = useSession();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [busy, setBusy] = useState(false);
  const region = params.get('region') ?? '';
  const state = params.get('state') === 'done' || params.get('state') === 'open' ? (params.get('state') as string) : '';
  const found = useTargets(campaign.id, { region, state, search, page, size: SIZE });
  const may = verbs.includes('case.verify') && campaign.state === 'running';
  const set = (key: string, value: string) => {
    setPage(1);
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(key);
      else next.set(key, value);
      return next;
    });
  };
  const all = async () => {
    setBusy(true);
    try {
      const made = runsMadeSchema.parse(await send(`/campaigns/${campaign.id}/runs`, region === '' ? {} : { region }));
      void message.success(t('madeRuns', { made: made.made, left: made.left }));
    } catch (error) {
      void message.error(problemOf(error)?.[language]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card
      title={t('targetList')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        may ? (
          <Button size="small" loading={whileSlow(busy)} onClick={() => void all()}>
            {t('makeRuns')}
          </Button>
        ) : null
      }
      flush
    >
      <div className={table.filters}>
        <Segmented
          value={state}
          onChange={(value) => set('state', value)}
          options={[
            { value: '', label: t('all') },
            { value: 'open', label: t('todo') },
            { value: 'done', label: t('done') },
          ]}
        />
        <PartSelect campaign={campaign} value={region} change={(value) => set('region', value)} />
        <Input.Search
          maxLength={LENGTHS.search}
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          style={{ width: 220 }}
          onSearch={(value) => (setPage(1), setSearch(value.trim()))}
        />
      </div>
      {found.data === undefined ? (
        found.isError ? (
          <Failed error={found.error} />
        ) : (
          <Loading rows={8} />
        )
      ) : found.data.rows.length === 0 ? (
        <Empty icon={<ClipboardList size={20} strokeWidth={1.6} />} title={t('none')} />
      ) : (
        <>
          <Rows campaign={campaign} rows={found.data.rows} may={may} />
          <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
        </>
      )}
    </Card>
  );
}

export function PartSelect({
  campaign,
  value,
  change,
}: {
  readonly campaign: Campaign;
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  const t = useWords(WORDS);
  return (
    <Select
      aria-label={t('region')}
      style={{ minWidth: 170 }}
      value={value}
      onChange={change}
      showSearch={{ optionFilterProp: 'label' }}
      options={[
        { value: '', label: `${t('region')}：${t('all')}` },
        ...campaign.parts.map((part) => ({
          value: part.path,
          label: part.parent === null ? part.name : `　${part.name}`,
        })),
      ]}
    />
  );
}

type Row = NonNullable<ReturnType<typeof useTargets>['data']>['rows'][number];

function Rows({
  campaign,
  rows,
  may,
}: {
  readonly campaign: Campaign;
  readonly rows: readonly Row[];
  readonly may: boolean;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const sector = useSectorWord();
  const send = useSend();
  const go = useNavigate();
  const { language } = useLanguage();
  const { message } = App.useApp();
  const start = async (id: string) => {
    try {
      const made = runsMadeSchema.parse(await send(`/campaigns/${campaign.id}/runs`, { targets: [id] }));
      if (made.run !== null) void go(keep(runHref(made.run)));
    } catch (error) {
      void message.error(problemOf(error)?.[language]);
    }
  };
  return (
    <Table
      heads={[
        t('enterprise'),
        t('region'),
        t('sectors'),
        t('state'),
        t('foundAt'),
        { label: t('found'), number: true },
        { label: t('openRun'), quiet: true },
      ]}
      testid="campaign-targets"
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <td title={row.name}>
            <Link to={keep(`/registry/enterprises/${row.id}`)}>{row.name}</Link>
          </td>
          <td>{row.region}</td>
          <td>{sector(row.sector)}</td>
          <td>
            <StatusWord state={row.doneAt !== null ? 'done' : row.runId !== null ? 'doing' : 'wait'}>
              {t(row.doneAt === null ? 'todo' : 'done')}
            </StatusWord>
          </td>
          <td>{row.doneAt === null ? '—' : stampText(row.doneAt).slice(0, 16)}</td>
          <td className={table.number}>{numberText(row.found)}</td>
          <td className={table.number}>
            {row.runId !== null ? (
              <Link to={keep(runHref(row.runId))}>{t('openRun')}</Link>
            ) : may ? (
              <Button size="small" onClick={() => void start(row.id)}>
                {t('startRun')}
              </Button>
            ) : null}
          </td>
        </tr>
      ))}
    </Table>
  );
}
