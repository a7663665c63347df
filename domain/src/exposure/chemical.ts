import {
  answer,
  answerInOneStep,
  exceeds,
  refuse,
  refuseBelow,
  show,
  type Answer,
  type Step,
} from '../working/index.ts';

const STANDARD = 'GBZ 2.1-2019';

/** A sample: concentration in mg/m³ over its time in hours. */
export interface Sample {
  readonly concentration: number;
  readonly hours: number;
}

/** Against its limit; `exceeds` is null where no limit was given. */
export interface Concentration {
  readonly value: number;
  readonly exceeds: boolean | null;
}

const sumOf = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { concentration, hours }) => sum + concentration * hours, 0);
const terms = (samples: readonly Sample[]): string =>
  samples.map(({ concentration, hours }) => `${show(concentration)}×${show(hours)}`).join(' + ');

function averageOver(
  samples: readonly Sample[],
  hours: number,
  limit: number | undefined,
  name: string,
  clause: string,
): Answer<Concentration> {
  if (samples.length === 0) return refuse('没有样品', clause);
  for (const [index, sample] of samples.entries()) {
    const wrong = refuseBelow(
      0,
      { [`样品${index + 1}浓度`]: sample.concentration, [`样品${index + 1}时间`]: sample.hours },
      clause,
    );
    if (wrong) return wrong;
  }
  const value = sumOf(samples) / hours;
  const inputs = samples.map(({ concentration }, index) => ({
    name: `样品${index + 1}`,
    value: concentration,
    unit: 'mg/m³',
  }));
  const steps: Step[] = [{ clause, name, formula: `(${terms(samples)}) ÷ ${hours}`, value, unit: 'mg/m³' }];
  const result = { value, exceeds: limit === undefined ? null : exceeds(value, limit) };
  if (limit !== undefined)
    steps.push({ clause, name: '超过限值', formula: `> ${show(limit)} mg/m³`, value: result.exceeds });
  return answer(result, STANDARD, inputs, steps);
}

/** Time-weighted average over 8 h whatever the length of the shift; limit PC-TWA in mg/m³. Refuses more than 24 h. */
export function twa(samples: readonly Sample[], limit?: number): Answer<Concentration> {
  const hours = samples.reduce((sum, sample) => sum + sample.hours, 0);
  if (exceeds(hours, 24)) return refuse('一日的采样时间超过24小时', '附录A');
  return averageOver(samples, 8, limit, 'C_TWA', '附录A');
}

/** Weekly average over 40 h of the days' samples in mg/m³. Refuses more than 168 h. */
export function weeklyTwa(samples: readonly Sample[], limit?: number): Answer<Concentration> {
  const hours = samples.reduce((sum, sample) => sum + sample.hours, 0);
  if (exceeds(hours, 168)) return refuse('一周的采样时间超过168小时', '附录A');
  return averageOver(samples, 40, limit, 'E', '附录A');
}

/** Average over 15 min of samples taken within it, limit PC-STEL in mg/m³. Refuses samples of more than 15 min together. */
export function stel(
  samples: readonly { readonly concentration: number; readonly minutes: number }[],
  limit?: number,
): Answer<Concentration> {
  const inHours = samples.map(({ concentration, minutes }) => ({ concentration, hours: minutes / 60 }));
  if (
    exceeds(
      samples.reduce((sum, { minutes }) => sum + minutes, 0),
      15,
    )
  )
    return refuse('短时间接触的采样时间超过15分钟', '附录A');
  return averageOver(inHours, 0.25, limit, 'C_STEL', '附录A');
}

/** A short excursion: concentration in mg/m³, when it began (minutes into the shift) and how long it lasted. */
export interface Peak {
  readonly concentration: number;
  readonly startMinute: number;
  readonly minutes: number;
}

/**
 * Peak exposure of substances without PC-STEL (GBZ 2.1-2019 §4): above 3 × PC-TWA at most 15 min, four times a shift, an
 * hour apart; never above 5 × PC-TWA; the day's average within PC-TWA. Returns what is broken.
 */
export function peaks(
  excursions: readonly Peak[],
  dayAverage: number,
  limit: number,
): Answer<{ readonly complies: boolean; readonly because: readonly string[] }> {
  if (!(limit > 0)) return refuse('PC-TWA应大于0', '§4');
  const over = excursions
    .filter(({ concentration }) => exceeds(concentration, 3 * limit))
    .toSorted((a, b) => a.startMinute - b.startMinute);
  const because: string[] = [];
  if (exceeds(dayAverage, limit)) because.push('C_TWA超过PC-TWA');
  if (over.some(({ concentration }) => exceeds(concentration, 5 * limit))) because.push('峰接触浓度超过PC-TWA的5倍');
  if (over.some(({ minutes }) => minutes > 15)) because.push('超过3倍PC-TWA的一次接触超过15 min');
  if (over.length > 4) because.push('超过3倍PC-TWA的接触多于4次');
  if (over.some((peak, index) => index > 0 && peak.startMinute - endOf(over[index - 1]) < 60))
    because.push('相邻两次接触间隔不足1 h');
  const complies = because.length === 0;
  const inputs = [
    { name: 'PC-TWA', value: limit, unit: 'mg/m³' },
    { name: 'C_TWA', value: dayAverage, unit: 'mg/m³' },
  ];
  return answer({ complies, because }, STANDARD, inputs, [
    { clause: '§4 峰接触浓度', name: '符合', formula: because.join('；') || '各项符合', value: complies },
  ]);
}

