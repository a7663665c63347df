import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

/** Shows retired points too for the rest of the transaction: their past stays readable, though nothing lists them. */
export async function showRetired(tx: Tx): Promise<void> {
  await sql`SELECT set_config('anlan.retired', 'shown', true)`.execute(tx);
}
