import type { Series } from '@anlan/kernel/telemetry';

export interface TrendLimit {
  readonly level: string;
  readonly label: string;
  readonly value: number;
}
export interface TrendBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
export interface Trend {
  /** Runs of joined points as SVG path data; a gap ends a run. */
  readonly paths: readonly string[];
  /** Silent stretches in x, drawn hatched. */
  readonly gaps: readonly { readonly x: number; readonly width: number; readonly ms: number }[];
  /** `labelY` is where a limit's words fit: on its line, or under it where the next one is too near. */
  readonly limits: readonly (TrendLimit & { readonly y: number; readonly labelY: number })[];
  /** Zones beyond the limits, as bands in y with the level they mean. */
  readonly zones: readonly { readonly level: string; readonly y: number; readonly height: number }[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly times: readonly { readonly at: number; readonly x: number }[];
  readonly last: { readonly x: number; readonly y: number; readonly value: number } | null;
  /** Where the last run first crossed its mildest limit. */
  readonly crossed: { readonly x: number; readonly y: number; readonly at: number } | null;
}

/** A round step that cuts `span` into at most `most` parts: 1, 2, 5 × 10ⁿ. */
export function niceStep(span: number, most: number): number {
  const raw = Math.max(span, 1e-9) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const head = raw / power;
  return (head <= 1 ? 1 : head <= 2 ? 2 : head <= 5 ? 5 : 10) * power;
}

function domain(values: readonly number[], limits: readonly number[]): readonly [number, number] {
  const all = [...values, ...limits].filter(Number.isFinite);
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const pad = (high - low || Math.abs(high) || 1) * 0.12;
  // A scale that starts at zero reads truer, where it costs little of the height.
  const floor = low >= 0 && low < (high - low) * 1.5 ? 0 : low - pad;
  return [floor, high + pad];
}

function runs(series: Series): {
  readonly points: readonly (readonly [number, number])[];
  readonly gaps: readonly (readonly [number, number])[];
} {
  const points: [number, number][] = [];
  const gaps: [number, number][] = [];
  let lastAt: number | null = null;
  let silent = false;
  for (let i = 0; i < series.at.length; i += 1) {
    const at = series.at[i] ?? 0;
    const value = series.value[i] ?? null;
    if (value === null) {
      silent = lastAt !== null;
      continue;
    }
    if (silent && lastAt !== null) gaps.push([lastAt, at]);
    points.push([at, value]);
    lastAt = at;
    silent = false;
  }
  return { points, gaps };
}

function zonesOf(limits: readonly (TrendLimit & { y: number })[], upper: boolean, box: TrendBox): Trend['zones'] {
  const ordered = [...limits].sort((a, b) => (upper ? b.value - a.value : a.value - b.value));
  const edge = upper ? box.top : box.height - box.bottom;
  let from = edge;
  return ordered.map((limit) => {
    const zone = { level: limit.level, y: Math.min(from, limit.y), height: Math.abs(limit.y - from) };
    from = limit.y;
    return zone;
  });
}

/** Geometry of a value's trend against its limits; `upper` says on which side the limits bind. */
export function trendOf(series: Series, limits: readonly TrendLimit[], upper: boolean, box: TrendBox): Trend {
  const { points, gaps } = runs(series);
  const [low, high] = domain(
    points.map((point) => point[1]),
    limits.map((limit) => limit.value),
  );
  const width = box.width - box.left - box.right;
  const height = box.height - box.top - box.bottom;
  const x = (at: number) => box.left + ((at - series.from) / Math.max(1, series.to - series.from)) * width;
  const y = (value: number) => box.top + (1 - (value - low) / (high - low)) * height;
  const drawn = labelled(limits.map((limit) => ({ ...limit, y: y(limit.value) })));
  const step = niceStep(high - low, 4);
  const ticks: { value: number; y: number }[] = [];
  for (let k = Math.ceil(low / step); k * step <= high && ticks.length < 12; k += 1)
    ticks.push({ value: k * step, y: y(k * step) });
  const final = points.at(-1);
  return {
    paths: pathsOf(points, new Set(gaps.map((gap) => gap[1])), x, y),
    gaps: gaps.map(([from, to]) => ({ x: x(from), width: x(to) - x(from), ms: to - from })),
    limits: drawn,
    zones: zonesOf(drawn, upper, box),
    ticks,
    times: [0, 1, 2, 3].map((part) => ({
      at: series.from + ((series.to - series.from) * part) / 3,
      x: box.left + (width * part) / 3,
    })),
    last: final === undefined ? null : { x: x(final[0]), y: y(final[1]), value: final[1] },
    crossed: crossing(points, limits, upper, x, y),
  };
}

/** Height of a line of words in px. */
const WORDS_HEIGHT = 14;

function labelled<L extends { readonly y: number }>(limits: readonly L[]): (L & { labelY: number })[] {
  let above = Number.NEGATIVE_INFINITY;
  return [...limits]
    .sort((a, b) => a.y - b.y)
    .map((limit) => {
      const labelY = limit.y - 4 - above < WORDS_HEIGHT ? Math.max(limit.y + 12, above + WORDS_HEIGHT) : limit.y - 4;
      above = labelY;
      return { ...limit, labelY };
    });
}

type Scale = (value: number) => number;

function pathsOf(
  points: readonly (readonly [number, number])[],
  breaks: ReadonlySet<number>,
  x: Scale,
  y: Scale,
): string[] {
  const paths: string[] = [];
  let path = '';
  for (const [at, value] of points) {
    if (breaks.has(at) && path !== '') {
      paths.push(path);
      path = '';
    }
    path += `${path === '' ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
  }
  if (path !== '') paths.push(path);
  return paths;
}

function crossing(
  points: readonly (readonly [number, number])[],
  limits: readonly TrendLimit[],
  upper: boolean,
  x: Scale,
  y: Scale,
): Trend['crossed'] {
  const values = limits.map((limit) => limit.value);
  if (values.length === 0) return null;
  const mildest = upper ? Math.min(...values) : Math.max(...values);
  const beyond = (value: number) => (upper ? value >= mildest : value <= mildest);
  let at: number | null = null;
  for (let i = points.length - 1; i >= 0; i -= 1) {
    const point = points[i];
    if (point === undefined || !beyond(point[1])) break;
    at = i > 0 ? point[0] : null;
  }
  return at === null ? null : { x: x(at), y: y(mildest), at };
}
