import type { Farm } from '@anlan/systems';

/** Something of a plan: where it stands, how large it is drawn at least, and how large it is, both radii; metres where `metres`. */
export interface Standing {
  readonly id: string;
  readonly lon: number | null;
  readonly lat: number | null;
  /** m */
  readonly radius: number;
  /** px */
  readonly least: number;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly placed: ReadonlyMap<string, Placed>;
  /** Pixels a metre. */
  readonly scale: number;
  /** Some stand elsewhere than they are registered: they have no place, or would cover each other. */
  readonly shifted: boolean;
}

const METRES_PER_DEGREE = 111_320;
/** Free pixels between two: a line of text fits between them. */
const GAP = { x: 16, y: 46 } as const;
const MARGIN = 30;
/** Height of a standing tank for its diameter, by how it stores; drawn sizes only. */
const SLENDER = 0.9;
/** Most pixels a metre, and pixels of height that are filled to scale. */
const LARGEST = 12;
const HIGH = 560;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Radius (m) at which a tank of so many m³ is drawn: a sphere under pressure, else a standing cylinder 0.9 times as high as wide. */
export function tankRadius(volume: number | null, storage: string): number {
  const cubic = volume ?? 500;
  if (storage === 'pressure-tank') return Math.cbrt((3 * cubic) / (4 * Math.PI));
  return Math.cbrt((4 * cubic) / (Math.PI * SLENDER)) / 2;
}

interface Free {
  readonly id: string;
  readonly r: number;
  x: number;
  y: number;
}

/** Pushes apart what would cover each other, in pixels; says whether anything moved. */
function pushApart(nodes: readonly Free[]): boolean {
  let moved = false;
  for (let round = 0; round < 160; round += 1) {
    let again = false;
    for (const [index, one] of nodes.entries())
      for (const other of nodes.slice(index + 1)) {
        const [dx, dy] = [other.x - one.x, other.y - one.y];
        const overX = one.r + other.r + GAP.x - Math.abs(dx);
        const overY = one.r + other.r + GAP.y - Math.abs(dy);
        if (overX <= 0.5 || overY <= 0.5) continue;
        again = moved = true;
        // Along the shorter way out; of two in one place the later goes down and to the right.
        if (overX < overY) {
          const by = (Math.sign(dx) || 1) * (overX / 2);
          one.x -= by;
          other.x += by;
        } else {
          const by = (Math.sign(dy) || 1) * (overY / 2);
          one.y -= by;
          other.y += by;
        }
      }
    if (!again) break;
  }
  return moved;
}

/**
 * Where the things of a plan are drawn in a frame of so many pixels' width, north at the top: to scale as they are
 * registered, as far as everything can be read; what has no place, or would cover another, stands beside. The frame is as
 * high as they need.
 */
export function planOf(things: readonly Standing[], width: number): Plan {
  if (things.length === 0) return { width, height: 240, placed: new Map(), scale: 1, shifted: false };
  const located = things.filter((one) => one.lon !== null && one.lat !== null);
  const [lon0, lat0] = [mean(located.map(({ lon }) => lon!)), mean(located.map(({ lat }) => lat!))];
  const east = Math.cos((lat0 * Math.PI) / 180) * METRES_PER_DEGREE;
  const metres = things.map((one, index) => {
    const away = { x: Math.cos(index * GOLDEN), y: Math.sin(index * GOLDEN) };
    if (one.lon === null || one.lat === null) {
      const far = 4 * Math.sqrt(index + 1) * Math.max(4, one.radius);
      return { one, x: away.x * far, y: Math.abs(away.y * far) + 40 };
    }
    // A hair apart by the golden angle, so that things registered at one place part in all directions.
    return { one, x: (one.lon - lon0) * east + away.x * 0.1, y: (lat0 - one.lat) * METRES_PER_DEGREE + away.y * 0.1 };
  });
  const wide = extent(metres.map(({ x }) => x));
  const inner = width - 2 * MARGIN;
  const largest = Math.max(...things.map(({ radius }) => radius));
  const tall = extent(metres.map(({ y }) => y));
  const scale = Math.min(
    LARGEST,
    (inner - 2 * GAP.x) / Math.max(20, wide + 2 * largest),
    HIGH / Math.max(20, tall + 2 * largest),
  );
  const nodes: Free[] = metres.map(({ one, x, y }) => ({
    id: one.id,
    r: Math.min(Math.max(one.least, one.radius * scale), inner / 5),
    x: x * scale,
    y: y * scale,
  }));
  let shifted = pushApart(nodes) || located.length < things.length;
  // What was pushed beyond the frame comes back into rows.
  if (extent(nodes.map(({ x }) => x)) + 2 * Math.max(...nodes.map(({ r }) => r)) > inner) {
    shifted = true;
    inRows(nodes, inner);
  }
  const left = Math.min(...nodes.map(({ x, r }) => x - r));
  const right = Math.max(...nodes.map(({ x, r }) => x + r));
  const top = Math.min(...nodes.map(({ y, r }) => y - r));
  const bottom = Math.max(...nodes.map(({ y, r }) => y + r));
  const height = Math.max(300, bottom - top + 2 * MARGIN + GAP.y);
  const [dx, dy] = [(width - left - right) / 2, (height - GAP.y / 2 - top - bottom) / 2];
  const placed = new Map(nodes.map(({ id, x, y, r }) => [id, { x: x + dx, y: y + dy, r }]));
  return { width, height, placed, scale, shifted };
}

