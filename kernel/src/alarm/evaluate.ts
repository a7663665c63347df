import type { Level } from '../entity/index.ts';
import { LEVEL_LABELS } from '../entity/index.ts';
import type { Quality } from '../telemetry/index.ts';
import type { Rule, Silence, Step, Threshold } from './rule.ts';

/** A value to judge: `at` epoch ms at the device, value in the subject's unit. */
export interface Sample {
  readonly at: number;
  readonly value: number;
  readonly quality: Quality;
}

/**
 * All that a rule remembers about one subject. Constant size, plain data: it is checkpointed with the
 * alarm it led to, so that a duration goes on after a restart.
 */
export interface Memory {
  /** Device time of the last judged sample; older or equal samples are not judged again. */
  readonly last: number;
  /** Per step: since when every sample has been at or beyond its limit; null = not. */
  readonly since: readonly (number | null)[];
  /** Highest step held by the running excursion; -1 = none. */
  readonly held: number;
  /** Since when every sample has been inside the release limit; null = not. */
  readonly clear: number | null;
  /** Worst value of the running excursion. */
  readonly peak: number | null;
}

export type Verdict =
  | { readonly state: 'ignored'; readonly reason: 'quality' | 'not-newer' | 'no-limit' }
  | { readonly state: 'normal'; readonly value: number | null }
  | {
      readonly state: 'breach';
      readonly level: Level;
      readonly step: number;
      readonly label: string;
      readonly limit: number;
      readonly value: number | null;
      readonly peak: number | null;
      readonly since: number;
    };

/** Limits of one subject in its own unit; `span` (range width) scales the deadband. */
export type Limits = Readonly<Record<string, number>>;

export const FRESH: Memory = { last: Number.NEGATIVE_INFINITY, since: [], held: -1, clear: null, peak: null };

/**
 * Judges one sample under a threshold rule. The level may rise during an excursion and never falls before its end;
 * the excursion ends after `offDelay` inside the mildest limit less the deadband.
 */
export function evaluate(
  rule: Rule,
  memory: Memory,
  sample: Sample,
  limits: Limits,
): { verdict: Verdict; memory: Memory } {
  const condition = rule.condition;
  if (condition.kind === 'silence') throw new Error(`${rule.key}: a silence rule is judged by the clock`);
  if (sample.quality !== 'good') return { verdict: { state: 'ignored', reason: 'quality' }, memory };
  if (sample.at <= memory.last) return { verdict: { state: 'ignored', reason: 'not-newer' }, memory };
  const mildest = condition.steps.map((step) => limits[step.limit]).find((limit) => limit !== undefined);
  if (mildest === undefined) return { verdict: { state: 'ignored', reason: 'no-limit' }, memory };

  // By place in the rule, so that a limit added or taken away does not shift what is remembered of the others.
  const since = condition.steps.map((step, index) =>
    sinceWhen(condition, sample, limits[step.limit], memory.since[index] ?? null),
  );
  const reached = since.findLastIndex((start) => start !== null && sample.at - start >= condition.onDelay * 1000);
  const held = Math.max(reached, memory.held);
  if (held < 0)
    return { verdict: { state: 'normal', value: sample.value }, memory: { ...FRESH, last: sample.at, since } };

  const inside = isReleased(condition, sample.value, mildest, limits);
  const clear = inside ? (memory.clear ?? sample.at) : null;
  if (clear !== null && sample.at - clear >= condition.offDelay * 1000) {
    return { verdict: { state: 'normal', value: sample.value }, memory: { ...FRESH, last: sample.at } };
  }
  const peak = worse(condition, memory.peak, sample.value);
  const start = since[held] ?? memory.last;
  const step = condition.steps[held] as Step;
  // A limit taken away during its excursion: the one that will end the excursion is named.
  const limit = limits[step.limit] ?? mildest;
  return {
    verdict: {
      state: 'breach',
      level: step.level,
      step: held,
      label: step.label,
      limit,
      value: sample.value,
      peak,
      since: start,
    },
    memory: { last: sample.at, since, held, clear, peak },
  };
}

/** Judges silence at platform time `now` (ms): `lastSeen` is when the last reading arrived. */
export function evaluateSilence(condition: Silence, lastSeen: number, expectedPeriod: number, now: number): Verdict {
  const allowed = Math.max(condition.seconds, 3 * expectedPeriod);
  const silent = (now - lastSeen) / 1000;
  if (silent <= allowed) return { state: 'normal', value: null };
  return {
    state: 'breach',
    level: condition.level,
    step: 0,
    label: '数据中断',
    limit: allowed,
    value: null,
    peak: null,
    since: lastSeen,
  };
}

function beyond(condition: Threshold, value: number, limit: number): boolean {
  return condition.kind === 'above' ? value >= limit : value <= limit;
}

function sinceWhen(
  condition: Threshold,
  sample: Sample,
  limit: number | undefined,
  before: number | null,
): number | null {
  return limit !== undefined && beyond(condition, sample.value, limit) ? (before ?? sample.at) : null;
}

function isReleased(condition: Threshold, value: number, limit: number, limits: Limits): boolean {
  const band = condition.deadband * (limits['span'] ?? Math.abs(limit));
  return condition.kind === 'above' ? value < limit - band : value > limit + band;
}

function worse(condition: Threshold, peak: number | null, value: number): number {
  if (peak === null) return value;
  return condition.kind === 'above' ? Math.max(peak, value) : Math.min(peak, value);
}

/** What happens to an excursion's alarm. */
export type Happening =
  | {
      readonly kind: 'raised';
      readonly at: number;
      readonly level: Level;
      readonly label: string;
      readonly value: number | null;
      readonly limit: number;
      readonly since: number;
    }
  | {
      readonly kind: 'level-raised';
      readonly at: number;
      readonly level: Level;
      readonly label: string;
      readonly value: number | null;
      readonly limit: number;
    }
  | { readonly kind: 'recovered'; readonly at: number; readonly value: number | null };

/** The events a verdict causes on the running alarm (`current` = its level, or undefined when none runs). */
export function nextAlarm(current: { readonly level: Level } | undefined, verdict: Verdict, at: number): Happening[] {
  if (verdict.state === 'ignored') return [];
  if (verdict.state === 'normal') return current === undefined ? [] : [{ kind: 'recovered', at, value: verdict.value }];
  const { level, label, value, limit, since } = verdict;
  if (current === undefined) return [{ kind: 'raised', at, level, label, value, limit, since }];
  if (LEVEL_LABELS[level].rank <= LEVEL_LABELS[current.level].rank) return [];
  return [{ kind: 'level-raised', at, level, label, value, limit }];
}
