import { dayOf } from '@anlan/domain/calendar';
import { LEVEL_LABELS, type Level } from '../entity/index.ts';
import type { Condition, Frozen, Limits, Sampled, Silence, Standing } from './condition.ts';
import { KINDS, type Kind } from './kinds.ts';
import type { Rule } from './rule.ts';
import type { Memory, Sample, Verdict } from './sample.ts';
import { tuned } from './tuning.ts';

export interface Evaluation {
  readonly verdict: Verdict;
  readonly memory: Memory;
}

const ignored = (reason: Extract<Verdict, { state: 'ignored' }>['reason'], memory: Memory): Evaluation => ({
  verdict: { state: 'ignored', reason },
  memory,
});

/**
 * Judges one sample under a rule. The level may rise during an excursion, and falls before its end only where the rule
 * says so; the excursion ends after `offDelay` inside the mildest limit less the deadband.
 */
export function evaluate(rule: Rule, memory: Memory, sample: Sample, limits: Limits): Evaluation {
  const condition = tuned(rule, limits);
  const kind = (KINDS as Partial<Record<Condition['kind'], Kind>>)[condition.kind];
  if (kind === undefined || condition.kind === 'silence' || condition.kind === 'standing')
    throw new Error(`${rule.key}: no sample is judged under a rule of ${condition.kind}`);
  if (kind.take === undefined) {
    if (sample.quality !== 'good') return ignored('quality', memory);
    if (sample.at <= memory.last) return ignored('not-newer', memory);
    return judge(rule, condition, kind, memory, { at: sample.at, value: sample.value, own: undefined }, limits);
  }
  const taken = kind.take(condition, memory, sample, limits);
  if (taken === 'quality' || taken === 'not-newer') return ignored(taken, memory);
  const remembered = { ...memory, last: Math.max(memory.last, sample.at), own: taken.own };
  if (taken.value === undefined) return ignored('not-yet', remembered);
  const { value, own, margins } = taken;
  return judge(rule, condition, kind, memory, { at: remembered.last, value, own, margins }, limits);
}

/** What is judged: a value at a time, what the kind remembers, and its distances beyond each limit where it has measured them. */
interface Measured {
  readonly at: number;
  readonly value: number;
  readonly own: unknown;
  readonly margins?: readonly (number | undefined)[] | undefined;
}

function judge(
  rule: Rule,
  condition: Sampled,
  kind: Kind,
  memory: Memory,
  measured: Measured,
  limits: Limits,
): Evaluation {
  const { at, value, margins } = measured;
  const count = condition.steps.length;
  const delay = condition.onDelay * 1000;
  // By place in the rule, so that a limit added or taken away does not shift what is remembered of the others.
  const since: (number | null)[] = [];
  let mildest = -1;
  let mildestMargin = 0;
  let reached = -1;
  for (let index = 0; index < count; index += 1) {
    const margin = margins === undefined ? kind.margin(condition, index, value, limits) : margins[index];
    const before = memory.since[index] ?? null;
    const start = margin !== undefined && margin >= 0 ? (before ?? at) : null;
    since.push(start);
    if (start !== null && at - start >= delay) reached = index;
    if (margin !== undefined && mildest < 0) {
      mildest = index;
      mildestMargin = margin;
    }
  }
  if (mildest < 0)
    return ignored('no-limit', measured.own === undefined ? memory : { ...memory, last: at, own: measured.own });
  const fall = rule.falls === true && memory.held >= 0 ? falling(condition, kind, memory, measured, limits) : undefined;
  const held = Math.max(reached, fall === undefined ? memory.held : heldAfter(condition, memory.held, fall, at));
  if (held < 0) return { verdict: { state: 'normal', value }, memory: kept(at, since, measured.own) };

  const inside = mildestMargin < -kind.band(condition, mildest, limits);
  const clear = inside ? (memory.clear ?? at) : null;
  if (clear !== null && at - clear >= condition.offDelay * 1000)
    return { verdict: { state: 'normal', value }, memory: kept(at, [], measured.own) };
  const peak = memory.peak === null ? value : kind.worse(condition, memory.peak, value);
  const step = condition.steps[held]!;
  // A limit taken away during its excursion: the one that will end the excursion is named.
  const limit = kind.limit(condition, held, limits) ?? kind.limit(condition, mildest, limits) ?? 0;
  const verdict: Verdict = {
    state: 'breach',
    level: step.level,
    step: held,
    label: step.label,
    limit,
    value,
    peak,
    since: since[held] ?? memory.last,
    ...(rule.falls === true ? { falls: true } : {}),
  };
  const next = { last: at, since, held, clear, peak };
  if (fall === undefined && measured.own === undefined) return { verdict, memory: next };
  const extra = {
    ...(fall === undefined ? {} : { fall }),
    ...(measured.own === undefined ? {} : { own: measured.own }),
  };
  return { verdict, memory: { ...next, ...extra } };
}