const endOf = (peak: Peak | undefined): number => (peak ? peak.startMinute + peak.minutes : -Infinity);

/** Substances acting together, or without evidence that they do not: concentration and limit of each in one unit. */
export interface Component {
  readonly name: string;
  readonly concentration: number;
  readonly limit: number;
}

/** Σ C/L of a mixture (GBZ 2.1-2019 §A.5): beyond 1 exceeds the limit. Refuses limits of 0 and less. */
export function mixture(
  components: readonly Component[],
): Answer<{ readonly ratio: number; readonly exceeds: boolean }> {
  if (components.length === 0) return refuse('没有有害因素', '联合作用');
  for (const { name, concentration, limit } of components) {
    const wrong = refuseBelow(0, { [`${name}浓度`]: concentration }, '联合作用');
    if (wrong) return wrong;
    if (!(limit > 0)) return refuse(`${name}的限值应大于0`, '联合作用');
  }
  const ratio = components.reduce((sum, { concentration, limit }) => sum + concentration / limit, 0);
  return answerInOneStep(
    { ratio, exceeds: exceeds(ratio, 1) },
    STANDARD,
    components.map(({ name, concentration }) => ({ name, value: concentration })),
    {
      clause: '联合作用',
      name: 'Σ C/L',
      formula: components.map(({ concentration, limit }) => `${show(concentration)}/${show(limit)}`).join(' + '),
      value: ratio,
    },
  );
}

interface Reduction {
  /** Reduction factor, never above 1. */
  readonly factor: number;
  readonly adjusted: number;
}

function reduction(limit: number, hours: number, usual: number, whole: number, clause: string): Answer<Reduction> {
  if (!(limit > 0)) return refuse('职业接触限值应大于0', clause);
  if (!(hours > 0 && hours < whole)) return refuse(`接触时间应大于0且小于${whole}小时`, clause);
  const factor = hours <= usual ? 1 : (usual / hours) * ((whole - hours) / (whole - usual));
  const formula = `${usual}/${hours} × (${whole} − ${hours})/${whole - usual}`;
  return answer(
    { factor, adjusted: limit * factor },
    STANDARD,
    [
      { name: 'OEL', value: limit },
      { name: '接触时间', value: hours, unit: 'h' },
    ],
    [
      { clause, name: 'RF', formula: hours <= usual ? '不超过标准工时，不折减' : formula, value: factor },
      { clause, name: '折减后的限值', formula: `${show(limit)} × ${show(factor)}`, value: limit * factor },
    ],
  );
}

/** Limit of a longer day: OEL × (8/h) × (24 − h)/16 beyond 8 h, unchanged up to 8 h. Refuses a day of 24 h and more. */
export function dailyReduction(limit: number, hoursPerDay: number): Answer<Reduction> {
  return reduction(limit, hoursPerDay, 8, 24, '长时间接触 日调整');
}

/** Limit of a longer week: OEL × (40/h) × (168 − h)/128 beyond 40 h. */
export function weeklyReduction(limit: number, hoursPerWeek: number): Answer<Reduction> {
  return reduction(limit, hoursPerWeek, 40, 168, '长时间接触 周调整');
}

/** ppm → mg/m³ at `celsius` and `kilopascal`: ppm × M ÷ 22.4 × 273/(273 + t) × P/101.3. Molar mass in g/mol. */
export function milligrams(
  ppm: number,
  molarMass: number,
  celsius = 25,
  kilopascal = 101.3,
): Answer<{ readonly value: number }> {
  const wrong = refuseBelow(0, { ppm, 摩尔质量: molarMass, 气压: kilopascal }) ?? refuseBelow(-272, { 气温: celsius });
  if (wrong) return wrong;
  const value = ((ppm * molarMass) / 22.4) * (273 / (273 + celsius)) * (kilopascal / 101.3);
  return answerInOneStep(
    { value },
    'GBZ/T 160、GBZ 159 换算',
    [
      { name: 'ppm', value: ppm },
      { name: 'M', value: molarMass, unit: 'g/mol' },
      { name: 't', value: celsius, unit: '℃' },
      { name: 'P', value: kilopascal, unit: 'kPa' },
    ],
    {
      clause: '体积分数换算',
      name: 'C',
      formula: `${show(ppm)} × ${molarMass}/22.4 × 273/(273 + ${celsius}) × ${kilopascal}/101.3`,
      value,
      unit: 'mg/m³',
    },
  );
}

/** Share of its limit up to and including which → class of exposure. */
const CLASSES = [
  [0.01, '0'],
  [0.1, 'Ⅰ'],
  [0.5, 'Ⅱ'],
  [1, 'Ⅲ'],
  [Infinity, 'Ⅳ'],
] as const;

/** Class of exposure 0–Ⅳ by the share of the limit (GBZ 2.1-2019 Table B.1); from 50 % on the action level is reached. */
export function exposureClass(concentration: number, limit: number): (typeof CLASSES)[number][1] | undefined {
  if (!(limit > 0) || !(concentration >= 0)) return undefined;
  return CLASSES.find(([most]) => !exceeds(concentration / limit, most))?.[1];
}
