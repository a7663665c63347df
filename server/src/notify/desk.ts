import { both } from '@anlan/kernel/refusal';
import { sql } from 'kysely';
import { ROLES, type Actor } from '@anlan/kernel/access';
import type { Database, Tx } from '../access/scoped.ts';
import { refuseNow } from '../http/index.ts';

/** The desk somebody belongs to: a place, and one sector of it for a sector department. */
export interface Desk {
  readonly path: string;
  readonly sector: string | null;
}

/** The desk of an actor; only authorities have one. */
export function deskOf({ scope }: Actor): Desk {
  if (scope.kind === 'region') return { path: scope.path, sector: scope.sectors?.[0] ?? null };
  return refuseNow('not-permitted', {
    verb: both('值班', 'keep a duty desk'),
    grantor: both('安全管理员', 'the security administrator'),
  });
}

/** Roles that keep watch, and those of them that may hold a desk. */
const DUTY_ROLES = ['duty-officer', 'inspector', 'town-officer', 'leader', 'commander'];
const KEEPERS = ROLES.filter(({ verbs }) => verbs.includes('desk.write')).map(({ key }) => key);

/**
 * Who may sit at the desk: people with a live grant there in a role that keeps watch; `keeps` = may hold it. The people
 * register is no row of the desk's scope, so `db` must be the owner's.
 */
export async function colleagues(
  db: Database | Tx,
  desk: Desk,
): Promise<{ id: string; name: string; keeps: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; keeps: boolean }>`
    SELECT p.id, p.name, bool_or(g.role = ANY (${KEEPERS}::text[])) AS keeps FROM access_grant g JOIN person p ON p.id = g.person_id
    WHERE g.scope_path = ${desk.path} AND g.role = ANY (${DUTY_ROLES}::text[]) AND g.ended_at IS NULL AND p.retired_at IS NULL
      AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())
      AND (${desk.sector}::text IS NULL OR g.scope_sectors IS NULL OR ${desk.sector} = ANY (g.scope_sectors))
    GROUP BY p.id, p.name ORDER BY p.name LIMIT 200`.execute(db);
  return rows;
}
