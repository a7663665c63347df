import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Journal } from './journal/journal.ts';
import { type SignalRecord } from './record.ts';
/** Carries journal entries into ClickHouse, each exactly once. */
export interface History {
    take(seq: number, record: SignalRecord): void;
    /** Journal position up to which all is stored. */
    position(): number;
    /** Entries taken and not yet stored. */
    waiting(): number;
    trouble(): string | undefined;
    close(): Promise<void>;
}
/**
 * Opens the history writer. A batch's bounds are on disk before it is sent; after a crash the very same batch is
 * sent again under the same deduplication token, and the tables keep one row per point and time besides.
 */
export declare function openHistory(folder: string, clickhouse: ClickHouseClient, journal: Journal, log: Logger): Promise<History>;
//# sourceMappingURL=history.d.ts.map