import 'maplibre-gl/dist/maplibre-gl.css';
import type { LonLat, Setup, Zone } from '@anlan/kernel/workbench';
import type { GeoJSONSource } from 'maplibre-gl';
import { MapPinOff } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useWords } from '../language/index.tsx';
import { metresPerPixel, scaleBar } from '../map/geometry.ts';
import { useJurisdiction, useLabels } from '../map/facts.ts';
import type { Stage } from '../map/stage.ts';
import { useStage } from '../map/use-stage.ts';
import { Empty, RiskMark } from '../parts/index.ts';
import { token } from '../theme/index.ts';
import { metresText, windName } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { boundsOf, pointFeatures, zoneFeatures } from './zones.ts';

export interface MapPlace {
  readonly lon: number;
  readonly lat: number;
  readonly kind: string;
  readonly name: string;
}
export interface EstimateArea {
  readonly cells: readonly { readonly ring: readonly LonLat[]; readonly share: number }[];
}
export type MapLayer = 'zones' | 'swing' | 'band' | 'places' | 'sensors';

interface WorkMapProps {
  readonly setup: Setup;
  readonly zones: readonly Zone[];
  readonly places: readonly MapPlace[];
  readonly sensors: readonly MapPlace[];
  readonly estimate: EstimateArea | null;
  readonly clicked: LonLat | null;
  readonly on: ReadonlySet<MapLayer>;
  readonly onClick: (at: LonLat, move: boolean) => void;
  readonly stageRef: RefObject<Stage | null>;
}

/** Puts sources and layers of the workbench onto the base map, once. */
function prepare(stage: Stage): void {
  const { map } = stage;
  const colour = ['match', ['get', 'colour'], 'red', token('--red'), 'orange', token('--orange'), token('--yellow')];
  const edge = [
    'match',
    ['get', 'colour'],
    'red',
    token('--red-ink'),
    'orange',
    token('--orange-ink'),
    token('--yellow-edge'),
  ];
  for (const id of ['wb-swing', 'wb-band', 'wb-cells', 'wb-zones', 'wb-places', 'wb-sensors']) {
    if (map.getSource(id) === undefined)
      map.addSource(id, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  }
  const line = (id: string, source: string, dash: readonly number[] | null, width: number) =>
    map.addLayer({
      id,
      type: 'line',
      source,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': edge as never,
        'line-width': width,
        ...(dash === null ? {} : { 'line-dasharray': [...dash] }),
      },
    });
  if (map.getLayer('wb-zones-fill') !== undefined) return;
  map.addLayer({
    id: 'wb-cells-fill',
    type: 'fill',
    source: 'wb-cells',
    paint: { 'fill-color': token('--drill'), 'fill-opacity': ['get', 'opacity'] as never },
  });
  map.addLayer({
    id: 'wb-zones-fill',
    type: 'fill',
    source: 'wb-zones',
    paint: { 'fill-color': colour as never, 'fill-opacity': 0.24 },
  });
  line('wb-swing-line', 'wb-swing', [1, 2.5], 1);
  line('wb-band-line', 'wb-band', [4, 3], 1.2);
  line('wb-zones-line', 'wb-zones', null, 1.6);
  const dots = (id: string, fill: string) =>
    map.addLayer({
      id: `${id}-dot`,
      type: 'circle',
      source: id,
      paint: { 'circle-radius': 4, 'circle-color': fill, 'circle-stroke-width': 1.4, 'circle-stroke-color': '#ffffff' },
    });
  dots('wb-places', token('--ink-2'));
  dots('wb-sensors', token('--c-2'));
}

function show(stage: Stage, id: string, data: GeoJSON.FeatureCollection): void {
  void stage.map.getSource<GeoJSONSource>(id)?.setData(data);
}

const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The base map with zones, bands, places and sensors of a setup; a click asks for the exposure there. */
export function WorkMap({ setup, zones, places, sensors, estimate, clicked, on, onClick, stageRef }: WorkMapProps) {
  const t = useWords(WORDS);
  const host = useRef<HTMLDivElement>(null);
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const [start] = useState({ lon: setup.place[0], lat: setup.place[1], zoom: 12 });
  const shift = useRef(false);
  const { stage, state } = useStage(
    host,
    { jurisdiction, labels: labels.data, theme: 'desk', start, interactive: true },
    { onClick: (_, [lon, lat]) => onClick([lon, lat], shift.current) },
  );
  useEffect(() => {
    stageRef.current = stage;
  }, [stage, stageRef]);
  useEffect(() => {
    const held = (event: KeyboardEvent | MouseEvent) => void (shift.current = event.shiftKey);
    for (const name of ['keydown', 'keyup', 'mousedown'] as const) window.addEventListener(name, held, true);
    return () => {
      for (const name of ['keydown', 'keyup', 'mousedown'] as const) window.removeEventListener(name, held, true);
    };
  }, []);
  const ready = state === 'ready' && stage !== null;
  useEffect(() => {
    if (!ready) return;
    stage.map.boxZoom.disable();
    prepare(stage);
  }, [ready, stage]);
  useEffect(() => {
    if (!ready) return;
    show(stage, 'wb-zones', on.has('zones') ? zoneFeatures(zones, 'ring') : NOTHING);
    show(stage, 'wb-band', on.has('band') ? zoneFeatures(zones, 'band') : NOTHING);
    show(stage, 'wb-swing', on.has('swing') ? zoneFeatures(zones, 'swing') : NOTHING);
  }, [ready, stage, zones, on]);
  useEffect(() => {
    if (!ready) return;
    show(stage, 'wb-places', on.has('places') ? pointFeatures(places) : NOTHING);
    show(stage, 'wb-sensors', on.has('sensors') ? pointFeatures(sensors) : NOTHING);
  }, [ready, stage, places, sensors, on]);
  useEffect(() => {
    if (!ready) return;
    const most = Math.max(1e-9, ...(estimate?.cells ?? []).map(({ share }) => share));
    show(stage, 'wb-cells', {
      type: 'FeatureCollection',
      features: (estimate?.cells ?? []).map(({ ring, share }) => ({
        type: 'Feature',
        properties: { opacity: 0.08 + (0.5 * share) / most },
        geometry: { type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [lon, lat])] },
      })),
    });
  }, [ready, stage, estimate]);
  useFit(ready ? stage : null, setup, zones);
  if (state === 'none') return <Empty icon={<MapPinOff size={20} />} title={t('noWebgl')} />;
  return (
    <div
      className={styles.mapBox}
      data-testid="workbench-map"
      data-ready={ready}
      data-zones={zones.filter(({ ring }) => ring.length > 0).length}
    >
      <div ref={host} className={styles.mapHost} role="application" aria-label={t('zonesLayer')} />
      {ready ? (
        <Marks
          stage={stage}
          setup={setup}
          zones={on.has('zones') ? zones : []}
          places={on.has('places') ? places : []}
          clicked={clicked}
        />
      ) : null}
      <Compass from={setup.weather.from} />
    </div>
  );
}

