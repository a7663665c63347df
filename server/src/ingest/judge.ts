import {
  evaluate,
  FRESH,
  nextAlarm,
  type Limits,
  type Memory,
  type Rule,
  type Sample,
  type Verdict,
} from '@anlan/kernel/alarm';
import { sensed, type Fix } from '@anlan/kernel/position';
import { excursionId, type Change, type Happened } from '../alarm/change.ts';
import { bookOf, isLane, type Book, type Lane, type Running } from './book.ts';
import { endLane, PAUSE_MS, takeLate } from './lane.ts';
import type { SignalRecord } from './record.ts';
import type { Register, Subject } from './register.ts';
import { silencedBy, type Values } from './silenced.ts';

/** What a start reads back: memories and lanes by rule and subject, and the running alarms. */
export interface Remembered {
  readonly memories: Iterable<{ readonly rule: string; readonly subject: string; readonly memory: Memory | Lane }>;
  readonly running: Iterable<{ readonly rule: string; readonly subject: string } & Running>;
}

/** Happenings, and the memories they led to; a memory of null is forgotten. */
export interface Drained {
  readonly changes: readonly Change[];
  readonly dirty: readonly { readonly rule: string; readonly subject: string; readonly memory: Memory | Lane | null }[];
}

/** The rules without a store: samples in, happenings out. All it knows is in `Remembered` and the register. */
export interface Judge {
  take(record: SignalRecord): void;
  /** Judges a sample of a subject under the rules that watch its quantity. */
  sample(subject: Subject, sample: Sample, receivedAt: number, where?: Where): void;
  /** Hands in a verdict that no sample caused (silence). */
  judge(rule: Rule, subject: Subject, verdict: Verdict, at: number): void;
  /** Ends what nothing will end any more at platform time `now`: alarms of what is retired or silenced, finished back-fills. */
  tend(now: number): void;
  waiting(): number;
  drain(): Drained;
}

/** What follows moving objects: the quantities a fix gives to be judged, each a subject of its own. */
export interface Movement {
  take(
    subject: Subject,
    fix: Fix,
  ): readonly { readonly subject: Subject; readonly quantity: { readonly value: number; readonly resting: boolean } }[];
}

export interface Where {
  readonly lon: number | null;
  readonly lat: number | null;
}

/** Data older than this on arrival (or than three periods) is back-filled: judged at its own time, waking nobody. */
const LATE_MS = 10 * 60_000;
const lateAfter = ({ expectedPeriod }: Subject): number => Math.max(LATE_MS, 3000 * expectedPeriod);
const LANE = '~';

