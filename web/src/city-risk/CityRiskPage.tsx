import { App, Button } from 'antd';
import { distancesMeasuredSchema, cityScoresSchema } from '@anlan/systems/prevention';
import { MapPinned, RefreshCw, Ruler } from 'lucide-react';
import { Link } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Failed, Loading, numberText, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Tabs } from '../prevention/Tabs.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import styles from './CityRisk.module.css';
import { ScoreCard } from './ScoreCard.tsx';
import { useCityWrite, useDistances, useInventory, useScores } from './queries.ts';
import { WORDS } from './words.ts';
import { DistancesCard } from './DistancesCard.tsx';
import { InventoryCard } from './InventoryCard.tsx';

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
  const grade = useCityWrite(() => api.post('/city-risk/scores', {}, cityScoresSchema));
  const measure = useCityWrite(() => api.post('/city-risk/distances', {}, distancesMeasuredSchema));
  const said = {
    onSuccess: ({ enterprises, short, listed }: { enterprises: number; short: number; listed: number }) =>
      void message.success(t('measured', { n: enterprises, s: short, l: listed })),
  };
  return (
    <>
      <Button
        icon={<Ruler size={15} aria-hidden />}
        loading={whileSlow(measure.isPending)}
        onClick={() => measure.mutate(undefined, said)}
      >
        {t('measure')}
      </Button>
      <Button
        icon={<RefreshCw size={15} aria-hidden />}
        loading={whileSlow(grade.isPending)}
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
