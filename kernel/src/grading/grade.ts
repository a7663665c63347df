import { dayOf } from '@anlan/domain/calendar';
import { sha256 } from '@anlan/domain/sampling';
import { reaches, show } from '@anlan/domain/working';
import { refuse, type Refusal, named } from '../refusal/index.ts';
import { canonicalJson } from './canonical.ts';
import type { Band, Fact, Factor, Facts, GradingEffect, GradingModel, Rule, Test, Veto } from './model.ts';

/** Points of one factor, and the fact they come from. */
export interface Line {
  readonly factor: string;
  readonly label: string;
  readonly labelEn: string;
  readonly group: string | null;
  readonly full: number;
  readonly points: number;
  /** Not counted in either sum: the fact is not known. */
  readonly leftOut: boolean;
  /** The rule in words with the fact put in. */
  readonly why: string;
  /** Key of the fact and what was known of it; null = not known at the time. */
  readonly fact: { readonly key: string; readonly unit: string | null; readonly known: Fact | null };
  readonly clause: string | null;
}

export interface Struck {
  readonly veto: string;
  readonly label: string;
  readonly labelEn: string;
  readonly fact: { readonly key: string; readonly known: Fact };
}

export interface Grading {
  readonly model: string;
  readonly version: string;
  readonly at: number;
  /** 0–100: points of what counted, of its full marks. */
  readonly score: number;
  readonly points: number;
  readonly full: number;
  readonly level: string;
  readonly label: string;
  readonly labelEn: string;
  /** The level the points alone would give. */
  readonly byPoints: string;
  readonly lines: readonly Line[];
  readonly vetoes: readonly Struck[];
  readonly effects: readonly GradingEffect[];
}

/**
 * Grades by a model and facts as they were known at `at` (epoch ms). The same model and facts always give the same
 * result. Refused where the model does not hold yet, no factor is known, or a fact is of the wrong kind.
 */
export function grade(model: GradingModel, facts: Facts, at: number): Grading | Refusal {
  if (dayOf(at) < model.from) return refuse('grading-model-later', { from: model.from });
  const lines: Line[] = [];
  for (const factor of model.factors) {
    const line = lineOf(factor, knownAt(facts, factor.fact, at));
    if ('refused' in line) return line;
    lines.push(line);
  }
  const counted = lines.filter(({ leftOut }) => !leftOut);
  if (counted.length === 0) return refuse('grading-no-facts', { model: named(model) });
  const points = tidy(counted.reduce((sum, line) => sum + line.points, 0));
  const full = tidy(counted.reduce((sum, line) => sum + line.full, 0));
  const score = tidy((points / full) * 100);
  const own = model.bands.find(({ from }) => reaches(score, from)) ?? model.bands.at(-1);
  if (own === undefined) throw new Error(`${model.key} has no bands`);
  const vetoes = model.vetoes.flatMap((veto) => strikes(veto, knownAt(facts, veto.fact, at)));
  const band = worst(model, own, vetoes);
  return {
    model: model.key,
    version: model.version,
    at,
    score,
    points,
    full,
    level: band.level,
    label: band.label,
    labelEn: band.labelEn,
    byPoints: own.level,
    lines,
    vetoes,
    effects: model.effects[band.level] ?? [],
  };
}

/** Sums of decimals are cut where a person would see no difference, so that a result reads and compares exactly. */
const tidy = (value: number): number => Number(value.toFixed(6));

function knownAt(facts: Facts, key: string, at: number): Fact | null {
  const fact = facts[key];
  return fact === undefined || fact.value === null || fact.at > at ? null : fact;
}

function lineOf(factor: Factor, known: Fact | null): Line | Refusal {
  const base = {
    factor: factor.key,
    label: factor.label,
    labelEn: factor.labelEn,
    group: factor.group ?? null,
    full: factor.full,
    fact: { key: factor.fact, unit: factor.unit ?? null, known },
    clause: factor.clause ?? null,
  };
  if (known === null) {
    const leftOut = factor.unknown === 'left-out';
    const points = factor.unknown === 'left-out' ? 0 : factor.unknown;
    return { ...base, points, leftOut, why: leftOut ? '没有数据，不计入' : `没有数据，按 ${show(points)} 分` };
  }
  const scored = pointsBy(factor, known.value as number | string | boolean);
  if (scored === undefined) return refuse('grading-fact-kind', { factor: named(factor), value: String(known.value) });
  return { ...base, points: tidy(scored.points), leftOut: false, why: scored.why };
}

