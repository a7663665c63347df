import { LENGTHS } from '@anlan/kernel/entity';
import { type PublicReportFigures, type PublicReports, REPORT_SUBJECTS } from '@anlan/systems/prevention';
import { Input, Segmented, Select } from 'antd';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { CaseClock, CaseState, kindByKey, useFreshCases } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, numberText, PageHead, Pager, Scroll } from '../parts/index.ts';
import { FigureBand, shareText } from '../prevention/Figures.tsx';
import table from '../registry/RecordTable.module.css';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { momentText, stampText, useNow } from '../time/index.ts';
import styles from './Desk.module.css';
import { useFigures, useReports } from './queries.ts';
import { TakeDown } from './TakeDown.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const SIZE = 50;
const YEAR = 365 * 86_400_000;
const DAY = 86_400_000;

/** Reports in reach with how they were handled; what was reported stands on the page of each (S67). */
export function PublicReportsPage() {
  const t = useWords(WORDS);
  const { verbs, scope: own } = useSession();
  const scope = useScope();
  const now = Math.ceil(useNow(60_000) / DAY) * DAY;
  const [params, setParams] = useSearchParams();
  const region = scope.narrowed ? scope.path : null;
  const page = Number(params.get('page') ?? 1);
  const found = useReports({
    state: params.get('state'),
    subject: params.get('subject'),
    open: params.get('open') === 'all' ? null : params.get('state') === null ? '1' : null,
    overdue: params.get('overdue'),
    search: params.get('search'),
    region,
    page,
    size: SIZE,
  });
  const figures = useFigures({ from: now - YEAR, to: now, region });
  useFreshCases();
  const set = (key: string, value: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === null || value === '') next.delete(key);
      else next.set(key, value);
      if (key !== 'page') next.delete('page');
      return next;
    });
  const mayTake = verbs.includes('report.handle') && own.kind === 'region';
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} actions={mayTake ? <TakeDown /> : undefined} />
      {figures.data === undefined ? null : <Band figures={figures.data} late={found.data?.overdue ?? 0} />}
      <Filters params={params} set={set} states={found.data?.states ?? {}} />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.rows.length === 0 ? (
        <Empty icon={<Inbox size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      {found.data === undefined || found.data.rows.length === 0 ? null : (
        <>
          <Scroll className={styles.scroll}>
            <Table rows={found.data.rows} stale={found.isPlaceholderData} />
          </Scroll>
          <Pager page={page} size={SIZE} total={found.data.total} go={(next) => set('page', String(next))} />
        </>
      )}
    </Page>
  );
}

function Band({ figures: f, late }: { readonly figures: PublicReportFigures; readonly late: number }) {
  const t = useWords(WORDS);
  const share = (n: number, d: number) => shareText(n, d) ?? '—';
  return (
    <FigureBand
      figures={[
        { key: 'received', label: t('received'), value: numberText(f.received), note: t('receivedNote') },
        {
          key: 'inTime',
          label: t('inTime'),
          value: share(f.inTime, f.due),
          note: t('ofN', { n: numberText(f.inTime), d: numberText(f.due) }),
        },
        {
          key: 'verified',
          label: t('verified'),
          value: share(f.verified, f.checked),
          note: t('ofN', { n: numberText(f.verified), d: numberText(f.checked) }),
        },
        {
          key: 'rewarded',
          label: t('rewarded'),
          value: numberText(f.rewarded),
          note: t('yuan', { n: numberText(f.yuan) }),
          href: '/public-reports?state=paid&open=all',
        },
        {
          key: 'late',
          label: t('late'),
          value: numberText(late),
          note: t('lateNote'),
          href: '/public-reports?overdue=1',
          late: late > 0,
        },
      ]}
    />
  );
}

interface FilterProps {
  readonly params: URLSearchParams;
  readonly set: (key: string, value: string | null) => void;
  readonly states: Readonly<Record<string, number>>;
}

function Filters({ params, set, states }: FilterProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const [text, setText] = useState(params.get('search') ?? '');
  const kind = kindByKey('public-report');
  const options = Object.entries(kind?.states ?? {}).map(([value, state]) => ({
    value,
    label: `${label(state)} ${numberText(states[value] ?? 0)}`,
  }));
  return (
    <div className={styles.filters}>
      <Segmented
        value={params.get('open') === 'all' || params.get('state') !== null ? 'all' : 'open'}
        onChange={(value) => set('open', value === 'all' ? 'all' : null)}
        options={[
          { value: 'open', label: t('open') },
          { value: 'all', label: t('all') },
        ]}
      />
      <Select
        allowClear
        aria-label={t('state')}
        placeholder={t('state')}
        style={{ minWidth: 170 }}
        value={params.get('state')}
        onChange={(value: string | null | undefined) => set('state', value ?? null)}
        options={options}
      />
      <Select
        allowClear
        aria-label={t('matter')}
        placeholder={t('matter')}
        style={{ minWidth: 130 }}
        value={params.get('subject')}
        onChange={(value: string | null | undefined) => set('subject', value ?? null)}
        options={REPORT_SUBJECTS.map((one) => ({ value: one.value, label: label(one) }))}
      />
      <Input.Search
        maxLength={LENGTHS.search}
        allowClear
        aria-label={t('search')}
        placeholder={t('search')}
        style={{ maxWidth: 260 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onSearch={(value) => set('search', value.trim())}
      />
    </div>
  );
}

function Table({ rows, stale }: { readonly rows: readonly PublicReports['rows'][number][]; readonly stale: boolean }) {
  const t = useWords(WORDS);
  const heads = ['matter', 'state', 'due', 'clue', 'firm', 'follow', 'region', 'openedAt', 'number'] as const;
  return (
    <table className={`${table.table} ${styles.table}`} data-stale={stale} aria-label={t('title')}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              <span>{t(head)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.case.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { readonly row: PublicReports['rows'][number] }) {
  const keep = useKeepScope();
  const navigate = useNavigate();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const { case: view } = row;
  const href = keep(`/public-reports/${view.id}`);
  return (
    <tr onClick={() => void navigate(href)}>
      <td className={styles.matter}>
        <Link to={href} title={view.title} onClick={(event) => event.stopPropagation()}>
          {view.title}
        </Link>
      </td>
      <td>
        <CaseState view={view} />
      </td>
      <td>
        <CaseClock view={view} />
      </td>
      <td>
        <Clues row={row} />
      </td>
      <td className={styles.firm} title={row.enterpriseName ?? undefined}>
        {row.enterpriseName ?? '—'}
      </td>
      <td>{row.followNumber ?? '—'}</td>
      <td>
        <RegionName of={view.regionName} />
      </td>
      <td title={stampText(view.openedAt)}>{momentText(view.openedAt, now, language)}</td>
      <td>{view.number}</td>
    </tr>
  );
}

function Clues({ row: { own } }: { readonly row: PublicReports['rows'][number] }) {
  const t = useWords(WORDS);
  if (own === null) return <span className={styles.quiet}>—</span>;
  const parts = [
    t(own.named ? 'named' : 'anonymous'),
    ...(own.insider ? [t('insider')] : []),
    ...(own.photos > 0 ? [t('photosN', { n: own.photos })] : []),
    ...(own.words > 0 ? [t('wordsN', { n: own.words })] : []),
  ];
  return <span className={styles.quiet}>{parts.join(' · ')}</span>;
}
