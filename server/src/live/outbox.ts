import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { CaseView } from '@anlan/kernel/case';
import type { Database, Tx } from '../access/scoped.ts';
import { noteRead, type Followed } from '../trace/index.ts';
import { listen } from './listen.ts';

/** One event of the outbox, with the place that decides who may see it. */
export type OutboxEvent = Placed &
  ({ readonly topic: 'alarm'; readonly body: AlarmView } | { readonly topic: 'case'; readonly body: CaseView });

interface Placed extends Followed {
  readonly happening: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

export interface Outbox {
  cursor(): number;
  onEvent(listener: (event: OutboxEvent) => void): () => void;
  /** Events after `cursor`, at most `limit`: for a browser that comes back. */
  since(cursor: number, limit: number): Promise<readonly OutboxEvent[]>;
  close(): void;
}

/** Without a notification the outbox is read at this pace all the same. */
const POLL_MS = 1000;
const PAGE = 500;

/** Follows the outbox in cursor order, woken by notifications; a lost connection is opened again. */
export async function followOutbox(url: string, db: Database, log: Logger): Promise<Outbox> {
  const events = new EventEmitter().setMaxListeners(0);
  let cursor = await lastCursor(db);
  let closed = false;
  let reading: Promise<void> | undefined;
  let again = false;

  async function readOn(): Promise<void> {
    do {
      again = false;
      const page = await eventsAfter(db, cursor, PAGE);
      for (const event of page) {
        cursor = event.cursor;
        noteRead(event);
        events.emit('event', event);
      }
      if (page.length === PAGE) again = true;
    } while (again);
  }

  function wake(): void {
    if (closed) return;
    if (reading !== undefined) {
      again = true;
      return;
    }
    reading = readOn()
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'outbox not read'))
      .finally(() => {
        reading = undefined;
      });
  }

  const notified = await listen(url, 'outbox', wake);
  const timer = setInterval(wake, POLL_MS);
  return {
    cursor: () => cursor,
    onEvent(listener) {
      events.on('event', listener);
      return () => events.off('event', listener);
    },
    since: (after, limit) => eventsAfter(db, after, limit),
    close() {
      closed = true;
      clearInterval(timer);
      notified.close();
    },
  };
}

async function lastCursor(db: Database): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`SELECT max(cursor) AS last FROM outbox`.execute(db);
  return rows[0]?.last ?? 0;
}

/** Events after a cursor in their order, at most `limit`. */
export async function eventsAfter(db: Database | Tx, cursor: number, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await sql<OutboxEvent>`
    SELECT cursor, extract(epoch FROM at)::float8 * 1000 AS at, cause, topic, happening, region_path AS "regionPath", organisation_id AS "organisationId", sector, body
    FROM outbox WHERE cursor > ${cursor} ORDER BY cursor LIMIT ${limit}`.execute(db);
  return rows;
}
