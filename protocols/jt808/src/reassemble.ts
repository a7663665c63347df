import { decodeBody, type Decoded } from './decode.ts';
import type { Header } from './header.ts';
import { refuse, type Refusal } from './refusal.ts';

export type Part = Extract<Decoded, { kind: 'part' }>;

/** A message not yet whole: what 0x8003 or 0x0005 has to ask for. */
export interface Pending {
  ok: true;
  kind: 'pending';
  /** The header of the first part; until that comes, of the part received first. */
  header: Header;
  /** The serial of the first part. */
  firstSerial: number;
  /** Indexes from 1 of the parts not yet here. */
  readonly missing: number[];
}

export interface ReassemblerLimits {
  /** Messages under way at once. */
  messages: number;
  /** Bytes of parts held at once. */
  bytes: number;
  /** Milliseconds without a new part after which a message is given up. */
  idleMs: number;
}

const DEFAULT_LIMITS: ReassemblerLimits = { messages: 256, bytes: 8 * 1024 * 1024, idleMs: 120_000 };

interface Group {
  key: string;
  total: number;
  firstSerial: number;
  header: Header;
  parts: Map<number, Uint8Array>;
  bytes: number;
  touchedMs: number;
}

/** How far a serial may have run on between two parts that came in order. */
const SERIAL_GAP = 1024;

/**
 * Puts sub-packaged messages together; parts may come in any order and twice.
 *
 * Memory is bounded: beyond a limit, or after idling, the message longest untouched is given up.
 */
export class Reassembler {
  readonly #limits: ReassemblerLimits;
  /** In the order last touched, oldest first. */
  readonly #groups = new Map<string, Group>();
  #bytes = 0;

  constructor(limits: Partial<ReassemblerLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /** Bytes of parts held. */
  get heldBytes(): number {
    return this.#bytes;
  }

  /**
   * Takes a part received at `nowMs`; answers the whole message decoded, what is still missing, or why the whole
   * could not be decoded. The header of the whole is that of its first part without `part`, `bodyLength` the total.
   */
  add(part: Part, nowMs: number): Decoded | Pending | Refusal {
    this.#expire(nowMs);
    const { total, index } = part.header.part ?? { total: 0, index: 0 };
    if (index < 1 || index > total) return refuse('package', part.header.size, { header: part.header });
    const group = this.#groupOf(part.header, total, index);
    if (!group.parts.has(index)) {
      // The copy frees the part from the frame it was cut from.
      group.parts.set(index, part.body.bytes.slice());
      group.bytes += part.body.bytes.length;
      this.#bytes += part.body.bytes.length;
    }
    if (index === 1) group.header = part.header;
    group.touchedMs = nowMs;
    this.#groups.delete(group.key);
    if (group.parts.size === total) return this.#complete(group);
    this.#groups.set(group.key, group);
    this.#evict();
    return pendingOf(group);
  }

  /** Messages under way, oldest first, so that their missing parts can be asked for. */
  pending(): Pending[] {
    return Array.from(this.#groups.values(), pendingOf);
  }

  #groupOf(header: Header, total: number, index: number): Group {
    const firstSerial = (header.serial - index + 1) & 0xffff;
    const family = `${header.phone} ${header.msgId} ${total} `;
    const key = family + firstSerial;
    const known = this.#groups.get(key) ?? this.#continued(family, header.serial, index);
    return known ?? { key, total, firstSerial, header, parts: new Map(), bytes: 0, touchedMs: 0 };
  }

  /**
   * Some terminals number other messages between the parts of one, so serials are not consecutive. Such a part is
   * taken as the next of the only message that has exactly the parts before it, if its serial has run on a little.
   */
  #continued(family: string, serial: number, index: number): Group | undefined {
    const candidates: Group[] = [];
    for (const group of this.#groups.values()) {
      const ahead = (serial - group.firstSerial) & 0xffff;
      if (group.key.startsWith(family) && isPrefix(group, index - 1) && ahead >= index && ahead < SERIAL_GAP) {
        candidates.push(group);
      }
    }
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  #complete(group: Group): Decoded | Refusal {
    this.#bytes -= group.bytes;
    const whole = new Uint8Array(group.bytes);
    let at = 0;
    for (let index = 1; index <= group.total; index++) {
      const piece = group.parts.get(index)!;
      whole.set(piece, at);
      at += piece.length;
    }
    const { part: _, ...header } = group.header;
    return decodeBody({ ...header, bodyLength: whole.length }, whole);
  }

  #expire(nowMs: number): void {
    for (const group of this.#groups.values()) {
      if (nowMs - group.touchedMs <= this.#limits.idleMs) return;
      this.#drop(group);
    }
  }

  #evict(): void {
    for (const group of this.#groups.values()) {
      if (this.#groups.size <= this.#limits.messages && this.#bytes <= this.#limits.bytes) return;
      this.#drop(group);
    }
  }

  #drop(group: Group): void {
    this.#groups.delete(group.key);
    this.#bytes -= group.bytes;
  }
}

function isPrefix(group: Group, last: number): boolean {
  if (last < 1 || group.parts.size !== last) return false;
  for (let index = 1; index <= last; index++) if (!group.parts.has(index)) return false;
  return true;
}

function pendingOf(group: Group): Pending {
  const { header, firstSerial } = group;
  return {
    ok: true,
    kind: 'pending',
    header,
    firstSerial,
    // Worked out only when asked for: a message may announce 65535 parts.
    get missing() {
      return missingOf(group);
    },
  };
}

function missingOf(group: Group): number[] {
  const missing: number[] = [];
  for (let index = 1; index <= group.total; index++) if (!group.parts.has(index)) missing.push(index);
  return missing;
}
