import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { KINDS as CASES, useSectorWord } from '../case/index.tsx';
import { usePair } from '../dual-prevention/parts.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Tabs } from '../prevention/Tabs.tsx';
import { Pager } from '../prevention/UnheldCard.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { useHolders, useStandardOverview, type Holder, type Overview, type Rate } from './shapes.ts';
import styles from './Standardisation.module.css';
import { TargetsCard } from './TargetsCard.tsx';
import { GRADES, WORDS } from './words.ts';

const FILTERS = ['all', 'holding', 'expiring', 'expired', 'without', 'default'] as const;
type Filter = (typeof FILTERS)[number];
const SIZE = 30;

/** Standardisation of a place as of a day: rates, targets, who runs out, who is in default (S96). */
export function StandardisationPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const keep = useKeepScope();
  const [day, setDay] = useState<string | null>(null);
  const region = scope.narrowed ? scope.path : null;
  const overview = useStandardOverview({ region, day });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={overview.data === undefined ? undefined : t('note', { day: overview.data.day })}
        actions={
          <div className={styles.head}>
            <RegionSelect />
            <Input
              type="date"
              className={styles.day ?? ''}
              aria-label={t('day')}
              title={t('day')}
              value={day ?? ''}
              onChange={(event) => setDay(event.target.value === '' ? null : event.target.value)}
            />
            <Link to={keep('/cases/standardisation')}>
              <Button type="primary" style={{ fontWeight: 700 }}>
                {t('applications')}
              </Button>
            </Link>
          </div>
        }
      />
      <Tabs />
      {overview.isPending ? <Loading rows={6} /> : null}
      {overview.isError && overview.data === undefined ? (
        <Failed error={overview.error} retry={() => void overview.refetch()} />
      ) : null}
      {overview.data === undefined ? null : <Found overview={overview.data} />}
      <Holders region={region} day={day} />
    </Page>
  );
}

function Found({ overview: o }: { readonly overview: Overview }) {
  const t = useWords(WORDS);
  const percent = (rate: Rate) => (rate.percent === null ? t('none') : `${numberText(rate.percent, 1)} %`);
  const note = (rate: Rate) => t('of', { n: numberText(rate.numerator), d: numberText(rate.denominator) });
  return (
    <>
      <FigureBand
        figures={[
          ...(['enterprise', 'post', 'specialty', 'site'] as const).map((key) => ({
            key,
            label: t(key),
            value: percent(o[key]),
            note: note(o[key]),
          })),
          {
            key: 'expiring',
            label: t('expiring'),
            value: numberText(o.expiring),
            note: `${t('expired')} ${numberText(o.expired)}`,
            href: '/standardisation?filter=expiring',
          },
          {
            key: 'defaults',
            label: t('defaults'),
            value: numberText(o.defaults),
            note: t('defaultsNote'),
            href: '/cases/standardisation-default',
            late: o.defaults > 0,
          },
        ]}
      />
      <div className={styles.columns}>
        <TargetsCard targets={o.targets} />
        <RatesCard overview={o} />
      </div>
    </>
  );
}

function RatesCard({ overview: o }: { readonly overview: Overview }) {
  const t = useWords(WORDS);
  const sectorWord = useSectorWord();
  const [by, setBy] = useState<'bySector' | 'byRegion' | 'sourced'>('bySector');
  const rows =
    by === 'sourced'
      ? o.sourced.map((row) => ({ key: row.trade, name: row.label, ...row, origin: row.origin }))
      : o[by]
          .map((row) => ({ ...row, name: by === 'bySector' ? sectorWord(row.key) : row.name, origin: '' }))
          .toSorted((a, b) => b.denominator - a.denominator);
  return (
    <Card
      title={t('enterprise')}
      extra={
        <Segmented
          size="small"
          value={by}
          onChange={setBy}
          options={(['bySector', 'byRegion', 'sourced'] as const).map((value) => ({ value, label: t(value) }))}
        />
      }
      flush
    >
      <ul className={styles.rates}>
        {rows.map((row) => (
          <li key={row.key} title={row.origin}>
            <span>{row.name}</span>
            <i aria-hidden>
              <i style={{ width: `${row.percent ?? 0}%` }} />
            </i>
            <b>{row.percent === null ? '—' : `${numberText(row.percent, 1)} %`}</b>
            <small>{t('of', { n: numberText(row.numerator), d: numberText(row.denominator) })}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Holders({ region, day }: { readonly region: string | null; readonly day: string | null }) {
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
      {found.data === undefined || found.data.total <= SIZE ? null : (
        <Pager page={page} size={SIZE} shown={found.data.rows.length} total={found.data.total} go={setPage} />
      )}
    </Card>
  );
}

function Rows({ rows }: { readonly rows: readonly Holder[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const pair = usePair();
  const label = useLabel();
  const sectorWord = useSectorWord();
  const states = CASES.find(({ key }) => key === 'standardisation')?.states ?? {};
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {[
              t('firm'),
              t('area'),
              t('trade'),
              t('grade'),
              t('certificate'),
              t('until'),
              t('application'),
              t('weight'),
            ].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const state = row.applying === null ? undefined : states[row.applying];
            return (
              <tr key={row.id}>
                <td title={row.name}>
                  <Link to={keep(`/enterprises/${row.id}`)}>{row.name}</Link>
                </td>
                <td>{row.regionName}</td>
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
        </tbody>
      </table>
    </div>
  );
}
