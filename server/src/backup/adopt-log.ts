import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../access/scoped.ts';
import { openBus } from '../bus/index.ts';
import type { Configuration } from '../configuration/index.ts';
import { openStreamLog, streamBirth } from '../ingest/journal/stream.ts';
import { StoreProblem } from '../store/index.ts';
import { LOCKS } from '../work/leadership.ts';

/** Consumers of the log that remember how far they are. */
const CONSUMERS = ['rules', 'history', 'calm'];

/**
 * Makes the present stream the log of a database that knew another one, or an older state of it, and begins at its end:
 * what the stream holds is neither judged nor stored any more. Throws StoreProblem while anybody works on it.
 */
export async function adoptLog(
  { postgresUrl, nats }: Pick<Configuration, 'postgresUrl' | 'nats'>,
  tell: (line: string) => void,
): Promise<void> {
  if (postgresUrl === undefined || nats === undefined)
    throw new StoreProblem(
      '只有设了 ANLAN_NATS 和 ANLAN_POSTGRES_URL 的平台才有这样的日志',
      'only a platform with ANLAN_NATS and ANLAN_POSTGRES_URL has such a log',
    );
  const bus = await openBus(nats, 'adopt');
  const journal = await openStreamLog(bus, pino({ level: 'warn' }));
  const { db, pool } = openDatabase(postgresUrl, 2);
  try {
    const birth = await streamBirth(bus);
    const last = journal.last();
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql`
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = ${LOCKS}
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(tx);
      if (rows.length > 0)
        throw new StoreProblem('仍有工作进程在运行，请先停止', 'work processes are running: stop them first');
      await sql`UPDATE journal_cursor SET position = ${last}, begun = NULL WHERE consumer = ANY (${CONSUMERS})`.execute(
        tx,
      );
      await sql`
        INSERT INTO common_ground (name, value) VALUES ('log', ${birth})
        ON CONFLICT (name) DO UPDATE SET value = excluded.value`.execute(tx);
    });
    tell(`接入日志改为 ${birth} 建的那一个，从末尾开始 · the log made at ${birth} is adopted, beginning at its end`);
  } finally {
    await journal.close();
    await bus.close();
    await pool.end();
  }
}
