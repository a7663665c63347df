import type { Logger } from 'pino';
import type { LatestFix, LatestReading } from '../ingest/latest.ts';
import type { Feed } from '../ingest/link.ts';
/** The newest state of all points and moving objects in an api process, kept up by ingest's feed. */
export interface Mirror {
    readonly readings: ReadonlyMap<string, LatestReading>;
    readonly fixes: ReadonlyMap<string, LatestFix>;
    /** Is the feed running? While it is not, values only grow older. */
    following(): boolean;
    onChange(listener: (feed: Feed) => void): () => void;
    /** Asks ingest a question; undefined when it cannot be reached. */
    ask<T>(question: string, input?: unknown): Promise<T | undefined>;
    close(): void;
}
export declare function openMirror(link: {
    port: number;
    token: string;
}, log: Logger): Mirror;
//# sourceMappingURL=mirror.d.ts.map