import type { AccidentLevel } from '../accident/index.ts';
import type { Fine } from './articles.ts';

const TEN = 10_000;

/** One step of 生产安全事故罚款处罚规定 (Order 14): reached by any of deaths, serious injuries and loss in 10⁴ yuan. */
export interface FineStep {
  readonly level: AccidentLevel;
  readonly deaths: number;
  readonly serious: number;
  readonly loss: number;
  readonly fine: Fine & { readonly in: 'yuan' };
}

type StepRow = readonly [level: AccidentLevel, serious: number, deaths: number, loss: number, min: number, max: number];

const STEPS: readonly StepRow[] = [
  ['一般', 0, 0, 0, 30, 50],
  ['一般', 3, 1, 300, 50, 70],
  ['一般', 6, 2, 500, 70, 100],
  ['较大', 10, 3, 1000, 100, 120],
  ['较大', 20, 5, 2000, 120, 150],
  ['较大', 30, 7, 3000, 150, 200],
  ['重大', 50, 10, 5000, 200, 400],
  ['重大', 60, 13, 6000, 400, 600],
  ['重大', 70, 15, 7000, 600, 1000],
  ['特别重大', 100, 30, 10_000, 1000, 1200],
  ['特别重大', 120, 40, 15_000, 1200, 1500],
  ['特别重大', 150, 50, 20_000, 1500, 2000],
];

/** Steps within the levels, worst last; in force from 2024-03-01, from memory. */
export const FINE_STEPS: readonly FineStep[] = STEPS.map(([level, serious, deaths, loss, min, max]) => ({
  level,
  serious,
  deaths,
  loss,
  fine: { in: 'yuan', min: min * TEN, max: max * TEN },
}));
