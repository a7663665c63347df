import {
  inChinese,
  scenarioSchema,
  setupSchema,
  startAt,
  substance,
  type LonLat,
  type SavedScenario,
  type Setup,
} from '@anlan/kernel/workbench';
import { Download, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useJurisdiction } from '../map/facts.ts';
import type { Stage } from '../map/stage.ts';
import { Card } from '../parts/index.ts';
import { useTitle } from '../shell/title.ts';
import { DoseChart, FnChart, ProfileChart, SourceChart } from './Charts.tsx';
import { draftOf, keepDraft, useComputed } from './engine.ts';
import { saveGeoJson, savePicture, saveWritten } from './exports.ts';
import { Segments } from './fields.tsx';
import { useAdvice, useCrowd, useInside, useRoads, useTargets } from './inside.ts';
import { Compare, SaveDialog } from './Scenarios.tsx';
import { Sensors, useSensors } from './Sensors.tsx';
import { movedTo, SetupPanel } from './SetupPanel.tsx';
import { filledSetupSchema } from './shapes.ts';
import { WorkingList } from './WorkingCard.tsx';
import { WorkMap, type EstimateArea, type MapLayer } from './WorkMap.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { LimitsList, PlacesCard, UncertaintyCard, ZonesCard } from './ZonesCard.tsx';

const readSetup = (value: unknown): Setup | null => {
  const read = setupSchema.safeParse(value);
  return read.success ? read.data : null;
};

/** What the address asks for: a saved scenario, a tank, a place, or the draft of this tab. */
function useSetup(): readonly [
  Setup | null,
  (setup: Setup) => void,
  SavedScenario | null,
  (saved: SavedScenario | null) => void,
] {
  const [search, setSearch] = useSearchParams();
  const jurisdiction = useJurisdiction();
  const [setup, setSetup] = useState<Setup | null>(null);
  const [saved, setSaved] = useState<SavedScenario | null>(null);
  const asked = `${search.get('scenario') ?? ''}|${search.get('tank') ?? ''}`;
  const change = useCallback((next: Setup) => {
    setSetup(next);
    keepDraft(next);
  }, []);
  useEffect(() => {
    const [scenario = '', tank = ''] = asked.split('|');
    const [lon, lat] = [Number(search.get('lon')), Number(search.get('lat'))];
    const [west = 117, south = 28, east = 118, north = 29] = jurisdiction?.bounds ?? [];
    const usual =
      lon !== 0 && lat !== 0
        ? startAt(lon, lat)
        : (draftOf(readSetup) ?? startAt((west + east) / 2, (south + north) / 2));
    const load = async (): Promise<void> => {
      if (scenario !== '') {
        const found = await api.get(`/workbench/scenarios/${scenario}`, scenarioSchema);
        setSaved(found);
        change(found.setup);
      } else if (tank !== '') {
        const found = await api.get(`/workbench/tanks/${tank}`, filledSetupSchema);
        change(found.setup ?? usual);
      } else change(usual);
    };
    if (jurisdiction !== null) void load().catch(() => change(usual));
    // Read once per address; later changes are the page's own.
  }, [asked, jurisdiction === null]); // eslint-disable-line react-hooks/exhaustive-deps
  const open = (next: SavedScenario | null): void => {
    setSaved(next);
    const wanted = new URLSearchParams(search);
    wanted.delete('tank');
    if (next === null) wanted.delete('scenario');
    else wanted.set('scenario', next.id);
    setSearch(wanted, { replace: true });
  };
  return [setup, change, saved, open];
}

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

type LeftTab = 'profile' | 'dose' | 'society';
type RightTab = 'source' | 'working' | 'compare' | 'sensors';
const LAYERS: readonly (readonly [MapLayer, keyof typeof WORDS])[] = [
  ['zones', 'zonesLayer'],
  ['swing', 'swingLayer'],
  ['band', 'bandLayer'],
  ['places', 'placesLayer'],
  ['sensors', 'sensorsLayer'],
];

