import type { CaseKind, CasePage as CasePageOf } from '@anlan/kernel/case';
import { FolderOpen, FolderX } from 'lucide-react';
import { Button, Select } from 'antd';
import { ChevronLeft, ChevronRight, Download, Plus } from 'lucide-react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { useKeepScope, useScope, useTitle } from '../shell/index.ts';
import { usePhone } from '../shell/phone.ts';
import { changeWish, exportHref, narrowed, readWish, SIZES, wishQuery, type CaseWish } from './address.ts';
import { CaseRows } from './CaseRows.tsx';
import { CaseTable } from './CaseTable.tsx';
import { Filters } from './Filters.tsx';
import frame from '../registry/ListPage.module.css';
import { KINDS, kindByKey, statesOf, systemOfKind } from './kinds.ts';
import styles from './ListPage.module.css';
import { useMayOpen } from './OpenForm.tsx';
import { useCases, useFreshCases } from './queries.ts';
import { WORDS } from './words.ts';

/** Cases of one kind or of all: whose turn, which step, how long; the server pages, the address keeps the wish. */
export function CaseListPage() {
  const t = useWords(WORDS);
  const { kind: key } = useParams();
  const kind = kindByKey(key);
  if (key !== undefined && kind === undefined)
    return (
      <Empty
        icon={<FolderX size={20} strokeWidth={1.6} />}
        title={t('unknownKind')}
        note={t('unknownKindNote', { what: key })}
      />
    );
  return <List key={key ?? ''} kind={kind} />;
}

type Change = (change: Readonly<Record<string, string | number | null>>) => void;

function List({ kind }: { readonly kind: CaseKind | undefined }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const scope = useScope();
  const phone = usePhone();
  const [params, setParams] = useSearchParams();
  const wish = readWish(params);
  const region = scope.narrowed ? scope.path : null;
  const page = useCases(wishQuery(wish, kind?.key ?? null, region));
  useFreshCases();
  useTitle(kind === undefined ? t('cases') : label(kind));
  const change: Change = (next) => setParams((before) => changeWish(before, next), { replace: true });
  const rows = page.data?.rows ?? [];
  const what = kind === undefined ? t('cases') : label(kind);
  return (
    <div className={frame.page}>
      <div className={frame.head}>
        <Head
          kind={kind}
          file={exportHref(wish, kind?.key ?? null, region)}
          count={page.data === undefined ? undefined : countText(page.data, t)}
        />
        <Tabs kind={kind} wish={wish} change={change} region={region} />
      </div>
      <Filters wish={wish} change={change} overdue={page.data?.overdue} />
      <div className={frame.table}>
        {page.isPending ? <Loading rows={10} /> : null}
        {page.isError && page.data === undefined ? (
          <Failed error={page.error} retry={() => void page.refetch()} />
        ) : null}
        {page.data !== undefined && rows.length === 0 ? <Nothing what={what} wish={wish} change={change} /> : null}
        {rows.length === 0 ? null : phone ? (
          <CaseRows rows={rows} withKind={kind === undefined} />
        ) : (
          <CaseTable
            rows={rows}
            withKind={kind === undefined}
            sort={wish.sort}
            setSort={(sort) => change({ sort })}
            stale={page.isPlaceholderData}
          />
        )}
      </div>
      {page.data === undefined || page.data.total === 0 ? null : <Foot wish={wish} page={page.data} change={change} />}
    </div>
  );
}

interface HeadProps {
  readonly kind: CaseKind | undefined;
  /** Address of the list as a file. */
  readonly file: string;
  readonly count: string | undefined;
}

function Head({ kind, file, count }: HeadProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const label = useLabel();
  const keep = useKeepScope();
  const mayOpen = useMayOpen(kind);
  const system = kind === undefined ? undefined : systemOfKind(kind);
  return (
    <PageHead
      title={kind === undefined ? t('allKinds') : label(kind)}
      note={kind === undefined ? t('casesNote') : language === 'zh' ? kind.about : undefined}
      crumbs={
        kind === undefined
          ? []
          : [{ label: t('cases'), href: keep('/cases') }, ...(system === undefined ? [] : [{ label: label(system) }])]
      }
      actions={
        <>
          <Button
            href={file}
            download
            icon={<Download size={15} aria-hidden />}
            title={count === undefined ? undefined : t('exportNote', { n: count })}
          >
            {t('export')}
          </Button>
          {mayOpen && kind !== undefined ? (
            <Link to={keep(`/cases/${kind.key}/new`)}>
              <Button type="primary" icon={<Plus size={15} aria-hidden />} style={{ fontWeight: 700 }}>
                {t('register', { what: label(kind) })}
              </Button>
            </Link>
          ) : null}
        </>
      }
    />
  );
}

