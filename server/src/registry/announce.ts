import { sql } from 'kysely';
import type { Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';

/** Tells listeners of channel `registry`, at the commit, that records of the entity have changed. */
export async function announce(tx: Tx, entity: Entity): Promise<void> {
  await sql`SELECT pg_notify('registry', ${entity.key})`.execute(tx);
}