function Workbench({ setup, change, saved, open }: WorkbenchProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const session = useSession();
  const stage = useRef<Stage | null>(null);
  const [on, setOn] = useState<ReadonlySet<MapLayer>>(new Set(['zones', 'swing', 'places']));
  const [left, setLeft] = useState<LeftTab>('profile');
  const [right, setRight] = useState<RightTab>('source');
  const [clicked, setClicked] = useState<LonLat | null>(null);
  const [saving, setSaving] = useState(false);
  const [area, setArea] = useState<EstimateArea | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const remark = useCallback((text: string) => (language === 'zh' ? inChinese(text) : text), [language]);
  const order = useMemo(() => ({ kind: 'assess' as const, setup }), [setup]);
  const computed = useComputed<'assess'>(order);
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
  const crowd = useCrowd(setup, left === 'society');
  const crowds = crowd.data?.people;
  const societyOrder = useMemo(
    () => (left === 'society' && crowds !== undefined ? { kind: 'society' as const, setup, crowds } : null),
    [left, setup, crowds],
  );
  const society = useComputed<'society'>(societyOrder)?.value;
  const sensors = useSensors(setup, right === 'sensors' || on.has('sensors'));
  const click = (at: LonLat, move: boolean): void => {
    if (move) change(movedTo(setup, at[0], at[1]));
    else {
      setClicked(at);
      setLeft('dose');
    }
  };
  const name = saved?.name ?? '';
  const written = (kind: 'cap' | 'appendix') => async () => setFailure(await saveWritten(kind, setup, name));
  const mayWrite = session.verbs.includes('scenario.write');
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
        foot={
          <>
            <button
              type="button"
              className={styles.primary}
              onClick={() => change({ ...setup })}
              data-testid="recompute"
            >
              {t('recompute', { ms: computed === undefined ? '…' : Math.max(1, Math.round(computed.ms)) })}
            </button>
            <button
              type="button"
              className={styles.plain}
              onClick={() => setSaving(true)}
              disabled={!mayWrite}
              data-testid="save"
            >
              {t('save')}
            </button>
          </>
        }
      />
      <section className={styles.middle}>
        <div className={styles.mapCard}>
          <div className={styles.chips}>
            {LAYERS.map(([layer, word]) => (
              <button
                key={layer}
                type="button"
                aria-pressed={on.has(layer)}
                onClick={() =>
                  setOn(on.has(layer) ? new Set([...on].filter((one) => one !== layer)) : new Set([...on, layer]))
                }
              >
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
          <div className={styles.card}>
            <Segments
              label={t('profile')}
              value={left}
              options={[
                ['profile', t('profile')],
                ['dose', t('dose')],
                ['society', t('society')],
              ]}
              onChange={setLeft}
            />
            {left === 'profile' && outlook !== undefined ? (
              <>
                <p className={styles.small}>
                  {t('profileNote', { unit: outlook.unit === 'kW/m2' ? 'kW/m²' : outlook.unit })} ·{' '}
                  {remark(outlook.chosen)}
                </p>
                <ProfileChart outlook={outlook} />
              </>
            ) : null}
            {left === 'dose' ? (
              place === null ? (
                <p className={styles.hint}>{t('doseHint')}</p>
              ) : (
                <DoseChart place={place} />
              )
            ) : null}
            {left === 'society' && society !== undefined ? (
              society.ok ? (
                <FnChart society={society} />
              ) : (
                <p className={styles.refused}>{remark(society.reason)}</p>
              )
            ) : null}
          </div>
          <div className={styles.card}>
            <Segments
              label={t('source')}
              value={right}
              options={[
                ['source', t('source')],
                ['working', t('working')],
                ['compare', t('compare')],
                ['sensors', t('sensors')],
              ]}
              onChange={setRight}
            />
            {right === 'source' && outlook !== undefined ? <SourceChart outlook={outlook} setup={setup} /> : null}
            {right === 'working' && outlook !== undefined ? (
              <WorkingList workings={outlook.workings} remark={remark} />
            ) : null}
            {right === 'compare' ? (
              <Compare
                setup={setup}
                outlook={outlook}
                onOpen={(next) => {
                  change(next.setup);
                  open(next);
                }}
              />
            ) : null}
            {right === 'sensors' ? (
              <Sensors
                key={setup.place.join()}
                setup={setup}
                sensors={sensors.data ?? []}
                remark={remark}
                onArea={setArea}
                onUse={(next) => {
                  setArea(null);
                  change(next);
                }}
              />
            ) : null}
          </div>
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
            <PlacesCard targets={targets} advice={advice} roads={roads} />
            <UncertaintyCard outlook={outlook} />
            <Card title={t('limits')}>
              <LimitsList outlook={outlook} setup={setup} remark={remark} />
            </Card>
            <div className={styles.exports} role="group" aria-label={t('exports')}>
              <button type="button" onClick={() => void written('appendix')()} data-testid="export-pdf">
                <Download size={14} aria-hidden /> {t('pdf')}
              </button>
              <button type="button" onClick={() => saveGeoJson(setup, outlook)} data-testid="export-geojson">
                {t('geojson')}
              </button>
              <button
                type="button"
                onClick={() => (stage.current === null ? undefined : void savePicture(stage.current.picture()))}
                data-testid="export-png"
              >
                {t('png')}
              </button>
              <button type="button" onClick={() => void written('cap')()} data-testid="export-cap">
                {t('cap')}
              </button>
            </div>
            {failure === null ? null : <p className={styles.refused}>{failure}</p>}
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
      <span hidden data-testid="substance-name">
        {substance(setup.substance)?.nameZh}
      </span>
    </div>
  );
}
