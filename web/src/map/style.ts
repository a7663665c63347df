import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';

/** Where the packs of a jurisdiction lie; `/packs` is served by the platform itself, nothing comes from elsewhere. */
function packUrls(
  pack: string,
  root = '/packs',
): Record<'counties' | 'outline' | 'basemap' | 'roads' | 'waterways', string> {
  return {
    counties: `${root}/boundaries/${pack}-counties.geojson`,
    outline: `${root}/boundaries/${pack}-outline.geojson`,
    basemap: `${root}/basemap/${pack}.geojson`,
    roads: `${root}/roads/${pack}.geojson`,
    waterways: `${root}/waterways/${pack}.geojson`,
  };
}

const FONT = ['Noto Sans SC'];
const EXPRESSWAY: FilterSpecification = ['!=', ['get', 'class'], 'national'];

/**
 * The base map style of a pack: pale (or, on the wall, deep blue), under 20 % contrast so that objects speak.
 * It names no glyph server and no sprite: Chinese labels are drawn by the browser.
 * `points` are label anchors of counties, one per county.
 */
export function baseStyle(
  pack: string,
  palette: Palette,
  labels: GeoJSON.FeatureCollection,
  wall = false,
): StyleSpecification {
  const url = packUrls(pack);
  const source = (data: string | GeoJSON.FeatureCollection) => ({ type: 'geojson' as const, data });
  return {
    version: 8,
    sources: {
      outline: source(url.outline),
      counties: source(url.counties),
      basemap: source(url.basemap),
      roads: source(url.roads),
      waterways: source(url.waterways),
      labels: source(labels),
    },
    layers: [
      { id: 'out', type: 'background', paint: { 'background-color': palette.out } },
      ...waterOutside(palette),
      { id: 'land', type: 'fill', source: 'outline', paint: { 'fill-color': palette.land } },
      ...water(palette),
      {
        id: 'county-edge',
        type: 'line',
        source: 'counties',
        paint: { 'line-color': palette.county, 'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.8, 11, 1.4] },
      },
      {
        id: 'city-edge',
        type: 'line',
        source: 'outline',
        paint: { 'line-color': palette.edge, 'line-width': ['interpolate', ['linear'], ['zoom'], 7, 1.2, 11, 2] },
      },
      ...roads(palette),
      ...names(palette, wall),
    ],
  };
}

/** Lakes reach beyond the outline; drawn first and again above the land, so that their colour is the same on both. */
function waterOutside(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'lake-outside',
      type: 'fill',
      source: 'basemap',
      filter: ['==', ['get', 'kind'], 'lake'],
      paint: { 'fill-color': palette.water },
    },
  ];
}

function water(palette: Palette): LayerSpecification[] {
  const wide = ['interpolate', ['linear'], ['zoom'], 6, 1, 9, 2.6, 12, 6] as const;
  const join = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    {
      id: 'lake',
      type: 'fill',
      source: 'basemap',
      filter: ['==', ['get', 'kind'], 'lake'],
      paint: { 'fill-color': palette.water, 'fill-outline-color': palette.river },
    },
    {
      id: 'river',
      type: 'line',
      source: 'basemap',
      filter: ['==', ['get', 'kind'], 'river'],
      layout: join,
      paint: { 'line-color': palette.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0.8, 9, 2, 12, 4] },
    },
    {
      id: 'waterway',
      type: 'line',
      source: 'waterways',
      layout: join,
      paint: { 'line-color': palette.river, 'line-width': [...wide] as never },
    },
  ];
}

function roads(palette: Palette): LayerSpecification[] {
  const join = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    {
      id: 'road-national',
      type: 'line',
      source: 'roads',
      filter: ['==', ['get', 'class'], 'national'],
      layout: join,
      paint: {
        'line-color': palette.roadCase,
        'line-opacity': 0.55,
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.6, 12, 2],
      },
    },
    {
      id: 'road-case',
      type: 'line',
      source: 'roads',
      filter: EXPRESSWAY,
      layout: join,
      paint: {
        'line-color': palette.roadCase,
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 1.6, 10, 4.4, 13, 8],
      },
    },
    {
      id: 'road',
      type: 'line',
      source: 'roads',
      filter: EXPRESSWAY,
      layout: join,
      paint: { 'line-color': palette.road, 'line-width': ['interpolate', ['linear'], ['zoom'], 7, 1, 10, 3, 13, 6] },
    },
  ];
}

function names(palette: Palette, wall: boolean): LayerSpecification[] {
  const halo = { 'text-halo-color': palette.halo, 'text-halo-width': 1.6 };
  const along = { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-font': FONT, 'text-size': 11.5 } as const;
  return [
    {
      id: 'road-name',
      type: 'symbol',
      source: 'roads',
      minzoom: 8.6,
      filter: EXPRESSWAY,
      layout: { ...along, 'text-field': ['concat', ['get', 'name'], ' ', ['coalesce', ['get', 'ref'], '']] },
      paint: { ...halo, 'text-color': palette.label, 'text-opacity': 0.75 },
    },
    {
      id: 'waterway-name',
      type: 'symbol',
      source: 'waterways',
      minzoom: 8,
      layout: { ...along, 'text-field': ['concat', ['get', 'name'], ['case', ['get', 'schematic'], '（示意）', '']] },
      paint: { ...halo, 'text-color': palette.dark ? palette.label : palette.track, 'text-opacity': 0.7 },
    },
    {
      id: 'county-name',
      type: 'symbol',
      source: 'labels',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': wall ? 17 : ['interpolate', ['linear'], ['zoom'], 6.5, 12, 9, 15],
        'text-letter-spacing': 0.24,
        'text-padding': 6,
      },
      paint: { ...halo, 'text-halo-width': 2, 'text-color': palette.label },
    },
  ];
}
