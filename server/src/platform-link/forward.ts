import { setTimeout as pause } from 'node:timers/promises';
import { type Jt809Listener, type Log, MOST_POSITIONS } from '@anlan/gateways';
import type { Fix } from '@anlan/kernel/position';
import type { Batch } from '../ingest/record.ts';
import { type Missed, PAGE } from './missed.ts';
import type { ExchangedVehicle, UsedLink } from './peers.ts';

/** Sends positions of exchanged vehicles to upper platforms, and to lower ones those given to them: at once while a link is up, and out of history what it missed. */
export interface Forwarder {
  take(batch: Pick<Batch, 'fixes' | 'receivedAt'>): void;
  configure(links: readonly UsedLink[]): void;
  /** A main link is up: to an upper platform the vehicles are registered there, and what it missed is sent again. */
  up(link: string): void;
  /** Up to when each link has everything (epoch ms of arrival here). */
  cursors(): ReadonlyMap<string, number>;
  close(): void;
}

export interface ForwarderParts {
  /** Fixes of vehicles that arrived after `after` and not after `to`, oldest arrival first, at most a page. */
  readonly missed: (vehicles: readonly string[], after: number, to: number) => Promise<readonly Missed[]>;
  readonly listener: () => Pick<Jt809Listener, 'forward' | 'register'>;
  /** Marks what has come until now; what it gives tells whether all of that is in the history. */
  readonly mark: () => () => boolean;
  readonly clock: () => number;
  readonly log: Log;
}

/** What was written to a connection that broke may not have arrived: this much before the last is sent again. */
const OVERLAP = 60_000;
/** A link that was down longer gets the last day; the rest is in the history here. */
const LONGEST = 86_400_000;
const SETTLED_WITHIN = 30_000;
const FULL_PAUSE = 100;
const FAILED_PAUSE = 5000;

interface Line {
  link: UsedLink;
  vehicles: ReadonlyMap<string, ExchangedVehicle>;
  /** Everything that came until then is with the upper platform, but for `catching`. */
  until: number;
  /** Positions go at once; otherwise they wait in the history. */
  live: boolean;
  /** The catching up in progress; a newer one takes its place. */
  catching: symbol | undefined;
}

