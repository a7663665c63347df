import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';
import type { HeardPiece } from './heard.ts';

/** Runs a transaction of whoever leads. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Pieces are numbered from here on in every second round, so that a round under way leaves the last whole one alone. */
const OTHER_ROUND = 1_000_000;
/** The commit of a large piece is what an alarm's commit would wait for: so many bytes a second are written. */
const BYTES_A_SECOND = 100_000;

/**
 * Stores up to when points were heard as at a position of the log: piece by piece, each in a transaction of its own, slowly
 * unless `hurry` says that the process is to end. It counts when all are there.
 */
export async function writeHeard(
  transact: Transact,
  pieces: readonly HeardPiece[],
  position: number,
  hurry: AbortSignal,
): Promise<void> {
  const first = (await transact(readRound)) === 0 ? OTHER_ROUND : 0;
  for (const [number, { ids, last }] of pieces.entries()) {
    if (number > 0)
      await pause((1000 * ids.length * 1.5) / BYTES_A_SECOND, undefined, { signal: hurry }).catch(() => {});
    await transact((tx) =>
      sql`
        INSERT INTO rule_heard (piece, ids, last) VALUES (${first + number}, ${bytesOf(ids)}, ${bytesOf(last)})
        ON CONFLICT (piece) DO UPDATE SET ids = excluded.ids, last = excluded.last`.execute(tx),
    );
  }
  await transact(async (tx) => {
    await sql`DELETE FROM rule_heard WHERE piece NOT BETWEEN ${first} AND ${first + pieces.length - 1}`.execute(tx);
    await sql`
      INSERT INTO journal_cursor (consumer, position) VALUES ('heard', ${position}), ('heard-round', ${first})
      ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`.execute(tx);
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** Number of the first piece of the round that is whole. */
async function readRound(tx: Tx): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    SELECT position FROM journal_cursor WHERE consumer = 'heard-round'`.execute(tx);
  return rows[0]?.position ?? 0;
}

/** What was stored last; nothing before the first time. */
export async function readHeard(tx: Tx, judged: number): Promise<{ heard?: readonly HeardPiece[]; heardAt?: number }> {
  const { rows } = await sql<{ position: number }>`
    SELECT position FROM journal_cursor WHERE consumer = 'heard'`.execute(tx);
  // Ahead of what is judged, by a process that stored its last batch late: what lies between must not be taken for judged.
  if (rows[0] === undefined || rows[0].position > judged) return {};
  const first = await readRound(tx);
  const pieces = await sql<{ ids: Buffer; last: Buffer }>`
    SELECT ids, last FROM rule_heard WHERE piece BETWEEN ${first} AND ${first + OTHER_ROUND - 1} ORDER BY piece`.execute(
    tx,
  );
  return { heard: pieces.rows, heardAt: rows[0].position };
}
