import type { AccidentLevel } from '../accident/index.ts';

export type WarningLevel = 1 | 2 | 3 | 4;

export interface Warning {
  readonly level: WarningLevel;
  readonly roman: 'Ⅰ' | 'Ⅱ' | 'Ⅲ' | 'Ⅳ';
  readonly colour: '红' | '橙' | '黄' | '蓝';
  /** Terms of the Common Alerting Protocol 1.2. */
  readonly severity: 'Extreme' | 'Severe' | 'Moderate' | 'Minor';
  readonly urgency: 'Immediate' | 'Expected' | 'Future';
  readonly certainty: 'Observed' | 'Likely' | 'Possible';
}

/** Four public warnings (突发事件应对法 2024: 一级 red … 四级 blue) with their CAP terms. */
export const WARNINGS: readonly Warning[] = [
  { level: 1, roman: 'Ⅰ', colour: '红', severity: 'Extreme', urgency: 'Immediate', certainty: 'Observed' },
  { level: 2, roman: 'Ⅱ', colour: '橙', severity: 'Severe', urgency: 'Expected', certainty: 'Likely' },
  { level: 3, roman: 'Ⅲ', colour: '黄', severity: 'Moderate', urgency: 'Expected', certainty: 'Possible' },
  { level: 4, roman: 'Ⅳ', colour: '蓝', severity: 'Minor', urgency: 'Future', certainty: 'Possible' },
];

/** The warning of a level. */
export function warning(level: WarningLevel): Warning {
  return WARNINGS[level - 1] as Warning;
}

export interface Response {
  readonly level: WarningLevel;
  readonly roman: Warning['roman'];
  /** Government that leads where the plan says nothing else. */
  readonly lead: '国家、省级' | '省级' | '设区的市级' | '县级';
}

const RESPONSES: Readonly<Record<AccidentLevel, Response>> = {
  特别重大: { level: 1, roman: 'Ⅰ', lead: '国家、省级' },
  重大: { level: 2, roman: 'Ⅱ', lead: '省级' },
  较大: { level: 3, roman: 'Ⅲ', lead: '设区的市级' },
  一般: { level: 4, roman: 'Ⅳ', lead: '县级' },
};

/** Response level of an accident; the plan of the jurisdiction may set another. */
export function responseLevel(level: AccidentLevel): Response {
  return RESPONSES[level];
}

/** Customary bands of a drill's score (AQ/T 9009), best first. */
const RATINGS = [
  [90, '优'],
  [80, '良'],
  [60, '中'],
  [0, '差'],
] as const;

/** Rating of a drill by its score of 0–100; undefined outside. */
export function drillRating(score: number): (typeof RATINGS)[number][1] | undefined {
  return score <= 100 ? RATINGS.find(([from]) => score >= from)?.[1] : undefined;
}
