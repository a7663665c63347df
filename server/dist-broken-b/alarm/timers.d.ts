import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
/**
 * Escalations and ends of shelving that are due. What is due stands in the table, so nothing is forgotten by a
 * restart; rows are claimed with SKIP LOCKED, so several processes may run this.
 */
export declare function startTimers(db: Database, log: Logger, clock: () => number): {
    stop(): void;
};
/** Runs all that is due at `now` (ms); gives back how many alarms were moved. */
export declare function runDue(db: Database, now: number): Promise<number>;
//# sourceMappingURL=timers.d.ts.map