import type { Scope } from '@anlan/kernel/access';
import type { Counted } from '@anlan/kernel/indicator';
import { staleAfter } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { answeredShare, onlineShare, shareOf, type Span } from '@anlan/systems/monitoring/indicators';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { observedOf, observedSince, readObserved } from '../alarm-quality/index.ts';
import { HOUR } from '../telemetry/buckets.ts';
import { alarmsOf, signalsOf, type OwnedSignal } from './read.ts';

const DAY = 24 * HOUR;
const MINUTE = 60_000;

/** What a measure may ask; each thing is read once, whichever measures ask for it. */
export interface Asked {
  readonly context: Context;
  readonly scope: Scope;
  readonly region: string;
  readonly now: number;
  /** So many days of the indicator, up to the last full hour. */
  readonly span: (days: number) => Span;
  /** The same as far as it was observed: hours before anything of the place was heard are nobody's merit. */
  readonly observed: (days: number) => Promise<Span>;
  /** Since when the place is observed at all, epoch ms; Infinity = never. */
  readonly since: () => Promise<number>;
  readonly signals: (system: string) => Promise<readonly OwnedSignal[]>;
  readonly read: <T>(ask: (tx: Tx) => Promise<T>) => Promise<T>;
}

export type Measure = (asked: Asked) => Promise<Counted>;

const rulesOf = (system: string) => SYSTEMS.find(({ id }) => id === system)?.rules ?? [];
export const keysOf = (system: string, test: (kind: string) => boolean): string[] =>
  rulesOf(system)
    .filter(({ condition }) => test(condition.kind))
    .map(({ key }) => key);
export const SILENT = (kind: string): boolean => kind === 'silence';
export const LIMITED = (kind: string): boolean => kind === 'above' || kind === 'below';
export const ANY = (): boolean => true;
export const EVERY_SILENCE = SYSTEMS.flatMap(({ id }) => keysOf(id, SILENT));

export const alarms = ({ read, span, region }: Asked, days: number, rules: readonly string[]) =>
  read((tx) => alarmsOf(tx, rules, span(days), region));
export const seenWithin = <T extends { readonly seenAt: number }>(rows: readonly T[], { from }: Span): T[] =>
  rows.filter(({ seenAt }) => seenAt >= from);

export const online =
  (system: string): Measure =>
  async ({ signals, now }) =>
    onlineShare(await signals(system), now, ({ expectedPeriod }) => Math.max(staleAfter(expectedPeriod), 5 * MINUTE));

export const answered =
  (system: string): Measure =>
  async (asked) =>
    answeredShare(seenWithin(await alarms(asked, 30, keysOf(system, ANY)), asked.span(30)), asked.now);

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly points: readonly string[];
}

/** Registered things that should be heard, with the points that speak for them. */
export async function heardShare({ context, now }: Asked, owners: readonly Owner[], within: number): Promise<Counted> {
  return shareOf(owners, ({ points }) =>
    points.some((point) => now - (context.mirror.readings.get(point)?.receivedAt ?? 0) <= within),
  );
}

export const isHeard = ({ context, now }: Asked, point: string, within: number): boolean =>
  now - (context.mirror.readings.get(point)?.receivedAt ?? 0) <= within;

/** What the measures of one request share. */
export function askedOf(context: Context, scope: Scope, region: string): Asked {
  const now = Date.now();
  const to = Math.floor(now / HOUR) * HOUR;
  const read = <T>(ask: (tx: Tx) => Promise<T>): Promise<T> => withScope(context.db, scope, ask);
  const kept = new Map<string, Promise<readonly OwnedSignal[]>>();
  const signals = (system: string): Promise<readonly OwnedSignal[]> => {
    const found = kept.get(system) ?? read((tx) => signalsOf(tx, context, system, region));
    kept.set(system, found);
    return found;
  };
  const span = (days: number): Span => ({ from: to - days * DAY, to });
  let first: Promise<number> | undefined;
  const since = (): Promise<number> => {
    first ??= read((tx) => readObserved(tx, { region })).then((rows) => observedSince(rows, []));
    return first;
  };
  const observed = async (days: number): Promise<Span> => observedOf(span(days), await since(), to);
  return { context, scope, region, now, signals, read, span, observed, since };
}
