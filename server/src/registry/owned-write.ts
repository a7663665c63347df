import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

/** Runs `work` as the owner inside a scoped transaction: for copies and references that may lie outside the scope. */
export async function asOwner<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ role: string }>`SELECT current_setting('role') AS role`.execute(tx);
  await sql`SET LOCAL ROLE NONE`.execute(tx);
  const result = await work();
  const role = rows[0]!.role;
  await sql`SET LOCAL ROLE ${sql.raw(role === 'none' ? 'NONE' : `"${role}"`)}`.execute(tx);
  return result;
}
