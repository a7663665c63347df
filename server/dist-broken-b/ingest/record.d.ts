import type { Fix } from '@anlan/kernel/position';
import type { Quality } from '@anlan/kernel/telemetry';
/** A resolved message as the journal keeps it: everything a replay needs, nothing that could have changed since. */
export interface SignalRecord {
    readonly device: string;
    readonly receivedAt: number;
    readonly fixes: readonly MovedFix[];
    readonly readings: readonly ReadPoint[];
}
/** A fix of a vehicle or vessel (`object` is its id). */
export interface MovedFix {
    readonly object: string;
    readonly fix: Fix;
}
/** Point id, device time ms, value, quality. */
export type ReadPoint = readonly [point: string, at: number, value: number, quality: Quality];
export declare function encodeRecord(record: SignalRecord): Buffer;
export declare function decodeRecord(payload: Buffer): SignalRecord;
//# sourceMappingURL=record.d.ts.map