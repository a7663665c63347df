import type { Logger } from 'pino';
import { type Rule, type Verdict } from '@anlan/kernel/alarm';
import type { Database } from '../access/scoped.ts';
import type { SignalRecord } from './record.ts';
import type { Register, Subject } from './register.ts';
/** Judges the journal's entries under every rule and keeps alarms, memories and its own position in one transaction. */
export interface Rules {
    take(seq: number, record: SignalRecord): void;
    /** Hands in a verdict that no sample caused (silence). */
    judge(rule: Rule, subject: Subject, verdict: Verdict, at: number): void;
    position(): number;
    waiting(): number;
    trouble(): string | undefined;
    close(): Promise<void>;
}
export declare const SILENCE_RULES: readonly Rule[];
export declare function openRules(db: Database, register: Register, log: Logger, clock: () => number): Promise<Rules>;
//# sourceMappingURL=rules.d.ts.map