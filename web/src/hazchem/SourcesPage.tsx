import { HAZARD_SIGNALS } from '@anlan/systems';
import { Button, Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord, Table } from '../parts/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { Grade } from './Grade.tsx';
import styles from './Hazchem.module.css';
import { useFocus, useSources, type SourceRow } from './shapes.ts';
import { WORDS } from './words.ts';

const TESTS = {
  all: () => true,
  unmonitored: ({ watch }: SourceRow) => watch.unmonitored,
  incomplete: ({ watch }: SourceRow) => !watch.unmonitored && watch.missing.length > 0,
  differs: ({ differs }: SourceRow) => differs,
  expired: ({ filing }: SourceRow) => filing.state === 'expired' || filing.state === 'unfiled',
} as const;
type View = keyof typeof TESTS | 'focus';
const VIEWS: readonly View[] = ['all', 'unmonitored', 'incomplete', 'differs', 'expired', 'focus'];

/** Every source with its registered and computed level; the unmonitored; the focus list (S08). */
export function SourcesPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((one) => one === search.get('view')) ?? 'all';
  const sources = useSources();
  const counts = sources.data?.counts;
  const choose = (next: View) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set('view', next);
      return after;
    });
  return (
    <Page title={t('sources')}>
      <PageHead
        title={t('sources')}
        note={t('sourcesNote')}
        actions={
          <>
            <Link to={keep('/registry/key-processes')}>
              <Button>{useLabel()({ label: '重点监管工艺', labelEn: 'Key processes' })}</Button>
            </Link>
            <Link to={keep('/registry/hazard-sources')}>
              <Button>{t('register')}</Button>
            </Link>
          </>
        }
      />
      <div className={styles.views}>
        <Segmented
          value={view}
          onChange={choose}
          options={VIEWS.map((one) => ({
            value: one,
            label: `${t(one)}${one === 'focus' || counts === undefined ? '' : ` ${counts[one]}`}`,
          }))}
        />
      </div>
      <Indicators system="S17" />
      {view === 'focus' ? <Focus /> : <Sources sources={sources} view={view} />}
    </Page>
  );
}

function Sources({
  sources,
  view,
}: {
  readonly sources: ReturnType<typeof useSources>;
  readonly view: keyof typeof TESTS;
}) {
  const t = useWords(WORDS);
  const scope = useScope();
  if (sources.isError && sources.data === undefined)
    return <Failed error={sources.error} retry={() => void sources.refetch()} />;
  if (sources.data === undefined) return <Loading rows={8} />;
  const inScope = (row: SourceRow) => scope.path === null || row.regionPath.startsWith(scope.path);
  const rows = sources.data.rows.filter((row) => inScope(row) && TESTS[view](row));
  if (rows.length === 0)
    return (
      <Card flush>
        <Empty title={t('noGaps')} />
      </Card>
    );
  const heads = [
    t('source'),
    t('enterprise'),
    t('region'),
    t('registered'),
    t('computed'),
    'R',
    t('watch'),
    t('filing'),
  ];
  return (
    <Card title={t('sources')} note={numberText(rows.length)} flush>
      <Table heads={heads.map((head) => ({ label: head, number: head === 'R' }))}>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </Table>
    </Card>
  );
}

function Row({ row }: { readonly row: SourceRow }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <tr data-testid="source-row">
      <td title={row.name}>
        <Link to={keep(`/major-hazards/${row.id}`)}>{row.name}</Link>
      </td>
      <td title={row.enterpriseName}>
        <Link to={keep(`/enterprises/${row.enterprise}`)}>{row.enterpriseName}</Link>
      </td>
      <td>{row.region}</td>
      <td>
        <Grade grade={row.registeredGrade} />
      </td>
      <td>
        <Grade grade={row.grade} />
        {row.differs ? <span className={styles.flag}>{t('differs')}</span> : null}
      </td>
      <td className={table.number}>{numberText(row.R, 2)}</td>
      <td>
        <Watch watch={row.watch} />
      </td>
      <td>
        <Filing filing={row.filing} />
      </td>
    </tr>
  );
}

/** How a source is watched: sensors bound, kinds that are missing. */
export function Watch({ watch }: { readonly watch: SourceRow['watch'] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  if (watch.unmonitored) return <StatusWord state="late">{t('unmonitored')}</StatusWord>;
  const lacking = HAZARD_SIGNALS.filter(({ key }) => watch.missing.includes(key))
    .map(label)
    .join('、');
  return (
    <span>
      {t('bound', { n: watch.bound })}
      {lacking === '' ? null : <span className={styles.flag}>{t('lacks', { what: lacking })}</span>}
    </span>
  );
}

/** The standing of a filing in words. */
export function Filing({ filing }: { readonly filing: SourceRow['filing'] }) {
  const t = useWords(WORDS);
  const date = filing.until ?? '';
  const words = {
    valid: <StatusWord state="done">{t('valid', { date })}</StatusWord>,
    soon: <StatusWord state="wait">{t('soon', { date })}</StatusWord>,
    expired: <StatusWord state="late">{t('expiredOn', { date })}</StatusWord>,
    unfiled: <StatusWord state="late">{t('unfiled')}</StatusWord>,
  };
  return words[filing.state as keyof typeof words] ?? null;
}

function Focus() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [search, setSearch] = useSearchParams();
  const past = search.get('past') === '1';
  const focus = useFocus(past);
  if (focus.isError && focus.data === undefined)
    return <Failed error={focus.error} retry={() => void focus.refetch()} />;
  if (focus.data === undefined) return <Loading rows={6} />;
  const toggle = (
    <Button
      size="small"
      onClick={() =>
        setSearch((before) => {
          const next = new URLSearchParams(before);
          next.set('past', past ? '0' : '1');
          return next;
        })
      }
      aria-pressed={past}
      type={past ? 'primary' : 'default'}
    >
      {t('past')}
    </Button>
  );
  return (
    <Card title={t('focus')} note={`${focus.data.length} · ${t('focusNote')}`} extra={toggle} flush>
      <Table heads={[t('enterprise'), t('region'), t('reasons'), t('enteredAt'), t('leftAt')]}>
        {focus.data.map((row) => (
          <tr key={`${row.enterprise} ${row.enteredAt}`} data-testid="focus-row">
            <td title={row.name}>
              <Link to={keep(`/enterprises/${row.enterprise}`)}>{row.name}</Link>
            </td>
            <td>{row.region}</td>
            <td className={table.wide} title={row.reasons.join('；')}>
              {row.reasons.join('；')}
            </td>
            <td>{stampText(row.enteredAt)}</td>
            <td title={row.leftBecause ?? ''}>{row.leftAt === null ? '—' : stampText(row.leftAt)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
