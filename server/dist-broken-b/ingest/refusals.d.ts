import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
/** Counts refused input by listener, device and reason; kept in the system of record every few seconds. */
export interface Refusals {
    count(listener: string, deviceId: string | null, reason: IntakeRefusal, detail: string, at: number): void;
    flush(): Promise<void>;
}
export declare function openRefusals(db: Database): Refusals;
//# sourceMappingURL=refusals.d.ts.map