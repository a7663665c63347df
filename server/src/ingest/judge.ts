import {
  evaluate,
  evaluateStanding,
  FRESH,
  hasFigure,
  isByClock,
  isAtRest,
  nextAlarm,
  restBand,
  type Limits,
  type Memory,
  type RestBand,
  type Rule,
  type Sample,
  type Standing,
  type Verdict,
} from '@anlan/kernel/alarm';
import { sensed, type Fix, type Quantity } from '@anlan/kernel/position';
import { excursionId, type Because, type Change, type Happened } from '../alarm/change.ts';
import type { Course } from '../alarm/course.ts';
import { bookOf, type Book, type Running } from './book.ts';
import { endLane, PAUSE_MS, takeLate } from './lane.ts';
import { Heard, type HeardPiece } from './heard.ts';
import { points } from './points.ts';
import {
  drainBook,
  drainValues,
  gone,
  limitsAt,
  noteValue,
  recall,
  valuesOf,
  type Drained,
  type Remembered,
} from './remembered.ts';
import { QUALITY, type Batch } from './record.ts';
import type { Register, Subject } from './register.ts';
import { silencedBy } from './silenced.ts';
import { levelsOver, standingOver } from './standing.ts';

/** The rules without a store: samples in, happenings out. All it knows is in `Remembered` and the register. */
export interface Judge {
  /** `because` is asked only when the batch led to something. */
  take(batch: Batch, because?: () => Because): void;
  /** Takes note that points were heard, without judging. */
  hear(batch: Batch): void;
  /** Up to when points were heard. */
  heard(): readonly HeardPiece[];
  /** Judges a sample of a subject under the rules that watch its quantity. */
  sample(subject: Subject, sample: Sample, receivedAt: number, where?: Where): void;
  /** Judges what the platform measured itself; a value at rest under every rule leaves nothing to remember. */
  gauge(subject: Subject, sample: Sample): void;
  /** Hands in a verdict that no sample caused (silence, a value that stands still). */
  judge(rule: Rule, subject: Subject, verdict: Verdict, at: number): void;
  /** Does an alarm of the rule run about a subject? */
  runs(rule: Rule, id: string): boolean;
  /** Ends what nothing will end any more at platform time `now`: alarms of what is retired or silenced, finished back-fills. */
  tend(now: number): void;
  waiting(): number;
  drain(): Drained;
  /** How running alarms have gone on since this was last asked. */
  courses(): readonly Course[];
}

type Breach = Extract<Verdict, { state: 'breach' }>;

/** What follows moving objects: the quantities that a fix gives to be judged. */
export interface Movement {
  take(subject: Subject, fix: Fix): readonly Quantity[];
  /** Where an object was last. */
  where?(object: string): Where | undefined;
}

export interface Where {
  readonly lon: number | null;
  readonly lat: number | null;
}

/** What is judged of a moving object: a quantity as a subject of its own. */
function subjectOf(subject: Subject, { quantity, unit, limits, about }: Quantity): Subject {
  const placeName = about === undefined || about === '' ? subject.placeName : `${subject.placeName} · ${about}`;
  return { ...subject, quantity, unit, limits, placeName };
}

/** Where a sample was taken, and up to when its point had been heard before it and is with it; `NEVER` for others than points. */
interface Around {
  readonly where: Where;
  readonly before: number;
  readonly after: number;
}
const NEVER = Number.NEGATIVE_INFINITY;

/** Data older than this on arrival (or than three periods) is back-filled: judged at its own time, waking nobody. */
const LATE_MS = 10 * 60_000;
const lateAfter = ({ expectedPeriod }: Subject): number => Math.max(LATE_MS, 3000 * expectedPeriod);

