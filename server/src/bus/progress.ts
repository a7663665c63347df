import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { DurableLog } from '../ingest/journal/log.ts';

const EVERY_MS = 1000;

/** How far the rules and the history of a platform are, wherever they run. */
export interface Progress {
  /** Position up to which history has all. */
  stored(): number;
  /** Entries of the log that are not yet stored or not yet judged; as it was last heard while the database is away. */
  pending(): number;
  close(): Promise<void>;
}

export async function openProgress({ db, journal }: { db: Database; journal: DurableLog }): Promise<Progress> {
  let positions = await read(db);
  const timer = setInterval(() => {
    read(db).then(
      (next) => (positions = next),
      () => {},
    );
  }, EVERY_MS);
  return {
    stored: () => positions.history,
    pending: () => journal.behind(Math.min(positions.history, positions.rules)),
    async close() {
      clearInterval(timer);
    },
  };
}

/** Positions of the consumers; 0 for one that has never stored anything. */
async function read(db: Database): Promise<{ readonly rules: number; readonly history: number }> {
  const { rows } = await sql<{ consumer: string; position: number }>`
    SELECT consumer, position FROM journal_cursor WHERE consumer IN ('rules', 'history')`.execute(db);
  const of = (name: string): number => rows.find(({ consumer }) => consumer === name)?.position ?? 0;
  return { rules: of('rules'), history: of('history') };
}
