import type { Layer } from '@deck.gl/core';
import { GeoJsonLayer, IconLayer, PathLayer, PolygonLayer, ScatterplotLayer } from '@deck.gl/layers';
import { LEVEL_CODES, type Shapes } from '@anlan/kernel/map';
import { type Atlas, CLUSTER_CELL, ICON_SIZES } from './atlas.ts';
import type { Cluster } from './clusters.ts';
import type { Movers } from './movers.ts';
import { LEVELS, type Level, type Palette, rgba } from './palette.ts';
import type { Singles } from './places.ts';

/** Active alarms as columns; `lonlat` follows moving subjects. */
export interface AlarmColumns {
  readonly ids: readonly string[];
  readonly level: readonly Level[];
  readonly unacknowledged: readonly boolean[];
  readonly lonlat: Float64Array;
  readonly length: number;
}

/** Places of one layer of the panel that stand alone in the view, the gravest last. */
export interface PlaceScene {
  readonly key: string;
  /** `risk`: mark by level; `sensor`: ring, dashed when silent; `plain`: a dot. */
  readonly look: 'risk' | 'sensor' | 'plain';
  readonly singles: Singles;
  /** 0 … 1 */
  readonly opacity: number;
}

/** Lines and areas of one layer of the panel. */
export interface ShapeScene {
  readonly key: string;
  readonly shapes: Shapes;
  readonly opacity: number;
}

/** A line or a ring drawn by hand. */
export interface Drawing {
  readonly id: string;
  readonly path: readonly (readonly [number, number])[];
  readonly closed: boolean;
  /** Is it a corner to be seen, as while drawing? */
  readonly corners: boolean;
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
  /** Alarms on the track, and where its playing stands. */
  readonly trackMarks: readonly { readonly at: readonly [number, number]; readonly level: Level }[];
  readonly trackHead: readonly [number, number] | null;
  /** Lines and areas of declared layers. */
  readonly shapes: readonly ShapeScene[];
  /** What is being drawn or asked about, and what is being measured. */
  readonly drawing: readonly Drawing[];
  /** Is a past moment shown? */
  readonly past: boolean;
  /** Phase of the pulse, 0 … 1; 1 is fully drawn (reduced motion). */
  readonly pulse: number;
  /** Changes with every batch of alarms or moved alarm places. */
  readonly alarmVersion: number;
}

type Row = { readonly index: number };

/** Icon of a place: its risk mark, a sensor's ring, or a dot where it has no level. */
export function placeIcon({ look, singles }: Pick<PlaceScene, 'look' | 'singles'>, row: number): string {
  if (look === 'sensor') return singles.silent[row] === 1 ? 'silent' : 'sensor';
  const level = LEVEL_CODES[singles.level[row] ?? 0] ?? '';
  return look === 'risk' && level !== '' ? `risk-${level}` : 'plain';
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
  const { singles } = places;
  return icons(`places-${places.key}`, scene.marks, {
    data: { length: singles.length, attributes: { getPosition: { value: singles.lonlat, size: 2 } } },
    // The columns of a view are made once: the same columns are the same drawing.
    dataComparator: (now: Attributes, before: Attributes) =>
      now.attributes.getPosition.value === before.attributes.getPosition.value,
    opacity: places.opacity,
    getIcon: (_: unknown, { index }: Row) => placeIcon(places, index),
    getSize: (_: unknown, { index }: Row) =>
      places.look === 'sensor'
        ? ICON_SIZES.sensor
        : placeIcon(places, index) === 'plain'
          ? ICON_SIZES.plain
          : ICON_SIZES.risk,
  });
}

interface Attributes {
  readonly length: number;
  readonly attributes: { readonly getPosition: { readonly value: Float64Array } };
}

