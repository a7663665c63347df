import type { Packet } from './packet.ts';
import { valueOf, writePacket } from './packet.ts';
import { type Refusal, refuse } from './refusal.ts';
import { type Item, writeItems } from './segment.ts';

/** Longest data segment (HJ 212-2017 table 1). */
const LONGEST_SEGMENT = 1024;
const NUMBERS = 'PNUM=9999;PNO=9999;'.length;

/**
 * Divides a packet whose CP is longer than `longest` characters (950, HJ 212-2017 table 2), or whose data segment would
 * be longer than 1024, into numbered packets of
 * whole items that all begin with its DataTime. An item that is longer by itself stays whole.
 */
export function splitPacket(packet: Packet, longest = 950): Packet[] {
  const rest = LONGEST_SEGMENT - writePacket({ ...packet, items: [] }).length;
  if (writeItems(packet.items).length <= Math.min(longest, rest)) return [packet];
  const most = Math.min(longest, rest - NUMBERS);
  const repeated = packet.items.filter(isDataTime).slice(0, 1);
  const groups: Item[][] = [[...repeated]];
  for (const item of packet.items) {
    if (item === repeated[0]) continue;
    const group = groups.at(-1)!;
    if (group.length > repeated.length && writeItems([...group, item]).length > most) groups.push([...repeated, item]);
    else group.push(item);
  }
  const flag = packet.flag && { ...packet.flag, hasPacketNumbers: true };
  return groups.map((items, index) => ({ ...packet, flag, pnum: groups.length, pno: index + 1, items }));
}

function isDataTime(item: Item): boolean {
  return item.length === 1 && item[0]![0] === 'DataTime';
}

interface Collected {
  readonly parts: (Packet | undefined)[];
  readonly since: number;
  missing: number;
}

/** Bounds of a collection. */
export interface CollectionOptions {
  /** Incomplete messages kept; 64 by default. */
  readonly most?: number;
  /** Milliseconds an incomplete message is kept; 60 000 by default, for three resends of ten seconds and more. */
  readonly oldest?: number;
  /** Largest PNUM taken; 100 by default. */
  readonly mostParts?: number;
}

/** Joins numbered packets into whole messages, by station, command and QN, or DataTime where there is no QN. */
export class PartCollection {
  readonly #collected = new Map<string, Collected>();
  readonly #most: number;
  readonly #oldest: number;
  readonly #mostParts: number;

  constructor(options: CollectionOptions = {}) {
    this.#most = options.most ?? 64;
    this.#oldest = options.oldest ?? 60_000;
    this.#mostParts = options.mostParts ?? 100;
  }

  /** How many messages are incomplete. */
  get size(): number {
    return this.#collected.size;
  }

  /**
   * Takes a packet received at `now` (ms). Returns the whole message, at once for a packet that is one; undefined while
   * parts are missing; a refusal for impossible numbers. A part sent again replaces the earlier one.
   */
  add(packet: Packet, now: number): Packet | Refusal | undefined {
    const { pnum, pno } = packet;
    if (pnum === undefined || pno === undefined || pnum === 1) return packet;
    if (pnum < 1 || pno < 1 || pno > pnum || pnum > this.#mostParts) {
      return refuse('parts-incomplete', 0, `packet ${pno} of ${pnum}`);
    }
    const key = [packet.mn, packet.cn, pnum, packet.qn ?? valueOf(packet, 'DataTime')].join('\u0000');
    const collected = this.#collected.get(key) ?? this.#open(key, pnum, now);
    if (!collected.parts[pno - 1]) collected.missing -= 1;
    collected.parts[pno - 1] = packet;
    if (collected.missing > 0) return undefined;
    this.#collected.delete(key);
    return joinPackets(collected.parts as Packet[]);
  }

  /** Gives up messages begun longer ago than allowed; returns one refusal each. */
  expire(now: number): Refusal[] {
    const refusals: Refusal[] = [];
    for (const [key, collected] of this.#collected) {
      if (now - collected.since <= this.#oldest) break;
      this.#collected.delete(key);
      const first = collected.parts.find((part) => part !== undefined)!;
      const detail = `${first.mn} ${first.cn}: ${collected.missing} of ${collected.parts.length} packets missing`;
      refusals.push(refuse('parts-incomplete', 0, detail));
    }
    return refusals;
  }

  #open(key: string, pnum: number, now: number): Collected {
    if (this.#collected.size >= this.#most) this.#collected.delete(this.#collected.keys().next().value!);
    const collected = { parts: Array.from<Packet | undefined>({ length: pnum }), since: now, missing: pnum };
    this.#collected.set(key, collected);
    return collected;
  }
}

/** Joins the packets of one message; the DataTime they repeat is kept once. */
export function joinPackets(parts: readonly Packet[]): Packet {
  const first = parts[0]!;
  const items = parts.flatMap((part, index) =>
    index === 0 ? part.items : part.items.filter((item) => !isDataTime(item)),
  );
  const flag = first.flag && { ...first.flag, hasPacketNumbers: false };
  return { ...first, flag, pnum: undefined, pno: undefined, items };
}
