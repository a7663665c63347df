import type { Band, Combined, Computed, Frozen, Limits, Rate, Sampled, Threshold, Vote } from './condition.ts';
import type { Memory, Sample, Taken } from './sample.ts';
import { takeCombined, takeComputed, takeVote } from './together.ts';

/**
 * What a kind of condition is. `margin` is how far the value lies at or beyond a step's limit (≥ 0) in the value's unit,
 * undefined where the subject has no such limit; `band` how far inside it is over; `take`, for kinds that remember more
 * than the value, turns a sample into what is judged.
 */
export interface Kind<C = Sampled> {
  readonly take?: (condition: C, memory: Memory, sample: Sample, limits: Limits) => Taken | 'quality' | 'not-newer';
  readonly margin: (condition: C, index: number, value: number, limits: Limits) => number | undefined;
  readonly limit: (condition: C, index: number, limits: Limits) => number | undefined;
  readonly band: (condition: C, index: number, limits: Limits) => number;
  readonly worse: (condition: C, one: number, other: number) => number;
}

type Limited = Threshold | Rate | Vote | Computed;

function limitOf(condition: Limited, index: number, limits: Limits): number | undefined {
  return limits[condition.steps[index]!.limit];
}

function bandOf(condition: Limited, index: number, limits: Limits): number {
  const { deadband, deadbandIn = 'span' } = condition;
  const own = condition.steps[index]!.deadband;
  if (own !== undefined) return own;
  if (deadbandIn === 'unit') return deadband;
  const limit = Math.abs(limitOf(condition, index, limits) ?? 0);
  return deadband * (deadbandIn === 'limit' ? limit : (limits['span'] ?? limit));
}

function over(condition: Limited, index: number, value: number, limits: Limits): number | undefined {
  const limit = limits[condition.steps[index]!.limit];
  return limit === undefined ? undefined : value - limit;
}

function under(condition: Limited, index: number, value: number, limits: Limits): number | undefined {
  const limit = limits[condition.steps[index]!.limit];
  return limit === undefined ? undefined : limit - value;
}

const higher = (_: unknown, one: number, other: number): number => Math.max(one, other);
const lower = (_: unknown, one: number, other: number): number => Math.min(one, other);
const bySide = {
  margin: (condition: Vote | Computed, index: number, value: number, limits: Limits) =>
    (condition.side === 'above' ? over : under)(condition, index, value, limits),
  limit: limitOf,
  band: bandOf,
  worse: ({ side }: Vote | Computed, one: number, other: number) =>
    side === 'above' ? Math.max(one, other) : Math.min(one, other),
};

/** The order in which one point's samples must come, and their quality: for kinds that look at one point. */
function refused(memory: Memory, sample: Sample): 'quality' | 'not-newer' | undefined {
  if (sample.quality !== 'good') return 'quality';
  return sample.at <= memory.last ? 'not-newer' : undefined;
}

/** A stretch of a sliding window: its number, and the sums of time (ms from `base`) and value of its samples. */
type Slot = readonly [number: number, count: number, time: number, value: number];
const SLOTS = 12;
const TURN = { rise: (change: number) => change, fall: (change: number) => -change, either: Math.abs } as const;

/** Means of the window's stretches stand for their samples, so that noise averages out and the memory stays small. */
function takeRate(condition: Rate, memory: Memory, sample: Sample): Taken | 'quality' | 'not-newer' {
  const wrong = refused(memory, sample);
  if (wrong !== undefined) return wrong;
  const width = (condition.window * 1000) / SLOTS;
  const number = Math.floor(sample.at / width);
  const offset = sample.at - number * width;
  const before = ((memory.own ?? []) as readonly Slot[]).filter(([slot]) => slot > number - SLOTS - 1);
  const open = before.at(-1);
  const own: readonly Slot[] =
    open !== undefined && open[0] === number
      ? [...before.slice(0, -1), [number, open[1] + 1, open[2] + offset, open[3] + sample.value]]
      : [...before, [number, 1, offset, sample.value]];
  const [first, last] = [meanOf(own[0]!, width), meanOf(own.at(-1)!, width)];
  const apart = last.at - first.at;
  if (apart < (condition.window * 1000) / 2) return { value: undefined, own };
  const change = ((last.value - first.value) / apart) * condition.per * 1000;
  if (condition.relative === undefined) return { value: TURN[condition.direction](change), own };
  if (Math.abs(first.value) < condition.relative) return { value: undefined, own };
  return { value: TURN[condition.direction]((change / Math.abs(first.value)) * 100), own };
}

function meanOf([number, count, time, value]: Slot, width: number): { at: number; value: number } {
  return { at: number * width + time / count, value: value / count };
}

interface Still {
  readonly value: number;
  readonly since: number;
}

/** Seconds for which the value has not moved; a gap longer than the mildest limit proves nothing and begins anew. */
function takeFrozen(condition: Frozen, memory: Memory, sample: Sample): Taken | 'quality' | 'not-newer' {
  const wrong = refused(memory, sample);
  if (wrong !== undefined) return wrong;
  const before = memory.own as Still | undefined;
  const gap = sample.at - memory.last > (condition.steps[0]?.seconds ?? 0) * 1000;
  const moved = before === undefined || gap || Math.abs(sample.value - before.value) > condition.tolerance;
  const own: Still = moved ? { value: sample.value, since: sample.at } : before;
  return { value: (sample.at - own.since) / 1000, own };
}

function bandMargin(condition: Band, index: number, value: number, limits: Limits): number | undefined {
  const step = condition.steps[index]!;
  const [low, high] = [limits[step.low], limits[step.high]];
  if (low === undefined || high === undefined) return undefined;
  return condition.kind === 'inside' ? Math.min(value - low, high - value) : Math.max(low - value, value - high);
}

const BAND: Kind<Band> = {
  margin: bandMargin,
  limit: (condition, index, limits) => {
    const step = condition.steps[index]!;
    return condition.kind === 'inside' ? limits[step.low] : limits[step.high];
  },
  band: ({ steps, deadband }, index, limits) => {
    const step = steps[index]!;
    return deadband * (limits['span'] ?? Math.abs((limits[step.high] ?? 0) - (limits[step.low] ?? 0)));
  },
  worse: higher,
};

const COMBINED: Kind<Combined> = {
  take: takeCombined,
  margin: (_, __, value) => value,
  limit: () => 0,
  band: ({ deadband }) => deadband,
  worse: higher,
};

/** Every kind of condition on samples. */
export const KINDS = {
  above: { margin: over, limit: limitOf, band: bandOf, worse: higher },
  below: { margin: under, limit: limitOf, band: bandOf, worse: lower },
  rate: { take: takeRate, margin: over, limit: limitOf, band: bandOf, worse: higher },
  inside: BAND,
  outside: BAND,
  frozen: {
    take: takeFrozen,
    margin: ({ steps }: Frozen, index, value) => value - steps[index]!.seconds,
    limit: ({ steps }: Frozen, index) => steps[index]!.seconds,
    band: () => 0,
    worse: higher,
  },
  all: COMBINED,
  any: COMBINED,
  vote: { take: takeVote, ...bySide },
  computed: { take: takeComputed, ...bySide },
} as const satisfies { [K in Sampled['kind']]: Kind<Extract<Sampled, { kind: K }>> } as unknown as Readonly<
  Record<Sampled['kind'], Kind>
>;
