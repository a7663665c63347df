import type { ExplainedFrame } from './explained.ts';

/** A piece of a device's line as its witness saw it. */
export interface SeenPiece {
  /** Epoch ms. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly bytes: Uint8Array;
  /** The connection it is a piece of; null for whole messages. */
  readonly line: string | null;
  /** Counts the pieces of the device; a gap is what is no longer known. */
  readonly number: number;
  /** It is the first of its connection in its direction. */
  readonly opens: boolean;
  /** More was said than is kept of it. */
  readonly cut: boolean;
}

/** A frame, or what is none, of a line. */
export interface LineFrame {
  /** When its last byte came, epoch ms. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly line: string | null;
  /** Numbers what follows each other without a gap, and whether that is from the beginning of the connection. */
  readonly stretch: number;
  readonly fromStart: boolean;
  readonly bytes: Uint8Array;
  readonly explained: ExplainedFrame;
}
