import { type DualOverview, type DualUnits } from '@anlan/systems/prevention';
import { Button, Input, Select, Segmented } from 'antd';
import { ClipboardCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSectorWord } from '../case/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Tabs } from '../prevention/Tabs.tsx';
import { Pager } from '../prevention/UnheldCard.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { ColourBar, Count, PointLink, styles, usePair, useT } from './parts.tsx';
import { useOverview, useThree, useUnits, useUnowned } from './queries.ts';
import { CONTROLS, OBJECTS } from './words.ts';

const VIEWS = ['units', 'unowned', 'three'] as const;
type View = (typeof VIEWS)[number];
const SIZE = 30;

/** Dual prevention of a place: risks by colour, who holds them, whether the measures are checked (S64). */
export function ControlPage() {
  const t = useT();
  const scope = useScope();
  const keep = useKeepScope();
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'units';
  const region = scope.narrowed ? scope.path : null;
  const overview = useOverview({ region });
  const choose = (next: View) =>
    setParams((before) => new URLSearchParams({ ...Object.fromEntries(before), view: next }));
  const points = overview.data === undefined ? 0 : Object.values(overview.data.points).reduce((sum, n) => sum + n, 0);
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={
          overview.data === undefined
            ? undefined
            : t('note', { n: numberText(points), m: numberText(overview.data.measures) })
        }
        actions={
          <>
            <RegionSelect />
            <Link to={keep('/control/checks')}>
              <Button type="primary" icon={<ClipboardCheck size={15} aria-hidden />} style={{ fontWeight: 700 }}>
                {t('checkNow')}
              </Button>
            </Link>
          </>
        }
      />
      <Tabs />
      {overview.isPending ? <Loading rows={4} /> : null}
      {overview.isError && overview.data === undefined ? (
        <Failed error={overview.error} retry={() => void overview.refetch()} />
      ) : null}
      {overview.data === undefined ? null : <Band overview={overview.data} />}
      <Card
        title={t(view === 'units' ? 'units' : view === 'unowned' ? 'unowned' : 'three')}
        note={view === 'three' ? t('threeNote') : view === 'unowned' ? t('unownedNote') : undefined}
        extra={
          <Segmented<View>
            size="small"
            value={view}
            onChange={choose}
            options={VIEWS.map((value) => ({
              value,
              label: t(value === 'units' ? 'units' : value === 'unowned' ? 'owner' : 'three'),
            }))}
          />
        }
        flush
      >
        {view === 'units' ? (
          <Units region={region} overview={overview.data} />
        ) : view === 'unowned' ? (
          <Unowned region={region} />
        ) : (
          <Three region={region} />
        )}
      </Card>
    </Page>
  );
}

function Band({ overview: o }: { readonly overview: DualOverview }) {
  const t = useT();
  return (
    <FigureBand
      figures={[
        {
          key: 'high',
          label: t('redOrange'),
          value: `${numberText(o.points.red)} / ${numberText(o.points.orange)}`,
          note: t('changed', { n: o.changed }),
        },
        {
          key: 'unowned',
          label: t('unowned'),
          value: numberText(o.unowned),
          note: t('unownedNote'),
          href: '/prevention/control?view=unowned',
          late: o.unowned > 0,
        },
        {
          key: 'late',
          label: t('lateMeasures'),
          value: numberText(o.late),
          note: t('missedNote', { n: numberText(o.missed) }),
          href: '/control/checks',
          late: o.late > 0,
        },
        {
          key: 'ineffective',
          label: t('ineffective'),
          value: numberText(o.ineffectiveMonth),
          note: t('checksNote', { n: numberText(o.checksMonth) }),
        },
        {
          key: 'review',
          label: t('reviewDue'),
          value: numberText(o.reviewDue),
          note: t('reviewNote'),
          href: '/prevention/risks',
        },
      ]}
    />
  );
}