const kept = (last: number, since: readonly (number | null)[], own: unknown): Memory =>
  own === undefined
    ? { last, since, held: -1, clear: null, peak: null }
    : { last, since, held: -1, clear: null, peak: null, own };

/** Since when the value has been inside each step's own release limit. */
function falling(
  condition: Sampled,
  kind: Kind,
  memory: Memory,
  { at, value, margins }: Measured,
  limits: Limits,
): (number | null)[] {
  return condition.steps.map((_, index) => {
    const margin = margins === undefined ? kind.margin(condition, index, value, limits) : margins[index];
    const inside = margin !== undefined && margin < -kind.band(condition, index, limits);
    return inside ? (memory.fall?.[index] ?? at) : null;
  });
}

/** The step still held: the highest that has not been left for the off-delay; the mildest ends the excursion, not the level. */
function heldAfter(condition: Sampled, held: number, fall: readonly (number | null)[], at: number): number {
  let now = held;
  while (now > 0) {
    const left = fall[now] ?? null;
    if (left === null || at - left < condition.offDelay * 1000) break;
    now -= 1;
  }
  return now;
}

const HEARD: Verdict = { state: 'normal', value: null };

/**
 * Judges silence at platform time `now` (ms): `lastSeen` is when the last reading arrived, `expectedPeriod` is in seconds;
 * `limits` hold the season where the rule has one.
 */
export function evaluateSilence(
  { steps, season }: Silence,
  lastSeen: number,
  expectedPeriod: number,
  now: number,
  limits: Limits = {},
): Verdict {
  const silent = (now - lastSeen) / 1000;
  const share = season === undefined ? 1 : shareOf(season, now, limits);
  const allowed = (index: number): number => Math.max(steps[index]!.seconds * share, 3 * expectedPeriod);
  let reached = -1;
  while (reached + 1 < steps.length && silent > allowed(reached + 1)) reached += 1;
  if (reached < 0) return HEARD;
  const { level, label } = steps[reached]!;
  const limit = allowed(reached);
  return { state: 'breach', level, step: reached, label, limit, value: null, peak: null, since: lastSeen };
}

/** What the seconds of a silence rule are multiplied by at `now` (ms); a season may go over the turn of the year. */
function shareOf({ from, until, share }: NonNullable<Silence['season']>, now: number, limits: Limits): number {
  const [first, last, factor] = [limits[from], limits[until], limits[share]];
  if (first === undefined || last === undefined || factor === undefined) return 1;
  const month = Number(dayOf(now).slice(5, 7));
  const within = first <= last ? month >= first && month <= last : month >= first || month <= last;
  return within ? factor : 1;
}

/** Judges at platform time `seen` (ms) a value that has been the very same in every reading since `still` (ms). */
export function evaluateFrozen({ steps }: Frozen, still: number, seen: number): Verdict {
  const seconds = (seen - still) / 1000;
  const reached = steps.findLastIndex((step) => seconds >= step.seconds);
  if (reached < 0) return HEARD;
  const { level, label, seconds: limit } = steps[reached]!;
  return { state: 'breach', level, step: reached, label, limit, value: seconds, peak: seconds, since: still };
}

/**
 * Judges at `at` (ms) what running alarms come to together: graver than each of them it begins, and it stays, or falls, as
 * long as together they come to what it says (`running` = its level, or undefined when none runs).
 */
export function evaluateStanding(
  { combine, label }: Standing,
  levels: Readonly<Record<string, readonly Level[]>>,
  running: Level | undefined,
  at: number,
): Verdict {
  const rank = (level: Level): number => LEVEL_LABELS[level].rank;
  const level = combine(levels);
  const gravest = Math.max(-1, ...Object.values(levels).flatMap((own) => own.map(rank)));
  if (level === undefined) return HEARD;
  const stays = running !== undefined && rank(level) >= rank(running);
  if (!stays && rank(level) <= gravest) return HEARD;
  return { state: 'breach', level, step: 0, label, limit: 0, value: null, peak: null, since: at, falls: true };
}
