import 'maplibre-gl/dist/maplibre-gl.css';
import type { EstimateArea, LonLat, RiskContour, Setup, Zone } from '@anlan/kernel/workbench';
import { MapPinOff } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useWords } from '../language/index.tsx';
import { useJurisdiction, useLabels } from '../map/facts.ts';
import type { Stage } from '../map/stage.ts';
import { useStage } from '../map/use-stage.ts';
import { Empty } from '../parts/index.ts';
import { prepare, showEstimate, showPlaces, showRisk, showZones, type MapLayer, type MapPlace } from './map-layers.ts';
import { Compass, Marks } from './Marks.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { boundsOf } from './zones.ts';

interface WorkMapProps {
  readonly setup: Setup;
  readonly zones: readonly Zone[];
  readonly contours: readonly RiskContour[];
  readonly places: readonly MapPlace[];
  readonly sensors: readonly MapPlace[];
  readonly estimate: EstimateArea | null;
  readonly clicked: LonLat | null;
  readonly on: ReadonlySet<MapLayer>;
  readonly onClick: (at: LonLat, move: boolean) => void;
  readonly stageRef: RefObject<Stage | null>;
}

/** Is the shift key held? Then a click moves the release. */
function useShift(): RefObject<boolean> {
  const shift = useRef(false);
  useEffect(() => {
    const held = (event: KeyboardEvent | MouseEvent) => void (shift.current = event.shiftKey);
    for (const name of ['keydown', 'keyup', 'mousedown'] as const) window.addEventListener(name, held, true);
    return () => {
      for (const name of ['keydown', 'keyup', 'mousedown'] as const) window.removeEventListener(name, held, true);
    };
  }, []);
  return shift;
}

/** The base map with zones, bands, risk, places and sensors of a setup; a click asks for the exposure there. */
export function WorkMap({
  setup,
  zones,
  contours,
  places,
  sensors,
  estimate,
  clicked,
  on,
  onClick,
  stageRef,
}: WorkMapProps) {
  const t = useWords(WORDS);
  const host = useRef<HTMLDivElement>(null);
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const [start] = useState({ lon: setup.place[0], lat: setup.place[1], zoom: 12 });
  const shift = useShift();
  const { stage, state } = useStage(
    host,
    { jurisdiction, labels: labels.data, theme: 'desk', start, interactive: true },
    { onClick: (_, [lon, lat]) => onClick([lon, lat], shift.current) },
  );
  useEffect(() => {
    stageRef.current = stage;
  }, [stage, stageRef]);
  const ready = state === 'ready' && stage !== null;
  const shown = on.has('risk') ? contours : NONE;
  useEffect(() => {
    if (!ready) return;
    stage.map.boxZoom.disable();
    prepare(stage);
  }, [ready, stage]);
  useEffect(() => {
    if (ready) showZones(stage, zones, on);
  }, [ready, stage, zones, on]);
  useEffect(() => {
    if (ready) showRisk(stage, shown);
  }, [ready, stage, shown]);
  useEffect(() => {
    if (ready) showPlaces(stage, places, sensors, on);
  }, [ready, stage, places, sensors, on]);
  useEffect(() => {
    if (ready) showEstimate(stage, estimate);
  }, [ready, stage, estimate]);
  useFit(ready ? stage : null, setup, zones, shown);
  if (state === 'none') return <Empty icon={<MapPinOff size={20} />} title={t('noWebgl')} />;
  return (
    <div
      className={styles.mapBox}
      data-testid="workbench-map"
      data-ready={ready}
      data-zones={zones.filter(({ ring }) => ring.length > 0).length}
      data-contours={shown.filter(({ rings }) => rings.length > 0).length}
    >
      <div ref={host} className={styles.mapHost} role="application" aria-label={t('zonesLayer')} />
      {ready ? (
        <Marks
          stage={stage}
          setup={setup}
          zones={on.has('zones') ? zones : []}
          contours={shown}
          places={on.has('places') ? places : []}
          clicked={clicked}
        />
      ) : null}
      <Compass from={setup.weather.from} />
    </div>
  );
}

const NONE: readonly RiskContour[] = [];

/** Shows all of the zones, or of the risk, when the place or their size has changed much. */
function useFit(stage: Stage | null, setup: Setup, zones: readonly Zone[], contours: readonly RiskContour[]): void {
  const shown = useRef('');
  const far = Math.max(0, ...zones.map(({ distance }) => distance));
  const risk = Math.max(0, ...contours.map(({ distance }) => distance));
  useEffect(() => {
    if (stage === null || (zones.length === 0 && contours.length === 0)) return;
    const size = (metres: number) => Math.round(Math.log(Math.max(100, metres)) / Math.log(1.35));
    const key = `${setup.place.join()}${setup.weather.from}/${size(far)}/${risk === 0 ? '' : size(risk)}`;
    if (shown.current === key) return;
    shown.current = key;
    const rings = risk > 0 ? contours.flatMap((one) => one.rings) : zones.map(({ ring }) => ring);
    stage.map.fitBounds(boundsOf(setup, rings), { padding: 46, animate: false, maxZoom: 15 });
  }, [stage, setup, zones, contours, far, risk]);
}