function Units({ region, overview }: { readonly region: string | null; readonly overview: DualOverview | undefined }) {
  const t = useT();
  const pair = usePair();
  const [q, setQ] = useState('');
  const [sort, setSort] = useState('worst');
  const [page, setPage] = useState(1);
  const units = useUnits({ region, q: q.trim(), sort, page, size: SIZE });
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <div className={styles.tools}>
          <Input.Search
            className={styles.search ?? ''}
            allowClear
            placeholder={t('search')}
            aria-label={t('search')}
            onSearch={(value) => (setQ(value), setPage(1))}
          />
          <Select
            value={sort}
            onChange={(value) => (setSort(value), setPage(1))}
            aria-label={t('sortBy')}
            options={[
              { value: 'worst', label: t('worst') },
              { value: 'missed', label: t('missed') },
              { value: 'unowned', label: t('owner') },
              { value: 'name', label: t('name') },
            ]}
            style={{ width: 150 }}
          />
        </div>
        {units.isPending ? <Loading rows={8} /> : null}
        {units.isError && units.data === undefined ? (
          <Failed error={units.error} retry={() => void units.refetch()} />
        ) : null}
        {units.data === undefined ? null : units.data.rows.length === 0 ? (
          <Empty title={t('none')} />
        ) : (
          <UnitRows rows={units.data.rows} />
        )}
        {units.data === undefined || units.data.total <= SIZE ? null : (
          <Pager page={page} size={SIZE} shown={units.data.rows.length} total={units.data.total} go={setPage} />
        )}
      </div>
      <div className={styles.objects}>
        {overview?.byObject.map((row) => (
          <div key={row.object}>
            {pair(OBJECTS, row.object)}
            <ColourBar mix={row} />
          </div>
        ))}
        {overview === undefined ? null : (
          <small className={styles.quiet}>
            {t('nextDue')}：
            {(['red', 'orange', 'yellow', 'blue'] as const)
              .map((level) => `${t('every', { n: overview.every[level] })}`)
              .join(' / ')}
          </small>
        )}
      </div>
    </div>
  );
}

function UnitRows({ rows }: { readonly rows: readonly DualUnits['rows'][number][] }) {
  const t = useT();
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {[
              t('enterprise'),
              t('area'),
              t('sector'),
              t('colours'),
              t('owner'),
              t('measures'),
              t('late'),
              t('missed'),
              t('failing'),
            ].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name}>
                <Link to={keep(`/control/${row.id}`)}>{row.name}</Link>
              </td>
              <td>{row.regionName}</td>
              <td>{row.sector === null ? '—' : sectorWord(row.sector)}</td>
              <td>
                <ColourBar mix={row} />
              </td>
              <td className={styles.number}>
                <Count value={row.unowned} late />
              </td>
              <td className={styles.number}>
                <Count value={row.measures} />
              </td>
              <td className={styles.number}>
                <Count value={row.late} late />
              </td>
              <td className={styles.number}>
                <Count value={row.missed} late />
              </td>
              <td className={styles.number}>
                <Count value={row.ineffective} late />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Unowned({ region }: { readonly region: string | null }) {
  const t = useT();
  const pair = usePair();
  const keep = useKeepScope();
  const [page, setPage] = useState(1);
  const found = useUnowned({ region, page, size: SIZE });
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.rows.length === 0) return <Empty title={t('noneUnowned')} />;
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              {[t('point'), t('enterprise'), t('area'), t('control'), t('responsible')].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.data.rows.map((row) => (
              <tr key={row.id}>
                <td title={row.name}>
                  <PointLink id={row.id} name={row.name} level={row.level} />
                </td>
                <td title={row.enterpriseName ?? ''}>
                  <Link to={keep(`/control/${row.enterpriseId}`)}>{row.enterpriseName ?? '—'}</Link>
                </td>
                <td>{row.regionName ?? '—'}</td>
                <td>{pair(CONTROLS, row.control)}</td>
                <td>{row.responsible ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.data.total <= SIZE ? null : (
        <Pager page={page} size={SIZE} shown={found.data.rows.length} total={found.data.total} go={setPage} />
      )}
    </>
  );
}

const GRADES: Readonly<Record<string, readonly [string, string]>> = {
  one: ['一级', 'Grade 1'],
  two: ['二级', 'Grade 2'],
  three: ['三级', 'Grade 3'],
};

function Three({ region }: { readonly region: string | null }) {
  const t = useT();
  const pair = usePair();
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  const [page, setPage] = useState(1);
  const found = useThree({ region, page, size: SIZE });
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.rows.length === 0)
    return <Empty title={t('none')} note={found.data.sectors.map(sectorWord).join('、')} />;
  const heads = [
    t('enterprise'),
    t('sector'),
    t('area'),
    t('highRisk'),
    t('owner'),
    t('late'),
    t('open'),
    t('overdue'),
    t('major'),
    t('grade'),
  ];
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.data.rows.map((row) => (
              <tr key={row.id}>
                <td title={row.name}>
                  <Link to={keep(`/control/${row.id}`)}>{row.name}</Link>
                </td>
                <td>{row.sector === null ? '—' : sectorWord(row.sector)}</td>
                <td>{row.regionName}</td>
                {([row.high, row.unowned, row.late, row.open, row.overdue, row.major] as const).map((value, index) => (
                  <td key={index} className={styles.number}>
                    <Count value={value} late={index !== 0 && index !== 3} />
                  </td>
                ))}
                <td>
                  {row.grade === null ? (
                    <span className={styles.late}>{t('noGrade')}</span>
                  ) : (
                    `${pair(GRADES, row.grade)} · ${row.validUntil ?? ''}`
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.data.total <= SIZE ? null : (
        <Pager page={page} size={SIZE} shown={found.data.rows.length} total={found.data.total} go={setPage} />
      )}
    </>
  );
}
