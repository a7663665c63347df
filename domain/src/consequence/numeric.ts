/** Error function to about 1e-15: Maclaurin series below 2.5, Lentz continued fraction of erfc above (Abramowitz & Stegun 7.1.5, 7.1.14). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 80 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + fraction)));
}

/** Share of a standard normal distribution below `x`. */
export const normalShare = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));

/** Root of `f` between `low` and `high` by bisection, relative tolerance 1e-10; undefined without a change of sign. */
export function bisect(f: (x: number) => number, low: number, high: number): number | undefined {
  let [a, b] = [low, high];
  const atLow = f(a);
  if (atLow === 0) return a;
  if (atLow * f(b) > 0) return undefined;
  for (let i = 0; i < 200 && Math.abs(b - a) > 1e-10 * Math.max(Math.abs(a), Math.abs(b)); i++) {
    const middle = (a + b) / 2;
    if (f(middle) * atLow > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/**
 * Last `x` in [from, to] at which `f` is still at or above `level`: scan on a grid of ratio 1.05, then bisection.
 * `f` need not be monotonic. Undefined when `f` never reaches the level; `to` when it is still above there.
 */
export function lastCrossing(f: (x: number) => number, level: number, from: number, to: number): number | undefined {
  const steps = Math.max(1, Math.ceil(Math.log(to / from) / Math.log(1.05)));
  const at = (i: number): number => from * (to / from) ** (i / steps);
  if (f(to) >= level) return to;
  for (let i = steps - 1; i >= 0; i--) {
    if (f(at(i)) >= level) return bisect((x) => f(x) - level, at(i), at(i + 1));
  }
  return undefined;
}

/** One classical Runge–Kutta step of `y' = f(t, y)`. */
export function rungeKutta(
  f: (t: number, y: readonly number[]) => readonly number[],
  t: number,
  y: readonly number[],
  h: number,
): number[] {
  const along = (k: readonly number[], scale: number): number[] => y.map((value, i) => value + scale * (k[i] ?? 0));
  const k1 = f(t, y);
  const k2 = f(t + h / 2, along(k1, h / 2));
  const k3 = f(t + h / 2, along(k2, h / 2));
  const k4 = f(t + h, along(k3, h));
  return y.map((value, i) => value + (h / 6) * ((k1[i] ?? 0) + 2 * (k2[i] ?? 0) + 2 * (k3[i] ?? 0) + (k4[i] ?? 0)));
}

/** Linear interpolation of ascending `xs`; clipped to the first and last value outside. */
export function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const last = xs.length - 1;
  if (x <= (xs[0] ?? 0)) return ys[0] ?? 0;
  if (x >= (xs[last] ?? 0)) return ys[last] ?? 0;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [x0, x1, y0, y1] = [xs[low] ?? 0, xs[high] ?? 0, ys[low] ?? 0, ys[high] ?? 0];
  return x1 === x0 ? y0 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
export const circleArea = (diameter: number): number => (Math.PI * diameter * diameter) / 4;
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
