/** A piece of a device's line as it stood there: hexadecimal bytes, platform time (ms). */
export interface SeenFrame {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly hex: string;
}

/** The last pieces of every device's line, for checking a device against its protocol. */
export interface Frames {
  note(identity: string, direction: 'in' | 'out', bytes: Uint8Array): void;
  /** Oldest first. */
  of(identity: string): readonly SeenFrame[];
}

const KEPT = 24;
const LONGEST = 4096;
const MOST_DEVICES = 5000;

interface Seen {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly bytes: Uint8Array;
}

/** Keeps frames in memory only; beyond 5,000 devices those least recently heard are forgotten. */
export function openFrames(clock: () => number): Frames {
  const kept = new Map<string, Seen[]>();
  return {
    note(identity, direction, bytes) {
      const ring = kept.get(identity) ?? [];
      // Copied: the socket's buffer is used again.
      ring.push({ at: clock(), direction, bytes: bytes.slice(0, LONGEST) });
      if (ring.length > KEPT) ring.shift();
      kept.delete(identity);
      kept.set(identity, ring);
      if (kept.size > MOST_DEVICES) kept.delete(kept.keys().next().value!);
    },
    of: (identity) =>
      (kept.get(identity) ?? []).map(({ at, direction, bytes }) => ({
        at,
        direction,
        hex: Buffer.from(bytes).toString('hex'),
      })),
  };
}