interface Scored {
  readonly points: number;
  readonly why: string;
}

type Reader<K extends Rule['kind']> = (
  rule: Extract<Rule, { kind: K }>,
  value: number | string | boolean,
  factor: Factor,
) => Scored | undefined;

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const RULES: { readonly [K in Rule['kind']]: Reader<K> } = {
  value: ({ outOf }, value, { full }) => {
    if (!isNumber(value)) return undefined;
    if (outOf === undefined) return { points: clamp(value, full), why: `得 ${show(value)} 分` };
    return { points: clamp((value / outOf) * full, full), why: `${show(value)} ÷ ${show(outOf)} × ${show(full)}` };
  },
  line: ({ best, worst: zero }, value, { full, unit = '' }) => {
    if (!isNumber(value)) return undefined;
    const share = clamp((value - zero) / (best - zero), 1);
    return {
      points: share * full,
      why: `${show(value)}${unit}：${show(best)}${unit} 满分，${show(zero)}${unit} 零分，按直线`,
    };
  },
  deduct: ({ each, least = 0 }, value, { full, unit = '' }) => {
    if (!isNumber(value) || value < 0) return undefined;
    return {
      points: Math.max(least, full - each * value),
      why: `${show(full)} − ${show(each)} × ${show(value)}${unit}${full - each * value < least ? `，最低 ${show(least)}` : ''}`,
    };
  },
  steps: ({ steps, below }, value, { unit = '' }) => {
    if (!isNumber(value)) return undefined;
    const step = steps.toSorted((a, b) => b.from - a.from).find(({ from }) => reaches(value, from));
    const points = step?.points ?? below;
    const where = step === undefined ? `低于各档` : `达到 ${show(step.from)}${unit} 档`;
    return { points, why: `${show(value)}${unit}，${where}，${show(points)} 分` };
  },
  choice: ({ points, other }, value) => {
    const given = Object.hasOwn(points, String(value)) ? (points[String(value)] as number) : other;
    return { points: given, why: `${String(value)}：${show(given)} 分` };
  },
  'yes-no': ({ yes, no }, value) => {
    if (typeof value !== 'boolean') return undefined;
    return { points: value ? yes : no, why: `${value ? '是' : '否'}：${show(value ? yes : no)} 分` };
  },
};

function pointsBy(factor: Factor, value: number | string | boolean): Scored | undefined {
  const reader = RULES[factor.rule.kind] as Reader<Rule['kind']>;
  return reader(factor.rule, value, factor);
}

function strikes(veto: Veto, known: Fact | null): Struck[] {
  if (known === null || !holds(veto.when, known.value)) return [];
  return [{ veto: veto.key, label: veto.label, labelEn: veto.labelEn, fact: { key: veto.fact, known } }];
}

function holds(test: Test, value: Fact['value']): boolean {
  if (test.op === 'is') return value === test.value;
  if (!isNumber(value)) return false;
  if (test.op === 'at-least') return reaches(value, test.value);
  return test.op === 'under' ? !reaches(value, test.value) : value > test.value;
}

function worst(model: GradingModel, own: Band, struck: readonly Struck[]): Band {
  const at = (level: string): number => model.bands.findIndex((band) => band.level === level);
  const last = model.bands.length - 1;
  const indexes = struck.map(({ veto }) => {
    const level = model.vetoes.find(({ key }) => key === veto)?.level;
    return level === undefined ? last : at(level);
  });
  return model.bands[Math.max(at(own.level), ...indexes)] as Band;
}

/** SHA-256 (hex) of a result: two results with the same hash are the same result, point for point. */
export function hashOf(result: Grading): string {
  return sha256(canonicalJson(result));
}

/** SHA-256 (hex) of a model, kept with it: a version that was changed afterwards is found out. */
export function hashOfModel(model: GradingModel): string {
  return sha256(canonicalJson(model));
}

/** A result in words, one line per point, as it is printed under a decision. */
export function explain(result: Grading): string[] {
  const lines = result.lines.map((line) => {
    const from = line.fact.known === null ? '无数据' : line.fact.known.source.label;
    return `${line.label} ${line.leftOut ? '—' : `${show(line.points)}/${show(line.full)}`}（${line.why}；依据：${from}）`;
  });
  const vetoes = result.vetoes.map(({ label, fact }) => `一票否决：${label}（依据：${fact.known.source.label}）`);
  const sum = `${show(result.points)} ÷ ${show(result.full)} × 100 = ${show(result.score)} 分，${result.label}`;
  return [...lines, ...vetoes, sum];
}
