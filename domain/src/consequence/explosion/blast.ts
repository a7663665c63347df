import { BST_CURVES, BST_MACH, MULTI_ENERGY_CURVES } from './blast-tables.ts';

/** Points beyond a blast table fall as R̄^−1.05. */
const FAR_POWER = -1.05;

/** Log–log interpolation in the first column; clipped below the table, slope −1.05 beyond it; rows of 0 are left out. */
function interpolateColumn(rows: readonly (readonly number[])[], column: number, scaled: number): number {
  const points = rows.map((row) => [row[0] ?? 0, row[column] ?? 0] as const).filter(([, y]) => y > 0);
  const [firstX, firstY] = points[0] ?? [0, 0];
  const [lastX, lastY] = points.at(-1) ?? [0, 0];
  if (scaled <= firstX) return firstY;
  if (scaled >= lastX) return lastY * (scaled / lastX) ** FAR_POWER;
  const next = points.findIndex(([x]) => x > scaled);
  const [x0, y0] = points[next - 1] ?? [firstX, firstY];
  const [x1, y1] = points[next] ?? [lastX, lastY];
  return y0 * (y1 / y0) ** (Math.log(scaled / x0) / Math.log(x1 / x0));
}

/** ΔP/P0 by Baker–Strehlow–Tang, log–log in R̄ and in flame Mach number. */
export function bstOverpressure(scaled: number, mach: number): number {
  const last = BST_MACH.length - 1;
  const above = BST_MACH.findIndex((m) => m >= mach);
  const high = above < 0 ? last : Math.max(1, above);
  const [m0, m1] = [BST_MACH[high - 1] ?? 1, BST_MACH[high] ?? 1];
  const p0 = interpolateColumn(BST_CURVES, high, scaled);
  const p1 = interpolateColumn(BST_CURVES, high + 1, scaled);
  const share = Math.min(1, Math.max(0, Math.log(mach / m0) / Math.log(m1 / m0)));
  return p0 * (p1 / p0) ** share;
}

/** ΔP/P0 by the multi-energy method for a strength class 1–10. */
export const multiEnergyOverpressure = (scaled: number, strength: number): number =>
  interpolateColumn(MULTI_ENERGY_CURVES, strength, scaled);

/** Swisdak's fits y = exp(Σ ci (ln Z)^i): [upper Z, coefficients]. */
type Fit = readonly [limit: number, coefficients: readonly number[]];

const PRESSURE: readonly Fit[] = [
  [2.9, [7.2106, -2.1069, -0.3229, 0.1117, 0.0685]],
  [23.8, [7.5938, -3.0523, 0.40977, 0.0261, -0.01267]],
  [198.5, [6.0536, -1.4066]],
];
const IMPULSE: readonly Fit[] = [
  [0.96, [5.522, 1.117, 0.6, -0.292, -0.087]],
  [2.38, [5.465, -0.308, -1.464, 1.362, -0.432]],
  [33.7, [5.2749, -0.4677, -0.2499, 0.0588, -0.00554]],
  [158.7, [5.9825, -1.062]],
];

function fitted(fits: readonly Fit[], z: number): number {
  const [, coefficients] = fits.find(([limit]) => z <= limit) ?? fits[fits.length - 1] ?? [0, []];
  return Math.exp(coefficients.reduce((total, c, i) => total + c * Math.log(z) ** i, 0));
}

/** Incident overpressure (kPa) of a hemispherical TNT surface burst at Z m/kg^⅓, 0.2–198.5. */
export const kingeryPressure = (z: number): number => fitted(PRESSURE, z);
/** Scaled incident impulse (kPa·ms/kg^⅓) at Z m/kg^⅓, 0.2–158.7. */
export const kingeryImpulse = (z: number): number => fitted(IMPULSE, z);

/** Kinney & Graham overpressure over P0; factor 808 free air, 1616 surface burst (Crowl & Louvar). */
export const kinneyGraham = (z: number, factor: 808 | 1616): number =>
  (factor * (1 + (z / 4.5) ** 2)) /
  (Math.sqrt(1 + (z / 0.048) ** 2) * Math.sqrt(1 + (z / 0.32) ** 2) * Math.sqrt(1 + (z / 1.35) ** 2));
