/** A piece of what passed between a device and the platform: hexadecimal bytes, platform time (ms). */
export interface SeenFrame {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly hex: string;
  /** The connection it is a piece of, cut anywhere; null for a whole message. */
  readonly line: string | null;
  /** Counts the pieces of the device; a gap is what is no longer kept. */
  readonly number: number;
  /** It is the first of its connection in its direction. */
  readonly opens: boolean;
  /** More was said than is kept of it. */
  readonly cut: boolean;
}

/** How the newest connection of every device began, and the last that passed; for checking a device against its protocol. */
export interface Frames {
  note(identity: string, direction: 'in' | 'out', bytes: Uint8Array, line?: string): void;
  /** Oldest first. */
  of(identity: string): readonly SeenFrame[];
}

const KEPT = 24;
/** Pieces with which a connection begins: they show how the device signs on. */
const BEGINNING = 6;
const LONGEST = 4096;
/** Whole messages may be files. */
const LONGEST_WHOLE = 65_536;
/** Bytes kept of a device. */
const MOST_BYTES = 131_072;
const MOST_DEVICES = 5000;
/** Room of a piece at least, bytes. */
const SHORT = 128;
/** Forgotten pieces held ready for a device. */
const SPARE = 4;
/** Pieces of a connection that come within this (ms) are one: a device may send byte by byte. */
const TOGETHER = 1000;

/** A piece with room of its own, which is used again for a later one: two pieces pass with every message of a terminal. */
interface Seen extends Omit<SeenFrame, 'hex'> {
  room: Uint8Array;
  length: number;
}
type Told = Omit<Seen, 'room' | 'length'>;

interface Kept {
  line: string | null;
  /** Directions in which the line has been heard. */
  heardIn: boolean;
  heardOut: boolean;
  beginning: Seen[];
  ring: Seen[];
  /** The newest of both. */
  last: Seen | undefined;
  count: number;
  /** Forgotten pieces. */
  readonly spare: Seen[];
}

const nothing = (): Kept => ({ ...BEGUN, beginning: [], ring: [], spare: [] });
const BEGUN = { line: null, heardIn: false, heardOut: false, last: undefined, count: 0 } as const;

/** Keeps frames in memory only; beyond 5,000 devices those least recently heard are forgotten. */
export function openFrames(clock: () => number): Frames {
  const kept = new Map<string, Kept>();

  /** Of a device not seen before; what is forgotten for it serves it. */
  function another(): Kept {
    if (kept.size < MOST_DEVICES) return nothing();
    const [oldest, of] = kept.entries().next().value!;
    kept.delete(oldest);
    for (const seen of [...of.beginning, ...of.ring]) spare(of, seen);
    return Object.assign(of, { ...BEGUN, beginning: [], ring: [] });
  }

  return {
    note(identity, direction, bytes, line) {
      const of = kept.get(identity) ?? another();
      add(of, clock(), direction, bytes, line ?? null);
      kept.delete(identity);
      kept.set(identity, of);
    },
    of(identity) {
      const { beginning = [], ring = [] } = kept.get(identity) ?? {};
      return [...beginning, ...ring]
        .sort((a, b) => a.number - b.number)
        .map(({ room, length, ...seen }) => ({ ...seen, hex: Buffer.from(room.subarray(0, length)).toString('hex') }));
    },
  };
}

function add(of: Kept, at: number, direction: 'in' | 'out', bytes: Uint8Array, line: string | null): void {
  if (of.line !== line) {
    // What began an earlier connection goes the way of all that is old.
    of.ring = [...of.beginning, ...of.ring].sort((a, b) => a.number - b.number).slice(-KEPT);
    Object.assign(of, { line, heardIn: false, heardOut: false, beginning: [], last: undefined });
  }
  const { last } = of;
  const goesOn = line !== null && last?.direction === direction && !last.cut && at - last.at < TOGETHER;
  if (goesOn && last.length + bytes.length <= LONGEST) return append(last, bytes);
  const opens = line !== null && !(direction === 'in' ? of.heardIn : of.heardOut);
  if (direction === 'in') of.heardIn = true;
  else of.heardOut = true;
  const length = Math.min(bytes.length, line === null ? LONGEST_WHOLE : LONGEST);
  const cut = bytes.length > length;
  of.last = pieceOf(of.spare.pop(), { at, direction, line, number: of.count, opens, cut }, bytes, length);
  of.count += 1;
  if (line !== null && of.beginning.length < BEGINNING) of.beginning.push(of.last);
  else of.ring.push(of.last);
  while (of.ring.length > KEPT || tooMuch(of.ring)) spare(of, of.ring.shift()!);
}

/** The first bytes copied: the socket's buffer is used again. */
function pieceOf(used: Seen | undefined, told: Told, bytes: Uint8Array, length: number): Seen {
  const room = used !== undefined && used.room.length >= length ? used.room : new Uint8Array(Math.max(length, SHORT));
  room.set(bytes.length === length ? bytes : bytes.subarray(0, length));
  return used === undefined ? { ...told, room, length } : Object.assign(used, told, { room, length });
}

function append(last: Seen, bytes: Uint8Array): void {
  const length = last.length + bytes.length;
  if (length > last.room.length) {
    const room = new Uint8Array(Math.min(LONGEST, 2 * length));
    room.set(last.room.subarray(0, last.length));
    last.room = room;
  }
  last.room.set(bytes, last.length);
  last.length = length;
}

/** A forgotten piece serves a later one; long ones would hold their memory for short ones. */
function spare(of: Kept, seen: Seen): void {
  if (of.spare.length < SPARE && seen.room.length <= LONGEST) of.spare.push(seen);
}

/** Pieces of connections are short: only whole messages can be too much together. */
const tooMuch = (ring: readonly Seen[]): boolean =>
  ring.length * LONGEST_WHOLE > MOST_BYTES &&
  ring.some(({ line }) => line === null) &&
  ring.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES;
