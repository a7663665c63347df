import type { Bounds, PlaceColumns } from '@anlan/kernel/map';

/** From this zoom on places stand alone, unless too many are in view. */
export const CLUSTER_UNTIL = 10;
/** More than this many marks in view are drawn as clusters, at every zoom. */
export const MOST_MARKS = 4000;
/** Side of a clustering cell in px, fewest members of a cluster, and how near two clusters become one (px). */
const FAR = { side: 64, least: 6, merge: 46 } as const;
const NEAR = { side: 44, least: 3, merge: 36 } as const;
const CELLS = 512;
const DEGREE = 1e-7;

/** Numbers a cluster is made of: lon, lat, how many, then how many without level, blue, yellow, orange, red. */
export const CLUSTER_WIDTH = 8;

/** What is drawn of a layer for a view. */
export interface IndexView {
  readonly clusters: Float64Array;
  /** Rows that stand alone. */
  readonly singles: Uint32Array;
  /** How many rows are in view and pass the filter. */
  readonly count: number;
}

export interface ViewWish {
  readonly bounds: Bounds;
  readonly zoom: number;
  /** Bit n: rows of level code n are shown. */
  readonly mask: number;
  /** Are near places drawn as one cluster? */
  readonly together: boolean;
  /** Degrees drawn beyond the bounds, so that nothing is missing at the edge; they do not count. */
  readonly pad?: number;
}