/** Rows from north to south, each from west to east, as many in a row as fit. */
function inRows(nodes: readonly Free[], inner: number): void {
  const order = nodes.toSorted((a, b) => a.y - b.y);
  const each = Math.max(...nodes.map(({ r }) => r)) * 2 + GAP.x;
  const across = Math.max(1, Math.floor((inner + GAP.x) / each));
  let y = 0;
  for (let from = 0; from < order.length; from += across) {
    const row = order.slice(from, from + across).toSorted((a, b) => a.x - b.x);
    const most = Math.max(...row.map(({ r }) => r));
    y += most;
    for (const [index, node] of row.entries()) [node.x, node.y] = [index * each, y];
    y += most + GAP.y;
  }
}

/** A dike as it is drawn: a frame around its tanks, with room for their labels. */
export interface DrawnDike extends Pick<
  Farm['dikes'][number],
  'id' | 'name' | 'effectiveVolume' | 'needed' | 'verdict'
> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WALL = { side: 12, top: 24, bottom: 40 } as const;

/** Frames around the tanks of each dike, within the plan. */
export function dikesOf({ dikes }: Pick<Farm, 'dikes'>, plan: Plan): DrawnDike[] {
  return dikes.flatMap(({ tanks, ...dike }) => {
    const placed = tanks.flatMap((id) => plan.placed.get(id) ?? []);
    if (placed.length === 0) return [];
    const x = Math.max(2, Math.min(...placed.map((at) => at.x - at.r)) - WALL.side);
    const y = Math.max(2, Math.min(...placed.map((at) => at.y - at.r)) - WALL.top);
    const right = Math.min(plan.width - 2, Math.max(...placed.map((at) => at.x + at.r)) + WALL.side);
    const bottom = Math.min(plan.height - 2, Math.max(...placed.map((at) => at.y + at.r)) + WALL.bottom);
    return [{ ...dike, x, y, width: right - x, height: bottom - y }];
  });
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const extent = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** What stands on the plan of a farm. */
export function standingOf(farm: Pick<Farm, 'tanks' | 'detectors'>): Standing[] {
  return [
    ...farm.tanks.map(({ id, lon, lat, volume, storage }) => ({
      id,
      lon,
      lat,
      radius: tankRadius(volume, storage),
      least: 26,
    })),
    ...farm.detectors.map(({ id, lon, lat }) => ({ id, lon, lat, radius: 2, least: 9 })),
  ];
}

/** The short name of a tank: its tag where the name ends in one. */
export const tagOf = (name: string): string => /[A-Za-z]{1,4}-?\d[\w-]*$/.exec(name)?.[0] ?? name.slice(-6);

const SECTOR = 60;
/** A slice of 60° downwind of a place: `from` is where the wind comes from (°, north 0), `reach` its length in px. */
export function downwind(x: number, y: number, from: number, reach: number): string {
  const point = (degrees: number) => {
    const angle = ((degrees - 90) * Math.PI) / 180;
    return `${(x + Math.cos(angle) * reach).toFixed(1)} ${(y + Math.sin(angle) * reach).toFixed(1)}`;
  };
  const to = from + 180;
  return `M${x} ${y}L${point(to - SECTOR / 2)}A${reach} ${reach} 0 0 1 ${point(to + SECTOR / 2)}Z`;
}
