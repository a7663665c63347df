import {
  inChinese,
  type EstimateArea,
  type LonLat,
  type RiskContour,
  type SavedScenario,
  type Setup,
} from '@anlan/kernel/workbench';
import { TriangleAlert } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import type { Stage } from '../map/stage.ts';
import { Card } from '../parts/index.ts';
import { useTitle } from '../shell/title.ts';
import { LeftCard, RightCard, type LeftTab, type RightTab } from './ChartCards.tsx';
import { useComputed } from './engine.ts';
import { Exports } from './Exports.tsx';
import { useAdvice, useInside, useRoads, useTargets } from './inside.ts';
import { LimitsCard } from './LimitsCard.tsx';
import type { MapLayer } from './map-layers.ts';
import { AssetsCard, PlacesCard } from './PlacesCard.tsx';
import { SaveDialog } from './Scenarios.tsx';
import { useSensors } from './Sensors.tsx';
import { SetupPanel } from './SetupPanel.tsx';
import { useRisk } from './use-risk.ts';
import { movedTo, useSetup } from './use-setup.ts';
import { WorkMap } from './WorkMap.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { UncertaintyCard, ZonesCard } from './ZonesCard.tsx';

/** The consequence workbench: set a release, see its zones, who is inside, and how it was worked out. */
export function WorkbenchPage() {
  const t = useWords(WORDS);
  useTitle(t('title'));
  const [setup, change, saved, open] = useSetup();
  if (setup === null) return <div className={styles.page} data-testid="workbench" data-ready={false} />;
  return <Workbench setup={setup} change={change} saved={saved} open={open} />;
}

interface WorkbenchProps {
  readonly setup: Setup;
  readonly change: (setup: Setup) => void;
  readonly saved: SavedScenario | null;
  readonly open: (saved: SavedScenario | null) => void;
}

const LAYERS: readonly (readonly [MapLayer, keyof typeof WORDS])[] = [
  ['zones', 'zonesLayer'],
  ['swing', 'swingLayer'],
  ['band', 'bandLayer'],
  ['places', 'placesLayer'],
  ['sensors', 'sensorsLayer'],
  ['risk', 'riskLayer'],
];
const START: ReadonlySet<MapLayer> = new Set(['zones', 'swing', 'places']);
const NO_CONTOURS: readonly RiskContour[] = [];