const mercatorY = (lat: number): number => {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

/** A grid over the places of a layer: what is in view is found without looking at the rest. Made for a million rows. */
export class PlaceIndex {
  readonly #columns: PlaceColumns;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #box: { x: number; y: number; wide: number; high: number };

  constructor(columns: PlaceColumns) {
    this.#columns = columns;
    const { length } = columns;
    this.#x = new Float64Array(length);
    this.#y = new Float64Array(length);
    let [west, north, east, south] = [1, 1, 0, 0];
    for (let row = 0; row < length; row += 1) {
      const x = (columns.lon[row] ?? 0) * DEGREE * (1 / 360) + 0.5;
      const y = mercatorY((columns.lat[row] ?? 0) * DEGREE);
      this.#x[row] = x;
      this.#y[row] = y;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    this.#box = { x: west, y: north, wide: Math.max(1e-9, east - west), high: Math.max(1e-9, south - north) };
    this.#starts = new Uint32Array(CELLS * CELLS + 1);
    this.#order = new Uint32Array(length);
    this.#sort();
  }

  /** Rows ordered by their cell (counting sort). */
  #sort(): void {
    const { length } = this.#columns;
    const cells = new Uint32Array(length);
    for (let row = 0; row < length; row += 1) {
      const cell = this.#column(this.#x[row] ?? 0) + CELLS * this.#line(this.#y[row] ?? 0);
      cells[row] = cell;
      this.#starts[cell + 1] = (this.#starts[cell + 1] ?? 0) + 1;
    }
    for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
      this.#starts[cell + 1] = (this.#starts[cell + 1] ?? 0) + (this.#starts[cell] ?? 0);
    }
    const next = this.#starts.slice(0, -1);
    for (let row = 0; row < length; row += 1) {
      const cell = cells[row] ?? 0;
      const at = next[cell] ?? 0;
      this.#order[at] = row;
      next[cell] = at + 1;
    }
  }

  #column(x: number): number {
    return Math.max(0, Math.min(CELLS - 1, Math.floor(((x - this.#box.x) / this.#box.wide) * CELLS)));
  }

  #line(y: number): number {
    return Math.max(0, Math.min(CELLS - 1, Math.floor(((y - this.#box.y) / this.#box.high) * CELLS)));
  }

  /** Rows in view and a little beyond that pass the filter, and how many of them are truly in view. */
  #inView({ bounds, mask, pad = 0 }: ViewWish): { readonly rows: Uint32Array; readonly count: number } {
    const inner = framed(bounds, 0);
    const outer = framed(bounds, pad);
    const { level, length } = this.#columns;
    if (length === 0 || outer.east < this.#box.x || outer.west > this.#box.x + this.#box.wide)
      return { rows: new Uint32Array(0), count: 0 };
    const found = new Uint32Array(length);
    let size = 0;
    let count = 0;
    for (let line = this.#line(outer.north); line <= this.#line(outer.south); line += 1) {
      const from = this.#starts[line * CELLS + this.#column(outer.west)] ?? 0;
      const to = this.#starts[line * CELLS + this.#column(outer.east) + 1] ?? 0;
      for (let at = from; at < to; at += 1) {
        const row = this.#order[at] ?? 0;
        const x = this.#x[row] ?? 0;
        const y = this.#y[row] ?? 0;
        if (!within(outer, x, y) || ((mask >> (level[row] ?? 0)) & 1) === 0) continue;
        found[size] = row;
        size += 1;
        if (within(inner, x, y)) count += 1;
      }
    }
    return { rows: found.subarray(0, size), count };
  }

  /** Clusters and single places of a view. */
  view(wish: ViewWish): IndexView {
    const { rows, count } = this.#inView(wish);
    const crowded = rows.length > MOST_MARKS;
    const far = wish.together && wish.zoom < CLUSTER_UNTIL;
    if (!far && !crowded) return { clusters: new Float64Array(0), singles: rows.slice(), count };
    return { ...this.#cluster(rows, framed(wish.bounds, wish.pad ?? 0), wish.zoom, far ? FAR : NEAR), count };
  }

  #cluster(
    rows: Uint32Array,
    frame: Frame,
    zoom: number,
    how: typeof FAR | typeof NEAR,
  ): Pick<IndexView, 'clusters' | 'singles'> {
    // Half steps of zoom and cells fixed to the world: clusters stay while the map is moved.
    const scale = (512 * 2 ** (Math.floor(zoom * 2) / 2)) / how.side;
    const [left, top] = [Math.floor(frame.west * scale), Math.floor(frame.north * scale)];
    const wide = Math.floor(frame.east * scale) - left + 1;
    const high = Math.floor(frame.south * scale) - top + 1;
    const sums = new Float64Array(wide * high * CLUSTER_WIDTH);
    const binOf = new Uint32Array(rows.length);
    const { level } = this.#columns;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] ?? 0;
      const x = (this.#x[row] ?? 0) * scale;
      const y = (this.#y[row] ?? 0) * scale;
      const at = ((Math.floor(y) - top) * wide + Math.floor(x) - left) * CLUSTER_WIDTH;
      const slot = at + 3 + (level[row] ?? 0);
      binOf[i] = at;
      sums[at] = (sums[at] ?? 0) + x;
      sums[at + 1] = (sums[at + 1] ?? 0) + y;
      sums[at + 2] = (sums[at + 2] ?? 0) + 1;
      sums[slot] = (sums[slot] ?? 0) + 1;
    }
    const singles = rows.filter((_, i) => (sums[(binOf[i] ?? 0) + 2] ?? 0) < how.least);
    return { singles, clusters: merged(sums, how, scale) };
  }
}

interface Frame {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

/** Bounds in parts of the Mercator world, which grows eastward and southward from 0 to 1; nothing lies outside it. */
function framed(bounds: Bounds, pad: number): Frame {
  const part = (value: number): number => Math.max(0, Math.min(1, value));
  return {
    west: part((bounds[0] - pad) / 360 + 0.5),
    north: part(mercatorY(bounds[3] + pad)),
    east: part((bounds[2] + pad) / 360 + 0.5),
    south: part(mercatorY(bounds[1] - pad)),
  };
}

const within = ({ west, north, east, south }: Frame, x: number, y: number): boolean =>
  x >= west && x <= east && y >= north && y <= south;

/** Clusters whose middles are nearer than a disc become one, the larger one taking the smaller; nothing is lost. */
function merged(sums: Float64Array, how: typeof FAR | typeof NEAR, scale: number): Float64Array {
  const made: number[][] = [];
  for (let at = 0; at < sums.length; at += CLUSTER_WIDTH) {
    if ((sums[at + 2] ?? 0) >= how.least) made.push([...sums.subarray(at, at + CLUSTER_WIDTH)]);
  }
  made.sort((a, b) => (b[2] ?? 0) - (a[2] ?? 0));
  const near = how.merge / how.side;
  const middle = (one: readonly number[]) => [(one[0] ?? 0) / (one[2] ?? 1), (one[1] ?? 0) / (one[2] ?? 1)] as const;
  const kept = new Map<string, number[]>();
  for (const one of made) {
    const [x, y] = middle(one);
    const host = neighbours(kept, x, y).find((other) => {
      const [ox, oy] = middle(other);
      return Math.hypot(ox - x, oy - y) < near;
    });
    if (host === undefined) {
      let key = `${Math.floor(x)} ${Math.floor(y)}`;
      while (kept.has(key)) key += '+';
      kept.set(key, one);
    } else one.forEach((value, k) => (host[k] = (host[k] ?? 0) + value));
  }
  const clusters = [...kept.values()].map((one) => {
    const [x, y] = middle(one);
    return [(x / scale - 0.5) * 360, latOf(y / scale), ...one.slice(2)];
  });
  return Float64Array.from(clusters.flat());
}

function neighbours(kept: ReadonlyMap<string, number[]>, x: number, y: number): number[][] {
  const found: number[][] = [];
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) {
      const one = kept.get(`${Math.floor(x) + dx} ${Math.floor(y) + dy}`);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

const latOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
