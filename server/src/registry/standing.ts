import { both, refuse, type Refusal } from '@anlan/kernel/refusal';
import { sql } from 'kysely';
import type { Actor, Scope } from '@anlan/kernel/access';
import type { Entity } from '@anlan/kernel/entity';
import type { Database } from '../access/scoped.ts';
import { jurisdictionOf } from '../identity/view.ts';

/**
 * Path under which the scope may see regions and place records; undefined = anywhere. An organisation works within
 * the jurisdiction of its enterprise: its records cannot be moved out of the supervisor's sight.
 */
export async function reachOf(db: Database, scope: Scope): Promise<string | undefined> {
  if (scope.kind === 'all') return undefined;
  if (scope.kind === 'region') return scope.path;
  // Participants see single records, no part of the tree, and place nothing.
  if (scope.kind === 'participant') return 'nowhere.';
  const { rows } = await sql<{
    region_path: string;
  }>`SELECT region_path FROM enterprise WHERE id = ${scope.organisationId}`.execute(db);
  const [own] = rows;
  if (own === undefined) return 'nowhere.';
  return (await jurisdictionOf(db, own.region_path)) ?? own.region_path;
}

/** What an organisation enters is its own; it does not register enterprises. Others enter what they like in scope. */
export function asOwn(
  entity: Entity,
  { scope }: Actor,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> | Refusal {
  if (scope.kind !== 'organisation') return { ...input };
  if (entity.ownerField === undefined) {
    const verb = { zh: `登记${entity.label}`, en: `register a new ${entity.labelEn.toLowerCase()}` };
    return refuse('not-permitted', {
      verb: both(verb.zh, verb.en),
      grantor: both('监管部门', 'the supervising authority'),
    });
  }
  return { ...input, [entity.ownerField]: input[entity.ownerField] ?? scope.organisationId };
}
