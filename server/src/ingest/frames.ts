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
type Seen = { -readonly [Fact in keyof Told]: Told[Fact] } & { room: Uint8Array; length: number };
type Told = Omit<SeenFrame, 'hex'>;

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
  /** Have whole messages been kept of it? Pieces of connections are short, only those can be too much together. */
  whole: boolean;
  /** Forgotten pieces. */
  readonly spare: Seen[];
}

const nothing = (): Kept => ({ ...BEGUN, beginning: [], ring: [], spare: [] });
const BEGUN = { line: null, heardIn: false, heardOut: false, last: undefined, count: 0, whole: false } as const;

/** A device not heard for so long (ms) gives its place to another; so does any where another was asked for lately. */
const QUIET = 60_000;
const ASKED = 600_000;

/**
 * Keeps frames in memory only, of 5,000 devices at most. Beyond that a device is kept when it takes the place of one that
 * is quiet, or when somebody asks for it: from then on it is. Nothing is moved on the way of a message.
 */
export function openFrames(clock: () => number, most = MOST_DEVICES): Frames {
  const kept = new Map<string, Kept>();
  /** Who has a place; each new device looks at the next one. */
  const places: string[] = [];
  let next = 0;
  const asked = new Map<string, number>();

  /** A place for a device not kept yet; what is forgotten for it serves it. Undefined where there is none. */
  function place(identity: string, now: number): Kept | undefined {
    if (places.length < most) {
      places.push(identity);
      const of = nothing();
      kept.set(identity, of);
      return of;
    }
    next = (next + 1) % most;
    const other = places[next]!;
    const of = kept.get(other)!;
    const wanted = (one: string): boolean => (asked.get(one) ?? Number.NEGATIVE_INFINITY) > now - ASKED;
    const quiet = of.last === undefined || of.last.at < now - QUIET;
    if (wanted(other) || !(quiet || wanted(identity))) return undefined;
    kept.delete(other);
    kept.set(identity, of);
    places[next] = identity;
    for (const pieces of [of.beginning, of.ring]) {
      for (const seen of pieces) spare(of, seen);
      pieces.length = 0;
    }
    return Object.assign(of, BEGUN);
  }

  return {
    note(identity, direction, bytes, line) {
      const now = clock();
      const of = kept.get(identity) ?? place(identity, now);
      if (of !== undefined) add(of, now, direction, bytes, line ?? null);
    },
    of(identity) {
      const now = clock();
      asked.set(identity, now);
      for (const [one, at] of asked) if (at < now - ASKED) asked.delete(one);
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
  if (line === null) of.whole = true;
  while (of.ring.length > KEPT || (of.whole && tooMuch(of.ring))) spare(of, of.ring.shift()!);
}

/** The first bytes copied: the socket's buffer is used again. */
function pieceOf(used: Seen | undefined, told: Told, bytes: Uint8Array, length: number): Seen {
  const room = used !== undefined && used.room.length >= length ? used.room : new Uint8Array(Math.max(length, SHORT));
  room.set(bytes.length === length ? bytes : bytes.subarray(0, length));
  if (used === undefined) return { ...told, room, length };
  used.room = room;
  used.length = length;
  used.at = told.at;
  used.direction = told.direction;
  used.line = told.line;
  used.number = told.number;
  used.opens = told.opens;
  used.cut = told.cut;
  return used;
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

const tooMuch = (ring: readonly Seen[]): boolean => ring.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES;
