import type { ClickHouseClient } from '@clickhouse/client';
import type { Quality } from '@anlan/kernel/telemetry';
import type { SignalRecord } from './record.ts';
export interface LatestReading {
    readonly at: number;
    readonly value: number | null;
    readonly quality: Quality;
    readonly receivedAt: number;
}
export interface LatestFix {
    readonly at: number;
    readonly lon: number;
    readonly lat: number;
    readonly speed: number | null;
    readonly heading: number | null;
    readonly receivedAt: number;
}
/** Newest state of every point and moving object, by id. Older data never replaces newer. */
export interface Latest {
    readonly readings: ReadonlyMap<string, LatestReading>;
    readonly fixes: ReadonlyMap<string, LatestFix>;
    /** Platform time a device was last heard, by device id. */
    readonly heard: ReadonlyMap<string, number>;
    /** Smoothed device clock minus platform clock, ms, by device id; only live data counts. */
    readonly offset: ReadonlyMap<string, number>;
    take(record: SignalRecord): void;
    /** Ids changed since the last call. */
    changed(): {
        readings: readonly string[];
        fixes: readonly string[];
    };
}
export declare function openLatest(): Latest;
/** Fills the latest state from history after a start; two days back, as older values are stale anyway. */
export declare function restoreLatest(latest: Latest, clickhouse: ClickHouseClient): Promise<void>;
//# sourceMappingURL=latest.d.ts.map