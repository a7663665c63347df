import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Database } from '../access/scoped.ts';
import { record } from './record.ts';

/**
 * Call when a scoped read or write of `table` found no row: where the row exists outside the actor's scope, the
 * attempt is audited. The caller's answer is the same either way.
 */
export async function auditOutside(db: Database, actor: Actor, table: string, id: string, verb: string): Promise<void> {
  if (actor.scope.kind === 'all') return;
  const { rows } = await sql<{
    found: boolean;
  }>`SELECT exists_anywhere(${table}::regclass, ${id}::uuid) AS found`.execute(db);
  if (rows[0]!.found) await record(db, actor, verb, { kind: table, id }, 'refused', { why: 'outside-scope' });
}
