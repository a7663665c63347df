import type { Logger } from 'pino';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { Database } from '../access/scoped.ts';
/** One event of the outbox, with the place that decides who may see it. */
export interface OutboxEvent {
    readonly cursor: number;
    readonly topic: string;
    readonly happening: string;
    readonly regionPath: string;
    readonly organisationId: string | null;
    readonly sector: string | null;
    readonly body: AlarmView;
}
export interface Outbox {
    cursor(): number;
    onEvent(listener: (event: OutboxEvent) => void): () => void;
    /** Events after `cursor`, at most `limit`: for a browser that comes back. */
    since(cursor: number, limit: number): Promise<readonly OutboxEvent[]>;
    close(): void;
}
/** Follows the outbox in cursor order, woken by notifications; a lost connection is opened again. */
export declare function followOutbox(url: string, db: Database, log: Logger): Promise<Outbox>;
//# sourceMappingURL=outbox.d.ts.map