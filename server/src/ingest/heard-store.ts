import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';
import type { HeardPiece } from './heard.ts';

/** Stores up to when points were heard as at a position of the log; part of the transaction that stores the rules' own. */
export async function writeHeard(tx: Tx, pieces: readonly HeardPiece[], position: number): Promise<void> {
  for (const [number, { ids, last }] of pieces.entries()) {
    await sql`
      INSERT INTO rule_heard (piece, ids, last) VALUES (${number}, ${Buffer.from(ids.buffer)}, ${Buffer.from(last.buffer)})
      ON CONFLICT (piece) DO UPDATE SET ids = excluded.ids, last = excluded.last`.execute(tx);
  }
  await sql`DELETE FROM rule_heard WHERE piece >= ${pieces.length}`.execute(tx);
  await sql`
    INSERT INTO journal_cursor (consumer, position) VALUES ('heard', ${position})
    ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`.execute(tx);
}

/** What was stored last; nothing before the first time. */
export async function readHeard(tx: Tx, judged: number): Promise<{ heard?: readonly HeardPiece[]; heardAt?: number }> {
  const { rows } = await sql<{ position: number }>`
    SELECT position FROM journal_cursor WHERE consumer = 'heard'`.execute(tx);
  // Ahead of what is judged, by a process that stored its last batch late: what lies between must not be taken for judged.
  if (rows[0] === undefined || rows[0].position > judged) return {};
  const pieces = await sql<{ ids: Buffer; last: Buffer }>`
    SELECT ids, last FROM rule_heard ORDER BY piece`.execute(tx);
  return { heard: pieces.rows, heardAt: rows[0].position };
}
