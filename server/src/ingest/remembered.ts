import { FRESH, type Limits, type Memory, type Rule, type Sample } from '@anlan/kernel/alarm';
import type { Change } from '../alarm/change.ts';
import { isLane, type Book, type Lane, type Running } from './book.ts';
import type { HeardPiece } from './heard.ts';
import type { Subject } from './register.ts';
import type { Values } from './silenced.ts';

/** What a start reads back: memories and lanes by rule and subject, and the running alarms. */
export interface Remembered {
  readonly memories: Iterable<{ readonly rule: string; readonly subject: string; readonly memory: Memory | Lane }>;
  readonly running: Iterable<{ readonly rule: string; readonly subject: string } & Running>;
  /** Up to when points were heard, as at the position of the memories; a later `hear` may bring it there. */
  readonly heard?: Iterable<HeardPiece>;
}

/** Happenings, and the memories they led to; a memory of null is forgotten. */
export interface Drained {
  readonly changes: readonly Change[];
  readonly dirty: readonly { readonly rule: string; readonly subject: string; readonly memory: Memory | Lane | null }[];
}

const LANE = '~';

export function drainBook(book: Book): Drained['dirty'][number][] {
  const { rule, dirty, dirtyLanes } = book;
  if (dirty.size === 0 && dirtyLanes.size === 0) return [];
  book.dirty = new Map();
  book.dirtyLanes = new Map();
  return [
    ...[...dirty].map(([subject, memory]) => ({ rule: rule.key, subject, memory })),
    ...[...dirtyLanes].map(([subject, memory]) => ({ rule: `${LANE}${rule.key}`, subject, memory })),
  ];
}

export function recall(books: ReadonlyMap<string, Book>, { memories, running }: Remembered): void {
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
export function limitsAt(subject: Subject, at: number): Limits {
  const { sets = [] } = subject;
  return (sets.findLast(({ from }) => from <= at) ?? sets[0])?.limits ?? subject.limits;
}

/** Quantities that suppress rules by design are remembered by unit, under a name no rule has. */
const VALUES = '=value';

export function valuesOf(rules: readonly Rule[], { memories }: Remembered): Values {
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

export function noteValue(values: Values, subject: Subject, { at, value, quality }: Sample): void {
  const known = values.get(subject.quantity)!;
  const unit = subject.unitId ?? subject.deviceId;
  if (quality !== 'good' || (known.of.get(unit)?.at ?? Number.NEGATIVE_INFINITY) >= at) return;
  known.of.set(unit, { at, value });
  known.dirty.add(unit);
}

export function drainValues(values: Values): Drained['dirty'][number][] {
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
export function gone(id: string, deviceId: string): Subject {
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
