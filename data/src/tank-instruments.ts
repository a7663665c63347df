import { event, GAS_BASIS, quantity, roundTo, type AnyCourse, type Instrument, type Quantity } from './quantities.ts';
import type { Random } from './random.ts';
import type { SignalModel } from './signal.ts';
import type { Substance } from './substances.ts';

/** Level, temperature and, in pressure vessels, pressure of a tank. */
export function tankGauge(substance: Substance): Instrument {
  return {
    kind: 'tank-gauge',
    kindName: '储罐综合变送器',
    quantities: (random) => [
      tankLevel(random),
      tankTemperature(substance, random),
      ...(substance.pressure === null ? [] : [tankPressure(substance, substance.pressure, random)]),
    ],
  };
}

const LEVEL_LIMITS = { H: 85, HH: 90, L: 15, LL: 10 } as const;
const LEVEL_BASIS = 'GB 17681-2024；数值为惯例，按设计文件修订';
/** Tanks that would be emptied slower than in so many hours rest: one in twelve. */
const AT_REST_FROM = 56;

function tankLevel(random: Random): Quantity {
  const params = { lo: random.between(20, 34), hi: random.between(62, 80), hours: random.between(14, 60), sd: 0.15 };
  if (params.hours > AT_REST_FROM) return restingLevel((params.lo + params.hi) / 2);
  const overfill = event('overfill', '收料超高液位', 2, [20, 90], { to: 92.5 });
  return quantity('S17', 'level', { form: 'saw', params, excursions: [overfill] }, LEVEL_LIMITS, LEVEL_BASIS);
}

/** A tank declared at rest: its level stands, unless it leaks. */
function restingLevel(m: number): Quantity {
  const leak = event('bottom-leak', '罐底泄漏', 2, [120, 360], { add: -2.5 });
  const params = { m, sd: 0.04, tau: 7200 };
  return quantity('S17', 'level', { form: 'ou', params, excursions: [leak] }, LEVEL_LIMITS, LEVEL_BASIS);
}

/** Is it the level of a tank declared at rest? */
export const isAtRest = ({ kind, model }: { readonly kind: string; readonly model: SignalModel }): boolean =>
  kind === 'level' && model.form === 'ou';

/** Stored cold, a tank keeps its temperature; at ambient it follows the day and is limited to 40 and 45 ℃. */
function tankTemperature(substance: Substance, random: Random): Quantity {
  const cold = substance.temperature < 0;
  const m = substance.temperature + random.between(-2, 2);
  const heat = event('sun-heat', '高温日晒升温', 1.5, [120, 300], { to: m + (cold ? 9 : 17) });
  return quantity(
    'S17',
    'temperature',
    { form: 'ou', params: { m, sd: 0.3, tau: 7200, day: { amplitude: cold ? 0.3 : 4, hour: 15 } }, excursions: [heat] },
    cold ? { H: roundTo(m + 6, 0.5), HH: roundTo(m + 10, 0.5) } : { H: 40, HH: 45 },
  );
}

function tankPressure(substance: Substance, usual: number, random: Random): Quantity {
  const design = substance.designPressureMpa;
  const m = usual * random.between(0.9, 1.1);
  const course: AnyCourse = {
    form: 'ou',
    params: { m, sd: 0.01, tau: 1800, day: { amplitude: 0.04, hour: 15 } },
    excursions: [event('pressure-rise', '高温日晒升压', 1.5, [60, 240], { to: design * 0.84 })],
  };
  return quantity(
    'S17',
    'pressure',
    course,
    { H: roundTo(design * 0.8, 0.01), HH: roundTo(design * 0.9, 0.01) },
    '设计压力的 80 %、90 %（惯例）',
  );
}

/** Combustible gas at one place, in per cent of the lower explosive limit. */
export const combustible = (mark: string): Quantity =>
  quantity(
    'S17',
    'combustible',
    {
      form: 'ou',
      params: { m: 0.6, sd: 0.5, tau: 600, floor: 0 },
      excursions: [
        event('small-leak', '法兰微漏', 2.5, [10, 120], { to: 34 }),
        event('leak', '密封泄漏', 0.5, [10, 60], { to: 56 }),
      ],
    },
    { first: 25, second: 50 },
    GAS_BASIS,
    `可燃气体浓度 ${mark}`,
  );

/** Chlorine has limits of its own (GBZ 2.1); other gases are told by their name alone. */
const toxic = (gas: string, [first, second]: readonly [number, number], mark: string): Quantity =>
  quantity(
    gas === '液氯' ? 'S18' : 'S17',
    gas === '液氯' ? 'chlorine' : 'toxic',
    {
      form: 'ou',
      params: { m: first * 0.06, sd: first * 0.05, tau: 600, floor: 0 },
      excursions: [event('small-leak', '微量泄漏', 2, [10, 60], { to: first * 1.4 })],
    },
    // Ten times the limit is red by convention; chlorine has a red limit of its own.
    gas === '液氯' ? { first, second } : { first, second, tenfold: roundTo(first * 10, 0.01) },
    GAS_BASIS,
    `${gas}浓度 ${mark}`,
  );

/** Detectors of a tank farm or plant for the gases of what it stores. */
export function gasDetectors(substances: readonly Substance[], pairs: number): Instrument {
  return {
    kind: 'gas-controller',
    kindName: '气体报警控制器',
    quantities: () => {
      const marks = Array.from({ length: pairs }, (_, i) => `${i + 1}#`);
      const poison = substances.find((substance) => substance.toxic !== null);
      return [
        ...(substances.some((substance) => substance.combustible) ? marks.map(combustible) : []),
        ...(poison?.toxic == null ? [] : marks.map((mark) => toxic(poison.name, poison.toxic ?? [1, 2], mark))),
      ];
    },
  };
}