interface TabsProps {
  readonly kind: CaseKind | undefined;
  readonly wish: CaseWish;
  readonly change: Change;
  readonly region: string | null;
}

/** Kinds where all are shown, states with their counts where one is; the counts follow the other conditions. */
function Tabs({ kind, wish, change, region }: TabsProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const without = { ...wish, state: [], open: '1' as const, page: 1, size: 50 };
  const counted = useCases({ ...wishQuery(without, kind?.key ?? null, region), size: 1 });
  const counts = counted.data?.states ?? {};
  const open = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const show = (state: string | null, which: string | null) => change({ state, open: which });
  const tabs = [
    {
      key: 'open',
      label: t('open'),
      count: counted.data === undefined ? undefined : open,
      on: wish.open === '1' && wish.state.length === 0,
      go: () => show(null, null),
    },
    ...(kind === undefined ? [] : statesOf(kind).open).map((state) => ({
      key: state,
      label: label(kind?.states[state] ?? { label: state }),
      count: counted.data === undefined ? undefined : (counts[state] ?? 0),
      on: wish.state.length === 1 && wish.state[0] === state,
      go: () => show(state, null),
    })),
    { key: 'ended', label: t('ended'), count: undefined, on: wish.open === '0', go: () => show(null, '0') },
    {
      key: 'all',
      label: t('all'),
      count: undefined,
      on: wish.open === 'all' && wish.state.length === 0,
      go: () => show(null, 'all'),
    },
  ];
  return (
    <nav className={`${frame.views} ${styles.tabs}`} aria-label={t('state')}>
      {tabs.map((tab) => (
        <span key={tab.key} data-on={tab.on}>
          <button type="button" aria-current={tab.on} onClick={tab.go}>
            {tab.label}
            {tab.count === undefined ? null : <em> {numberText(tab.count)}</em>}
          </button>
        </span>
      ))}
      {kind === undefined ? (
        <span className={styles.kinds}>
          {KINDS.map((one) => (
            <Link key={one.key} to={keep(`/cases/${one.key}`)}>
              {label(one)}
            </Link>
          ))}
        </span>
      ) : null}
    </nav>
  );
}

interface NothingProps {
  readonly what: string;
  readonly wish: CaseWish;
  readonly change: Change;
}

function Nothing({ what, wish, change }: NothingProps) {
  const t = useWords(WORDS);
  const filtered = narrowed(wish);
  const clear = () =>
    change(
      Object.fromEntries(
        ['owner', 'overdue', 'level', 'source', 'from', 'to', 'search', 'organisation', ...Object.keys(wish.more)].map(
          (key) => [key, null],
        ),
      ),
    );
  return (
    <Empty
      icon={<FolderOpen size={20} strokeWidth={1.6} />}
      title={t(filtered || wish.open !== '1' ? 'none' : 'noneOpen', { what })}
      note={t(filtered ? 'noneNote' : 'noneOpenNote')}
      action={
        filtered ? (
          <Button type="link" onClick={clear}>
            {t('clear')}
          </Button>
        ) : undefined
      }
    />
  );
}

type Words = ReturnType<typeof useWords<typeof WORDS>>;

/** How many there are, or more than were counted. */
function countText(page: CasePageOf, t: Words): string {
  return page.atLeast ? t('more', { total: numberText(page.total) }) : numberText(page.total);
}

interface FootProps {
  readonly wish: CaseWish;
  readonly page: CasePageOf;
  readonly change: Change;
}

function Foot({ wish, page, change }: FootProps) {
  const t = useWords(WORDS);
  const first = (wish.page - 1) * wish.size;
  const shown = page.rows.length;
  const total = countText(page, t);
  return (
    <footer className={frame.foot} data-noprint>
      <span>{t('range', { from: numberText(first + 1), to: numberText(first + shown), total })}</span>
      <span>{t('took', { ms: page.took })}</span>
      <Select
        size="small"
        variant="borderless"
        value={wish.size}
        onChange={(size) => change({ size, page: 1 })}
        aria-label={t('perPage', { n: wish.size })}
        options={SIZES.map((size) => ({ value: size, label: t('perPage', { n: size }) }))}
      />
      <Button
        size="small"
        type="text"
        aria-label={t('previous')}
        disabled={wish.page <= 1}
        onClick={() => change({ page: wish.page - 1 })}
        icon={<ChevronLeft size={16} aria-hidden />}
      />
      <Button
        size="small"
        type="text"
        aria-label={t('next')}
        disabled={!page.atLeast && first + shown >= page.total}
        onClick={() => change({ page: wish.page + 1 })}
        icon={<ChevronRight size={16} aria-hidden />}
      />
    </footer>
  );
}
