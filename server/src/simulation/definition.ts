import type { Band, Combined, Rate, Rule, Silence, Threshold, Vote } from '@anlan/kernel/alarm';
import type { SignalRecord } from '../ingest/record.ts';
import type { Subject } from '../ingest/register.ts';
import type { Outages } from './plant.ts';

/** Kinds of conditions whose excursions are worked out here without the engine. */
export type Defined = Threshold | Band | Rate | Vote | Combined;

/**
 * What one sample says of a condition: is it at or beyond the limit, or clear of it by the deadband (neither = in between)?
 * `out` = the point is out of service: nothing is judged, and what ran has ended.
 */
interface Said {
  readonly at: number;
  readonly beyond: boolean;
  readonly clear: boolean;
  readonly out?: boolean;
}

interface Heard {
  readonly point: string;
  readonly at: number;
  readonly value: number;
  readonly good: boolean;
  readonly out: boolean;
}

const isOut = (outages: Outages, point: string, at: number): boolean =>
  (outages.get(point) ?? []).some(({ from, until }) => at >= from && at < until);

/** What was heard of some points, in the journal's order; of each point only what is newer than all heard of it before. */
function heardOf(points: readonly string[], journal: readonly SignalRecord[], outages: Outages): Heard[] {
  const newest = new Map<string, number>();
  const heard: Heard[] = [];
  for (const { readings } of journal)
    for (const [point, at, value, quality] of readings) {
      if (!points.includes(point) || at <= (newest.get(point) ?? -Infinity)) continue;
      const good = quality === 'good';
      const out = isOut(outages, point, at);
      // A bad sample of a single point counts for nothing, its time included; among several it takes its point out.
      if (good || points.length > 1) newest.set(point, at);
      heard.push({ point, at, value, good, out });
    }
  return heard;
}

/**
 * At or beyond for the on-delay it begins, clear for the off-delay it is over: `raisedAt recoveredAt`, the last perhaps
 * running. What ends and begins anew at one moment is one excursion: its name is when it began.
 */
function excursions(said: readonly Said[], onDelay: number, offDelay: number): string[] {
  const told = new Map<number, number | null>();
  let began: number | null = null;
  let beyond: number | null = null;
  let clear: number | null = null;
  for (const one of said) {
    if (one.out === true) {
      if (began !== null) told.set(began, one.at);
      [began, beyond, clear] = [null, null, null];
    } else if (began === null) {
      beyond = one.beyond ? (beyond ?? one.at) : null;
      if (beyond !== null && one.at - beyond >= onDelay * 1000) [began, clear] = [one.at, null];
    } else {
      clear = one.clear ? (clear ?? one.at) : null;
      if (clear === null || one.at - clear < offDelay * 1000) continue;
      told.set(began, one.at);
      [began, beyond] = [null, null];
    }
  }
  if (began !== null) told.set(began, null);
  return [...told].map(([from, to]) => `${from} ${String(to)}`);
}

/** How far a value lies beyond the mildest limit of a threshold or band; at the limit itself is beyond. */
function beyondBy(condition: Threshold | Band, value: number, limits: Subject['limits']): number {
  const [step] = condition.steps;
  if (condition.kind === 'above' || condition.kind === 'below') {
    const limit = limits[(step as Threshold['steps'][number]).limit]!;
    return condition.kind === 'above' ? value - limit : limit - value;
  }
  const { low, high } = step as Band['steps'][number];
  const above = value - limits[low]!;
  const below = limits[high]! - value;
  return condition.kind === 'inside' ? Math.min(above, below) : Math.max(-above, -below);
}

/**
 * The rate at each sample: from the mean of the oldest to that of the newest twelfth of the window, where they lie at least
 * half a window apart; undefined where they do not.
 */
function ratesOf({ window, per, direction }: Rate, heard: readonly Heard[]): (number | undefined)[] {
  const width = (window * 1000) / 12;
  const slot = (at: number): number => Math.floor(at / width);
  const mean = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
  return heard.map(({ at }, index) => {
    const seen = heard.slice(0, index + 1).filter((one) => slot(one.at) >= slot(at) - 12);
    const old = seen.filter((one) => slot(one.at) === slot(seen[0]!.at));
    const fresh = seen.filter((one) => slot(one.at) === slot(at));
    const apart = mean(fresh.map((one) => one.at)) - mean(old.map((one) => one.at));
    if (apart < (window * 1000) / 2) return undefined;
    const change = (mean(fresh.map((one) => one.value)) - mean(old.map((one) => one.value))) / (apart / (per * 1000));
    return direction === 'either' ? Math.abs(change) : direction === 'rise' ? change : -change;
  });
}

