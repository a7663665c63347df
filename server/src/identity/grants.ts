import { sql } from 'kysely';
import {
  clashOf,
  roleOf,
  scopeWithin,
  type Actor,
  type Grant,
  type GrantOrigin,
  type GrantView,
  type Scope,
  type Span,
} from '@anlan/kernel/access';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import type { Giver } from './people.ts';
import { scopeOf, type GrantRow } from './session.ts';

type Row = GrantRow & {
  readonly id: string;
  readonly person_id: string;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
};

/** A grant that is not ended, live or to come; undefined when there is none such. */
export async function readGrant(db: Database | Tx, id: string, personId: string): Promise<Grant | undefined> {
  const { rows } = await sql<Row>`
    SELECT * FROM access_grant WHERE id = ${id} AND person_id = ${personId} AND ended_at IS NULL`.execute(db);
  return rows.map(grantOf)[0];
}

function grantOf(row: Row): Grant {
  return {
    id: row.id,
    personId: row.person_id,
    role: row.role,
    scope: scopeOf(row, row.person_id),
    origin: row.origin,
    verbs: row.verbs,
    from: row.valid_from.getTime(),
    to: row.valid_to?.getTime() ?? null,
  };
}

type ViewRow = Omit<GrantView, 'from' | 'to' | 'endedAt' | 'scopeLabel'> & {
  scopeLabel: string | null;
  valid_from: Date;
  valid_to: Date | null;
  ended_at: Date | null;
  person: string;
  person_id: string;
};

export interface GivenView extends GrantView {
  /** Who holds it. */
  readonly holder: string;
  readonly holderId: string;
}

/** Grants in words: those of a person, or those a person has handed on; the ended ones of the last year last. */
export async function grantsOf(db: Database, personId: string, side: 'held' | 'given' = 'held'): Promise<GivenView[]> {
  const which =
    side === 'held' ? sql`g.person_id = ${personId}` : sql`g.granted_by = ${personId} AND g.source_id IS NOT NULL`;
  const { rows } = await sql<ViewRow>`
    SELECT g.id, g.role, g.scope_kind AS "scopeKind", coalesce(r.name, e.name) AS "scopeLabel",
      coalesce(g.scope_sectors, '{}') AS sectors, g.origin, g.verbs, g.limits, g.valid_from, g.valid_to, g.reason,
      giver.name AS by, g.ended_at, live.id IS NOT NULL AS live, holder.name AS person, holder.id AS person_id
    FROM access_grant g JOIN person holder ON holder.id = g.person_id
    LEFT JOIN live_grant live ON live.id = g.id
    LEFT JOIN person giver ON giver.id = g.granted_by
    LEFT JOIN region r ON r.path = g.scope_path
    LEFT JOIN enterprise e ON e.id = g.scope_organisation
    WHERE ${which} AND (g.ended_at IS NULL OR g.ended_at > now() - interval '1 year')
    ORDER BY g.ended_at IS NOT NULL, g.origin <> 'post', g.granted_at LIMIT 200`.execute(db);
  return rows.map(({ valid_from, valid_to, ended_at, person, person_id, ...row }) => ({
    ...row,
    scopeLabel: row.scopeLabel ?? '',
    from: valid_from.getTime(),
    to: valid_to?.getTime() ?? null,
    endedAt: ended_at?.getTime() ?? null,
    holder: person,
    holderId: person_id,
  }));
}

export interface Wanted {
  readonly personId: string;
  readonly role: string;
  readonly scope: Scope;
  readonly span: Span;
  readonly origin: Exclude<GrantOrigin, 'post'>;
  readonly reason: string;
  readonly sourceId?: string;
  readonly verbs?: readonly string[];
  readonly limits?: Readonly<Record<string, string | number>>;
  /** What was approved: an administrator's role is given by nobody alone. */
  readonly request?: string;
}

/** Refuses a second office at the same time, in words of both languages. */
export async function apart(
  tx: Tx,
  { personId, role, span }: Pick<Wanted, 'personId' | 'role' | 'span'>,
): Promise<Refusal | undefined> {
  await sql`SELECT FROM person WHERE id = ${personId} FOR UPDATE`.execute(tx);
  const { rows } = await sql<Row>`
    SELECT * FROM access_grant WHERE person_id = ${personId} AND ended_at IS NULL AND (valid_to IS NULL OR valid_to > now())`.execute(
    tx,
  );
  const clash = clashOf(rows.map(grantOf), { role, ...span });
  if (clash === undefined) return undefined;
  const [held, wanted] = [roleOf(clash.role), roleOf(role)];
  return refuse(
    'administrators-apart',
    {
      held: both(held?.label ?? clash.role, held?.labelEn ?? clash.role),
      wanted: both(wanted?.label ?? role, wanted?.labelEn ?? role),
    },
    'role',
  );
}