export function openJudge(
  rules: readonly Rule[],
  register: Pick<Register, 'subject'>,
  remembered: Remembered,
  movement?: Movement,
): Judge {
  const books = new Map<string, Book>(rules.map((rule) => [rule.key, bookOf(rule)]));
  const byQuantity = new Map<string, Book[]>();
  for (const book of books.values()) {
    if (book.rule.condition.kind === 'silence') continue;
    for (const quantity of book.rule.watches) byQuantity.set(quantity, [...(byQuantity.get(quantity) ?? []), book]);
  }
  const values = valuesOf(rules, remembered);
  recall(books, remembered);
  let changes: Change[] = [];

  function follow(
    book: Book,
    subject: Subject,
    verdict: Verdict,
    at: number,
    late: boolean,
    where: Where,
    peak: number | null,
  ): void {
    if (verdict.state === 'ignored') return;
    const current = book.running.get(subject.id);
    if (current === undefined && verdict.state === 'normal') return;
    const { rule } = book;
    const change = (happening: Happened, alarmId: string, retrospective: boolean): void => {
      changes.push({ rule, subject, happening, alarmId, peak, lon: where.lon, lat: where.lat, retrospective });
    };
    for (const happening of nextAlarm(current, verdict, at)) {
      const alarmId = current?.alarmId ?? excursionId(rule.key, subject.id, at);
      change(happening, alarmId, late);
      if (happening.kind === 'recovered') book.running.delete(subject.id);
      else {
        const retrospective = late && (current === undefined || current.retrospective === true);
        book.running.set(subject.id, { alarmId, level: happening.level, ...(retrospective ? { retrospective } : {}) });
      }
    }
    // An excursion that back-filled data began and live data goes on with is an alarm like any other.
    if (current?.retrospective === true && !late && verdict.state === 'breach') {
      change({ kind: 'came-live', at }, current.alarmId, false);
      book.running.set(subject.id, { alarmId: current.alarmId, level: verdict.level });
    }
  }

  /** Ends and forgets what a rule was about to say of a subject. An older sample than the last judged one ends nothing. */
  function silence(book: Book, subject: Subject, reason: string, at: number): void {
    const before = book.memories.get(subject.id);
    if (before !== undefined && at <= before.last && !book.together) return;
    const when = Math.max(at, before?.last ?? at);
    if (before !== undefined) {
      remember(book, subject.id, { ...FRESH, last: when, ...(before.own === undefined ? {} : { own: before.own }) });
    }
    const current = book.running.get(subject.id);
    if (current === undefined) return;
    book.running.delete(subject.id);
    const happening = { kind: 'recovered', at: when, value: null, reason } as const;
    changes.push({ rule: book.rule, subject, happening, alarmId: current.alarmId, peak: null, lon: null, lat: null });
  }

  function remember(book: Book, id: string, memory: Memory): void {
    book.memories.set(id, memory);
    book.dirty.set(id, memory);
  }

  function one(book: Book, about: Subject, input: Sample, limits: Limits, receivedAt: number, where: Where): void {
    const before = book.memories.get(about.id) ?? FRESH;
    if (input.at <= before.last && !book.together) {
      const late = receivedAt - input.at > lateAfter(about) && input.quality === 'good';
      if (late) takeLate(book, about, input, limits, receivedAt, changes);
      return;
    }
    const { verdict, memory } = evaluate(book.rule, before, input, limits);
    if (memory !== before) remember(book, about.id, memory);
    const peak = verdict.state === 'breach' ? verdict.peak : before.peak;
    // Points of a unit speak in turn: what one of them says late is judged at the unit's own time.
    const at = book.together ? memory.last : input.at;
    follow(book, about, verdict, at, receivedAt - at > lateAfter(about), where, peak);
  }

  function sample(subject: Subject, input: Sample, receivedAt: number, where: Where = subject): void {
    const own = byQuantity.get(subject.quantity);
    if (values.has(subject.quantity)) noteValue(values, subject, input);
    if (own === undefined) return;
    for (const book of own) {
      const { of } = book.rule;
      if (of !== undefined && of !== subject.kind && of !== subject.unitKind) continue;
      const limits = subject.sets === undefined ? subject.limits : limitsAt(subject, input.at);
      if (book.together) together(book, subject, input, limits, receivedAt, where);
      else {
        const reason = silencedBy(book.rule, subject, input.at, register, values);
        if (reason === undefined) one(book, subject, input, limits, receivedAt, where);
        else silence(book, subject, reason, input.at);
      }
    }
  }

  function moved(subject: Subject, fix: Fix, receivedAt: number): void {
    const where = { lon: fix.lon, lat: fix.lat };
    const { at, speed } = fix;
    if (movement === undefined) {
      if (speed !== null) sample(subject, { at, value: speed, quality: 'good' }, receivedAt, where);
      return;
    }
    for (const { subject: judged, quantity } of movement.take(subject, fix)) {
      if (quantity.resting && isAtRest(judged)) continue;
      sample(judged, { at, value: quantity.value, quality: 'good' }, receivedAt, where);
    }
  }

  function seen(subject: Subject, fix: Fix, receivedAt: number): void {
    const where = { lon: fix.lon, lat: fix.lat };
    for (const { quantity, value, unit, limits, resting } of sensed(fix)) {
      if (resting && isAtRest({ id: subject.id, quantity })) continue;
      sample({ ...subject, quantity, unit, limits }, { at: fix.at, value, quality: 'good' }, receivedAt, where);
    }
  }

  /** Does no rule remember anything of the quantity? Then a value at rest need be neither judged nor remembered. */
  function isAtRest({ quantity, id }: Pick<Subject, 'quantity' | 'id'>): boolean {
    return (byQuantity.get(quantity) ?? []).every(({ memories, running }) => {
      const memory = memories.get(id);
      return (
        !running.has(id) && (memory === undefined || (memory.held < 0 && memory.since.every((start) => start === null)))
      );
    });
  }

  function together(
    book: Book,
    subject: Subject,
    input: Sample,
    limits: Limits,
    receivedAt: number,
    where: Where,
  ): void {
    const about = register.subject(subject.unitId ?? subject.deviceId) ?? subject;
    const reason = silencedBy(book.rule, about, input.at, register, values);
    if (reason !== undefined) return silence(book, about, reason, input.at);
    // A point out of service says nothing, as one of bad quality says nothing.
    const out =
      subject.outages !== undefined && silencedBy(book.rule, subject, input.at, register, values) !== undefined;
    const quality = out ? 'maintenance' : input.quality;
    const member = { ...input, quality, point: subject.id, quantity: subject.quantity };
    one(book, about, member, { ...about.limits, ...limits }, receivedAt, where);
  }

  function tend(now: number): void {
    for (const book of books.values()) {
      for (const [id, { alarmId }] of book.running) {
        const subject = register.subject(id);
        // Values of other points are judged with the samples, in the journal's order; declarations hold by the clock.
        const reason = subject === undefined ? '设备或点位已注销' : silencedBy(book.rule, subject, now, register);
        if (reason === undefined) continue;
        silence(book, subject ?? gone(id, alarmId), reason, now);
      }
      for (const [id, lane] of book.lanes)
        if (lane.touched + PAUSE_MS < now) endLane(book, id, register.subject(id), changes);
    }
  }

  return {
    sample,
    take({ readings, fixes, receivedAt }) {
      for (const [point, at, value, quality] of readings) {
        const subject = register.subject(point);
        if (subject !== undefined) sample(subject, { at, value, quality }, receivedAt);
      }
      for (const { object, fix } of fixes) {
        const subject = register.subject(object);
        if (subject === undefined || !fix.live) continue;
        if (fix.positioned) moved(subject, fix, receivedAt);
        // What instruments in the vehicle see is true in a tunnel too, and twice within a second.
        if (subject.kind === 'vehicle') seen(subject, fix, receivedAt);
      }
    },
    judge(rule, subject, verdict, at) {
      const book = books.get(rule.key);
      if (book === undefined) return;
      const reason = silencedBy(rule, subject, at, register, values);
      if (reason !== undefined) return silence(book, subject, reason, at);
      follow(book, subject, verdict, at, false, subject, null);
    },
    tend,
    waiting: () => changes.length,
    drain() {
      const drained = { changes, dirty: [...books.values()].flatMap(drainBook).concat(drainValues(values)) };
      changes = [];
      return drained;
    },
  };
}

