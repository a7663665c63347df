import type { Journey } from '@anlan/systems/monitoring/vehicle-supervision';
import { useEffect, useMemo, useRef } from 'react';
import { useJurisdiction, useLabels } from '../map/facts.ts';
import type { Stage } from '../map/stage.ts';
import { useStage } from '../map/use-stage.ts';
import { stretchesOf } from './journey.ts';
import styles from './Picture.module.css';

const SOURCE = 'journey';

interface Props {
  readonly journey: Journey;
  /** Index of the fix under the chart's line. */
  readonly head: number | null;
  /** Indices of the chosen stretch; the whole track where nothing is chosen. */
  readonly chosen: readonly [first: number, last: number] | null;
}

/** The track on the map, coloured by the ratio of speed to limit, with rests and the place under the chart's line. */
export function JourneyMap({ journey, head, chosen }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const { stage, state } = useStage(
    host,
    { jurisdiction, labels: labels.data, theme: 'desk', start: null, interactive: true },
    { onClick: () => undefined },
  );
  const data = useMemo(() => featuresOf(journey, head), [journey, head]);
  const [first, last] = chosen ?? [0, journey.time.length - 1];
  useEffect(() => {
    if (stage !== null && state === 'ready') draw(stage, data);
  }, [stage, state, data]);
  useEffect(() => {
    if (stage === null || state !== 'ready' || journey.lon.length === 0) return;
    const [lon, lat] = [journey.lon.slice(first, last + 1), journey.lat.slice(first, last + 1)];
    const least = (column: readonly number[]): number => column.reduce((a, b) => Math.min(a, b), Infinity);
    const most = (column: readonly number[]): number => column.reduce((a, b) => Math.max(a, b), -Infinity);
    const room = 0.002;
    const bounds: [number, number, number, number] = [
      least(lon) - room,
      least(lat) - room,
      most(lon) + room,
      most(lat) + room,
    ];
    stage.map.fitBounds(bounds, { padding: 36, duration: 0, maxZoom: 15 });
  }, [stage, state, journey, first, last]);
  return <div ref={host} className={styles.map} data-testid="journey-map" data-ready={state === 'ready'} />;
}

function featuresOf(journey: Journey, head: number | null): GeoJSON.FeatureCollection {
  const place = (index: number): [number, number] => [journey.lon[index]!, journey.lat[index]!];
  const lines = stretchesOf(journey).map(({ band, first, last }): GeoJSON.Feature => {
    const coordinates = Array.from({ length: last - first + 1 }, (_, step) => place(first + step));
    return { type: 'Feature', properties: { role: band }, geometry: { type: 'LineString', coordinates } };
  });
  const rests = journey.rests.map((rest): GeoJSON.Feature => ({
    type: 'Feature',
    properties: { role: 'rest', text: `P ${Math.round((rest.to - rest.from) / 60_000)}′` },
    geometry: { type: 'Point', coordinates: [rest.lon, rest.lat] },
  }));
  const now: GeoJSON.Feature[] =
    head === null || journey.lon[head] === undefined
      ? []
      : [{ type: 'Feature', properties: { role: 'head' }, geometry: { type: 'Point', coordinates: place(head) } }];
  return { type: 'FeatureCollection', features: [...lines, ...rests, ...now] };
}

function draw({ map }: Stage, data: GeoJSON.FeatureCollection): void {
  const source = map.getSource(SOURCE);
  if (source !== undefined) {
    (source as unknown as { setData(data: GeoJSON.FeatureCollection): void }).setData(data);
    return;
  }
  const style = getComputedStyle(document.documentElement);
  const colour = (token: string): string => style.getPropertyValue(token).trim();
  map.addSource(SOURCE, { type: 'geojson', data });
  map.addLayer({
    id: `${SOURCE}-case`,
    type: 'line',
    source: SOURCE,
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour('--surface'), 'line-width': 8 },
  });
  map.addLayer({
    id: `${SOURCE}-line`,
    type: 'line',
    source: SOURCE,
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': [
        'match',
        ['get', 'role'],
        'over',
        colour('--yellow'),
        'over10',
        colour('--orange'),
        'over20',
        colour('--red'),
        colour('--c-1'),
      ],
      'line-width': 4.5,
    },
  });
  map.addLayer({
    id: `${SOURCE}-rest`,
    type: 'circle',
    source: SOURCE,
    filter: ['==', ['get', 'role'], 'rest'],
    paint: {
      'circle-radius': 7,
      'circle-color': colour('--done'),
      'circle-stroke-color': colour('--surface'),
      'circle-stroke-width': 2,
    },
  });
  map.addLayer({
    id: `${SOURCE}-word`,
    type: 'symbol',
    source: SOURCE,
    filter: ['==', ['get', 'role'], 'rest'],
    layout: {
      'text-field': ['get', 'text'],
      'text-size': 12,
      'text-offset': [0, 1.2],
      'text-anchor': 'top',
      'text-font': FONT,
    },
    paint: { 'text-color': colour('--ink'), 'text-halo-color': colour('--surface'), 'text-halo-width': 2 },
  });
  map.addLayer({
    id: `${SOURCE}-head`,
    type: 'circle',
    source: SOURCE,
    filter: ['==', ['get', 'role'], 'head'],
    paint: {
      'circle-radius': 8,
      'circle-color': colour('--surface'),
      'circle-stroke-color': colour('--primary'),
      'circle-stroke-width': 3,
    },
  });
}

const FONT = ['Noto Sans SC'];