function ofRate(condition: Rate, heard: readonly Heard[], limits: Subject['limits']): Said[] {
  const limit = limits[condition.steps[0]!.limit]!;
  const band = condition.deadband * limits['span']!;
  // What is heard out of service is no part of any window.
  const judged = heard.filter(({ out }) => !out);
  const rates = new Map(ratesOf(condition, judged).map((rate, index) => [judged[index]!.at, rate]));
  return heard.flatMap(({ at, out }) => {
    const rate = rates.get(at);
    if (out) return [{ at, out, beyond: false, clear: false }];
    return rate === undefined ? [] : [{ at, beyond: rate >= limit, clear: rate < limit - band }];
  });
}

/** What counts after a sample: of each point the newest, where it is good, in service and no older than `stale` (s). */
function standAt(heard: readonly Heard[], index: number, stale: number): { now: number; fresh: Heard[] } {
  const known = heard.slice(0, index + 1);
  const now = Math.max(...known.map(({ at }) => at));
  const newest = [...new Set(known.map(({ point }) => point))].map((point) =>
    known.findLast((one) => one.point === point)!,
  );
  return { now, fresh: newest.filter((one) => one.good && !one.out && now - one.at <= stale * 1000) };
}

/** All or any of the tests hold of some point; over when they no longer do by the deadband, a share of each limit. */
function ofCombined(
  condition: Combined,
  heard: readonly Heard[],
  limits: Subject['limits'],
  quantityOf: (point: string) => string,
): Said[] {
  const held = (fresh: readonly Heard[], easier: number): boolean => {
    const holds = condition.of.map(({ quantity, kind, limit }) =>
      fresh
        .filter(({ point }) => quantityOf(point) === quantity)
        .some(({ value }) => {
          const bound = limits[limit]!;
          const margin = (kind === 'above' ? value - bound : bound - value) / bound;
          return margin >= -easier;
        }),
    );
    return condition.kind === 'all' ? holds.every(Boolean) : holds.some(Boolean);
  };
  return heard.flatMap((_, index) => {
    const { now, fresh } = standAt(heard, index, condition.stale);
    if (fresh.length === 0) return [];
    return [{ at: now, beyond: held(fresh, 0), clear: !held(fresh, condition.deadband) }];
  });
}

/**
 * n of m: as many of the good and fresh points as are needed, or all of them where fewer are left; under a strict vote no
 * fewer will do, and it is over as soon as so many are no longer beyond.
 */
function ofVote(condition: Vote, heard: readonly Heard[], limits: Subject['limits']): Said[] {
  const limit = limits[condition.steps[0]!.limit]!;
  const band = condition.deadband * limits['span']!;
  return heard.flatMap((_, index) => {
    const { now, fresh: voters } = standAt(heard, index, condition.stale);
    const beyond = voters.filter(({ value }) => value >= limit).length;
    if (condition.strict === true)
      return [{ at: now, beyond: beyond >= condition.need, clear: beyond < condition.need }];
    const need = Math.min(condition.need, voters.length);
    if (need === 0) return [];
    const near = voters.filter(({ value }) => value >= limit - band).length;
    return [{ at: now, beyond: beyond >= need, clear: near < need }];
  });
}

/** What a value says of each step of a threshold, mildest first. */
interface Stepped {
  readonly at: number;
  readonly beyond: readonly boolean[];
  readonly clear: readonly boolean[];
}

/** Has every sample of the last `delay` seconds, or of more, said this of a step? */
function lasting(said: readonly Stepped[], holds: 'beyond' | 'clear', delay: number, step: number): boolean {
  const now = said.at(-1)!.at;
  const first = said.findLastIndex((one) => !one[holds][step]) + 1;
  return first < said.length && now - said[first]!.at >= delay * 1000;
}

/**
 * The levels of one excursion in their order: a step is reached when it has been beyond for the on-delay, counted from the
 * end of the excursion before; where the rule falls it is left when it has been clear for the off-delay. The mildest stays
 * until the excursion is over.
 */
