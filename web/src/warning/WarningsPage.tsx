import { LEVELS } from '@anlan/kernel/entity';
import { WARNING_STATES, type WarningLevel, type WarningView } from '@anlan/kernel/warning';
import { Input, Segmented, Select } from 'antd';
import { CloudLightning } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, PageHead, RiskMark, StatusWord, Table } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { momentText, useNow } from '../time/index.ts';
import { useWarnings, type Asked } from './queries.ts';
import { WarningSources } from './Sources.tsx';
import styles from './Warning.module.css';
import { WORDS } from './words.ts';

/** How a warning's state looks. */
export const STATE_MARKS = {
  running: 'late',
  expired: 'draft',
  updated: 'done',
  cancelled: 'done',
  exercise: 'draft',
  word: 'draft',
} as const;

/** Warnings of other authorities, those in force first, and where they come from. */
export function WarningsPage() {
  const t = useWords(WORDS);
  const reads = useMay('alarm.read');
  const [tab, setTab] = useState<'list' | 'sources'>(reads ? 'list' : 'sources');
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <Segmented
            value={tab}
            aria-label={t('title')}
            onChange={setTab}
            options={(reads ? (['list', 'sources'] as const) : (['sources'] as const)).map((value) => ({
              value,
              label: t(value),
            }))}
          />
        }
      />
      {tab === 'list' ? <List /> : <WarningSources />}
    </Page>
  );
}

function List() {
  const t = useWords(WORDS);
  const [asked, setAsked] = useState<Asked>({ running: true, level: null, search: '', page: 0 });
  const found = useWarnings(asked);
  return (
    <Card
      title={found.data === undefined ? t('list') : t('more', { n: found.data.total })}
      extra={<Filters asked={asked} change={(to) => setAsked({ ...asked, ...to, page: 0 })} />}
      flush
    >
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.rows.length === 0 ? (
        <Empty icon={<CloudLightning size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      {found.data === undefined || found.data.rows.length === 0 ? null : <Rows rows={found.data.rows} />}
    </Card>
  );
}

function Filters({ asked, change }: { readonly asked: Asked; readonly change: (to: Partial<Asked>) => void }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <span className={styles.filters}>
      <Segmented
        size="small"
        value={asked.running ? 'running' : 'all'}
        aria-label={t('state')}
        onChange={(value) => change({ running: value === 'running' })}
        options={(['running', 'all'] as const).map((value) => ({ value, label: t(value) }))}
      />
      <Select<WarningLevel>
        size="small"
        allowClear
        placeholder={t('level')}
        aria-label={t('level')}
        className={styles.level ?? ''}
        onChange={(level: WarningLevel | undefined) => change({ level: level ?? null })}
        options={LEVELS.map((value) => ({ value, label: levelWord(value, 'alarm', language).replace('报警', '预警') }))}
      />
      <Input.Search
        size="small"
        allowClear
        placeholder={t('search')}
        aria-label={t('search')}
        maxLength={60}
        onSearch={(search) => change({ search: search.trim() })}
      />
    </span>
  );
}

function Rows({ rows }: { readonly rows: readonly WarningView[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const at = (time: number | null): string => (time === null ? t('untilNone') : momentText(time, now, language));
  return (
    <Table heads={(['headline', 'area', 'issuer', 'sent', 'until', 'state', 'told'] as const).map((key) => t(key))}>
      {rows.map((row) => (
        <tr key={row.id} data-testid="warning" data-state={row.state}>
          <td className={table.wide} title={row.headline}>
            <Link to={keep(`/warnings/${row.id}`)}>
              {row.level === null ? null : <RiskMark level={row.level} label={row.level} />} {row.headline}
            </Link>
          </td>
          <td title={row.areaText}>{row.areaText}</td>
          <td title={row.senderName ?? row.sender}>{row.senderName ?? row.sender}</td>
          <td>{at(row.sentAt)}</td>
          <td>{at(row.expiresAt)}</td>
          <td>
            <StatusWord state={STATE_MARKS[row.state]}>
              {WARNING_STATES[row.state][language === 'zh' ? 0 : 1]}
            </StatusWord>
          </td>
          <td>{row.told === 0 ? '—' : t('readOf', { read: row.read, told: row.told })}</td>
        </tr>
      ))}
    </Table>
  );
}
