import type { EstimateArea, RiskContour, Zone } from '@anlan/kernel/workbench';
import type { GeoJSONSource } from 'maplibre-gl';
import type { Stage } from '../map/stage.ts';
import { token } from '../theme/index.ts';
import { pointFeatures, riskFeatures, zoneFeatures } from './zones.ts';

export interface MapPlace {
  readonly lon: number;
  readonly lat: number;
  readonly kind: string;
  readonly name: string;
}
export type MapLayer = 'zones' | 'swing' | 'band' | 'places' | 'sensors' | 'risk';

/** Puts sources and layers of the workbench onto the base map, once. */
export function prepare(stage: Stage): void {
  const { map } = stage;
  const colour = ['match', ['get', 'colour'], 'red', token('--red'), 'orange', token('--orange'), token('--yellow')];
  const edge = [
    'match',
    ['get', 'colour'],
    'red',
    token('--red-ink'),
    'orange',
    token('--orange-ink'),
    'blue',
    token('--c-1'),
    token('--yellow-edge'),
  ];
  for (const id of ['wb-swing', 'wb-band', 'wb-cells', 'wb-zones', 'wb-risk', 'wb-places', 'wb-sensors']) {
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
  line('wb-risk-line', 'wb-risk', [6, 2, 1, 2], 2);
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

const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

const show = (stage: Stage, id: string, data: GeoJSON.FeatureCollection): void =>
  void stage.map.getSource<GeoJSONSource>(id)?.setData(data);

/** Draws the zones with their bands and swings. */
export function showZones(stage: Stage, zones: readonly Zone[], on: ReadonlySet<MapLayer>): void {
  show(stage, 'wb-zones', on.has('zones') ? zoneFeatures(zones, 'ring') : NOTHING);
  show(stage, 'wb-band', on.has('band') ? zoneFeatures(zones, 'band') : NOTHING);
  show(stage, 'wb-swing', on.has('swing') ? zoneFeatures(zones, 'swing') : NOTHING);
}

export const showRisk = (stage: Stage, contours: readonly RiskContour[]): void =>
  show(stage, 'wb-risk', riskFeatures(contours));

/** Draws the places inside and the sensors. */
export function showPlaces(
  stage: Stage,
  places: readonly MapPlace[],
  sensors: readonly MapPlace[],
  on: ReadonlySet<MapLayer>,
): void {
  show(stage, 'wb-places', on.has('places') ? pointFeatures(places) : NOTHING);
  show(stage, 'wb-sensors', on.has('sensors') ? pointFeatures(sensors) : NOTHING);
}

/** Draws where a release estimated from sensors may be, darker where likelier. */
export function showEstimate(stage: Stage, estimate: EstimateArea | null): void {
  const most = Math.max(1e-9, ...(estimate?.cells ?? []).map(({ share }) => share));
  show(stage, 'wb-cells', {
    type: 'FeatureCollection',
    features: (estimate?.cells ?? []).map(({ ring, share }) => ({
      type: 'Feature',
      properties: { opacity: 0.08 + (0.5 * share) / most },
      geometry: { type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [lon, lat])] },
    })),
  });
}
