import { createHash } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { isTogether, type Limits, type Rule } from '@anlan/kernel/alarm';
import { compareExcursions, drafted, type BackTestFigures, type Excursion } from '@anlan/kernel/back-test';
import type { Database } from '../access/scoped.ts';
import { ruleOf } from '../alarm/row.ts';
import type { Register, Subject } from '../ingest/register.ts';
import { readReadings } from './readings.ts';
import { knownEvents, type KnownEvent, type Line, type Test } from './store.ts';
import { openTrial } from './trial.ts';

/** What a run tells while it goes on; `beat` gives false when somebody has cancelled it. */
export interface Follow {
  beat(donePoints: number, readings: number): Promise<boolean>;
  lines(lines: readonly Line[]): Promise<void>;
}

export interface Outcome {
  readonly figures: BackTestFigures;
  readonly hash: string;
  readonly readings: number;
}

/** Points that must be judged together: one for rules that look at one, all of a unit where a rule looks at several. */
interface Group {
  readonly points: readonly Subject[];
  /** How many of them were asked for. */
  readonly asked: number;
}

/** Lines kept to be read; the figures count all. */
export const MOST_LINES = 20_000;
/** Clocks and rounding: a known event and an excursion this near to each other are one (ms). */
const NEAR = 60_000;

/**
 * Runs a changed rule over stored readings beside the rule as it is, both by the engine that judges live readings. The
 * same test over the same data gives the same hash. Undefined = cancelled.
 */
export async function runBackTest(
  db: Database,
  clickhouse: ClickHouseClient,
  test: Test,
  register: Pick<Register, 'subject' | 'devices'>,
  limits: ReadonlyMap<string, Limits>,
  follow: Follow,
): Promise<Outcome | undefined> {
  const rule = ruleOf(test.rule)!;
  const chosen = new Set(test.points);
  const tally = openTally(test, await knownEvents(db, test));
  let [done, readings] = [0, 0];
  for (const group of groupsOf(rule, test.points, register)) {
    const before = openTrial(rule, register, (point) => limits.get(point.id) ?? point.limits);
    const after = openTrial(rule, register, (point) => {
      const own = limits.get(point.id) ?? point.limits;
      return chosen.has(point.id) ? drafted(rule, own, test.draft) : own;
    });
    let going = true;
    const period = Math.min(...group.points.map(({ expectedPeriod }) => expectedPeriod));
    const asked = { points: group.points.map(({ id }) => id), period, from: test.from, to: test.to };
    readings += await readReadings(
      clickhouse,
      asked,
      (place, sample) => {
        const point = group.points[place]!;
        before.take(point, sample);
        after.take(point, sample);
      },
      async (read) => {
        before.settle();
        after.settle();
        going = await follow.beat(done, readings + read);
        return going;
      },
    );
    if (!going) return undefined;
    done += group.asked;
    tally.add(group, register, before.excursions(), after.excursions());
    await follow.lines(tally.lines());
  }
  tally.end();
  await follow.lines(tally.lines());
  if (!(await follow.beat(done, readings))) return undefined;
  return { ...tally.outcome(), readings };
}

function groupsOf(rule: Rule, asked: readonly string[], register: Pick<Register, 'subject' | 'devices'>): Group[] {
  const points = asked.flatMap((id) => register.subject(id) ?? []);
  const beside = (rule.suppressedBy ?? []).flatMap((by) => ('quantity' in by ? by.quantity : []));
  if (!isTogether(rule.condition) && beside.length === 0) return points.map((point) => ({ points: [point], asked: 1 }));
  const unitOf = (point: Subject): string => point.unitId ?? point.deviceId;
  const needed = new Set([...rule.watches, ...beside]);
  const units = new Map(points.map((point) => [unitOf(point), [] as Subject[]]));
  for (const device of register.devices())
    for (const point of device.points.values())
      if (needed.has(point.quantity)) units.get(unitOf(point))?.push(register.subject(point.id) ?? point);
  return [...units.values()].map((members) => ({
    points: members.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    asked: members.filter(({ id }) => asked.includes(id)).length,
  }));
}