/** Sends nothing before the first `configure`, and to a link only once it is up. */
export function openForwarder(parts: ForwarderParts): Forwarder {
  let lines = new Map<string, Line>();
  let byVehicle = new Map<string, Line[]>();
  let closed = false;

  function take({ fixes, receivedAt }: Pick<Batch, 'fixes' | 'receivedAt'>): void {
    for (const { object, fix } of fixes) {
      for (const line of byVehicle.get(object) ?? []) {
        if (!line.live) continue;
        const vehicle = line.vehicles.get(object) as ExchangedVehicle;
        if (!parts.listener().forward(line.link.peer.id, vehicle, [fix], fix.live)) {
          // Down, or slower than we: what follows waits in the history.
          line.live = false;
          void catchUp(line);
        } else if (line.catching === undefined) line.until = Math.max(line.until, receivedAt);
      }
    }
  }

  async function catchUp(line: Line): Promise<void> {
    const mine = Symbol('catching');
    line.catching = mine;
    const current = (): boolean => !closed && line.catching === mine;
    try {
      await register(line, current);
      if (!current()) return;
      const { patience } = line.link.peer;
      const to = parts.clock();
      const from = Math.max(line.until - OVERLAP - patience.deadMs, to - LONGEST, givenFrom(line.link));
      // From now on live, so that the gap does not grow while it is filled.
      line.live = true;
      await settled(current);
      for await (const page of missed(line, from, to)) {
        for (const { vehicle, fixes, received } of page) {
          if (!(await sendWhenRoom(line, vehicle, fixes, current))) return;
          line.until = Math.max(line.until, received);
        }
      }
      if (current()) [line.until, line.catching] = [Math.max(line.until, to), undefined];
    } catch (error) {
      parts.log.warn({ link: line.link.peer.id, error: String(error) }, 'missed positions not sent, trying again');
      await pause(FAILED_PAUSE);
      if (current()) void catchUp(line);
    }
  }

  async function register(line: Line, current: () => boolean): Promise<void> {
    if (line.link.peer.role === 'upper') return;
    for (const vehicle of line.vehicles.values()) {
      const send = (): boolean => parts.listener().register(line.link.peer.id, vehicle, vehicle);
      if (!(await whenRoom(send, current))) return;
    }
  }

  /** History follows the journal; a gap is read when it is complete. */
  async function settled(current: () => boolean): Promise<void> {
    const by = Date.now() + SETTLED_WITHIN;
    const settled = parts.mark();
    while (current() && !settled() && Date.now() < by) await pause(FULL_PAUSE);
  }

  const sendWhenRoom = (
    line: Line,
    vehicle: ExchangedVehicle,
    fixes: readonly Fix[],
    current: () => boolean,
  ): Promise<boolean> => whenRoom(() => parts.listener().forward(line.link.peer.id, vehicle, fixes, false), current);

  /** Tries until the link takes it; gives up when a newer catching up has begun, which happens when the link comes back. */
  async function whenRoom(send: () => boolean, current: () => boolean): Promise<boolean> {
    while (current()) {
      if (send()) return true;
      await pause(FULL_PAUSE);
    }
    return false;
  }

  async function* missed(line: Line, from: number, to: number) {
    for (let after = from; ;) {
      const rows = await parts.missed([...line.vehicles.keys()], after, to);
      yield grouped(line, rows);
      const last = rows.at(-1)?.received;
      if (rows.length < PAGE || last === undefined) return;
      // Rows of one millisecond may be cut by the page; they come again, and are kept once.
      after = last === after ? last + 1 : last - 1;
    }
  }

  return {
    take,
    configure(links) {
      const next = new Map<string, Line>();
      const watched = new Map<string, Line[]>();
      for (const link of links) {
        const sent = sentOn(link);
        const vehicles = new Map(sent.map((vehicle) => [vehicle.id, vehicle]));
        const known = lines.get(link.peer.id);
        const more = known?.live === true && sent.some(({ id }) => !known.vehicles.has(id));
        const line = known ?? { link, vehicles, until: link.forwardedUntil, live: false, catching: undefined };
        [line.link, line.vehicles] = [link, vehicles];
        next.set(link.peer.id, line);
        // New vehicles are registered with the upper platform, too.
        if (more) void catchUp(line);
        for (const { id } of sent) watched.set(id, [...(watched.get(id) ?? []), line]);
      }
      for (const [id, line] of lines) if (next.get(id) !== line) line.catching = undefined;
      [lines, byVehicle] = [next, watched];
    },
    up(link) {
      const line = lines.get(link);
      if (line !== undefined) void catchUp(line);
    },
    cursors: () => new Map([...lines].map(([id, { until }]) => [id, until])),
    close: () => (closed = true),
  };
}

/** The vehicles whose positions a link carries away from here. */
const sentOn = ({ peer, vehicles, given }: UsedLink): readonly ExchangedVehicle[] =>
  peer.role === 'lower' ? vehicles : given;

/** Nothing is given from before it was agreed. */
const givenFrom = ({ peer, given }: UsedLink): number =>
  peer.role === 'lower' ? 0 : Math.min(...given.map(({ since }) => since)) - 1;

interface Group {
  readonly vehicle: ExchangedVehicle;
  readonly fixes: Fix[];
  received: number;
}

/** Fixes of a page by vehicle, in pieces one message can hold; the last of all is of the newest arrival. */
function grouped(line: Line, rows: readonly Missed[]): readonly Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  const { peer, given } = line.link;
  const since = new Map(peer.role === 'upper' ? given.map((one) => [one.id, one.since] as const) : []);
  for (const row of rows) {
    const vehicle = line.vehicles.get(row.object);
    if (vehicle === undefined || row.received < (since.get(row.object) ?? 0)) continue;
    let group = open.get(row.object);
    if (group === undefined || group.fixes.length >= MOST_POSITIONS) {
      group = { vehicle, fixes: [], received: 0 };
      groups.push(group);
      open.set(row.object, group);
    }
    group.fixes.push(fixOf(row));
  }
  // A group cut short by a break leaves the cursor where it was: only the end of a page moves it.
  const last = groups.at(-1);
  if (last !== undefined) last.received = rows.at(-1)?.received ?? 0;
  return groups;
}

function fixOf({ at, lon, lat, speed, heading, altitude, positioned, alarm_bits, status_bits }: Missed): Fix {
  const place = { at, lon, lat, speed, heading, altitude };
  return { ...place, positioned: positioned === 1, live: false, alarmBits: alarm_bits, statusBits: status_bits };
}
