import {
  answer,
  reaches,
  refuse,
  refuseBelow,
  refuseUncountable,
  show,
  type Answer,
  type Quantity,
  type Step,
} from '../working/index.ts';
import { TABLE_5, TABLE_6, type Level } from './betas.ts';
import { substance, type Substance } from './substance.ts';

const STANDARD = 'GB 18218-2018';

/** A chemical of the unit with its actual quantity: for vessels and stores the design maximum (§4.2.1). */
export interface Holding {
  readonly chemical: string;
  readonly tonnes: number;
}

export interface MajorHazard {
  /** Σ q/Q; the unit is a major hazard from 1 on. */
  readonly S: number;
  readonly isMajorHazard: boolean;
  readonly alpha: number | null;
  /** α·Σ β·q/Q; null for a unit that is no major hazard or whose neighbours were not counted. */
  readonly R: number | null;
  readonly level: Level | null;
}

interface Item extends Substance {
  readonly tonnes: number;
}

const rows = (items: readonly Item[]): Step[] =>
  items.flatMap(({ name, tonnes, threshold, thresholdClause, beta, betaClause }) => [
    { clause: thresholdClause, name: `Q(${name})`, formula: `Q = ${threshold}`, value: threshold, unit: 't' },
    { clause: betaClause, name: `β(${name})`, formula: `β = ${beta}`, value: beta },
    { clause: '§4.2.2', name: `q/Q(${name})`, formula: `${show(tonnes)} ÷ ${threshold}`, value: tonnes / threshold },
  ]);

const sumOf = (items: readonly Item[], weigh: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + (weigh(item) * item.tonnes) / item.threshold, 0);

const ratios = (items: readonly Item[], beta: boolean): string =>
  items.map((item) => `${beta ? `${item.beta}×` : ''}${show(item.tonnes)}/${item.threshold}`).join(' + ');

function grade(
  items: readonly Item[],
  S: number,
  population: number,
): { readonly result: MajorHazard; readonly steps: Step[] } {
  const alpha = TABLE_5.find(([from]) => population >= from)?.[1] ?? 0.5;
  const R = alpha * sumOf(items, ({ beta }) => beta);
  const level = TABLE_6.find(([from]) => reaches(R, from))?.[1] ?? '四级';
  return {
    result: { S, isMajorHazard: true, alpha, R, level },
    steps: [
      { clause: '表5', name: 'α', formula: `500 m内常住人口 ${population} 人`, value: alpha },
      { clause: '§4.3.2 式(2)', name: 'R', formula: `${alpha} × (${ratios(items, true)})`, value: R },
      { clause: '表6', name: '级别', formula: `R = ${R.toFixed(2)}`, value: level },
    ],
  };
}

/**
 * Identifies and grades a major hazard of dangerous chemicals (GB 18218-2018 §4): one production or storage unit.
 * Quantities in tonnes; `population` counts permanent residents within 500 m outside the plant boundary.
 * Refuses unknown or ambiguous chemicals, negative quantities and an empty unit.
 */
export function assess(holdings: readonly Holding[], population?: number): Answer<MajorHazard> {
  if (holdings.length === 0) return refuse('单元内没有危险化学品', '§4.1');
  const items: Item[] = [];
  for (const { chemical, tonnes } of holdings) {
    const wrong = refuseBelow(0, { [`${chemical}的存在量`]: tonnes }, '§4.2.1');
    if (wrong) return wrong;
    const found = substance(chemical);
    if ('ok' in found) return found;
    items.push({ ...found, tonnes });
  }
  const wrong = population === undefined ? undefined : refuseUncountable({ 常住人口: population }, '表5');
  if (wrong) return wrong;
  const S = sumOf(items, () => 1);
  const steps = [...rows(items), { clause: '§4.2.2 式(1)', name: 'S', formula: ratios(items, false), value: S }];
  const inputs: Quantity[] = items.map(({ name, tonnes }) => ({ name, value: tonnes, unit: 't' }));
  if (population !== undefined) inputs.push({ name: '厂界外500 m内常住人口', value: population, unit: '人' });
  const warnings = [...new Set(items.flatMap((item) => item.warnings))];
  const ungraded = { S, isMajorHazard: reaches(S, 1), alpha: null, R: null, level: null };
  if (!ungraded.isMajorHazard) return answer(ungraded, STANDARD, inputs, steps, warnings);
  if (population === undefined)
    return answer(ungraded, STANDARD, inputs, steps, [...warnings, '未给出500 m内常住人口，不能分级']);
  const graded = grade(items, S, population);
  return answer(graded.result, STANDARD, inputs, [...steps, ...graded.steps], warnings);
}