function drainBook(book: Book): Drained['dirty'][number][] {
  const { rule, dirty, dirtyLanes } = book;
  if (dirty.size === 0 && dirtyLanes.size === 0) return [];
  book.dirty = new Map();
  book.dirtyLanes = new Map();
  return [
    ...[...dirty].map(([subject, memory]) => ({ rule: rule.key, subject, memory })),
    ...[...dirtyLanes].map(([subject, memory]) => ({ rule: `${LANE}${rule.key}`, subject, memory })),
  ];
}

function recall(books: ReadonlyMap<string, Book>, { memories, running }: Remembered): void {
  for (const { rule, subject, memory } of memories) {
    const book = books.get(rule.startsWith(LANE) ? rule.slice(LANE.length) : rule);
    if (book === undefined) continue;
    if (isLane(memory))
      book.lanes.set(subject, { ...memory, memory: { ...memory.memory, last: memory.memory.last ?? FRESH.last } });
    else book.memories.set(subject, { ...memory, last: memory.last ?? FRESH.last });
  }
  for (const { rule, subject, ...alarm } of running) books.get(rule)?.running.set(subject, alarm);
}

/** The limits in force at a sample's time; those before the first known set were the same. */
function limitsAt(subject: Subject, at: number): Limits {
  const { sets = [] } = subject;
  return (sets.findLast(({ from }) => from <= at) ?? sets[0])?.limits ?? subject.limits;
}

/** Quantities that suppress rules by design are remembered by unit, under a name no rule has. */
const VALUES = '=value';

function valuesOf(rules: readonly Rule[], { memories }: Remembered): Values {
  const quantities = rules.flatMap(({ suppressedBy = [] }) =>
    suppressedBy.flatMap((by) => ('quantity' in by ? by.quantity : [])),
  );
  const values: Values = new Map(quantities.map((quantity) => [quantity, { of: new Map(), dirty: new Set() }]));
  for (const { rule, subject, memory } of memories) {
    if (!rule.startsWith(VALUES) || isLane(memory)) continue;
    const own = memory.own as { at: number; value: number };
    values.get(rule.slice(VALUES.length + 1))?.of.set(subject, own);
  }
  return values;
}

function noteValue(values: Values, subject: Subject, { at, value, quality }: Sample): void {
  const known = values.get(subject.quantity)!;
  const unit = subject.unitId ?? subject.deviceId;
  if (quality !== 'good' || (known.of.get(unit)?.at ?? Number.NEGATIVE_INFINITY) >= at) return;
  known.of.set(unit, { at, value });
  known.dirty.add(unit);
}

function drainValues(values: Values): Drained['dirty'][number][] {
  return [...values].flatMap(([quantity, { of, dirty }]) => {
    const rows = [...dirty].map((subject) => ({
      rule: `${VALUES} ${quantity}`,
      subject,
      memory: { ...FRESH, last: of.get(subject)!.at, own: of.get(subject) },
    }));
    dirty.clear();
    return rows;
  });
}

/** What is left to say of a subject that is no longer registered. */
function gone(id: string, deviceId: string): Subject {
  return {
    id,
    kind: 'device',
    quantity: '',
    name: '',
    placeName: '',
    deviceId,
    regionPath: '',
    regionName: '',
    organisationId: null,
    sector: null,
    unit: '',
    origin: '',
    lon: null,
    lat: null,
    limits: {},
    expectedPeriod: 0,
    rangeLow: null,
    rangeHigh: null,
    demonstration: false,
  };
}
