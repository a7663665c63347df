import type { MajorHazardLevel, Tank } from './records.ts';

export interface Substance {
  readonly name: string;
  readonly cas: string | null;
  /** Threshold quantity in tonnes. GB 18218-2018 tables 1 and 2 */
  readonly threshold: number;
  /** Correction factor β. GB 18218-2018 tables 3 and 4 */
  readonly beta: number;
  /** t/m³ as stored. */
  readonly density: number;
  readonly tank: Tank['kind'];
  readonly volumes: readonly number[];
  readonly designPressureMpa: number;
  /** Usual pressure in MPa; null for atmospheric tanks, which carry no pressure point. */
  readonly pressure: number | null;
  /** Usual temperature in °C. */
  readonly temperature: number;
  readonly combustible: boolean;
  /** First and second alarm in ppm: 100 % and 200 % of the occupational limit. GB/T 50493-2019 5.5.2 */
  readonly toxic: readonly [number, number] | null;
}

const ATMOSPHERIC = [100, 200, 500, 1000, 2000, 3000];
const liquid = (
  name: string,
  cas: string | null,
  threshold: number,
  density: number,
  more: Partial<Substance> = {},
): Substance => ({
  name,
  cas,
  threshold,
  density,
  beta: 1,
  tank: 'vertical',
  volumes: ATMOSPHERIC,
  designPressureMpa: 0.002,
  pressure: null,
  temperature: 24,
  combustible: true,
  toxic: null,
  ...more,
});

/** Stored substances of the demonstration with the facts GB 18218-2018 needs. */
export const SUBSTANCES = {
  ammonia: liquid('液氨', '7664-41-7', 10, 0.61, {
    beta: 2,
    tank: 'sphere',
    volumes: [50, 100, 400, 650, 1000],
    designPressureMpa: 2.16,
    pressure: 1.05,
    temperature: 22,
    toxic: [28, 43],
  }),
  chlorine: liquid('液氯', '7782-50-5', 5, 1.42, {
    beta: 4,
    tank: 'horizontal',
    volumes: [30, 50, 63],
    designPressureMpa: 1.62,
    pressure: 0.72,
    temperature: 20,
    combustible: false,
    toxic: [0.35, 0.7],
  }),
  lpg: liquid('液化石油气', '68476-85-7', 50, 0.55, {
    beta: 1.5,
    tank: 'sphere',
    volumes: [100, 400, 1000, 2000],
    designPressureMpa: 1.77,
    pressure: 0.86,
    temperature: 22,
  }),
  lng: liquid('液化天然气', '8006-14-2', 50, 0.43, {
    beta: 1.5,
    tank: 'low-temperature',
    volumes: [60, 100, 150],
    designPressureMpa: 1.2,
    pressure: 0.5,
    temperature: -152,
  }),
  ethyleneOxide: liquid('环氧乙烷', '75-21-8', 10, 0.88, {
    beta: 2,
    tank: 'horizontal',
    volumes: [50, 100],
    designPressureMpa: 0.9,
    pressure: 0.42,
    temperature: -4,
    toxic: [1.1, 2.2],
  }),
  methanol: liquid('甲醇', '67-56-1', 500, 0.79, { tank: 'internal-floating-roof', toxic: [19, 38] }),
  ethanol: liquid('乙醇', '64-17-5', 500, 0.79),
  benzene: liquid('苯', '71-43-2', 50, 0.88, { tank: 'internal-floating-roof', toxic: [1.8, 3.6] }),
  toluene: liquid('甲苯', '108-88-3', 500, 0.87, { tank: 'internal-floating-roof' }),
  acetone: liquid('丙酮', '67-64-1', 500, 0.79, { tank: 'internal-floating-roof' }),
  ethylAcetate: liquid('乙酸乙酯', '141-78-6', 500, 0.9, { tank: 'internal-floating-roof' }),
  acrylonitrile: liquid('丙烯腈', '107-13-1', 50, 0.81, {
    tank: 'internal-floating-roof',
    volumes: [200, 500],
    toxic: [0.45, 0.9],
  }),
  nitricAcid: liquid('硝酸（含硝酸＞70%）', '7697-37-2', 100, 1.45, {
    volumes: [50, 100, 200],
    combustible: false,
    toxic: [2, 4],
  }),
  hydrogenPeroxide: liquid('双氧水', '7722-84-1', 200, 1.13, { volumes: [50, 100, 200], combustible: false }),
  gasoline: liquid('汽油', '86290-81-5', 200, 0.74, { tank: 'internal-floating-roof' }),
  gasolineBuried: liquid('汽油', '86290-81-5', 200, 0.74, { tank: 'buried', volumes: [30, 50] }),
  diesel: liquid('柴油', null, 5000, 0.84, { volumes: [500, 1000, 2000, 3000] }),
  dieselBuried: liquid('柴油', null, 5000, 0.84, { tank: 'buried', volumes: [30, 50] }),
  ammoniaReceiver: liquid('液氨', '7664-41-7', 10, 0.61, {
    beta: 2,
    tank: 'horizontal',
    volumes: [3, 5, 10, 20],
    designPressureMpa: 2,
    pressure: 1.1,
    temperature: 26,
    toxic: [28, 43],
  }),
} as const satisfies Record<string, Substance>;
export type SubstanceKey = keyof typeof SUBSTANCES;

/** α by people exposed within 500 m of the site's border. GB 18218-2018 table 5 */
function alphaOf(exposed: number): number {
  if (exposed >= 100) return 2;
  if (exposed >= 50) return 1.5;
  if (exposed >= 30) return 1.2;
  return exposed >= 1 ? 1 : 0.5;
}

/** Level by R. GB 18218-2018 table 6 */
function levelOf(r: number): MajorHazardLevel {
  if (r >= 100) return '一级';
  if (r >= 50) return '二级';
  return r >= 10 ? '三级' : '四级';
}

/**
 * Major hazard of one storage unit: contents in tonnes, people exposed; null below the threshold Σ q/Q < 1.
 * GB 18218-2018 4.2.1, 4.3
 */
export function majorHazardOf(
  contents: readonly { readonly substance: Substance; readonly tonnes: number }[],
  exposed: number,
): { r: number; level: MajorHazardLevel } | null {
  const s = contents.reduce((sum, { substance, tonnes }) => sum + tonnes / substance.threshold, 0);
  if (s < 1) return null;
  const weighted = contents.reduce(
    (sum, { substance, tonnes }) => sum + (substance.beta * tonnes) / substance.threshold,
    0,
  );
  const r = alphaOf(exposed) * weighted;
  return { r: Math.round(r * 10) / 10, level: levelOf(r) };
}
