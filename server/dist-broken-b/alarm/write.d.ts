import { type Happening, type Rule } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';
import type { Subject } from '../ingest/register.ts';
/** One thing that happened to the excursion of a subject under a rule. `alarmId` is the running alarm's. */
export interface Change {
    readonly rule: Rule;
    readonly subject: Subject;
    readonly happening: Happening;
    readonly alarmId: string;
    /** Worst value of the excursion so far. */
    readonly peak: number | null;
    /** Where a moving object was. */
    readonly lon: number | null;
    readonly lat: number | null;
}
/** The id of the alarm of an excursion: the same excursion gives the same id, however often it is computed. */
export declare function excursionId(rule: string, subject: string, raisedAt: number): string;
/** Writes one happening: the alarm, its trail, and the event for everyone who follows. Part of the caller's transaction. */
export declare function writeChange(tx: Tx, change: Change, seenAt: number): Promise<void>;
/** Adds a line to an alarm's trail. */
export declare function addEntry(tx: Tx, alarmId: string, at: Date, by: string, kind: string, text: string, file?: {
    readonly sha256: string;
    readonly type: string;
}): Promise<void>;
/**
 * Takes the writers' lock of the outbox. First in every transaction that changes an alarm and publishes it: taken
 * after a row's lock, two such transactions could wait for each other.
 */
export declare function lockOutbox(tx: Tx): Promise<void>;
/** Puts the alarm as it now stands into the outbox. The transaction must be the owner's, not a person's. */
export declare function publish(tx: Tx, alarmId: string, happening: string): Promise<void>;
//# sourceMappingURL=write.d.ts.map