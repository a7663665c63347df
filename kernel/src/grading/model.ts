/** A value something is graded by, with the record it was read from. */
export interface Fact {
  readonly value: number | string | boolean | null;
  /** Where it was read: a register, a case, a check. */
  readonly source: { readonly kind: string; readonly id?: string; readonly label: string };
  /** Epoch ms of the observation; a fact of after the day of grading does not count. */
  readonly at: number;
}

export type Facts = Readonly<Record<string, Fact>>;

/** How a fact becomes points; data, so that a model can be kept and used again years later. */
export type Rule =
  /** The fact is the points, or with `outOf` the share of the full mark. */
  | { readonly kind: 'value'; readonly outOf?: number }
  /** Straight between two values: full mark at `best`, none at `worst`; either may be the larger. */
  | { readonly kind: 'line'; readonly best: number; readonly worst: number }
  /** The full mark less so much for each unit, never under `least`. */
  | { readonly kind: 'deduct'; readonly each: number; readonly least?: number }
  /** Points of the highest step the fact reaches; under all of them `below`. */
  | {
      readonly kind: 'steps';
      readonly steps: readonly { readonly from: number; readonly points: number }[];
      readonly below: number;
    }
  | { readonly kind: 'choice'; readonly points: Readonly<Record<string, number>>; readonly other: number }
  | { readonly kind: 'yes-no'; readonly yes: number; readonly no: number };

export interface Factor {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** Heading of related factors in the breakdown. */
  readonly group?: string;
  readonly full: number;
  /** Key of the fact. */
  readonly fact: string;
  readonly unit?: string;
  readonly rule: Rule;
  /** What a fact that is not known means: left out of both sums, or so many points. */
  readonly unknown: 'left-out' | number;
  readonly clause?: string;
}

export type Test =
  | { readonly op: 'is'; readonly value: string | number | boolean }
  | { readonly op: 'at-least' | 'more-than' | 'under'; readonly value: number };

/** Puts a level at once, whatever the points: an accident death, a concealment, an item that must not fail. */
export interface Veto {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly fact: string;
  readonly when: Test;
  /** The level at best; default: the last band. */
  readonly level?: string;
  readonly clause?: string;
}

/** From a score (0–100) on; highest first, the last from 0. */
export interface Band {
  readonly from: number;
  readonly level: string;
  readonly label: string;
  readonly labelEn: string;
}

/** What follows from a level: an inspection weight, a premium, a listing. `value` where the effect has a number. */
export interface GradingEffect {
  readonly kind: string;
  readonly label: string;
  readonly value?: number;
}

/** Factors, bands, vetoes and effects of one grading from a day on: data, numbered and dated. */
export interface GradingModel {
  readonly key: string;
  /** `2026.1`; one version is never changed. */
  readonly version: string;
  /** First day it holds, YYYY-MM-DD. */
  readonly from: string;
  readonly label: string;
  readonly labelEn: string;
  /** The clause or document it follows, or that it is the platform's first proposal. */
  readonly source: string;
  readonly factors: readonly Factor[];
  readonly bands: readonly Band[];
  readonly vetoes: readonly Veto[];
  readonly effects: Readonly<Record<string, readonly GradingEffect[]>>;
}

export function defineGrading(model: GradingModel): GradingModel {
  return model;
}

/** The version in force on a day (YYYY-MM-DD); undefined before the first. */
export function modelOn(models: readonly GradingModel[], key: string, day: string): GradingModel | undefined {
  return models
    .filter((model) => model.key === key && model.from <= day)
    .toSorted((a, b) => (a.from === b.from ? compare(a.version, b.version) : compare(a.from, b.from)))
    .at(-1);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is wrong with a model: double keys, bands out of order, points beyond the full mark, levels nobody reaches. */
export function checkModel(model: GradingModel): string[] {
  const problems: string[] = [];
  const keys = [...model.factors, ...model.vetoes].map(({ key }) => key);
  for (const key of keys.filter((one, index) => keys.indexOf(one) !== index)) problems.push(`${key} is declared twice`);
  const levels = new Set(model.bands.map(({ level }) => level));
  if (levels.size !== model.bands.length) problems.push('two bands have the same level');
  if (model.bands.at(-1)?.from !== 0) problems.push('the last band must begin at 0');
  model.bands.forEach(({ from, level }, index) => {
    const next = model.bands[index + 1];
    if (next !== undefined && !(from > next.from)) problems.push(`band ${level} is not above the next`);
  });
  if (model.factors.length === 0) problems.push('a model needs factors');
  for (const factor of model.factors) problems.push(...checkFactor(factor));
  for (const veto of model.vetoes) {
    if (veto.level !== undefined && !levels.has(veto.level)) problems.push(`veto ${veto.key} names unknown level`);
  }
  for (const level of Object.keys(model.effects)) {
    if (!levels.has(level)) problems.push(`effects of unknown level ${level}`);
  }
  return problems;
}

function checkFactor({ key, full, rule, unknown }: Factor): string[] {
  const given = pointsOf(rule).concat(unknown === 'left-out' ? [] : [unknown]);
  const problems = given.some((points) => !(points >= 0 && points <= full))
    ? [`${key} gives points beyond 0…full`]
    : [];
  if (!(full > 0)) problems.push(`${key} has no full mark`);
  if (rule.kind === 'line' && rule.best === rule.worst) problems.push(`${key}: best and worst are the same`);
  if (rule.kind === 'value' && rule.outOf !== undefined && !(rule.outOf > 0))
    problems.push(`${key}: outOf must be above 0`);
  if (rule.kind === 'deduct' && !(rule.each > 0)) problems.push(`${key}: deduct must be above 0`);
  return problems;
}

function pointsOf(rule: Rule): number[] {
  if (rule.kind === 'steps') return [rule.below, ...rule.steps.map(({ points }) => points)];
  if (rule.kind === 'choice') return [rule.other, ...Object.values(rule.points)];
  if (rule.kind === 'yes-no') return [rule.yes, rule.no];
  return rule.kind === 'deduct' && rule.least !== undefined ? [rule.least] : [];
}
