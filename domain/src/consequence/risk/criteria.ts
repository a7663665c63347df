import type { Mark } from '../working/outcome.ts';

/** Protection targets of GB 36894-2018: highly sensitive, important, and general of class one to three. */
export type ProtectionTarget =
  | '高敏感防护目标'
  | '重要防护目标'
  | '一般防护目标一类'
  | '一般防护目标二类'
  | '一般防护目标三类';
export type Installation = 'new' | 'in service';

/** Individual risk limits, deaths a year of an unprotected person staying there (GB 36894-2018; values from memory). */
export const INDIVIDUAL_LIMITS: Readonly<Record<ProtectionTarget, Readonly<Record<Installation, number>>>> = {
  高敏感防护目标: { new: 3e-7, 'in service': 3e-6 },
  重要防护目标: { new: 3e-7, 'in service': 3e-6 },
  一般防护目标一类: { new: 3e-7, 'in service': 3e-6 },
  一般防护目标二类: { new: 3e-6, 'in service': 1e-5 },
  一般防护目标三类: { new: 1e-5, 'in service': 3e-5 },
};

/** Uses of buildings that are protection targets, and of which class (GB 36894-2018 §3; sizes are not asked for, so the stricter class stands). */
const TARGETS: readonly (readonly [use: RegExp, target: ProtectionTarget])[] = [
  [/学校|幼儿园|中学|小学|托儿|医院|卫生院|养老|敬老|福利|孤儿|监狱|看守/, '高敏感防护目标'],
  [/图书馆|博物馆|展览|文物|寺|教堂|清真|车站|地铁|机场/, '重要防护目标'],
  [/住宅|宿舍|公寓|商场|商业|酒店|宾馆|影剧院|体育|写字楼|办公|综合楼/, '一般防护目标一类'],
];

/** Class of protection target of a building by its use; undefined for a use that is none (workshops, stores). */
export const protectionTargetOf = (use: string): ProtectionTarget | undefined =>
  TARGETS.find(([words]) => words.test(use))?.[1];

/** Overpressure limits (kPa) of the consequence method for explosives (GB/T 37243-2019; from memory, to be verified). */
export const EXPLOSIVE_LIMITS: Readonly<Record<ProtectionTarget, number>> = {
  高敏感防护目标: 2,
  重要防护目标: 2,
  一般防护目标一类: 2,
  一般防护目标二类: 5,
  一般防护目标三类: 9,
};

/** A straight F–N line in log–log: F = anchor·N^slope, from N 1 to `largest`. */
export interface FnLine {
  readonly anchor: number;
  readonly slope: number;
  readonly from: number;
  readonly largest: number;
  readonly source: string;
  readonly mark: Mark;
}

export const FN_LINES = {
  'GB 36894 upper': { anchor: 1e-3, slope: -1, from: 1, largest: 1000, source: 'GB 36894-2018', mark: 'confirmed' },
  'GB 36894 lower': { anchor: 1e-5, slope: -1, from: 1, largest: 1000, source: 'GB 36894-2018', mark: 'confirmed' },
  Dutch: {
    anchor: 1e-3,
    slope: -2,
    from: 10,
    largest: Infinity,
    source: 'Dutch guide value (BEVI)',
    mark: 'from memory',
  },
  'UK HSE': {
    anchor: 1e-2,
    slope: -1,
    from: 1,
    largest: Infinity,
    source: 'HSE R2P2: 2e-4 at N = 50',
    mark: 'from memory',
  },
} as const satisfies Record<string, FnLine>;

export type FnLineName = keyof typeof FN_LINES;

/** Highest frequency (1/yr) a line allows for N or more deaths; 0 above its largest N, Infinity below where it starts. */
export function allowedFrequency(name: FnLineName, deaths: number): number {
  const line: FnLine = FN_LINES[name];
  if (deaths < line.from) return Infinity;
  return deaths > line.largest ? 0 : line.anchor * deaths ** line.slope;
}

/** Generic failure frequencies a year: instantaneous, all in 10 min, 10 mm hole; pipes and transfers by their own unit (CPR 18E; from memory). */
export const VESSEL_FREQUENCIES: Readonly<
  Record<string, readonly [instantaneous: number, tenMinutes: number, hole10mm: number]>
> = {
  'pressure vessel': [5e-7, 5e-7, 1e-5],
  'process or reactor vessel': [5e-6, 5e-6, 1e-4],
  'atmospheric tank, single containment': [5e-6, 5e-6, 1e-4],
};

/** Rupture and leak: pipes per metre and year by diameter, arm and hose per hour, pump per year (CPR 18E; from memory). */
export const LINE_FREQUENCIES: Readonly<
  Record<string, readonly [rupture: number, leak: number, per: 'm·yr' | 'h' | 'yr']>
> = {
  'pipe < 75 mm': [1e-6, 5e-6, 'm·yr'],
  'pipe 75–150 mm': [3e-7, 2e-6, 'm·yr'],
  'pipe > 150 mm': [1e-7, 5e-7, 'm·yr'],
  'loading arm': [3e-8, 3e-7, 'h'],
  'loading hose': [4e-6, 4e-5, 'h'],
  pump: [1e-4, 5e-4, 'yr'],
};

/** Weather classes of CPR 18E: stability and wind at 10 m. */
export const WEATHER_CLASSES = ['B3', 'D1.5', 'D5', 'D9', 'E5', 'F1.5'] as const;

export type IgnitionFluid =
  | 'gas, average or high reactivity'
  | 'gas, low reactivity'
  | 'liquid K1'
  | 'liquid K2'
  | 'liquid K3–4';

const DIRECT: Readonly<Record<IgnitionFluid, readonly [number, number, number]>> = {
  'gas, average or high reactivity': [0.2, 0.5, 0.7],
  'gas, low reactivity': [0.02, 0.04, 0.09],
  'liquid K1': [0.065, 0.065, 0.065],
  'liquid K2': [0.01, 0.01, 0.01],
  'liquid K3–4': [0, 0, 0],
};

/** Probability of direct ignition by rate (kg/s) or, instantaneous, by mass (kg) (CPR 18E ch. 4; from memory). */
export function directIgnition(
  fluid: IgnitionFluid,
  release: { readonly rate: number } | { readonly mass: number },
): number {
  const [size, small, large] = 'rate' in release ? [release.rate, 10, 100] : [release.mass, 1000, 10_000];
  return DIRECT[fluid][size < small ? 0 : size <= large ? 1 : 2];
}

/** Probability that a cloud over an ignition source has ignited after `minutes`: p(1 − e^(−ωt)), ω in 1/min (CPR 18E). */
export const delayedIgnition = (present: number, rate: number, minutes: number): number =>
  present * (1 - Math.exp(-rate * minutes));
