import type { DualOverview } from '@anlan/systems/prevention';
import { Button, Segmented } from 'antd';
import { ClipboardCheck } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { Card, Failed, Loading, numberText, PageHead, Reveal } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Tabs } from '../prevention/Tabs.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { useT } from './parts.tsx';
import { useOverview } from './queries.ts';
import { Three } from './ThreeCard.tsx';
import { Units } from './UnitsCard.tsx';
import { Unowned } from './UnownedCard.tsx';

const VIEWS = ['units', 'unowned', 'three'] as const;
type View = (typeof VIEWS)[number];

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
          <>
            {view === 'unowned' ? <Reveal path="/dual-prevention/unowned" queryKey={['dual']} /> : null}
            <Segmented<View>
              size="small"
              value={view}
              onChange={choose}
              options={VIEWS.map((value) => ({
                value,
                label: t(value === 'units' ? 'units' : value === 'unowned' ? 'owner' : 'three'),
              }))}
            />
          </>
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