function moverLayer(scene: Scene, movers: Movers): Layer {
  return icons(`moving-${movers.kind}`, scene.marks, {
    data: {
      length: movers.length,
      attributes: { getPosition: { value: movers.shown, size: 2 }, getAngle: { value: movers.angle, size: 1 } },
    },
    // Places move in place; icon and size of every object stay, so that a frame costs two copies and no walk.
    dataComparator: (now: { length: number }, before: { length: number }) => now.length === before.length,
    updateTriggers: { getPosition: movers.frame, getAngle: movers.frame },
    opacity: scene.past ? 0.75 : 1,
    getIcon: () => movers.kind,
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
  const head = scene.trackHead;
  return [
    line('track-case', 6, rgba(scene.palette.land)),
    line('track', 3, rgba(scene.palette.track, 0.85)),
    ...(scene.trackMarks.length === 0
      ? []
      : [
          icons('track-marks', scene.marks, {
            data: scene.trackMarks,
            getPosition: (mark: Scene['trackMarks'][number]) => mark.at,
            getIcon: (mark: Scene['trackMarks'][number]) => `risk-${mark.level}`,
            getSize: ICON_SIZES.risk + 4,
          }),
        ]),
    ...(head === null
      ? []
      : [
          new ScatterplotLayer({
            id: 'track-head',
            data: [head],
            getPosition: (place: unknown) => place as never,
            getRadius: 7,
            radiusUnits: 'pixels',
            stroked: true,
            lineWidthUnits: 'pixels',
            getLineWidth: 2.5,
            getFillColor: rgba(scene.palette.track),
            getLineColor: rgba(scene.palette.surface),
          }) as unknown as Layer,
        ]),
  ];
}

function shapeLayer(scene: Scene, { key, shapes, opacity }: ShapeScene): Layer {
  const colour = (feature: unknown) => {
    const level = (feature as Shapes['features'][number]).properties.level;
    return LEVELS.includes(level as Level) ? scene.palette.levels[level as Level] : scene.palette.track;
  };
  return new GeoJsonLayer({
    id: `shapes-${key}`,
    data: shapes as never,
    opacity,
    stroked: true,
    filled: true,
    lineWidthUnits: 'pixels',
    getLineWidth: 2,
    getLineColor: (feature: unknown) => rgba(colour(feature)),
    getFillColor: (feature: unknown) => rgba(colour(feature), 0.14),
  });
}

function drawingLayers(scene: Scene): Layer[] {
  return scene.drawing.flatMap(({ id, path, closed, corners }): Layer[] => {
    const ink = rgba(scene.palette.track);
    const line = closed
      ? new PolygonLayer({
          id: `drawn-${id}`,
          data: [path],
          getPolygon: (ring: unknown) => ring as never,
          getFillColor: rgba(scene.palette.track, 0.12),
          getLineColor: ink,
          lineWidthUnits: 'pixels',
          getLineWidth: 2,
        })
      : new PathLayer({
          id: `drawn-${id}`,
          data: [path],
          getPath: (line: unknown) => line as never,
          getColor: ink,
          widthUnits: 'pixels',
          getWidth: 2.5,
        });
    const dots = new ScatterplotLayer({
      id: `corners-${id}`,
      data: [...path],
      getPosition: (place: unknown) => place as never,
      getRadius: 4,
      radiusUnits: 'pixels',
      getFillColor: rgba(scene.palette.surface),
      stroked: true,
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      getLineColor: ink,
    });
    return [line, ...(corners ? [dots] : [])];
  });
}

/** The deck.gl layers of a scene, bottom to top: track, places, movers, clusters, chosen one, alarms with red on top. */
export function buildLayers(scene: Scene): Layer[] {
  const { clusterAtlas } = scene;
  return [
    ...scene.shapes.map((shapes) => shapeLayer(scene, shapes)),
    ...drawingLayers(scene),
    ...trackLayers(scene),
    ...scene.places.map((places) => placeLayer(scene, places)),
    ...scene.movers.map((movers) => moverLayer(scene, movers)),
    ...(clusterAtlas === null || scene.clusters.length === 0
      ? []
      : [
          icons('clusters', clusterAtlas, {
            data: scene.clusters,
            getPosition: (cluster: Cluster) => [cluster.lon, cluster.lat],
            getIcon: (cluster: Cluster) => cluster.id,
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
