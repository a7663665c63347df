import type { Random } from './random.ts';
import type { LimitKey } from './records.ts';
import type { Excursion, SignalForm, SignalForms, SignalModel } from './signal.ts';

/** What a point is before it gets its identity. */
export interface Quantity {
  readonly system: string;
  readonly kind: string;
  readonly name: string;
  readonly unit: string;
  readonly limits: Readonly<Partial<Record<LimitKey, number>>>;
  /** Where the limits come from. */
  readonly basis: string;
  readonly model: SignalModel;
}

/** A measuring device and its quantities. */
export interface Instrument {
  readonly kind: string;
  readonly kindName: string;
  readonly quantities: (random: Random) => readonly Quantity[];
}

export const CONVENTION = '惯例，按设计文件修订';
export const GAS_BASIS = 'GB/T 50493-2019 5.5.2';

/** Range, resolution and period of each kind of quantity. */
const SCALES = {
  level: { name: '液位', unit: '%', low: 0, high: 100, precision: 0.1, period: 10 },
  temperature: { name: '温度', unit: '℃', low: -196, high: 300, precision: 0.1, period: 30 },
  pressure: { name: '压力', unit: 'MPa', low: -0.1, high: 4, precision: 0.001, period: 10 },
  combustible: { name: '可燃气体浓度', unit: '%LEL', low: 0, high: 100, precision: 1, period: 15 },
  toxic: { name: '有毒气体浓度', unit: 'ppm', low: 0, high: 500, precision: 0.01, period: 15 },
  ammonia: { name: '氨气浓度', unit: 'ppm', low: 0, high: 1000, precision: 0.1, period: 15 },
  'carbon-monoxide': { name: '一氧化碳浓度', unit: 'ppm', low: 0, high: 1000, precision: 1, period: 15 },
  chlorine: { name: '氯气浓度', unit: 'ppm', low: 0, high: 50, precision: 0.01, period: 15 },
  oxygen: { name: '环境氧浓度', unit: '%VOL', low: 0, high: 30, precision: 0.1, period: 30 },
  interlock: { name: '联锁投用', unit: '', low: 0, high: 1, precision: 1, period: 60 },
  'battery-voltage': { name: '备用电源电压', unit: 'V', low: 0, high: 30, precision: 0.01, period: 300 },
  visibility: { name: '能见度', unit: 'm', low: 0, high: 20_000, precision: 1, period: 300 },
  'river-wind': { name: '航道风速', unit: 'm/s', low: 0, high: 60, precision: 0.1, period: 300 },
  'wind-speed': { name: '风速', unit: 'm/s', low: 0, high: 60, precision: 0.1, period: 60 },
  'wind-direction': { name: '风向', unit: '°', low: 0, high: 360, precision: 1, period: 60 },
  'fire-water-pressure': { name: '消防管网压力', unit: 'MPa', low: 0, high: 1.6, precision: 0.001, period: 60 },
  'fire-tank-level': { name: '消防水箱水位', unit: 'm', low: 0, high: 6, precision: 0.01, period: 60 },
  'dry-beach': { name: '干滩长度', unit: 'm', low: 0, high: 500, precision: 0.1, period: 300 },
  'water-level': { name: '库水位', unit: 'm', low: 0, high: 1500, precision: 0.01, period: 300 },
  'phreatic-depth': { name: '浸润线埋深', unit: 'm', low: 0, high: 40, precision: 0.01, period: 300 },
  'inner-displacement': { name: '坝体内部位移', unit: 'mm', low: -200, high: 200, precision: 0.01, period: 300 },
  seepage: { name: '渗流量', unit: 'L/s', low: 0, high: 500, precision: 0.01, period: 300 },
  turbidity: { name: '渗水浊度', unit: 'NTU', low: 0, high: 4000, precision: 0.1, period: 300 },
  'drain-state': {
    name: '排洪构筑物状态（0 正常 1 淤堵 2 坍塌）',
    unit: '',
    low: 0,
    high: 2,
    precision: 1,
    period: 300,
  },
  displacement: { name: '坝体表面位移', unit: 'mm', low: -200, high: 200, precision: 0.1, period: 300 },
  settlement: { name: '坝体沉降', unit: 'mm', low: -200, high: 200, precision: 0.1, period: 300 },
  'level-flag': { name: '液位超限报警', unit: '', low: 0, high: 1, precision: 1, period: 10 },
  'temperature-flag': { name: '温度超限报警', unit: '', low: 0, high: 1, precision: 1, period: 10 },
  'pressure-flag': { name: '压力超限报警', unit: '', low: 0, high: 1, precision: 1, period: 10 },
  'gas-flag': { name: '气体泄漏报警', unit: '', low: 0, high: 1, precision: 1, period: 10 },
  rainfall: { name: '小时雨量', unit: 'mm', low: 0, high: 120, precision: 0.1, period: 300 },
  'rainfall-24h': { name: '24 小时雨量', unit: 'mm', low: 0, high: 600, precision: 0.1, period: 300 },
  'air-speed': { name: '巷道风速', unit: 'm/s', low: 0, high: 15, precision: 0.01, period: 30 },
  'people-underground': { name: '井下人数', unit: '人', low: 0, high: 500, precision: 1, period: 60 },
  'store-temperature': { name: '库内温度', unit: '℃', low: -40, high: 80, precision: 0.1, period: 300 },
  'store-humidity': { name: '库内相对湿度', unit: '%RH', low: 0, high: 100, precision: 1, period: 300 },
  'fill-flow': { name: '装车流量', unit: 'm³/h', low: 0, high: 300, precision: 0.1, period: 10 },
  'fill-level': { name: '罐车液位', unit: '%', low: 0, high: 100, precision: 0.1, period: 10 },
  'fill-weight': { name: '净重偏差', unit: '%', low: -100, high: 50, precision: 0.1, period: 60 },
  'ground-clip': { name: '静电接地良好', unit: '', low: 0, high: 1, precision: 1, period: 10 },
  dust: { name: '粉尘浓度', unit: 'mg/m³', low: 0, high: 200, precision: 0.1, period: 60 },
  'reactor-temperature': { name: '反应温度', unit: '℃', low: -100, high: 800, precision: 0.1, period: 10 },
  'reactor-pressure': { name: '反应压力', unit: 'MPa', low: -0.1, high: 35, precision: 0.001, period: 10 },
} as const;
type QuantityKind = keyof typeof SCALES;

interface Course<F extends SignalForm> {
  readonly form: F;
  readonly params: SignalForms[F];
  readonly excursions?: readonly Excursion[];
}
export type AnyCourse = { [F in SignalForm]: Course<F> }[SignalForm];

/** A quantity of a kind with its range, its course over time and its limits. */
export function quantity(
  system: string,
  kind: QuantityKind,
  course: AnyCourse,
  limits: Quantity['limits'] = {},
  basis = CONVENTION,
  name?: string,
): Quantity {
  const { name: usual, unit, ...scale } = SCALES[kind];
  return { system, kind, name: name ?? usual, unit, limits, basis, model: { ...scale, ...course } };
}

/** An excursion of a quantity. */
export const event = (
  key: string,
  label: string,
  perYear: number,
  minutes: readonly [number, number],
  effect: Excursion['effect'],
): Excursion => ({
  key,
  label,
  perYear,
  minutes,
  effect,
});

/** Nearest multiple of `step`. */
export function roundTo(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(3));
}