/** Shows all of the zones when the place or their size has changed much. */
function useFit(stage: Stage | null, setup: Setup, zones: readonly Zone[]): void {
  const shown = useRef('');
  const far = Math.max(0, ...zones.map(({ distance }) => distance));
  useEffect(() => {
    if (stage === null || zones.length === 0) return;
    const key = `${setup.place.join()}${setup.weather.from}${Math.round(Math.log(Math.max(100, far)) / Math.log(1.35))}`;
    if (shown.current === key) return;
    shown.current = key;
    stage.map.fitBounds(boundsOf(setup, zones), { padding: 46, animate: false, maxZoom: 15 });
  }, [stage, setup, zones, far]);
}

interface MarksProps {
  readonly stage: Stage;
  readonly setup: Setup;
  readonly zones: readonly Zone[];
  readonly places: readonly MapPlace[];
  readonly clicked: LonLat | null;
}

/** Names over the map, kept in place while it moves: the release, how far each zone reaches, the places inside. */
function Marks({ stage, setup, zones, places, clicked }: MarksProps) {
  const t = useWords(WORDS);
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    const moved = () => redraw((before) => before + 1);
    stage.map.on('move', moved);
    stage.map.on('resize', moved);
    return () => {
      stage.map.off('move', moved);
      stage.map.off('resize', moved);
    };
  }, [stage]);
  const at = ([lon, lat]: Readonly<LonLat>) => {
    const { x, y } = stage.map.project([lon, lat]);
    return { left: x, top: y };
  };
  const heading = ((setup.weather.from + 180) * Math.PI) / 180;
  const farthest = (zone: Zone): LonLat =>
    zone.ring.reduce((best, place) =>
      place[0] * Math.sin(heading) + place[1] * Math.cos(heading) >
      best[0] * Math.sin(heading) + best[1] * Math.cos(heading)
        ? place
        : best,
    );
  const named = namedApart(stage, setup.place, places);
  const bar = scaleBar(metresPerPixel(setup.place[1], stage.map.getZoom()), 110);
  return (
    <div className={styles.marks} aria-hidden>
      {named.map((place) => (
        <span
          key={`${place.kind}${place.name}${place.lon}`}
          className={styles.placeName}
          style={at([place.lon, place.lat])}
        >
          {place.name}
        </span>
      ))}
      {zones
        .filter(({ ring }) => ring.length > 3)
        .map((zone) => (
          <span key={zone.name} className={styles.zoneName} data-colour={zone.level.colour} style={at(farthest(zone))}>
            <RiskMark level={zone.level.colour} size={12} /> {metresText(zone.distance)}
          </span>
        ))}
      <span className={styles.release} style={at(setup.place)}>
        <i />
        {t('releasePoint')}
      </span>
      {clicked === null ? null : <span className={styles.clicked} style={at(clicked)} />}
      <span className={styles.scale} style={{ width: bar.width }}>
        {bar.label}
      </span>
    </div>
  );
}

/** Most names on the map, and the room (px) each needs. */
const NAMES = { most: 12, wide: 130, high: 15 } as const;

/** Places whose names do not lie over one another or over the release, worst first. */
function namedApart(stage: Stage, release: Readonly<LonLat>, places: readonly MapPlace[]): MapPlace[] {
  const taken = [stage.map.project([release[0], release[1]])];
  const named: MapPlace[] = [];
  for (const place of places) {
    if (named.length >= NAMES.most) break;
    const at = stage.map.project([place.lon, place.lat]);
    if (taken.some(({ x, y }) => Math.abs(x - at.x) < NAMES.wide && Math.abs(y - at.y) < NAMES.high)) continue;
    taken.push(at);
    named.push(place);
  }
  return named;
}

function Compass({ from }: { readonly from: number }) {
  return (
    <div className={styles.compass} title={`${windName(from)} ${Math.round(from)}°`}>
      <small>N</small>
      <svg viewBox="0 0 40 40" width="46" height="46" style={{ transform: `rotate(${from + 180}deg)` }} aria-hidden>
        <path d="M20 33V9M13 16l7-8 7 8" />
      </svg>
    </div>
  );
}
