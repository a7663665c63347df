import type { Combined, Computed, Limits, Test, Vote } from './condition.ts';
import type { Memory, Sample, Taken } from './sample.ts';

/** What is remembered of one point of a unit: when, what it measured, how far beyond each limit it lay (null = no such limit). */
interface Member {
  readonly at: number;
  readonly quantity: string;
  readonly value: number;
  readonly margins: readonly (number | null)[];
  /** Its last sample was bad: it says nothing until a newer one is good. */
  readonly out?: true;
}
type Members = Readonly<Record<string, Member>>;

/**
 * Takes a point's sample among those of its unit. Points of one unit speak in turn, so only a point's own samples must be
 * in order. A bad sample takes the point out until it is good again.
 */
function among(
  memory: Memory,
  sample: Sample,
  margins: readonly (number | null)[],
): { members: Members; now: number } | 'not-newer' {
  const before = (memory.own ?? {}) as Members;
  const { point = '', quantity = '', at, value } = sample;
  const known = before[point];
  if (known !== undefined && at <= known.at) return 'not-newer';
  const now = Math.max(memory.last, at);
  // The time of a bad one is kept: what was measured before it and comes after it brings the point back in no more.
  const member: Member =
    sample.quality === 'good' ? { at, quantity, value, margins } : { at, quantity, value, margins: [], out: true };
  return { members: { ...before, [point]: member }, now };
}

const fresh = (members: Members, stale: number, now: number): Member[] =>
  Object.values(members).filter(({ at, out }) => out !== true && now - at <= stale * 1000);

/** Distance beyond the limit as a share of it, so that tests of different units can be compared. */
function share({ kind, limit }: Test, value: number, limits: Limits): number | null {
  const bound = limits[limit];
  if (bound === undefined) return null;
  return ((kind === 'above' ? value - bound : bound - value) || 0) / (Math.abs(bound) || 1);
}

/** `all` is as far beyond as its mildest test, `any` as its worst; of several points of a quantity the worst counts. */
export function takeCombined(
  condition: Combined,
  memory: Memory,
  sample: Sample,
  limits: Limits,
): Taken | 'quality' | 'not-newer' {
  const margins = condition.of.map((test) =>
    test.quantity === sample.quantity ? share(test, sample.value, limits) : null,
  );
  const taken = among(memory, sample, margins);
  if (taken === 'not-newer') return taken;
  const members = fresh(taken.members, condition.stale, taken.now);
  const tests = condition.of.map((_, index) =>
    Math.max(...members.map((member) => member.margins[index] ?? Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY),
  );
  const worst = condition.kind === 'all' ? Math.min(...tests) : Math.max(...tests);
  const known = tests.some(Number.isFinite);
  // A test without a value is as far inside as can be, in a number that JSON keeps.
  return { value: known ? Math.max(worst, -1e9) : undefined, own: taken.members };
}

/** The n-th worst of the points that have a vote decides for all. */
export function takeVote(
  condition: Vote,
  memory: Memory,
  sample: Sample,
  limits: Limits,
): Taken | 'quality' | 'not-newer' {
  const sign = condition.side === 'above' ? 1 : -1;
  const own = condition.steps.map(({ limit }) => {
    const bound = limits[limit];
    return bound === undefined ? null : sign * (sample.value - bound);
  });
  const taken = among(memory, sample, own);
  if (taken === 'not-newer') return taken;
  if (condition.strict === true) return takeStrict(condition, memory, taken, sample.value);
  const voters = fresh(taken.members, condition.stale, taken.now);
  const need = Math.min(condition.need, voters.length);
  if (need === 0) return { value: undefined, own: taken.members };
  const margins = condition.steps.map((_, index) => {
    const known = voters.flatMap((voter) => voter.margins[index] ?? []).sort((a, b) => b - a);
    return known[Math.min(need, known.length) - 1];
  });
  const values = voters.map(({ value }) => value).sort((a, b) => sign * (b - a));
  return { value: values[need - 1], own: taken.members, margins };
}

/** A member that stands for an excursion there has been: its unit's time is kept, so that nothing late begins within it. */
const BEEN = '=';
const STOOD: Member = { at: 0, quantity: '', value: 0, margins: [] };

/**
 * Only points at or beyond a limit are remembered, and bad ones as long as what was measured before them could still vote: a
 * unit at rest that never had an excursion leaves nothing to store. Who asks holds back what is older than the point's newest.
 */
function takeStrict(
  { need, stale, steps }: Vote,
  { held }: Memory,
  { members, now }: { readonly members: Members; readonly now: number },
  value: number,
): Taken {
  const young = Object.entries(members).filter(([, { at }]) => now - at <= stale * 1000);
  const beyond = young.filter(([, { margins }]) => margins.some((margin) => margin !== null && margin >= 0));
  const lasting = [...beyond, ...young.filter(([, { out }]) => out === true)];
  const kept = held >= 0 || BEEN in members ? [...lasting, [BEEN, STOOD] as const] : lasting;
  const ranked = steps.map((_, index) =>
    beyond.flatMap(([, { margins, value }]) =>
      (margins[index] ?? -1) >= 0 ? [{ margin: margins[index]!, value }] : [],
    ),
  );
  const nth = ranked.map((points) => points.toSorted((a, b) => b.margin - a.margin)[need - 1]);
  return {
    value: nth.findLast((point) => point !== undefined)?.value ?? value,
    own: kept.length === 0 ? undefined : Object.fromEntries(kept),
    // Fewer than the need are as far inside as can be.
    margins: nth.map((point) => point?.margin ?? Number.NEGATIVE_INFINITY),
  };
}

export function takeComputed(
  condition: Computed,
  memory: Memory,
  sample: Sample,
  limits: Limits,
): Taken | 'quality' | 'not-newer' {
  const taken = among(memory, sample, []);
  if (taken === 'not-newer') return taken;
  const members = fresh(taken.members, condition.stale, taken.now);
  const values: Record<string, number[]> = {};
  for (const { quantity, value } of members) (values[quantity] ??= []).push(value);
  const complete = condition.inputs.every((quantity) => values[quantity] !== undefined);
  return { value: complete ? condition.compute(values, limits) : undefined, own: taken.members };
}
