import { MapboxOverlay } from '@deck.gl/mapbox';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { Positions } from '@anlan/kernel/position';
import { Map as BaseMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { buildLayers } from './layers.ts';
import type { Moved } from './movers.ts';
import type { Level } from './palette.ts';
import { countInside } from './pick.ts';
import { clusterAt, type Picked, pickFrom } from './picking.ts';
import { type Bounds, type PlaceLayer, SceneKeeper } from './scene.ts';
import { baseStyle } from './style.ts';

setWorkerUrl(workerUrl);

export interface View {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bounds: Bounds;
}
export interface StageOptions {
  readonly host: HTMLElement;
  readonly pack: string;
  readonly theme: 'desk' | 'wall';
  readonly labels: GeoJSON.FeatureCollection;
  readonly bounds: Bounds;
  readonly start: { readonly lon: number; readonly lat: number; readonly zoom: number } | null;
  readonly still: boolean;
  readonly interactive: boolean;
  /** Is the processor doing the graphics? Then fewer frames are drawn, without smoothing. */
  readonly software: boolean;
  readonly onReady: () => void;
  readonly onView: (view: View) => void;
  readonly onClick: (picked: Picked | null, at: readonly [number, number]) => void;
  readonly onHover: (picked: Picked | null) => void;
  readonly onFrame: () => void;
  readonly onFailure: (message: string) => void;
}

/** Least and most milliseconds between drawn frames. */
const FRAME = { least: 40, software: 240, most: 500 } as const;
const PULSE = 1600;

/** Space that panels cover, so that the whole area is seen between them. */
export function roomFor(
  host: HTMLElement,
  panels: boolean,
): { left: number; right: number; top: number; bottom: number } {
  if (!panels) return { left: 40, right: 40, top: 40, bottom: 90 };
  return host.clientWidth < 1024
    ? { left: 20, right: 20, top: 70, bottom: 100 }
    : { left: 330, right: 60, top: 70, bottom: 120 };
}

/** The drawn map: base map, overlay and the one animation loop. React tells it what to show and is told what happened. */
export class Stage {
  readonly map: BaseMap;
  readonly keeper: SceneKeeper;
  #overlay: MapboxOverlay;
  #options: StageOptions;
  #frame = 0;
  #due = 0;
  #pause: number = FRAME.least;
  #ready = false;
  #dirty = true;
  /** Is somebody drawing? Then a click is a corner and opens nothing. */
  drawing = false;
  /** Milliseconds the last drawn frame took. */
  cost = 0;
  #hover: ReturnType<typeof setTimeout> | undefined;
  #chosen: { readonly kind: string; readonly id: string } | null = null;

  constructor(options: StageOptions) {
    this.#options = options;
    this.keeper = new SceneKeeper(options.theme, options.interactive);
    this.map = new BaseMap({
      container: options.host,
      style: baseStyle(options.pack, this.keeper.palette, options.labels, options.theme === 'wall'),
      ...(options.start === null
        ? {
            bounds: [...options.bounds] as [number, number, number, number],
            fitBoundsOptions: { padding: roomFor(options.host, options.interactive) },
          }
        : { center: [options.start.lon, options.start.lat], zoom: options.start.zoom }),
      minZoom: 5.5,
      maxZoom: 16,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      interactive: options.interactive,
      localIdeographFontFamily: this.keeper.palette.font,
      fadeDuration: 0,
      validateStyle: false,
      ...(options.software ? { pixelRatio: 1 } : {}),
    });
    this.map.touchZoomRotate?.disableRotation();
    this.#overlay = new MapboxOverlay({
      interleaved: false,
      layers: [],
      onError: (error) => options.onFailure(error.message),
      ...(options.software
        ? { useDevicePixels: false, deviceProps: { type: 'webgl' as const, webgl: { antialias: false } } }
        : {}),
    });
    this.map.addControl(this.#overlay);
    this.#listen();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  positions(positions: Positions, jump: boolean): void {
    const now = performance.now();
    this.keeper.vehicles.load(positions, now, jump || this.#options.still);
    this.keeper.vessels.load(positions, now, jump || this.#options.still);
    this.keeper.follow();
    this.touch();
  }

  moved(moved: Moved): void {
    const now = performance.now();
    const count =
      this.keeper.vehicles.merge(moved, now, this.#options.still) +
      this.keeper.vessels.merge(moved, now, this.#options.still);
    if (count > 0) this.touch();
  }

  alarms(alarms: readonly AlarmView[]): void {
    this.keeper.alarms(alarms);
    this.touch();
  }

  places(layers: readonly PlaceLayer[], levels: ReadonlySet<Level>): void {
    this.keeper.places(layers, levels);
    this.#regroup();
  }

  theme(theme: 'desk' | 'wall', labels: GeoJSON.FeatureCollection): void {
    this.keeper.theme(theme);
    this.map.setStyle(baseStyle(this.#options.pack, this.keeper.palette, labels), { diff: true });
    this.touch();
  }

  /** Rings the chosen object; a moving one is followed. `at` is the place of one that stands still. */
  choose(
    object: { readonly kind: string; readonly id: string } | null,
    at: readonly [number, number] | null = null,
  ): void {
    this.#chosen = object;
    this.keeper.change({ chosen: at });
    this.touch();
  }

  /** Screen place of a moving object, or null when it is not on the map. */
  screenOf(kind: string, id: string): { readonly x: number; readonly y: number } | null {
    const at = this.keeper.placeOf(kind, id);
    return at === null ? null : this.map.project([...at]);
  }

  /** Asks for one more drawn frame. */
  touch(): void {
    this.#dirty = true;
  }

  view(): View {
    const centre = this.map.getCenter();
    const box = this.map.getBounds();
    return {
      lon: centre.lng,
      lat: centre.lat,
      zoom: this.map.getZoom(),
      bounds: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
    };
  }

  /** What is in view now: enterprises, points, moving objects. */
  inView(): { readonly places: number; readonly points: number; readonly moving: number } {
    const { bounds } = this.view();
    const { movers } = this.keeper.scene;
    return {
      ...this.keeper.countIn(),
      moving: movers.reduce(
        (sum, group) => sum + countInside({ length: group.length, lonlat: group.shown }, bounds),
        0,
      ),
    };
  }

  /** Shows the whole area between the panels. */
  whole(): void {
    const { host, bounds, interactive, still } = this.#options;
    this.map.fitBounds([...bounds] as [number, number, number, number], {
      padding: roomFor(host, interactive),
      animate: !still,
      duration: 320,
    });
  }

  fly(lon: number, lat: number, zoom?: number): void {
    const { clientWidth, clientHeight } = this.#options.host;
    // On a narrow screen the card covers the lower half.
    const offset: [number, number] = clientWidth < 768 ? [0, -clientHeight * 0.28] : [0, 0];
    const target = { center: [lon, lat] as [number, number], zoom: Math.max(this.map.getZoom(), zoom ?? 0), offset };
    this.map.easeTo({ ...target, duration: this.#options.still ? 0 : 320 });
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#hover);
    this.map.remove();
  }

  /** The map as drawn now, base and overlay in one picture (PNG data address). */
  picture(): string {
    const { map } = this;
    map.redraw();
    const deck = (this.#overlay as unknown as { _deck?: { redraw(reason: string): void } })._deck;
    deck?.redraw('picture');
    const base = map.getCanvas();
    const made = document.createElement('canvas');
    made.width = base.width;
    made.height = base.height;
    const pen = made.getContext('2d');
    const over = this.#overlay.getCanvas();
    pen?.drawImage(base, 0, 0);
    if (over !== null) pen?.drawImage(over, 0, 0, base.width, base.height);
    return made.toDataURL('image/png');
  }

  pick(lon: number, lat: number): Picked | null {
    return pickFrom(this.keeper.scene, lon, lat, this.map.getZoom());
  }

  #listen(): void {
    const { map } = this;
    map.once('load', () => {
      this.#ready = true;
      this.#options.onReady();
    });
    map.on('moveend', () => {
      this.#regroup();
      this.#options.onView(this.view());
    });
    map.on('click', (event) => {
      const { lng, lat } = event.lngLat;
      if (this.drawing || !this.#openCluster(lng, lat)) this.#options.onClick(this.pick(lng, lat), [lng, lat]);
    });
    map.on('mousemove', (event) => {
      clearTimeout(this.#hover);
      this.#hover = setTimeout(() => this.#options.onHover(this.pick(event.lngLat.lng, event.lngLat.lat)), 60);
    });
    map.on('error', (event) => this.#options.onFailure(event.error?.message ?? ''));
  }

  /** A click on a cluster comes nearer, until it falls apart. */
  #openCluster(lon: number, lat: number): boolean {
    const cluster = clusterAt(this.keeper.scene, lon, lat, this.map.getZoom());
    if (cluster === undefined) return false;
    this.fly(cluster.lon, cluster.lat, this.map.getZoom() + 1.5);
    return true;
  }

  #regroup(): void {
    const { bounds, zoom } = this.view();
    void this.keeper.view(bounds, zoom).then((drawn) => (drawn ? this.touch() : undefined));
  }

  /** One loop for everything that moves by itself; it rests while nothing does. */
  #tick = (now: number): void => {
    this.#frame = requestAnimationFrame(this.#tick);
    // The base map comes first: animating over it would delay it.
    if (now < this.#due || !this.#ready) return;
    const { keeper } = this;
    const travelling = [keeper.vehicles.advance(now), keeper.vessels.advance(now)].includes(true);
    const waiting = !this.#options.still && keeper.scene.alarms.unacknowledged.includes(true);
    if (!travelling && !waiting && !this.#dirty) return;
    if (keeper.followsSome && (travelling || this.#dirty)) keeper.follow();
    this.#dirty = travelling;
    const followed = this.#chosen === null ? null : keeper.placeOf(this.#chosen.kind, this.#chosen.id);
    if (followed !== null) keeper.change({ chosen: followed });
    keeper.change({ pulse: waiting ? 0.25 + 0.75 * (0.5 + 0.5 * Math.cos((2 * Math.PI * (now % PULSE)) / PULSE)) : 1 });
    this.#overlay.setProps({ layers: buildLayers(keeper.scene) });
    this.#options.onFrame();
    // Software graphics cannot do sixty frames; a share of the time is left for everything else on the page.
    const cost = performance.now() - now;
    this.cost = Math.round(cost);
    const least = this.#options.software ? FRAME.software : FRAME.least;
    this.#pause = Math.min(FRAME.most, Math.max(least, 0.7 * this.#pause + 0.3 * cost * 3));
    this.#due = now + this.#pause;
  };
}
