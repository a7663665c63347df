/** A durable entry. `seq` grows from entry to entry, not always by one. */
export interface Entry {
  readonly seq: number;
  readonly payload: Buffer;
}

/** Somebody reading a log as it grows. */
export interface Following {
  stop(): Promise<void>;
}

/** Gets entries in order; the reader waits for a promise before it hands on more. */
export type Take = (entries: readonly Entry[]) => void | Promise<void>;

/**
 * What stands between a device and its acknowledgement. On one machine it is a folder of segments, in a cluster a
 * replicated stream; what is written to it and read from it is one and the same.
 */
export interface DurableLog {
  /** Bytes of one payload at most. */
  readonly largest: number;
  /**
   * Resolves with the entry's number when it and all before it are durable; rejects when they cannot be made so, or when
   * the payload is too large. Appended in the order of the calls.
   */
  append(payload: Buffer): Promise<number>;
  /** Number of the last durable entry that is known here; 0 = empty. */
  last(): number;
  /** About how many entries there are after `position`: for gauges and for holding devices back. */
  behind(position: number): number;
  /** Entries after `after` up to what is last now, in order. */
  read(after: number): AsyncGenerator<Entry>;
  /** All entries after `after`, in order and without a gap: first what is there, then each as it becomes durable. */
  follow(after: number, take: Take): Promise<Following>;
  /** Lets go of entries numbered at most `seq`; some of them may stay for a while. */
  forget(seq: number): Promise<void>;
  /** Bytes waiting to become durable. */
  backlog(): number;
  /** The last refusal of the disk or the bus, or undefined while writing works. */
  trouble(): string | undefined;
  close(): Promise<void>;
}
