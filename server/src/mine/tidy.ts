import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';

const EVERY_MS = 3_600_000;
const DAY = 86_400_000;
/** Rows of one statement, so that a first run over years locks nothing for long. */
const AT_ONCE = 5000;

/**
 * Removes what is older than the mine's jurisdiction keeps of its files; gives how many. The newest file of each kind stays,
 * as the next one is judged by it, and so does every file that points were defined by.
 */
export async function tidyMineFiles(db: Database, now: number): Promise<number> {
  const { rows } = await sql<{ place: string }>`
    SELECT DISTINCT region_path AS place FROM device WHERE starts_with(identity, 'coal:')`.execute(db);
  let removed = 0;
  for (const { place } of rows) {
    const days = (await valuesFor(db, place, now)).number('mine.file-days');
    for (;;) {
      const part = await removeBefore(db, place, new Date(now - days * DAY));
      removed += part;
      if (part < AT_ONCE) break;
    }
  }
  return removed;
}

async function removeBefore(db: Database, place: string, before: Date): Promise<number> {
  const { rows } = await sql`
    DELETE FROM mine_file WHERE id IN (
      SELECT f.id FROM mine_file f
      WHERE f.received_at < ${before} AND f.region_path = ${place}
        AND NOT EXISTS (SELECT FROM mine_definition d WHERE d.file_id = f.id)
        AND (f.verdict NOT IN ('apply', 'partial') OR EXISTS (
          SELECT FROM mine_file n WHERE n.device_id = f.device_id AND n.type = f.type AND n.verdict IN ('apply', 'partial')
            AND n.file_time > f.file_time))
      LIMIT ${AT_ONCE})
    RETURNING id`.execute(db);
  return rows.length;
}

/** Tidies every hour. */
export function startMineTidy(db: Database, log: Logger, clock: () => number): { stop(): void } {
  const timer = setInterval(() => {
    tidyMineFiles(db, clock()).catch((error: unknown) => log.warn({ error: (error as Error).message }, 'mine files'));
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
