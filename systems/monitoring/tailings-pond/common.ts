import type { Limits, Rule, Rung, Step } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import { settings } from '../conditions.ts';

const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '矿调度室', after: 0 },
  { to: 'town', label: '乡镇应急办', after: 300 },
  { to: 'county', label: '县值班', after: 600 },
  { to: 'city', label: '市值班', after: 900 },
];

/** Who is told at which level (catalogue of the monitoring family; GB 51108-2015 leaves it to the emergency plan). */
const NOTIFIES: NonNullable<Rule['notifies']> = {
  yellow: ['town', 'county'],
  orange: ['town', 'county', 'city'],
  red: ['town', 'county', 'city'],
};

const WORDS: Record<Level, string> = { blue: '蓝色预警', yellow: '黄色预警', orange: '橙色预警', red: '红色预警' };
const ENGLISH: Record<Level, string> = {
  blue: 'Blue warning',
  yellow: 'Yellow warning',
  orange: 'Orange warning',
  red: 'Red warning',
};
const MILD_FIRST = ['blue', 'yellow', 'orange', 'red'] as const;

/** The four warnings of a quantity, with limits named `<prefix>-<colour>`. */
export const warnings = (prefix: string, levels: readonly Level[] = MILD_FIRST): Step[] =>
  levels.map((level) => ({ level, limit: `${prefix}-${level}`, label: WORDS[level], labelEn: ENGLISH[level] }));

const SHARES: Record<Level, number> = { red: 1, orange: 1.1, yellow: 1.2, blue: 1.3 };
/** Limits above a design minimum: red at it, orange 1.1 times (GB 51108-2015 8.3), yellow 1.2 and blue 1.3 by custom. */
export const aboveMinimum = (prefix: string, minimum: number | undefined): Limits =>
  minimum === undefined
    ? {}
    : Object.fromEntries(
        MILD_FIRST.map((level) => [`${prefix}-${level}`, Math.round(minimum * SHARES[level] * 1000) / 1000]),
      );

/** The four limits of a quantity that a jurisdiction sets, mildest first. */
export const set = (prefix: string, unit: string, values: readonly number[]): Rule['sets'] =>
  settings(
    unit,
    Object.fromEntries(
      MILD_FIRST.map((level, index) => [`${prefix}-${level}`, [WORDS[level], `Warning: ${level}`, values[index]!]]),
    ),
  );

/** Who lives below, for every notice: 头顶库下游暴露. */
function exposure(record: Readonly<Record<string, unknown>>): string | undefined {
  if (record['headTop'] !== true) return undefined;
  const told = (label: string, value: unknown, unit = '') =>
    value == null || value === '' ? [] : [`${label}${value as string}${unit}`];
  return [
    '头顶库下游',
    ...told('1 km 内 ', record['downstreamPeople'], ' 人'),
    ...told('距最近居民点 ', record['downstreamDistance'], ' m'),
    ...told('', record['downstreamPlaces']),
    ...told('联系人 ', record['downstreamContact']),
  ].join('，');
}

/** What all rules of tailings ponds share. */
export const common = {
  system: 'S21',
  of: 'tailings-pond',
  escalation: LADDER,
  notifies: NOTIFIES,
  tells: exposure,
} as const;
