import { App, Button, Input, Segmented } from 'antd';
import { MapPinned, RefreshCw, Ruler } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { KINDS, useSide } from '../case/index.tsx';
import { ColourBar, usePair } from '../dual-prevention/parts.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  RiskMark,
  StatusWord,
} from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Tabs } from '../prevention/Tabs.tsx';
import { Pager } from '../prevention/UnheldCard.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './CityRisk.module.css';
import { ScoreCard } from './ScoreCard.tsx';
import {
  evaluatedSchema,
  scoresSchema,
  useCityWrite,
  useDistances,
  useInventory,
  useScores,
  type Distances,
  type Inventory,
} from './shapes.ts';
import { METHODS, SOURCE_KINDS, WORDS } from './words.ts';

const VERDICTS = ['', 'short', 'undetermined', 'met'] as const;
const SIZE = 30;

/** The city's risk: score of its areas, safety distance of every hazchem enterprise, inventory of risk sources (S72). */
export function CityRiskPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const keep = useKeepScope();
  const { verbs } = useSession();
  const region = scope.narrowed ? scope.path : null;
  const scores = useScores({ region });
  const inventory = useInventory({ region });
  const acts = useSide() === 'authority' && verbs.includes('case.supervise');
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <div className={styles.head}>
            <RegionSelect />
            {acts ? <Acts /> : null}
            <Link to={keep('/city-risk/siting')}>
              <Button type="primary" icon={<MapPinned size={15} aria-hidden />} style={{ fontWeight: 700 }}>
                {t('siting')}
              </Button>
            </Link>
          </div>
        }
      />
      <Tabs />
      <Figures region={region} />
      {scores.isPending ? <Loading rows={6} /> : null}
      {scores.isError && scores.data === undefined ? (
        <Failed error={scores.error} retry={() => void scores.refetch()} />
      ) : null}
      {scores.data === undefined ? null : <ScoreCard rows={scores.data.rows} />}
      <div className={styles.columns}>
        <DistancesCard region={region} />
        {inventory.data === undefined ? <Loading rows={6} /> : <InventoryCard inventory={inventory.data} />}
      </div>
    </Page>
  );
}

function Acts() {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const grade = useCityWrite(() => api.post('/city-risk/scores', {}, scoresSchema));
  const measure = useCityWrite(() => api.post('/city-risk/distances', {}, evaluatedSchema));
  const said = {
    onSuccess: ({ enterprises, short, listed }: { enterprises: number; short: number; listed: number }) =>
      void message.success(t('measured', { n: enterprises, s: short, l: listed })),
  };
  return (
    <>
      <Button
        icon={<Ruler size={15} aria-hidden />}
        loading={measure.isPending}
        onClick={() => measure.mutate(undefined, said)}
      >
        {t('measure')}
      </Button>
      <Button
        icon={<RefreshCw size={15} aria-hidden />}
        loading={grade.isPending}
        onClick={() => grade.mutate(undefined)}
      >
        {t('regrade')}
      </Button>
      {grade.isError ? <RefusalNote error={grade.error} kept={false} /> : null}
      {measure.isError ? <RefusalNote error={measure.error} kept={false} /> : null}
    </>
  );
}

function Figures({ region }: { readonly region: string | null }) {
  const t = useWords(WORDS);
  const found = useDistances({ region, size: 1 });
  const c = found.data?.counts;
  if (c === undefined) return null;
  return (
    <FigureBand
      figures={[
        {
          key: 'all',
          label: t('distances'),
          value: numberText(c.enterprises),
          note: t('distancesNote', { n: numberText(c.enterprises), m: numberText(c.measured) }),
        },
        {
          key: 'met',
          label: t('met'),
          value: numberText(c.met),
          note: c.measured === 0 ? '—' : `${numberText((c.met / c.measured) * 100, 1)} %`,
        },
        {
          key: 'short',
          label: t('short'),
          value: numberText(c.short),
          note: t('list'),
          href: '/city-risk?verdict=short',
          late: c.short > 0,
        },
        {
          key: 'undetermined',
          label: t('undetermined'),
          value: numberText(c.undetermined),
          note: 'GB/T 37243-2019',
          href: '/city-risk?verdict=undetermined',
        },
        { key: 'list', label: t('list'), value: numberText(c.listed), note: t('listNote'), href: '/cases/relocation' },
      ]}
    />
  );
}

