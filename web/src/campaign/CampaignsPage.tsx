import { CAMPAIGN_STATES, type CampaignRow } from '@anlan/kernel/campaign';
import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import { Button, Select } from 'antd';
import { Flag, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Switch, useTab } from '../joint/Switch.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { FireCalendarCard } from './Calendar.tsx';
import styles from './Campaign.module.css';
import { IssueForm } from './IssueForm.tsx';
import { KeyCountiesPart } from './KeyCounties.tsx';
import { Progress, useCategoryWord } from './parts.tsx';
import { useCampaigns, useMayIssue } from './queries.ts';
import { WORDS } from './words.ts';

const TABS = ['list', 'calendar', 'keys'] as const;
const LOOK = { running: 'doing', finished: 'done', cancelled: 'draft' } as const;
const thisYear = (): number => Number(stampText(Date.now()).slice(0, 4));

/** Special campaigns (S68): what runs where, the fire calendar, the key counties. */
export function CampaignsPage() {
  const t = useWords(WORDS);
  const tab = useTab(TABS.map((key) => ({ key })));
  const may = useMayIssue();
  const [open, setOpen] = useState(false);
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          may ? (
            <Button
              type="primary"
              icon={<Plus size={15} aria-hidden />}
              style={{ fontWeight: 700 }}
              onClick={() => setOpen(true)}
            >
              {t('issue')}
            </Button>
          ) : undefined
        }
      />
      <Switch label={t('title')} tabs={TABS.map((key) => ({ key, label: t(key) }))} />
      {tab === 'list' ? <List /> : tab === 'calendar' ? <FireCalendarCard /> : <KeyCountiesPart />}
      {may ? <IssueForm open={open} close={() => setOpen(false)} /> : null}
    </Page>
  );
}

function List() {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const year = params.get('year') ?? '';
  const category = params.get('category') ?? '';
  const found = useCampaigns({ year, category });
  const word = useCategoryWord();
  const set = (key: string, value: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === null || value === '') next.delete(key);
      else next.set(key, value);
      return next;
    });
  const years = Array.from({ length: 6 }, (_, back) => String(thisYear() - back));
  return (
    <Card
      title={t('list')}
      extra={
        <span className={styles.tools}>
          <Select
            size="small"
            aria-label={t('year')}
            value={year}
            onChange={(value) => set('year', value)}
            options={[{ value: '', label: t('allYears') }, ...years.map((one) => ({ value: one, label: one }))]}
          />
          <Select
            size="small"
            aria-label={t('category')}
            style={{ minWidth: 130 }}
            value={category}
            onChange={(value) => set('category', value)}
            options={[
              { value: '', label: t('all') },
              ...CAMPAIGN_CATEGORIES.map(({ value }) => ({ value, label: word(value) })),
            ]}
          />
        </span>
      }
      flush
    >
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.rows.length === 0 ? <Empty icon={<Flag size={20} strokeWidth={1.6} />} title={t('none')} /> : null}
      {found.data === undefined || found.data.rows.length === 0 ? null : <Rows rows={found.data.rows} />}
    </Card>
  );
}

function Rows({ rows }: { readonly rows: readonly CampaignRow[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const word = useCategoryWord();
  const numbers = ['planned', 'inspected', 'found', 'rectified', 'penalised', 'shut'] as const;
  return (
    <Table
      heads={[
        t('name'),
        t('category'),
        t('period'),
        t('state'),
        t('progress'),
        ...numbers.map((key) => ({ label: t(key), number: true })),
      ]}
      className={table.tall}
      testid="campaigns"
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <td className={styles.name} title={`${row.name} ${row.number}`}>
            <Link to={keep(`/campaigns/${row.id}`)}>{row.name}</Link>
          </td>
          <td>{word(row.category)}</td>
          <td>
            {row.from} — {row.to}
          </td>
          <td>
            {row.late > 0 ? (
              <StatusWord state="late">{t('lateN', { n: row.late })}</StatusWord>
            ) : (
              <StatusWord state={LOOK[row.state]}>{label(CAMPAIGN_STATES[row.state])}</StatusWord>
            )}
          </td>
          <td>
            <Progress part={row.figures.inspected} whole={row.figures.planned} />
          </td>
          {numbers.map((key) => (
            <td key={key} className={table.number}>
              {numberText(row.figures[key])}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