function Workbench({ setup, change, saved, open }: WorkbenchProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const stage = useRef<Stage | null>(null);
  const [on, setOn] = useState<ReadonlySet<MapLayer>>(START);
  const [left, setLeft] = useState<LeftTab>('profile');
  const [right, setRight] = useState<RightTab>('source');
  const [clicked, setClicked] = useState<LonLat | null>(null);
  const [saving, setSaving] = useState(false);
  const [area, setArea] = useState<EstimateArea | null>(null);
  const remark = useCallback((text: string) => (language === 'zh' ? inChinese(text) : text), [language]);
  const computed = useComputed<'assess'>(useMemo(() => ({ kind: 'assess' as const, setup }), [setup]));
  const outlook = computed?.value.ok === true ? computed.value : undefined;
  const refusal = computed?.value.ok === false ? computed.value : null;
  const placeOrder = useMemo(
    () => (clicked === null ? null : { kind: 'place' as const, setup, to: clicked }),
    [setup, clicked],
  );
  const place = useComputed<'place'>(placeOrder)?.value ?? null;
  const inside = useInside(setup, outlook);
  const targets = useTargets(setup, outlook);
  const advice = useAdvice(setup, targets);
  const roads = useRoads(outlook);
  const risk = useRisk(setup, left === 'risk' || on.has('risk'));
  const contours = risk.risk?.ok === true ? risk.risk.contours : NO_CONTOURS;
  const sensors = useSensors(setup, right === 'sensors' || on.has('sensors'));
  const toggle = (layer: MapLayer, to = !on.has(layer)): void =>
    setOn(to ? new Set([...on, layer]) : new Set([...on].filter((one) => one !== layer)));
  const click = (at: LonLat, move: boolean): void => {
    if (move) change(movedTo(setup, at[0], at[1]));
    else {
      setClicked(at);
      setLeft('dose');
    }
  };
  const openTab = (tab: LeftTab): void => {
    setLeft(tab);
    toggle('risk', tab === 'risk');
  };
  return (
    <div
      className={styles.page}
      data-testid="workbench"
      data-ready={outlook !== undefined}
      data-ms={computed === undefined ? '' : Math.round(computed.ms)}
      data-substance={setup.substance}
    >
      <SetupPanel
        setup={setup}
        refusal={refusal}
        onChange={change}
        head={
          <header className={styles.head}>
            <h1>{t('title')}</h1>
            <p>{saved === null ? t('draft') : t('saved', { name: saved.name })}</p>
          </header>
        }
        foot={<Foot ms={computed?.ms} onAgain={() => change({ ...setup })} onSave={() => setSaving(true)} />}
      />
      <section className={styles.middle}>
        <div className={styles.mapCard}>
          <div className={styles.chips}>
            {LAYERS.map(([layer, word]) => (
              <button key={layer} type="button" aria-pressed={on.has(layer)} onClick={() => toggle(layer)}>
                {t(word)}
              </button>
            ))}
            <small>{t('clickMap')}</small>
          </div>
          {refusal === null ? null : (
            <p className={styles.refusedBand} role="alert" data-testid="refused" data-input={refusal.input}>
              <TriangleAlert size={16} aria-hidden /> <b>{t('refusedTitle')}</b> {remark(refusal.reason)}
            </p>
          )}
          <WorkMap
            setup={setup}
            zones={outlook?.zones ?? []}
            contours={contours}
            places={targets.filter(({ zone }) => zone !== null)}
            sensors={(sensors.data ?? []).map((sensor) => ({ ...sensor, kind: 'sensor' }))}
            estimate={area}
            clicked={clicked}
            on={on}
            onClick={click}
            stageRef={stage}
          />
        </div>
        <div className={styles.charts}>
          <LeftCard tab={left} onTab={openTab} outlook={outlook} place={place} risk={risk} remark={remark} />
          <RightCard
            tab={right}
            onTab={setRight}
            setup={setup}
            outlook={outlook}
            sensors={sensors.data ?? []}
            remark={remark}
            onArea={setArea}
            onOpen={(next) => {
              change(next.setup);
              open(next);
            }}
            onUse={(next) => {
              setArea(null);
              change(next);
            }}
          />
        </div>
      </section>
      <section className={styles.side}>
        {refusal === null ? null : (
          <Card title={t('refusedTitle')}>
            <p className={styles.refused}>{remark(refusal.reason)}</p>
            <p className={styles.small}>{t('refusedNote')}</p>
          </Card>
        )}
        {outlook === undefined ? null : (
          <>
            <ZonesCard outlook={outlook} inside={inside} />
            <PlacesCard targets={targets} advice={advice} />
            <AssetsCard outlook={outlook} inside={inside} roads={roads} />
            <UncertaintyCard outlook={outlook} />
            <LimitsCard outlook={outlook} setup={setup} remark={remark} />
            <Exports setup={setup} outlook={outlook} contours={contours} name={saved?.name ?? ''} stage={stage} />
          </>
        )}
      </section>
      {saving ? (
        <SaveDialog
          setup={setup}
          known={saved}
          onClose={() => setSaving(false)}
          onSaved={(next) => {
            setSaving(false);
            open(next);
          }}
        />
      ) : null}
    </div>
  );
}

interface FootProps {
  readonly ms: number | undefined;
  readonly onAgain: () => void;
  readonly onSave: () => void;
}

/** Compute once more, keep. */
function Foot({ ms, onAgain, onSave }: FootProps) {
  const t = useWords(WORDS);
  const mayWrite = useSession().verbs.includes('scenario.write');
  return (
    <>
      <button type="button" className={styles.primary} onClick={onAgain} data-testid="recompute">
        {t('recompute', { ms: ms === undefined ? '…' : Math.max(1, Math.round(ms)) })}
      </button>
      <button type="button" className={styles.plain} onClick={onSave} disabled={!mayWrite} data-testid="save">
        {t('save')}
      </button>
    </>
  );
}
