import type { Point } from '../zones/footprint.ts';
import type { RiskField } from './field.ts';

export interface Contour {
  readonly level: number;
  /** Closed rings, m east and north; holes are rings too. */
  readonly rings: readonly (readonly Point[])[];
  /** m² where the level is exceeded, holes left out. */
  readonly area: number;
}

/** Values on a grid, row by row from south-west; its rim is nought, so that every ring closes. */
interface Grid {
  readonly values: Float64Array;
  readonly columns: number;
  readonly rows: number;
  readonly place: (column: number, row: number) => Point;
}

function gridOf(field: RiskField, bounds: RiskField['bounds'], cells: number): Grid {
  const [wide, high] = [bounds.east - bounds.west, bounds.north - bounds.south];
  const step = Math.max(wide, high, 1) / cells;
  const [columns, rows] = [Math.ceil(wide / step) + 3, Math.ceil(high / step) + 3];
  const place = (column: number, row: number): Point => [
    bounds.west + (column - 1) * step,
    bounds.south + (row - 1) * step,
  ];
  const values = new Float64Array(columns * rows);
  for (let row = 1; row < rows - 1; row++)
    for (let column = 1; column < columns - 1; column++)
      values[row * columns + column] = field.at(...place(column, row));
  return { values, columns, rows, place };
}

/** The box in which a level is exceeded anywhere, looked for on a coarse grid and a cell wider; undefined where nowhere. */
function closer({ values, columns, rows, place }: Grid, level: number): RiskField['bounds'] | undefined {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!((values[row * columns + column] ?? 0) >= level)) continue;
      const [w, s] = place(column - 1, row - 1);
      const [e, n] = place(column + 1, row + 1);
      [west, east, south, north] = [Math.min(west, w), Math.max(east, e), Math.min(south, s), Math.max(north, n)];
    }
  return west < east ? { west, east, south, north } : undefined;
}

/** Edges of a cell that a contour enters and leaves, by which corners lie above: south-west 1, south-east 2, north-east 4, north-west 8. */
const CROSSED: readonly (readonly (readonly [from: number, to: number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 2],
    [1, 0],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/** Where level is crossed between two corners: linear in the logarithm, as risk falls off in decades. */
function crossing(low: number, high: number, level: number): number {
  if (low <= 0 || high <= 0) return low <= 0 ? 1 - 1e-3 : 1e-3;
  return Math.log(level / low) / Math.log(high / low);
}

/** The closed rings of one level on a grid (marching squares). */
function ringsOf({ values, columns, rows, place }: Grid, level: number): Point[][] {
  const next = new Map<string, readonly [end: string, at: Point]>();
  const value = (column: number, row: number): number => values[row * columns + column] ?? 0;
  for (let row = 0; row < rows - 1; row++)
    for (let column = 0; column < columns - 1; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const above = corners.reduce((sum, [c, r], i) => sum + (value(c, r) >= level ? 1 << i : 0), 0);
      for (const [from, to] of CROSSED[above] ?? []) {
        const [a, b] = [corners[from], corners[(from + 1) % 4]] as [(typeof corners)[number], (typeof corners)[number]];
        const share = crossing(value(...a), value(...b), level);
        const [p, q] = [place(...a), place(...b)];
        next.set(edgeOf(column, row, from), [
          edgeOf(column, row, to),
          [p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])],
        ]);
      }
    }
  return chained(next);
}

/** An edge has one name from both cells it borders: south and north edges by row, west and east ones by column. */
const edgeOf = (column: number, row: number, edge: number): string =>
  edge === 0 || edge === 2 ? `h${column},${row + (edge === 2 ? 1 : 0)}` : `v${column + (edge === 1 ? 1 : 0)},${row}`;

function chained(next: Map<string, readonly [string, Point]>): Point[][] {
  const rings: Point[][] = [];
  for (let start = next.keys().next(); !start.done; start = next.keys().next()) {
    const ring: Point[] = [];
    for (let edge = start.value, step = next.get(edge); step !== undefined; step = next.get(edge)) {
      ring.push(step[1]);
      next.delete(edge);
      edge = step[0];
    }
    const [first] = ring;
    if (first !== undefined && ring.length > 2) rings.push([...ring, first]);
  }
  return rings;
}

const signedArea = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [0, 0];
    return sum + (x * ny - nx * y) / 2;
  }, 0);

/** Cells along the longer side of the grid on which contours are looked for. */
const COARSE = 120;
/** The box may be far wider than what exceeds a level: about so much of it is looked at again, m. */
const SMALLEST = 400;

/** Iso-lines of a field at levels (1/yr): each on a grid of its own extent, `cells` along its longer side. */
export function riskContours(field: RiskField, levels: readonly number[], cells = 120): Contour[] {
  const coarse = gridOf(field, field.bounds, COARSE);
  const around = smallest(field);
  return levels.map((level) => {
    // A coarse grid may step over a small area: the neighbourhood of the sources is looked at as well.
    const box = closer(coarse, level) ?? around;
    const rings = ringsOf(gridOf(field, box, cells), level);
    return { level, rings, area: Math.abs(rings.reduce((sum, ring) => sum + signedArea(ring), 0)) };
  });
}

/** The box about the sources themselves. */
function smallest({ sources, bounds }: RiskField): RiskField['bounds'] {
  if (sources.length === 0) return bounds;
  const [easts, norths] = [sources.map(({ east }) => east), sources.map(({ north }) => north)];
  return {
    west: Math.min(...easts) - SMALLEST,
    east: Math.max(...easts) + SMALLEST,
    south: Math.min(...norths) - SMALLEST,
    north: Math.max(...norths) + SMALLEST,
  };
}
