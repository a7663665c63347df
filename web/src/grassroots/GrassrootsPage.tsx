import type { FireCounts, FireOverview } from '@anlan/kernel/grassroots';
import { Button } from 'antd';
import { Map as MapIcon } from 'lucide-react';
import { Link } from 'react-router';
import { Switch, useTab } from '../joint/Switch.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand, shareText } from '../prevention/Figures.tsx';
import { entityByKey } from '../registry/index.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import styles from './Grassroots.module.css';
import { useOverview } from './queries.ts';
import { Units } from './Units.tsx';
import { Villages } from './Villages.tsx';
import { WORDS } from './words.ts';

const TABS = ['overview', 'units', 'villages'] as const;

/** Fire grass-roots (S69): coverage, self-evaluations, villages, renewals. */
export function GrassrootsPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const scope = useScope();
  const tab = useTab(TABS.map((key) => ({ key })));
  const found = useOverview(scope.narrowed ? scope.path : null);
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <>
            <RegionSelect />
            <Link to={keep('/registry/micro-stations')}>
              <Button>{t('stations')}</Button>
            </Link>
            <Link to={keep('/map')}>
              <Button icon={<MapIcon size={15} aria-hidden />}>{t('toMap')}</Button>
            </Link>
          </>
        }
      />
      {found.data === undefined ? null : <Band counts={found.data.total} overview={found.data} />}
      <Switch label={t('title')} tabs={TABS.map((key) => ({ key, label: t(key) }))} />
      {tab === 'units' ? <Units /> : tab === 'villages' ? <Villages /> : null}
      {tab !== 'overview' ? null : found.data !== undefined ? (
        <Overview overview={found.data} />
      ) : found.isError ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  );
}

function Band({ counts: c, overview }: { readonly counts: FireCounts; readonly overview: FireOverview }) {
  const t = useWords(WORDS);
  const figure = (key: string, label: string, n: number, d: number, href: string, note?: string) => ({
    key,
    label,
    value: shareText(n, d) ?? '—',
    note: note ?? `${t('of', { n: numberText(n), d: numberText(d) })} · ${t('missing', { n: numberText(d - n) })}`,
    href,
  });
  const cover = t('coverNote', { m: overview.minutes, r: numberText(overview.metres) });
  return (
    <FigureBand
      figures={[
        figure('four', t('four'), c.four, c.units, '/fire-grassroots?tab=units&lack=four'),
        figure('six', t('six'), c.six, c.units, '/fire-grassroots?tab=units&lack=six'),
        figure(
          'cover',
          t('covered'),
          c.unitsCovered,
          c.units,
          '/fire-grassroots?tab=units&lack=cover',
          `${t('of', { n: numberText(c.unitsCovered), d: numberText(c.units) })} · ${cover}`,
        ),
        figure(
          'communities',
          t('communities'),
          c.communitiesCovered,
          c.communities,
          '/registry/fire-villages?kind=community',
        ),
        figure('standard', t('standard'), c.standard, c.units, '/fire-grassroots?tab=units&lack=standard'),
        figure('organised', t('organised'), c.organised, c.villages, '/fire-grassroots?tab=villages'),
      ]}
    />
  );
}

const COLUMNS: readonly (readonly [
  word: keyof typeof WORDS,
  part: keyof FireCounts,
  whole: keyof FireCounts,
  door: string | null,
])[] = [
  ['four', 'four', 'units', 'tab=units&lack=four'],
  ['six', 'six', 'units', 'tab=units&lack=six'],
  ['covered', 'unitsCovered', 'units', 'tab=units&lack=cover'],
  ['communities', 'communitiesCovered', 'communities', null],
  ['standard', 'standard', 'units', 'tab=units&lack=standard'],
  ['organised', 'organised', 'villages', 'tab=villages'],
  ['renewed', 'renewed', 'renewals', null],
];

function Overview({ overview }: { readonly overview: FireOverview }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const states = entityByKey('fire-renewal')?.fields['state'];
  const options = states?.kind === 'choice' ? states.options : [];
  const most = Math.max(1, ...Object.values(overview.renewals));
  return (
    <div className={styles.columns}>
      <Card title={t('byRegion')} note={t('byRegionNote')} flush>
        <Table
          heads={[
            t('region'),
            ...COLUMNS.map(([word]) => ({ label: t(word), number: true })),
            { label: t('ready'), number: true },
            { label: t('crew'), number: true },
            { label: t('grids'), number: true },
          ]}
          className={table.tall}
          testid="fire-regions"
        >
          {overview.regions.map((row) => (
            <Row key={row.path} counts={row} name={row.name} path={row.path} />
          ))}
          <Row counts={overview.total} name={t('total')} path={null} />
        </Table>
      </Card>
      <Card title={t('states')}>
        <div className={styles.bars}>
          {options.map((option) => (
            <div key={option.value}>
              <span>{label(option)}</span>
              <b>{numberText(overview.renewals[option.value] ?? 0)}</b>
              <i aria-hidden>
                <i style={{ width: `${((overview.renewals[option.value] ?? 0) / most) * 100}%` }} />
              </i>
            </div>
          ))}
        </div>
      </Card>
    </div>
  );
}

function Row({
  counts,
  name,
  path,
}: {
  readonly counts: FireCounts;
  readonly name: string;
  readonly path: string | null;
}) {
  const t = useWords(WORDS);
  return (
    <tr className={path === null ? table.total : ''}>
      <td title={name}>{name}</td>
      {COLUMNS.map(([word, part, whole, door]) => {
        const text = shareText(counts[part], counts[whole]) ?? '—';
        const note = t('of', { n: numberText(counts[part]), d: numberText(counts[whole]) });
        return (
          <td key={word} className={table.number} title={note}>
            {door === null || path === null || counts[whole] === 0 ? (
              text
            ) : (
              <Link to={`/fire-grassroots?${door}&scope=${path}`}>{text}</Link>
            )}
          </td>
        );
      })}
      <td className={table.number}>{numberText(counts.stations)}</td>
      <td className={table.number}>{numberText(counts.crew)}</td>
      <td className={table.number}>{numberText(counts.grids)}</td>
    </tr>
  );
}