/** Enters a grant with its audit in one transaction, unless it would join two offices in one person. */
export function enterGrant(db: Database, actor: Actor, wanted: Wanted): Promise<string | Refusal> {
  return db.transaction().execute((tx) => insertGrant(tx, actor, wanted));
}

/** The same inside the caller's transaction, by whoever gave it. */
export async function insertGrant(tx: Tx, by: Giver, wanted: Wanted): Promise<string | Refusal> {
  const refused = await apart(tx, wanted);
  const subject = { kind: 'person', id: wanted.personId };
  if (refused !== undefined) {
    await record(tx, by, VERB[wanted.origin], subject, 'refused', { role: wanted.role, why: refused.refused });
    return refused;
  }
  const { scope } = wanted;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO access_grant (person_id, role, scope_kind, scope_path, scope_organisation, scope_sectors, origin, source_id,
      verbs, limits, valid_from, valid_to, reason, granted_by, request_id)
    VALUES (${wanted.personId}, ${wanted.role}, ${scope.kind}, ${scope.kind === 'region' ? scope.path : null},
      ${scope.kind === 'organisation' ? scope.organisationId : null},
      ${scope.kind === 'region' && scope.sectors !== undefined && scope.sectors.length > 0 ? [...scope.sectors] : null},
      ${wanted.origin}, ${wanted.sourceId ?? null}, ${wanted.verbs === undefined ? null : [...wanted.verbs]},
      ${JSON.stringify(wanted.limits ?? {})}::jsonb, ${new Date(wanted.span.from)},
      ${wanted.span.to === null ? null : new Date(wanted.span.to)}, ${wanted.reason}, ${by.personId},
      ${wanted.request ?? null})
    RETURNING id`.execute(tx);
  const { id } = rows[0]!;
  const { personId: _, sourceId, ...detail } = wanted;
  await record(tx, by, VERB[wanted.origin], subject, 'done', { grant: id, source: sourceId, ...detail });
  return id;
}

const VERB = { grant: 'grant.give', delegation: 'delegation.give', commission: 'commission.give' } as const;

/** May the actor give this grant at all? To others only, within their own scope. */
export async function checkGiving(
  db: Database,
  actor: Actor,
  { personId, role, scope }: Pick<Wanted, 'personId' | 'role' | 'scope'>,
): Promise<Refusal | undefined> {
  if (personId !== actor.personId)
    return scopeWithin(scope, actor.scope) ? undefined : refuse('grant-beyond', {}, 'scope');
  await record(db, actor, 'grant.give', { kind: 'person', id: personId }, 'refused', { role, why: 'grant-self' });
  return refuse('grant-self');
}

interface Ending {
  readonly id: string;
  /** Whose grant it is, or who handed it on. */
  readonly holder?: string;
  readonly giver?: string;
  readonly reason: string;
}

/** Ends a grant and what was handed on from it; sessions that use them are over with their next request. */
export function endGrant(
  db: Database,
  actor: Actor,
  { id, holder, giver, reason }: Ending,
): Promise<Refusal | undefined> {
  return db.transaction().execute(async (tx) => {
    const whose =
      holder === undefined ? sql`granted_by = ${giver} AND source_id IS NOT NULL` : sql`person_id = ${holder}`;
    const { rows } = await sql<{ person_id: string; role: string; origin: string }>`
      UPDATE access_grant SET ended_at = now(), ended_by = ${actor.personId}, end_reason = ${reason}
      WHERE ended_at IS NULL AND id = ${id} AND ${whose} RETURNING person_id, role, origin`.execute(tx);
    const [ended] = rows;
    if (ended === undefined) return refuse('not-found');
    await sql`
      UPDATE access_grant SET ended_at = now(), ended_by = ${actor.personId}, end_reason = 'source'
      WHERE ended_at IS NULL AND source_id = ${id}`.execute(tx);
    const { person_id, ...detail } = ended;
    await record(tx, actor, 'grant.end', { kind: 'person', id: person_id }, 'done', { grant: id, reason, ...detail });
    return undefined;
  });
}
