import type { Layer } from '@deck.gl/core';
import { IconLayer, PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { Places } from '@anlan/kernel/map';
import { type Atlas, CLUSTER_CELL, ICON_SIZES } from './atlas.ts';
import type { Cluster, Clustered } from './clusters.ts';
import type { Movers } from './movers.ts';
import { LEVELS, type Level, type Palette, rgba } from './palette.ts';

/** Active alarms as columns; `lonlat` follows moving subjects. */
export interface AlarmColumns {
  readonly ids: readonly string[];
  readonly level: readonly Level[];
  readonly unacknowledged: readonly boolean[];
  readonly lonlat: Float64Array;
  readonly length: number;
}

/** Places of one layer of the panel, already clustered for the view. */
export interface PlaceScene {
  readonly key: string;
  /** `risk`: mark by level; `sensor`: ring, dashed when silent; `plain`: a dot. */
  readonly look: 'risk' | 'sensor' | 'plain';
  readonly places: Places;
  readonly clustered: Clustered;
}

/** Everything drawn over the base map. */
export interface Scene {
  readonly palette: Palette;
  readonly marks: Atlas;
  readonly clusters: readonly Cluster[];
  readonly clusterAtlas: Atlas | null;
  readonly places: readonly PlaceScene[];
  readonly movers: readonly Movers[];
  readonly alarms: AlarmColumns;
  readonly chosen: readonly [number, number] | null;
  readonly track: readonly (readonly [number, number])[] | null;
  /** Phase of the pulse, 0 … 1; 1 is fully drawn (reduced motion). */
  readonly pulse: number;
  /** Changes with every batch of alarms or moved alarm places. */
  readonly alarmVersion: number;
}

type Row = { readonly index: number };

/** Icon of a place: its risk mark, a sensor's ring, or a dot where it has no level. */
export function placeIcon(scene: PlaceScene, row: number): string {
  if (scene.look === 'sensor') return scene.places.silent[row] === true ? 'silent' : 'sensor';
  const level = scene.places.level[row];
  return scene.look === 'risk' && LEVELS.includes(level as Level) ? `risk-${level}` : 'plain';
}

const RANK: Readonly<Record<string, number>> = { red: 3, orange: 2, yellow: 1 };

/** Rows in drawing order: red on top. */
export function drawingOrder(scene: PlaceScene): number[] {
  const rank = (row: number) => RANK[scene.places.level[row] ?? ''] ?? 0;
  return [...scene.clustered.singles].sort((a, b) => rank(a) - rank(b));
}

function icons(id: string, atlas: Atlas, props: object): Layer {
  return new IconLayer({
    id,
    // The picture is a drawn canvas; the type only knows addresses and textures.
    iconAtlas: atlas.image as unknown as string,
    iconMapping: atlas.mapping as never,
    sizeUnits: 'pixels',
    ...props,
  } as never);
}

function placeLayer(scene: Scene, places: PlaceScene): Layer {
  const rows = drawingOrder(places);
  const at = (index: number) => rows[index] ?? 0;
  return icons(`places-${places.key}`, scene.marks, {
    data: rows,
    getPosition: (row: number) => [places.places.lon[row] ?? 0, places.places.lat[row] ?? 0],
    getIcon: (row: number) => placeIcon(places, row),
    getSize: (_: number, { index }: Row) =>
      places.look === 'sensor'
        ? ICON_SIZES.sensor
        : placeIcon(places, at(index)) === 'plain'
          ? ICON_SIZES.plain
          : ICON_SIZES.risk,
  });
}

function moverLayer(scene: Scene, movers: Movers): Layer {
  return icons(`moving-${movers.kind}`, scene.marks, {
    // A new wrapper every frame tells the layer that the columns have changed; the columns themselves stay.
    data: { length: movers.length, attributes: { getPosition: { value: movers.shown, size: 2 } } },
    getIcon: () => movers.kind,
    // The icon layer turns anticlockwise, headings count clockwise.
    getAngle: (_: unknown, { index }: Row) => -(movers.heading[index] ?? 0),
    getSize: ICON_SIZES.mover,
    billboard: false,
  });
}

function alarmLayers(scene: Scene): Layer[] {
  const { alarms, palette } = scene;
  const waiting: number[] = [];
  for (let i = 0; i < alarms.length; i += 1) if (alarms.unacknowledged[i] === true) waiting.push(i);
  const place = (row: number) => [alarms.lonlat[2 * row] ?? 0, alarms.lonlat[2 * row + 1] ?? 0];
  const colour = (row: number) => rgba(palette.levels[alarms.level[row] ?? 'blue']);
  const triggers = { getPosition: scene.alarmVersion, getLineColor: scene.alarmVersion, getIcon: scene.alarmVersion };
  const rings = [
    [17, 2, 0.8],
    [25, 1.4, 0.45],
    [34, 1, 0.25],
  ] as const;
  const rows = Array.from({ length: alarms.length }, (_, i) => i).sort(
    (a, b) => LEVELS.indexOf(alarms.level[b] ?? 'blue') - LEVELS.indexOf(alarms.level[a] ?? 'blue'),
  );
  return [
    ...rings.map(
      ([radius, width, strength]) =>
        new ScatterplotLayer<number>({
          id: `alarm-ring-${radius}`,
          data: waiting,
          getPosition: place as never,
          getRadius: radius,
          radiusUnits: 'pixels',
          getLineWidth: width,
          lineWidthUnits: 'pixels',
          getLineColor: colour,
          stroked: true,
          filled: false,
          opacity: strength * scene.pulse,
          updateTriggers: triggers,
        }) as unknown as Layer,
    ),
    icons('alarms', scene.marks, {
      data: rows,
      getPosition: place,
      getIcon: (row: number) => `alarm-${alarms.level[row] ?? 'blue'}`,
      getSize: ICON_SIZES.alarm,
      updateTriggers: triggers,
    }),
  ];
}

function trackLayers(scene: Scene): Layer[] {
  if (scene.track === null || scene.track.length < 2) return [];
  const line = (id: string, width: number, colour: [number, number, number, number]) =>
    new PathLayer({
      id,
      data: [scene.track],
      getPath: (path: unknown) => path as never,
      getColor: colour,
      getWidth: width,
      widthUnits: 'pixels',
      capRounded: true,
      jointRounded: true,
    }) as unknown as Layer;
  return [line('track-case', 6, rgba(scene.palette.land)), line('track', 3, rgba(scene.palette.track, 0.85))];
}

/** The deck.gl layers of a scene, bottom to top: track, places, movers, clusters, chosen one, alarms with red on top. */
export function buildLayers(scene: Scene): Layer[] {
  const { clusterAtlas } = scene;
  return [
    ...trackLayers(scene),
    ...scene.places.map((places) => placeLayer(scene, places)),
    ...scene.movers.map((movers) => moverLayer(scene, movers)),
    ...(clusterAtlas === null || scene.clusters.length === 0
      ? []
      : [
          icons('clusters', clusterAtlas, {
            data: scene.clusters,
            getPosition: (cluster: Cluster) => [cluster.lon, cluster.lat],
            getIcon: (cluster: Cluster) => String(cluster.id),
            getSize: CLUSTER_CELL,
          }),
        ]),
    ...(scene.chosen === null
      ? []
      : [
          icons('chosen', scene.marks, {
            data: [scene.chosen],
            getPosition: (place: unknown) => place,
            getIcon: () => 'chosen',
            getSize: ICON_SIZES.chosen,
          }),
        ]),
    ...alarmLayers(scene),
  ];
}
