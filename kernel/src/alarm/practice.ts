import type { Parameter } from '../parameter/index.ts';

/** How a jurisdiction handles alarms: each number's first value, unit, bounds and origin. */
const NUMBERS = {
  shelveHours: [8, 'h', 1, 24, '搁置最长', 'Longest shelving', 'IEC 62682 第 12 章；平台初值为一个班'],
  outOfServiceDays: [30, 'd', 1, 180, '停用最长', 'Longest time out of service', 'IEC 62682 第 12 章；平台初值'],
  secondHours: [24, 'h', 1, 720, '算作再次报警', 'Counts as occurring again within', '平台初值'],
  firstOutSeconds: [
    300,
    's',
    10,
    3600,
    '首发原因归组',
    'Grouped under a first cause within',
    'IEC 62682 8.5.4；平台初值',
  ],
} as const;
type Name = keyof typeof NUMBERS;

/** The numbers of a place; hours, days and seconds as their names say. */
export type Practice = Readonly<Record<Name, number>>;

export const PRACTICE_PARAMETERS: readonly Parameter[] = Object.entries(NUMBERS).map(
  ([name, [value, unit, min, max, label, labelEn, source]]) => ({
    key: `alarm.practice.${name}`,
    label,
    labelEn,
    group: '报警处置',
    kind: 'number',
    unit,
    value,
    min,
    max,
    source,
  }),
);

/** The numbers as a place has them; `number` reads a parameter by its key. */
export const practiceOf = (number: (key: string) => number): Practice =>
  Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, number(`alarm.practice.${name}`)])) as Practice;

/** The first values. */
export const PRACTICE: Practice = practiceOf((key) => NUMBERS[key.slice('alarm.practice.'.length) as Name][0]);