type Found = ReadonlyMap<string, readonly Excursion[]>;

/** Adds up what differs, in the order in which the groups come. */
function openTally(test: Test, known: readonly KnownEvent[]) {
  const hash = createHash('sha256');
  const counts = { same: 0, added: 0, removed: 0, changed: 0 };
  const figures = { before: 0, after: 0, hoursBefore: 0, hoursAfter: 0, missed: 0, later: 0, unseen: 0, subjects: 0 };
  const events = new Map<string, KnownEvent[]>();
  for (const event of known) {
    const own = events.get(event.subject);
    if (own === undefined) events.set(event.subject, [event]);
    else own.push(event);
  }
  let kept = 0;
  let waiting: Line[] = [];

  function line(one: Omit<Line, 'seq'>): void {
    hash.update(JSON.stringify(one));
    if (kept < MOST_LINES) waiting.push({ ...one, seq: kept });
    kept = Math.min(MOST_LINES, kept + 1);
  }

  function event(
    { alarmId, subject, at, until, name, point }: KnownEvent,
    before: readonly Excursion[],
    after: readonly Excursion[],
  ): void {
    const meets = (one: Excursion): boolean => one.at <= until + NEAR && (one.until ?? test.to) >= at - NEAR;
    const [then, now] = [before.filter(meets), after.filter(meets)];
    const missed = now.length === 0;
    if (then.length === 0) figures.unseen += 1;
    else if (missed) figures.missed += 1;
    else if (now[0]!.at > then[0]!.at) figures.later += 1;
    line({
      kind: missed && then.length > 0 ? 'missed' : 'kept',
      subject,
      point,
      name,
      at,
      before: then,
      after: now,
      alarmId,
    });
  }

  function subject(
    id: string,
    point: string,
    name: string,
    before: readonly Excursion[],
    after: readonly Excursion[],
  ): void {
    figures.subjects += 1;
    figures.before += before.length;
    figures.after += after.length;
    figures.hoursBefore += hours(before, test.to);
    figures.hoursAfter += hours(after, test.to);
    for (const one of compareExcursions(before, after)) {
      counts[one.kind] += 1;
      if (one.kind === 'same') continue;
      const at = Math.min(...[...one.before, ...one.after].map((excursion) => excursion.at));
      line({ kind: one.kind, subject: id, point, name, at, before: one.before, after: one.after, alarmId: null });
    }
    for (const one of events.get(id) ?? []) event({ ...one, point, name }, before, after);
    events.delete(id);
  }

  return {
    add({ points }: Group, register: Pick<Register, 'subject'>, before: Found, after: Found): void {
      const about = new Set([
        ...before.keys(),
        ...after.keys(),
        ...points.map(({ id }) => id).filter((id) => events.has(id)),
      ]);
      for (const id of about) {
        const point = points.find((one) => one.id === id) ?? points[0]!;
        subject(id, point.id, register.subject(id)?.name ?? point.name, before.get(id) ?? [], after.get(id) ?? []);
      }
    },
    /** Known events of subjects on which neither rule rang. */
    end(): void {
      for (const own of events.values()) for (const one of own) event(one, [], []);
    },
    lines: (): Line[] => {
      const handed = waiting;
      waiting = [];
      return handed;
    },
    outcome(): Pick<Outcome, 'figures' | 'hash'> {
      const all = { ...figures, ...counts, known: known.length, kept };
      return { figures: all, hash: hash.update(JSON.stringify(all)).digest('hex') };
    },
  };
}

function hours(excursions: readonly Excursion[], to: number): number {
  return excursions.reduce((sum, { at, until }) => sum + ((until ?? to) - at), 0) / 3_600_000;
}