export function openJudge(
  rules: readonly Rule[],
  register: Pick<Register, 'subject'> & Partial<Pick<Register, 'version'>>,
  remembered: Remembered,
  movement?: Movement,
): Judge {
  const books = new Map<string, Book>(rules.map((rule) => [rule.key, bookOf(rule)]));
  const byQuantity = new Map<string, Book[]>();
  for (const book of books.values()) {
    if (isByClock(book.rule.condition)) continue;
    for (const quantity of book.rule.watches) byQuantity.set(quantity, [...(byQuantity.get(quantity) ?? []), book]);
  }
  const standing = standingOver(books);
  const values = valuesOf(rules, remembered);
  recall(books, remembered);
  const heard = new Heard();
  heard.load(remembered.heard ?? []);
  let known = register.version?.();
  /** Books with something to store. */
  const touched = new Set<Book>();
  let changes: Change[] = [];
  let courses = new Map<string, Course>();

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
      if (happening.kind === 'recovered') {
        book.running.delete(subject.id);
        courses.delete(alarmId);
      } else {
        const retrospective = late && (current === undefined || current.retrospective === true);
        book.running.set(subject.id, { alarmId, level: happening.level, ...(retrospective ? { retrospective } : {}) });
      }
    }
    // An excursion that back-filled data began and live data goes on with is an alarm like any other.
    if (current?.retrospective === true && !late && verdict.state === 'breach') {
      change({ kind: 'came-live', at }, current.alarmId, false);
      book.running.set(subject.id, { alarmId: current.alarmId, level: verdict.level });
    }
    if (book.running.get(subject.id) !== current && !late) stand(book, subject, at);
    else if (verdict.state === 'breach' && !late && hasFigure(rule.condition)) goOn(current, verdict, at);
  }

  function goOn(running: Running | undefined, { value, peak }: Breach, at: number): void {
    if (running === undefined || running.retrospective === true || value === null) return;
    courses.set(running.alarmId, { alarmId: running.alarmId, value, peak, at });
  }

  /** Judges anew what the running alarms of a subject's unit come to together. */
  function stand({ rule }: Book, subject: Subject, at: number): void {
    for (const book of standing.get(rule.key) ?? []) {
      const condition = book.rule.condition as Standing;
      const about = register.subject(subject.unitId ?? subject.deviceId);
      if (about === undefined) continue;
      const levels = levelsOver(condition, books, register, about.id);
      const current = book.running.get(about.id)?.level;
      follow(book, about, evaluateStanding(condition, levels, current, at), at, false, about, null);
    }
  }

  /** Ends and forgets what a rule was about to say of a subject. An older sample than the last judged one ends nothing. */
  function silence(book: Book, subject: Subject, reason: string, at: number, heardAt: number): void {
    const before = book.memories.get(subject.id);
    if (before !== undefined && at <= before.last && !book.together) return;
    const when = Math.max(at, before?.last ?? at);
    if (before !== undefined) {
      const memory = { ...FRESH, last: when, ...(before.own === undefined ? {} : { own: before.own }) };
      remember(book, subject.id, memory, heardAt);
    }
    const current = book.running.get(subject.id);
    if (current === undefined) return;
    book.running.delete(subject.id);
    courses.delete(current.alarmId);
    const happening = { kind: 'recovered', at: when, value: null, reason } as const;
    changes.push({ rule: book.rule, subject, happening, alarmId: current.alarmId, peak: null, lon: null, lat: null });
    stand(book, subject, when);
  }

  /** What says no more than when its point was last heard (`heardAt`) is not kept: that is remembered once for all rules. */
  function remember(book: Book, id: string, memory: Memory, heardAt: number): void {
    touched.add(book);
    if (memory.last > heardAt || !isAtRest(memory)) {
      book.memories.set(id, memory);
      book.dirty.set(id, memory);
    } else if (book.memories.delete(id)) book.dirty.set(id, null);
  }

  /** Up to when it need not be remembered by itself that a memory at rest was judged. */
  function heardBy({ rule: { condition }, together }: Book, { last }: Memory, { after }: Around): number {
    if (!together) return after;
    return condition.kind === 'vote' && condition.strict === true ? last : NEVER;
  }

  function one(book: Book, about: Subject, input: Sample, limits: Limits, receivedAt: number, around: Around): void {
    const { where } = around;
    const kept = book.memories.get(about.id) ?? FRESH;
    const before = around.before > kept.last && !book.together ? { ...kept, last: around.before } : kept;
    if (input.at <= before.last && !book.together) {
      const late = receivedAt - input.at > lateAfter(about) && input.quality === 'good';
      if (late) {
        touched.add(book);
        takeLate(book, about, input, limits, receivedAt, changes);
      }
      return;
    }
    const { verdict, memory } = evaluate(book.rule, before, input, limits);
    if (memory !== before) remember(book, about.id, memory, heardBy(book, memory, around));
    const peak = verdict.state === 'breach' ? verdict.peak : before.peak;
    // Points of a unit speak in turn: what one of them says late is judged at the unit's own time.
    const at = book.together ? memory.last : input.at;
    follow(book, about, verdict, at, receivedAt - at > lateAfter(about), where, peak);
  }

  function sample(subject: Subject, input: Sample, receivedAt: number, where: Where = subject): void {
    judged(subject, input, receivedAt, { where, before: NEVER, after: NEVER });
  }

  function judged(subject: Subject, input: Sample, receivedAt: number, around: Around): void {
    const own = byQuantity.get(subject.quantity);
    if (values.has(subject.quantity)) noteValue(values, subject, input);
    if (own === undefined) return;
    for (const book of own) {
      const { of } = book.rule;
      if (of !== undefined && of !== subject.kind && of !== subject.unitKind) continue;
      const limits = subject.sets === undefined ? subject.limits : limitsAt(subject, input.at);
      if (book.together) together(book, subject, input, limits, receivedAt, around);
      else {
        const reason = silencedBy(book.rule, subject, input.at, register, values);
        if (reason === undefined) one(book, subject, input, limits, receivedAt, around);
        else silence(book, subject, reason, input.at, around.after);
      }
    }
  }

  /** A reading of a point. Afterwards it is known between which values the next ones need not be judged. */
  function reading(point: number, input: Sample, receivedAt: number): void {
    const subject = register.subject(points.id(point));
    if (subject === undefined) return;
    const before = heard.last[point]!;
    const after = input.quality === 'good' ? Math.max(before, input.at) : before;
    judged(subject, input, receivedAt, { where: placeOf(subject), before, after });
    heard.last[point] = after;
    heard.rest(point, bandOf(subject));
  }

  /** What is measured in a vehicle or vessel is where that is. */
  function placeOf(subject: Subject): Where {
    const { unitKind, unitId } = subject;
    if (unitId === undefined || (unitKind !== 'vehicle' && unitKind !== 'vessel')) return subject;
    return movement?.where?.(unitId) ?? subject;
  }

  /** Between which values no rule about a point has anything to do, if there are such. */
  function bandOf(subject: Subject): RestBand | undefined {
    if (subject.sets !== undefined || values.has(subject.quantity)) return undefined;
    let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const unit = subject.unitId ?? subject.deviceId;
    for (const { rule, together, memories, running } of byQuantity.get(subject.quantity) ?? []) {
      if (rule.of !== undefined && rule.of !== subject.kind && rule.of !== subject.unitKind) continue;
      if (rule.onlyIn !== undefined && register.subject(unit)?.states === undefined) continue;
      const band = rule.onlyIn === undefined ? restBand(rule, subject.limits) : undefined;
      const id = together ? unit : subject.id;
      if (band === undefined || memories.has(id) || running.has(id)) return undefined;
      low = Math.max(low, band.low);
      high = Math.min(high, band.high);
    }
    return { low, high };
  }

  function moved(subject: Subject, fix: Fix, receivedAt: number): void {
    const where = { lon: fix.lon, lat: fix.lat };
    const { at, speed } = fix;
    if (movement === undefined) {
      if (speed !== null) sample(subject, { at, value: speed, quality: 'good' }, receivedAt, where);
      return;
    }
    for (const quantity of movement.take(subject, fix)) {
      if (nobodyAsks(quantity, subject.id)) continue;
      sample(subjectOf(subject, quantity), { at, value: quantity.value, quality: 'good' }, receivedAt, where);
    }
  }

  function seen(subject: Subject, fix: Fix, receivedAt: number): void {
    const where = { lon: fix.lon, lat: fix.lat };
    for (const quantity of sensed(fix)) {
      if (nobodyAsks(quantity, subject.id)) continue;
      sample(subjectOf(subject, quantity), { at: fix.at, value: quantity.value, quality: 'good' }, receivedAt, where);
    }
  }

  /** Is there nothing to judge: no rule watches the quantity, or it is at rest and no rule remembers anything of it? */
  function nobodyAsks({ quantity, resting }: Quantity, id: string): boolean {
    const watching = byQuantity.get(quantity);
    if (watching === undefined) return !values.has(quantity);
    return resting && watching.every((book) => rests(book, id));
  }

  function rests({ memories, running }: Book, id: string): boolean {
    if (running.has(id)) return false;
    const memory = memories.get(id);
    return memory === undefined || (memory.held < 0 && memory.since.every((start) => start === null));
  }

  function together(
    book: Book,
    subject: Subject,
    input: Sample,
    limits: Limits,
    receivedAt: number,
    around: Around,
  ): void {
    const about = register.subject(subject.unitId ?? subject.deviceId) ?? subject;
    const reason = silencedBy(book.rule, about, input.at, register, values);
    if (reason !== undefined) return silence(book, about, reason, input.at, NEVER);
    // What comes after a newer one of its point says nothing of now, whether or not the rule remembers the newer one.
    if (input.at <= around.before) return;
    // A point out of service says nothing, as one of bad quality says nothing.
    const out =
      subject.outages !== undefined && silencedBy(book.rule, subject, input.at, register, values) !== undefined;
    const quality = out ? 'maintenance' : input.quality;
    const member = { ...input, quality, point: subject.id, quantity: subject.quantity };
    one(book, about, member, { ...about.limits, ...limits }, receivedAt, around);
  }

  /** Says of the changes from one on what led to them. */
  function explain(from: number, because: Because): void {
    for (let index = from; index < changes.length; index += 1) changes[index] = { ...changes[index]!, because };
  }

  function tend(now: number): void {
    for (const book of books.values()) {
      for (const [id, { alarmId }] of book.running) {
        const subject = register.subject(id);
        // Values of other points are judged with the samples, in the journal's order; declarations hold by the clock.
        const reason = subject === undefined ? '设备或点位已注销' : silencedBy(book.rule, subject, now, register);
        if (reason === undefined) continue;
        silence(book, subject ?? gone(id, alarmId), reason, now, NEVER);
      }
      for (const [id, lane] of book.lanes)
        if (lane.touched + PAUSE_MS < now) {
          touched.add(book);
          endLane(book, id, register.subject(id), changes);
        }
    }
  }

  return {
    sample,
    take({ readings, fixes, receivedAt }, because) {
      const before = changes.length;
      if (known !== register.version?.()) {
        known = register.version?.();
        heard.wake();
      }
      const { point, at, value, quality } = readings;
      for (let index = heard.next(readings, 0); index >= 0; index = heard.next(readings, index + 1)) {
        const input = { at: at[index]!, value: value[index]!, quality: QUALITY[quality[index]!]! };
        reading(point[index]!, input, receivedAt);
      }
      for (const { object, fix } of fixes) {
        const subject = register.subject(object);
        if (subject === undefined || !fix.live) continue;
        if (fix.positioned) moved(subject, fix, receivedAt);
        // What instruments in the vehicle see is true in a tunnel too, and twice within a second.
        if (subject.kind === 'vehicle') seen(subject, fix, receivedAt);
      }
      if (because !== undefined && changes.length > before) explain(before, because());
    },
    gauge(subject, input) {
      const band = bandOf(subject);
      if (band !== undefined && input.value > band.low && input.value < band.high) return;
      judged(subject, input, input.at, { where: subject, before: NEVER, after: input.at });
    },
    judge(rule, subject, verdict, at) {
      const book = books.get(rule.key);
      if (book === undefined) return;
      // Nothing runs that could end: the clock says so of nearly every point, every few seconds.
      if (verdict.state !== 'breach' && !book.running.has(subject.id)) return;
      const reason = silencedBy(rule, subject, at, register, values);
      if (reason !== undefined) return silence(book, subject, reason, at, NEVER);
      follow(book, subject, verdict, at, false, subject, null);
    },
    runs: ({ key }, id) => books.get(key)?.running.has(id) === true,
    hear: ({ readings }) => heard.hear(readings),
    heard: () => heard.save(),
    tend,
    waiting: () => changes.length,
    drain() {
      const drained = { changes, dirty: [...touched].flatMap(drainBook).concat(drainValues(values)) };
      touched.clear();
      changes = [];
      return drained;
    },
    courses() {
      const all = [...courses.values()];
      courses = new Map();
      return all;
    },
  };
}
