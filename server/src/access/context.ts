import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/index.ts';
import type { Mirror } from '../live/mirror.ts';
import type { Outbox } from '../live/outbox.ts';
import type { MediaLink } from '../media/link.ts';
import type { FileStore } from '../store/index.ts';
import type { Database } from './scoped.ts';

/** What every route may use. Rows of people are read through `withScope(context.db, actor.scope, …)` only. */
export interface Context {
  readonly configuration: Configuration;
  readonly db: Database;
  readonly clickhouse: ClickHouseClient;
  readonly log: Logger;
  readonly demonstration: boolean;
  readonly startedAt: number;
  /** Newest values and positions, and questions to ingest. */
  readonly mirror: Mirror;
  readonly outbox: Outbox;
  readonly files: FileStore;
  /** Streams of cameras, from the process that relays them. */
  readonly media: MediaLink;
  /** Signs what goes out to gateways, and proves what comes back from them. */
  readonly notifySecret: string;
}