function DistancesCard({ region }: { readonly region: string | null }) {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const verdict = VERDICTS.find((one) => one === params.get('verdict')) ?? '';
  const [q, setQ] = useState('');
  const [page, setPage] = useState(1);
  const found = useDistances({ region, verdict, q: q.trim(), page, size: SIZE });
  const choose = (next: string) => (
    setPage(1),
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === '') after.delete('verdict');
      else after.set('verdict', next);
      return after;
    })
  );
  return (
    <Card
      title={t('distances')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        <Segmented<string>
          size="small"
          value={verdict}
          onChange={choose}
          options={VERDICTS.map((value) => ({ value, label: t(value === '' ? 'all' : value) }))}
        />
      }
      flush
    >
      <div className={styles.tools}>
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
        <DistanceRows rows={found.data.rows} />
      )}
      {found.data === undefined || found.data.total <= SIZE ? null : (
        <Pager page={page} size={SIZE} shown={found.data.rows.length} total={found.data.total} go={setPage} />
      )}
    </Card>
  );
}

function DistanceRows({ rows }: { readonly rows: Distances['rows'] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const pair = usePair();
  const label = useLabel();
  const states = KINDS.find((kind) => kind.key === 'relocation')?.states ?? {};
  const metres = (value: number | null) => (value === null ? '—' : numberText(value, value < 100 ? 1 : 0));
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {[
              t('enterprise'),
              t('area'),
              t('state'),
              t('target'),
              `${t('actual')} m`,
              `${t('required')} m`,
              t('basis'),
              t('list'),
            ].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const fact = row.facts.toSorted((a, b) => margin(a) - margin(b))[0];
            const state = row.caseState === null ? undefined : states[row.caseState];
            return (
              <tr key={row.id}>
                <td title={row.name}>
                  <Link to={keep(`/enterprises/${row.id}`)}>{row.name}</Link>
                </td>
                <td>{row.regionName}</td>
                <td>
                  <StatusWord state={row.verdict === 'short' ? 'late' : row.verdict === 'met' ? 'done' : 'wait'}>
                    {t(row.verdict ?? 'unmeasured')}
                  </StatusWord>
                </td>
                <td title={fact?.object ?? ''}>{fact?.object ?? '—'}</td>
                <td className={styles.number}>{metres(fact?.actual ?? null)}</td>
                <td className={styles.number}>{metres(fact?.required ?? null)}</td>
                <td title={fact === undefined ? '' : fact.basis}>
                  {fact === undefined ? '—' : `${pair(METHODS, fact.method)} · ${fact.basis}`}
                  {row.measuredAt === null ? '' : ` · ${stampText(row.measuredAt).slice(0, 10)}`}
                </td>
                <td>
                  {row.caseId === null ? (
                    row.verdict === 'short' ? (
                      <span className={styles.late}>{t('notListed')}</span>
                    ) : (
                      '—'
                    )
                  ) : (
                    <Link to={keep(`/case/${row.caseId}`)}>{state === undefined ? row.caseState : label(state)}</Link>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** How much more there is than required; the least first. */
function margin(fact: Distances['rows'][number]['facts'][number]): number {
  if (fact.required === null) return 1e8;
  return fact.actual === null ? 1e9 : fact.actual - fact.required;
}

function InventoryCard({ inventory }: { readonly inventory: Inventory }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const kinds = inventory.kinds.map((kind) => {
    const cells = inventory.cells.filter((cell) => cell.kind === kind);
    const sum = (key: 'red' | 'orange' | 'yellow' | 'blue' | 'people' | 'hidden') =>
      cells.reduce((total, cell) => total + cell[key], 0);
    return {
      kind,
      red: sum('red'),
      orange: sum('orange'),
      yellow: sum('yellow'),
      blue: sum('blue'),
      people: sum('people'),
      hidden: sum('hidden'),
    };
  });
  const places = inventory.regions.map((place) => {
    const cells = inventory.cells.filter(({ region }) => region === place.path);
    const sum = (key: 'red' | 'orange' | 'yellow' | 'blue') => cells.reduce((total, cell) => total + cell[key], 0);
    return { ...place, red: sum('red'), orange: sum('orange'), yellow: sum('yellow'), blue: sum('blue') };
  });
  return (
    <Card
      title={t('inventory')}
      note={t('inventoryNote', { n: numberText(inventory.total) })}
      extra={
        <>
          <Link to={keep('/map?layers=risk-sources,protected-objects')}>{t('onMap')}</Link>{' '}
          <Link to={keep('/registry/risk-sources')}>{t('sources')}</Link>
        </>
      }
      flush
    >
      <ul className={styles.kinds}>
        {kinds.map((row) => (
          <li key={row.kind}>
            <span>
              {pair(SOURCE_KINDS, row.kind)}
              <small>
                {t('people', { n: numberText(row.people) })}
                {row.hidden > 0 ? ` · ${t('hidden', { n: row.hidden })}` : ''}
              </small>
            </span>
            <ColourBar mix={row} />
          </li>
        ))}
        {places.map((row) => (
          <li key={row.path}>
            <span>
              <RiskMark
                level={row.red > 0 ? 'red' : row.orange > 0 ? 'orange' : 'yellow'}
                label={levelWord(row.red > 0 ? 'red' : 'orange', 'risk', language)}
              />{' '}
              {row.name}
            </span>
            <ColourBar mix={row} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
