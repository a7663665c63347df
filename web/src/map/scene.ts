import type { AlarmView } from '@anlan/kernel/alarm';
import type { Places } from '@anlan/kernel/map';
import { clusterAtlas, markAtlas } from './atlas.ts';
import { CLUSTER_UNTIL, clusterIndex } from './clusters.ts';
import type { AlarmColumns, PlaceScene, Scene } from './layers.ts';
import { Movers } from './movers.ts';
import { type Level, type Palette, paletteOf } from './palette.ts';

export interface PlaceLayer {
  readonly key: string;
  readonly look: PlaceScene['look'];
  readonly places: Places;
}
export type Bounds = readonly [number, number, number, number];

/** Active alarms that have a place, as columns; `follow` gives the shown place of a moving subject. */
export function alarmColumns(
  alarms: readonly AlarmView[],
  follow: (alarm: AlarmView) => readonly [number, number] | null,
): AlarmColumns {
  const placed = alarms.flatMap((alarm) => {
    const at = follow(alarm) ?? (alarm.lon === null || alarm.lat === null ? null : ([alarm.lon, alarm.lat] as const));
    return at === null ? [] : [{ alarm, at }];
  });
  const lonlat = new Float64Array(2 * placed.length);
  placed.forEach(({ at }, i) => lonlat.set(at, 2 * i));
  return {
    ids: placed.map(({ alarm }) => alarm.id),
    level: placed.map(({ alarm }) => alarm.level),
    unacknowledged: placed.map(
      ({ alarm }) => alarm.response === 'unacknowledged' && alarm.recoveredAt === null && alarm.shelvedUntil === null,
    ),
    lonlat,
    length: placed.length,
  };
}

/** The scene in the making: keeps movers, indexes and pictures, and rebuilds only what a change touches. */
export class SceneKeeper {
  readonly vehicles = new Movers('vehicle');
  readonly vessels = new Movers('vessel');
  palette: Palette;
  #scene: Scene;
  #layers: { layer: PlaceLayer; query: ReturnType<typeof clusterIndex> }[] = [];
  #alarms: readonly AlarmView[] = [];
  #shown: ReadonlySet<string> = new Set(['vehicle', 'vessel']);

  readonly #together: boolean;

  /** `together`: are near places drawn as one cluster? */
  constructor(theme: 'desk' | 'wall', together = true) {
    this.#together = together;
    this.palette = paletteOf(theme);
    this.#scene = {
      palette: this.palette,
      marks: markAtlas(this.palette),
      clusters: [],
      clusterAtlas: null,
      places: [],
      movers: [this.vehicles, this.vessels],
      alarms: alarmColumns([], () => null),
      chosen: null,
      track: null,
      pulse: 1,
      alarmVersion: 0,
    };
  }

  get scene(): Scene {
    return this.#scene;
  }

  change(part: Partial<Scene>): void {
    this.#scene = { ...this.#scene, ...part };
  }

  theme(theme: 'desk' | 'wall', bounds: Bounds, zoom: number): void {
    this.palette = paletteOf(theme);
    this.change({ palette: this.palette, marks: markAtlas(this.palette) });
    this.view(bounds, zoom);
  }

  /** Sets the place layers, filtered to the chosen levels (only layers that carry levels). */
  places(layers: readonly PlaceLayer[], levels: ReadonlySet<Level>): void {
    this.#layers = layers.map((layer) => ({
      layer,
      query: clusterIndex(
        layer.places,
        (row) => layer.look !== 'risk' || levels.has((layer.places.level[row] ?? 'blue') as Level),
        this.#together,
      ),
    }));
  }

  /** Which kinds of moving objects are drawn. */
  show(kinds: ReadonlySet<string>): void {
    this.#shown = kinds;
    this.change({ movers: [this.vehicles, this.vessels].filter((movers) => kinds.has(movers.kind)) });
  }

  shows(kind: string): boolean {
    return this.#shown.has(kind);
  }

  /** Clusters for what is in view. Only risk layers cluster visibly; sensors and others appear when they stand alone. */
  view(bounds: Bounds, zoom: number): void {
    const wide: Bounds = [bounds[0] - 0.1, bounds[1] - 0.1, bounds[2] + 0.1, bounds[3] + 0.1];
    const places = this.#layers.map(({ layer, query }): PlaceScene => {
      const clustered = query(wide, Math.min(zoom, CLUSTER_UNTIL));
      return { ...layer, clustered: layer.look === 'risk' ? clustered : { clusters: [], singles: clustered.singles } };
    });
    const clusters = places.flatMap((place) => place.clustered.clusters);
    this.change({
      places,
      clusters,
      clusterAtlas: clusters.length === 0 ? null : clusterAtlas(clusters, this.palette),
    });
  }

  /** How many enterprises and points lie inside a box, clustered or not. */
  countIn(bounds: Bounds): { readonly places: number; readonly points: number } {
    const sum = { places: 0, points: 0 };
    for (const { layer } of this.#layers) {
      const { lon, lat } = layer.places;
      let count = 0;
      for (let i = 0; i < lon.length; i += 1) {
        const [x = 0, y = 0] = [lon[i], lat[i]];
        if (x >= bounds[0] && y >= bounds[1] && x <= bounds[2] && y <= bounds[3]) count += 1;
      }
      sum[layer.look === 'sensor' ? 'points' : 'places'] += layer.look === 'plain' ? 0 : count;
    }
    return sum;
  }

  alarms(alarms: readonly AlarmView[]): void {
    this.#alarms = alarms;
    this.follow();
  }

  /** Moves alarms of moving subjects to where these are shown now. */
  follow(): void {
    const alarms = alarmColumns(this.#alarms, (alarm) =>
      this.placeOf(alarm.subjectKind, alarm.subjectId, alarm.deviceId),
    );
    this.change({ alarms, alarmVersion: this.#scene.alarmVersion + 1 });
  }

  /** Shown place of a moving object, known by its own id or its device's; null when it is not on the map. */
  placeOf(kind: string, id: string, deviceId: string | null = null): readonly [number, number] | null {
    const movers = kind === 'vessel' ? this.vessels : kind === 'vehicle' ? this.vehicles : null;
    if (movers === null) return null;
    const own = movers.indexOf(id);
    const at = own < 0 && deviceId !== null ? movers.indexOf(deviceId) : own;
    return at < 0 ? null : [movers.shown[2 * at] ?? 0, movers.shown[2 * at + 1] ?? 0];
  }

  get followsSome(): boolean {
    return this.#alarms.some((alarm) => alarm.subjectKind !== 'point');
  }
}
