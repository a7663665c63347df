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
/** Pieces of a connection that come within this (ms) are one: a device may send byte by byte. */
const TOGETHER = 1000;

interface Seen extends Omit<SeenFrame, 'hex'> {
  bytes: Uint8Array;
}

interface Kept {
  line: string | null;
  /** Directions in which the line has been heard. */
  heard: Set<string>;
  beginning: Seen[];
  ring: Seen[];
  /** The newest of both. */
  last: Seen | undefined;
  count: number;
}

const nothing = (): Kept => ({
  line: null,
  heard: new Set(),
  beginning: [],
  ring: [],
  last: undefined,
  count: 0,
});

/** Keeps frames in memory only; beyond 5,000 devices those least recently heard are forgotten. */
export function openFrames(clock: () => number): Frames {
  const kept = new Map<string, Kept>();
  return {
    note(identity, direction, bytes, line) {
      const of = kept.get(identity) ?? nothing();
      add(of, clock(), direction, bytes, line ?? null);
      kept.delete(identity);
      kept.set(identity, of);
      if (kept.size > MOST_DEVICES) kept.delete(kept.keys().next().value!);
    },
    of(identity) {
      const { beginning = [], ring = [] } = kept.get(identity) ?? {};
      return [...beginning, ...ring]
        .sort((a, b) => a.number - b.number)
        .map(({ bytes, ...seen }) => ({ ...seen, hex: Buffer.from(bytes).toString('hex') }));
    },
  };
}

function add(of: Kept, at: number, direction: 'in' | 'out', bytes: Uint8Array, line: string | null): void {
  if (of.line !== line) {
    // What began an earlier connection goes the way of all that is old.
    of.ring = [...of.beginning, ...of.ring].sort((a, b) => a.number - b.number).slice(-KEPT);
    Object.assign(of, { line, heard: new Set(), beginning: [], last: undefined });
  }
  const { last } = of;
  const goesOn = line !== null && last?.direction === direction && !last.cut && at - last.at < TOGETHER;
  if (goesOn && last.bytes.length + bytes.length <= LONGEST) {
    last.bytes = Buffer.concat([last.bytes, bytes]);
    return;
  }
  const opens = line !== null && !of.heard.has(direction);
  of.heard.add(direction);
  // Copied: the socket's buffer is used again.
  const kept = Uint8Array.prototype.slice.call(bytes, 0, line === null ? LONGEST_WHOLE : LONGEST);
  of.last = { at, direction, bytes: kept, line, number: of.count, opens, cut: bytes.length > kept.length };
  of.count += 1;
  if (line !== null && of.beginning.length < BEGINNING) of.beginning.push(of.last);
  else of.ring.push(of.last);
  while (of.ring.length > KEPT || tooMuch(of.ring)) of.ring.shift();
}

/** Pieces of connections are short: only whole messages can be too much together. */
const tooMuch = (ring: readonly Seen[]): boolean =>
  ring.length * LONGEST_WHOLE > MOST_BYTES &&
  ring.some(({ line }) => line === null) &&
  ring.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_BYTES;
