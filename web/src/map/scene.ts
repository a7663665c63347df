import { stands, type AlarmView } from '@anlan/kernel/alarm';
import { clusterAtlas, markAtlas } from './atlas.ts';
import { clustersOf } from './clusters.ts';
import type { AlarmColumns, PlaceScene, Scene } from './layers.ts';
import { Movers } from './movers.ts';
import { LEVEL_CODES, type Bounds } from '@anlan/kernel/map';
import { type Level, type Palette, paletteOf } from './palette.ts';
import { CLUSTER_UNTIL } from './place-index.ts';
import { placeStore } from './place-store.ts';
import type { LayerPart, LayerSummary } from './places.ts';

export type { Bounds };

export interface PlaceLayer {
  readonly key: string;
  readonly look: PlaceScene['look'];
  /** What the worker holds of it. */
  readonly held: LayerSummary;
  readonly opacity: number;
}

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
      ({ alarm }) => alarm.response === 'unacknowledged' && stands(alarm) && alarm.shelvedUntil === null,
    ),
    lonlat,
    length: placed.length,
  };
}

/** Level codes of the chosen levels as bits; what has no level is always shown. */
const maskOf = (levels: ReadonlySet<Level>): number =>
  [...levels].reduce((mask, level) => mask | (1 << LEVEL_CODES.indexOf(level)), 1);

/** The scene in the making: keeps movers, indexes and pictures, and rebuilds only what a change touches. */
export class SceneKeeper {
  readonly vehicles = new Movers('vehicle');
  readonly vessels = new Movers('vessel');
  palette: Palette;
  #scene: Scene;
  #layers: readonly PlaceLayer[] = [];
  #parts: readonly LayerPart[] = [];
  #levels: ReadonlySet<Level> = new Set();
  #asked = 0;
  /** Milliseconds the worker needed for the last view. */
  workerMs = 0;
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
      trackMarks: [],
      trackHead: null,
      shapes: [],
      drawing: [],
      past: false,
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

  theme(theme: 'desk' | 'wall'): void {
    this.palette = paletteOf(theme);
    this.change({ palette: this.palette, marks: markAtlas(this.palette) });
    this.#draw();
  }

  /** Sets the place layers and the levels to which those with levels are filtered. */
  places(layers: readonly PlaceLayer[], levels: ReadonlySet<Level>): void {
    this.#layers = layers;
    this.#levels = levels;
  }

  /** Which kinds of moving objects are drawn. */
  show(kinds: ReadonlySet<string>): void {
    this.#shown = kinds;
    this.change({ movers: [this.vehicles, this.vessels].filter((movers) => kinds.has(movers.kind)) });
  }

  shows(kind: string): boolean {
    return this.#shown.has(kind);
  }

  /** Asks the worker what to draw of the layers in view; true when that was drawn and nothing newer was asked since. */
  async view(bounds: Bounds, zoom: number): Promise<boolean> {
    this.#asked += 1;
    const asked = this.#asked;
    const wishes = this.#layers.map(({ key, look }) => ({
      key,
      mask: look === 'risk' ? maskOf(this.#levels) : 31,
      together: this.#together,
    }));
    const { parts, ms } = await placeStore.view(bounds, zoom, wishes);
    if (asked !== this.#asked) return false;
    this.#parts = parts;
    this.#far = zoom < CLUSTER_UNTIL;
    this.workerMs = ms;
    this.#draw();
    return true;
  }

  #far = true;

  /** Far away only layers with levels show clusters; others appear where they stand alone. */
  #draw(): void {
    const parts = new Map(this.#parts.map((part) => [part.key, part]));
    const places = this.#layers.flatMap(({ key, look, opacity }): PlaceScene[] => {
      const part = parts.get(key);
      return part === undefined ? [] : [{ key, look, opacity, singles: part.singles }];
    });
    const clusters = this.#layers.flatMap(({ key, look }) => {
      const part = parts.get(key);
      return part === undefined || (this.#far && look !== 'risk') ? [] : clustersOf(key, part.clusters);
    });
    this.change({
      places,
      clusters,
      clusterAtlas: clusters.length === 0 ? null : clusterAtlas(clusters, this.palette),
    });
  }

  /** How many enterprises and points are in view, clustered or not. */
  countIn(): { readonly places: number; readonly points: number } {
    const sum = { places: 0, points: 0 };
    const parts = new Map(this.#parts.map((part) => [part.key, part.count]));
    for (const { key, look } of this.#layers) {
      if (look !== 'plain') sum[look === 'sensor' ? 'points' : 'places'] += parts.get(key) ?? 0;
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
