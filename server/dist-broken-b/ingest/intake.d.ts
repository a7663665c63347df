import type { Intake } from '@anlan/kernel/telemetry';
import type { Entry, Journal } from './journal/journal.ts';
import { type SignalRecord } from './record.ts';
import type { Refusals } from './refusals.ts';
import type { Register } from './register.ts';
/** A device's connection as its page shows it. */
export interface Connection {
    readonly since: number;
    readonly remote: string;
}
export interface OpenIntake extends Intake {
    readonly connections: ReadonlyMap<string, Connection>;
    accepted(): number;
}
export interface IntakeParts {
    readonly register: Register;
    readonly journal: Journal;
    readonly refusals: Refusals;
    readonly clock: () => number;
    /** Entries durable and not yet consumed. */
    readonly pending: () => number;
    readonly largestPending?: number;
}
/** The one door for signals: steps, then the journal, then the receipt. */
export declare function openIntake(parts: IntakeParts): OpenIntake;
/** Hands durable entries to their consumers, in order. */
export declare function fanOut(consumers: readonly ((seq: number, record: SignalRecord) => void)[]): (entries: readonly Entry[]) => void;
//# sourceMappingURL=intake.d.ts.map