function levelsOf(
  { condition, falls }: Rule & { condition: Threshold },
  before: readonly Stepped[],
  within: readonly Stepped[],
) {
  const { steps, onDelay, offDelay } = condition;
  const told: string[] = [];
  let held = -1;
  for (let index = 0; index < within.length; index += 1) {
    const heard = [...before, ...within.slice(0, index + 1)];
    const reached = steps.findLastIndex((_, step) => lasting(heard, 'beyond', onDelay, step));
    let next = held;
    // What it was clear of before it began is not what it is left by.
    const since = within.slice(1, index + 1);
    while (falls === true && index > 0 && next > 0 && lasting(since, 'clear', offDelay, next)) next -= 1;
    next = Math.max(next, reached);
    if (next !== held) told.push(steps[next]!.level);
    held = next;
  }
  return told.join('>');
}

/** As `byDefinition` for a threshold, with the levels of each excursion: `raisedAt recoveredAt level>level…`. */
export function thresholdByDefinition(
  rule: Rule & { condition: Threshold },
  point: string,
  limits: Subject['limits'],
  journal: readonly SignalRecord[],
  outages: Outages,
): string[] {
  const { condition } = rule;
  const heard = heardOf([point], journal, outages).filter(({ good }) => good);
  const band = condition.deadband * limits['span']!;
  const said = heard.map(({ at, value, out }) => {
    const margins = condition.steps.map(({ limit }) =>
      condition.kind === 'above' ? value - limits[limit]! : limits[limit]! - value,
    );
    return { at, out, beyond: margins.map((one) => one >= 0), clear: margins.map((one) => one < -band) };
  });
  let over = -Infinity;
  return byDefinition(rule, [point], limits, journal, outages, () => '').map((excursion) => {
    const [from, to] = excursion.split(' ').map((word) => (word === 'null' ? Infinity : Number(word))) as [
      number,
      number,
    ];
    const lastOut = said.findLast((one) => one.out && one.at <= from)?.at ?? -Infinity;
    const fresh = said.filter(({ at }) => at > Math.max(over, lastOut) && at < from);
    const during = said.filter(({ at }) => at >= from && at < to);
    over = to;
    return `${excursion} ${levelsOf(rule, fresh, during)}`;
  });
}

/**
 * What a rule must have told of a point, or of the points of a unit, worked out from the definitions over the whole
 * journal. Samples that are bad or not newer count for nothing.
 */
export function byDefinition(
  { condition }: Rule & { condition: Defined },
  points: readonly string[],
  limits: Subject['limits'],
  journal: readonly SignalRecord[],
  outages: Outages,
  quantityOf: (point: string) => string,
): string[] {
  const heard = heardOf(points, journal, outages);
  const { onDelay, offDelay } = condition;
  if ('of' in condition) return excursions(ofCombined(condition, heard, limits, quantityOf), onDelay, offDelay);
  if (condition.kind === 'vote') return excursions(ofVote(condition, heard, limits), onDelay, offDelay);
  const good = heard.filter((one) => one.good);
  if (condition.kind === 'rate') return excursions(ofRate(condition, good, limits), onDelay, offDelay);
  const band = condition.deadband * limits['span']!;
  const said = good.map(({ at, value, out }) => {
    const margin = beyondBy(condition, value, limits);
    return { at, out, beyond: margin >= 0, clear: margin < -band };
  });
  return excursions(said, onDelay, offDelay);
}

/**
 * What a rule of silence must have told, looked at `ticks` (ms) with readings at `heard` (ms): its levels by the seconds
 * since the last reading, never falling before the next one, which ends it at the next tick. Out of service it says nothing.
 */
export function silenceByDefinition(
  { steps }: Silence,
  expectedPeriod: number,
  heard: readonly number[],
  ticks: readonly number[],
  out: (at: number) => boolean,
): string[] {
  const told: string[] = [];
  let running = -1;
  for (const now of ticks) {
    const last = heard.findLast((at) => at <= now)!;
    const reached = steps.filter(({ seconds }) => now - last > 1000 * Math.max(seconds, 3 * expectedPeriod)).length - 1;
    if (out(now) || reached < 0) {
      if (running >= 0) told.push(`${now} recovered`);
      running = -1;
    } else if (reached > running) {
      told.push(`${now} ${running < 0 ? 'raised' : 'level-raised'} ${steps[reached]!.level}`);
      running = reached;
    }
  }
  return told;
}
