/** A durable entry: `seq` grows by one per entry over all segments. */
export interface Entry {
    readonly seq: number;
    readonly payload: Buffer;
}
export interface Journal {
    /** Resolves with the entry's number when it and all before it are on disk; rejects when the disk refuses. */
    append(payload: Buffer): Promise<number>;
    /** Number of the last durable entry; 0 = empty. */
    last(): number;
    /** Entries after `seq`, from disk, in order. */
    read(seq: number): AsyncGenerator<Entry>;
    /** Removes segments all of whose entries are numbered at most `seq`. */
    forget(seq: number): Promise<void>;
    /** Bytes waiting to be written. */
    backlog(): number;
    /** The disk's last refusal, or undefined while writing works. */
    trouble(): string | undefined;
    close(): Promise<void>;
}
export interface JournalOptions {
    readonly folder: string;
    /** A new segment is begun beyond this size. */
    readonly segmentBytes?: number;
    /** Called in order with what has just become durable. */
    readonly durable: (entries: readonly Entry[]) => void;
}
/**
 * Opens the append-only journal of a folder. A torn tail, left by a crash while writing, is cut off:
 * nothing of it was ever acknowledged. Waiting entries share one write and one fdatasync (group commit).
 */
export declare function openJournal(options: JournalOptions): Promise<Journal>;
//# sourceMappingURL=journal.d.ts.map