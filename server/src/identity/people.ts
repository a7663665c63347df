import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { regionPathSchema, may, ROLES, scopeRange, type Actor, type Scope } from '@anlan/kernel/access';
import { refuse, type Refusal, both, type Words } from '@anlan/kernel/refusal';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { ACCOUNT, MOMENT, REASON } from './inputs.ts';
import { PLACE_OF_PERSON, policyOf, policySettings, type SettingJson } from './policy.ts';
import { clearCredentials, makeLink, type Link } from './credential.ts';

/** Where a grant holds: a place (with its sectors), an enterprise, single records, or everything. */
export const placeInput = {
  regionPath: regionPathSchema.optional().describe('辖区'),
  organisationId: z.guid().optional().describe('企业'),
  sectors: z.array(z.string().max(60)).max(40).default([]).describe('行业；不填为全部'),
  participant: z.boolean().default(false).describe('只看指定记录；regionPath 为其归属'),
};
export const spanInput = { from: MOMENT.optional(), to: MOMENT.nullable().optional() };

export const personInputSchema = z.strictObject({
  account: ACCOUNT,
  name: z.string().trim().min(1, '不能为空').max(60, '最长 60 字'),
  role: z.enum(ROLES.map((role) => role.key)),
  reason: REASON.optional(),
  ...placeInput,
  ...spanInput,
});
export type PersonInput = z.infer<typeof personInputSchema>;

export const grantInputSchema = z.strictObject({
  role: z.enum(ROLES.map((role) => role.key)),
  reason: REASON,
  everything: z.boolean().default(false).describe('不限辖区'),
  ...placeInput,
  ...spanInput,
});

export const personSchema = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  role: z.string(),
  scopeKind: z.string(),
  scopeLabel: z.string(),
  demonstration: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  sessions: z.int(),
  grants: z.array(z.object({ role: z.string(), origin: z.string(), live: z.boolean() })),
  lockedUntil: z.number().nullable(),
  lastVisitAt: z.number().nullable(),
  createdAt: z.number(),
});
export type Person = z.infer<typeof personSchema>;

/**
 * Condition on a person `p` and their enterprise `e`: does their scope lie within the administrator's?
 * Persons are not under row policies: they are read by the owner, and only here and by the audit.
 */
export function personWithin(scope: Scope): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  if (scope.kind === 'participant') return sql<boolean>`false`;
  if (scope.kind === 'organisation') return sql<boolean>`p.scope_organisation = ${scope.organisationId}`;
  const { from, to } = scopeRange(scope.path);
  const path = sql`coalesce(p.scope_path, e.region_path)`;
  return sql<boolean>`(${path} >= ${from} AND ${path} < ${to})`;
}

type Row = Omit<Person, 'lockedUntil' | 'lastVisitAt' | 'createdAt' | 'scopeLabel' | 'sessions'> & {
  /** Seconds each session has not been used for. */
  unused: number[];
  place: string;
  settings: SettingJson[];
  scopeLabel: string | null;
  locked_until: Date | null;
  last_visit_at: Date | null;
  created_at: Date;
};

const COLUMNS = sql`
  p.id, p.account, p.name, p.role, p.scope_kind AS "scopeKind", coalesce(r.name, e.name) AS "scopeLabel", p.demonstration,
  p.password_hash IS NOT NULL AS "hasPassword", p.locked_until, p.last_visit_at, p.created_at,
  EXISTS (SELECT FROM totp WHERE person_id = p.id AND confirmed_at IS NOT NULL)
    OR EXISTS (SELECT FROM passkey WHERE person_id = p.id) AS "secondFactor",
  (SELECT coalesce(jsonb_agg(extract(epoch FROM now() - s.last_seen_at)::float8), '[]') FROM session s
    WHERE s.person_id = p.id AND s.ended_at IS NULL AND s.expires_at > now()) AS unused,
  ${PLACE_OF_PERSON} AS place, ${policySettings(PLACE_OF_PERSON)} AS settings,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'origin', g.origin, 'live', live.id IS NOT NULL)
      ORDER BY g.origin <> 'post', g.granted_at), '[]')
    FROM access_grant g LEFT JOIN live_grant live ON live.id = g.id
    WHERE g.person_id = p.id AND g.ended_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > now())) AS grants`;
const TABLES = sql`
  person p LEFT JOIN enterprise e ON e.id = p.scope_organisation LEFT JOIN region r ON r.path = p.scope_path`;

export interface PeopleWish {
  readonly search: string;
  readonly role?: string | undefined;
  readonly state?: keyof typeof STATES | undefined;
  readonly page: number;
  readonly size: number;
}

/** What one looks for in a long list of accounts. */
const STATES = {
  locked: sql<boolean>`p.locked_until > now()`,
  waiting: sql<boolean>`p.password_hash IS NULL AND NOT p.demonstration`,
  idle: sql<boolean>`NOT EXISTS (SELECT FROM live_grant WHERE person_id = p.id)`,
} as const;

/** A page of the people within the administrator's scope, by account. Details are read for that page only. */
export async function listPeople(
  db: Database,
  scope: Scope,
  wish: PeopleWish,
): Promise<{ rows: Person[]; total: number }> {
  const wanted = `%${wish.search.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const conditions = [
    sql<boolean>`p.retired_at IS NULL`,
    personWithin(scope),
    sql<boolean>`(p.name ILIKE ${wanted} OR p.account ILIKE ${wanted})`,
    ...(wish.role === undefined
      ? []
      : [sql<boolean>`EXISTS (SELECT FROM live_grant WHERE person_id = p.id AND role = ${wish.role})`]),
    ...(wish.state === undefined ? [] : [STATES[wish.state]]),
  ];
  const where = sql.join(conditions, sql` AND `);
  const counted = await sql<{ total: number }>`SELECT count(*) AS total FROM ${TABLES} WHERE ${where}`.execute(db);
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where}
    ORDER BY lower(p.account) LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(db);
  return { rows: rows.map(personOf), total: counted.rows[0]!.total };
}

/** A person within the administrator's scope. */
export async function readPerson(db: Database, scope: Scope, id: string): Promise<Person | undefined> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM ${TABLES} WHERE p.id = ${id} AND p.retired_at IS NULL AND ${personWithin(scope)}`.execute(
    db,
  );
  return rows.map(personOf)[0];
}

function personOf({ locked_until, last_visit_at, created_at, unused, place, settings, ...row }: Row): Person {
  const { idleMinutes } = policyOf(settings, place);
  return {
    ...row,
    sessions: unused.filter((seconds) => seconds < idleMinutes * 60).length,
    scopeLabel: row.scopeLabel ?? '全部辖区',
    lockedUntil: locked_until?.getTime() ?? null,
    lastVisitAt: last_visit_at?.getTime() ?? null,
    createdAt: created_at.getTime(),
  };
}

/**
 * May the actor create a person in this role? People are the security administrator's business; only while there
 * is none may the system administrator appoint one (docs/decisions/0004-first-account.md).
 */
export async function mayCreate(db: Database, actor: Actor, role: string): Promise<boolean> {
  if (may(actor, 'people.write')) return true;
  if (actor.role !== 'system-administrator' || role !== 'security-administrator') return false;
  return noSecurityAdministrator(db);
}

/** Is there no security administrator yet? */
export async function noSecurityAdministrator(db: Database | Tx): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM access_grant g JOIN person p ON p.id = g.person_id
    WHERE g.role = 'security-administrator' AND p.retired_at IS NULL LIMIT 1`.execute(db);
  return rows.length === 0;
}

const notYours = (field: string, label: Words): Refusal =>
  refuse(
    'field-invalid',
    { field: label, problem: both('不存在，或不在你的范围内', 'it does not exist, or is outside your scope') },
    field,
  );

/** The scope an input asks for, as far as the actor's reaches; a participant's place says only where they belong. */
export async function scopeWanted(
  db: Database,
  actor: Actor,
  { regionPath, organisationId, sectors }: Pick<PersonInput, 'regionPath' | 'organisationId' | 'sectors'>,
): Promise<Scope | Refusal> {
  if (organisationId !== undefined && regionPath === undefined) {
    const known = await enterpriseWithin(db, actor.scope, organisationId);
    return known ? { kind: 'organisation', organisationId } : notYours('organisationId', both('企业', 'Enterprise'));
  }
  if (regionPath === undefined || organisationId !== undefined)
    return refuse(
      'invalid-input',
      { problem: both('辖区与企业须填且只填一项', 'give either a region or an enterprise') },
      'regionPath',
    );
  if (!(await regionWithin(db, actor.scope, regionPath))) return notYours('regionPath', both('辖区', 'Region'));
  return sectors.length === 0 ? { kind: 'region', path: regionPath } : { kind: 'region', path: regionPath, sectors };
}

/** A person to enter, with the scope and the span that were checked; from = null begins when it is entered. */
export interface PersonPlan {
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly scope: Scope;
  readonly participant: boolean;
  readonly from: number | null;
  readonly to: number | null;
  readonly reason: string | null;
}

/** A span that ends before it begins, as a refusal; from = null is now. */
export function checkSpan(from: number | null, to: number | null): Refusal | undefined {
  if (to === null || to > (from ?? Date.now())) return undefined;
  return refuse(
    'field-invalid',
    { field: both('结束时间', 'End'), problem: both('须晚于开始时间', 'it must be later than the start') },
    'to',
  );
}

/** Checks a wish to enter a person with their first grant, within the actor's scope. */
export async function planPerson(db: Database, actor: Actor, input: PersonInput): Promise<PersonPlan | Refusal> {
  const scope = await scopeWanted(db, actor, input);
  if ('refused' in scope) return scope;
  const { account, name, role, from = null, to = null, participant, reason = null } = input;
  const wrong = checkSpan(from, to);
  if (wrong !== undefined) return wrong;
  if (participant && scope.kind !== 'region')
    return refuse('field-required', { field: both('辖区', 'Region') }, 'regionPath');
  const { rows } =
    await sql`SELECT FROM person WHERE lower(account) = lower(${account}) AND retired_at IS NULL`.execute(db);
  if (rows.length > 0) return refuse('already-exists', { field: both('账号', 'Account'), value: account }, 'account');
  return { account, name, role, scope, participant, from, to, reason };
}

/** Who has something done: for its row and its audit. */
export type Giver = Pick<Actor, 'personId' | 'name'>;

/**
 * Enters a person with their first grant. There is no password until they choose one by a link: nobody else ever knows
 * it. An administrator names what was approved.
 */
export async function insertPerson(
  tx: Tx,
  by: Giver,
  { account, name, role, scope, participant, from, to, reason }: PersonPlan,
  { id, request = null }: { readonly id: string; readonly request?: string | null },
): Promise<Refusal | undefined> {
  const { rows } = await sql`
    INSERT INTO person (id, account, name, role, scope_kind, scope_path, scope_organisation, scope_sectors)
    VALUES (${id}, ${account}, ${name}, ${role}, ${participant ? 'participant' : scope.kind},
      ${scope.kind === 'region' ? scope.path : null}, ${scope.kind === 'organisation' ? scope.organisationId : null},
      ${scope.kind === 'region' && scope.sectors !== undefined ? [...scope.sectors] : null})
    ON CONFLICT (lower(account)) WHERE retired_at IS NULL DO NOTHING RETURNING 1`.execute(tx);
  if (rows.length === 0) return refuse('already-exists', { field: both('账号', 'Account'), value: account }, 'account');
  await sql`
    UPDATE access_grant SET granted_by = ${by.personId}, request_id = ${request}, valid_from = ${new Date(from ?? Date.now())},
      valid_to = ${to === null ? null : new Date(to)}, reason = ${reason} WHERE person_id = ${id}`.execute(tx);
  const detail = { account, role, scope, participant, from, to, ...(request === null ? {} : { request }) };
  await record(tx, by, 'people.write', { kind: 'person', id }, 'done', detail);
  return undefined;
}

/** A person as entered: their id, and the one-time link by which they choose their password. */
export interface Created {
  readonly id: string;
  readonly link: Link;
}

/** Enters somebody of the business and gives the link by which they come in. */
export function createPerson(db: Database, actor: Actor, plan: PersonPlan): Promise<Created | Refusal> {
  const id = randomUUID();
  return allOrNothing(db, async (tx) => {
    kept(await insertPerson(tx, actor, plan, { id }));
    return { id, link: await makeLink(tx, id, actor) };
  });
}

/** Takes the password away, with the second factors where they are lost. */
export async function resetCredentials(
  tx: Tx,
  by: Giver,
  id: string,
  detail: { readonly reason: string; readonly secondFactor: boolean; readonly request?: string },
): Promise<void> {
  await clearCredentials(tx, id, by, detail.secondFactor);
  await record(tx, by, 'people.reset', { kind: 'person', id }, 'done', detail);
}

/** Takes the password of somebody of the business away and gives a link to choose another. */
export function resetPerson(
  db: Database,
  actor: Actor,
  id: string,
  wish: { reason: string; secondFactor: boolean },
): Promise<Link> {
  return db.transaction().execute(async (tx) => {
    await resetCredentials(tx, actor, id, wish);
    return makeLink(tx, id, actor);
  });
}

export async function unlockPerson(tx: Tx, by: Giver, id: string, detail: object = {}): Promise<void> {
  await sql`UPDATE person SET failed_attempts = 0, locked_until = NULL WHERE id = ${id}`.execute(tx);
  await record(tx, by, 'people.unlock', { kind: 'person', id }, 'done', detail);
}

/** Ends all a person has: grants, sessions, tokens, credentials. The name stays in what they did. */
export async function retirePerson(db: Database, actor: Actor, id: string, reason: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await clearCredentials(tx, id, actor, true);
    await sql`
      UPDATE access_grant SET ended_at = now(), ended_by = ${actor.personId}, end_reason = 'retired'
      WHERE ended_at IS NULL AND (person_id = ${id} OR source_id IN (SELECT id FROM access_grant WHERE person_id = ${id}))`.execute(
      tx,
    );
    await sql`UPDATE api_token SET revoked_at = now() WHERE person_id = ${id} AND revoked_at IS NULL`.execute(tx);
    await sql`
      UPDATE access_request SET state = 'expired', decided_at = now() WHERE person_id = ${id} AND state = 'waiting'`.execute(
      tx,
    );
    await sql`UPDATE person SET retired_at = now(), retired_by = ${actor.personId} WHERE id = ${id}`.execute(tx);
    await record(tx, actor, 'people.retire', { kind: 'person', id }, 'done', { reason });
  });
}

async function regionWithin(db: Database, scope: Scope, path: string): Promise<boolean> {
  const inside = scope.kind === 'all' || (scope.kind === 'region' && path.startsWith(scope.path));
  if (!inside) return false;
  const { rows } = await sql`SELECT FROM region WHERE path = ${path}`.execute(db);
  return rows.length > 0;
}

async function enterpriseWithin(db: Database, scope: Scope, id: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM enterprise e, LATERAL (SELECT NULL::text AS scope_path, e.id AS scope_organisation) p
    WHERE e.id = ${id} AND e.retired_at IS NULL AND ${personWithin(scope)}`.execute(db);
  return rows.length > 0;
}

/** Enterprises within the scope by name: their names only, for those who grant over them and see nothing else of them. */
export async function findOrganisations(
  db: Database,
  scope: Scope,
  search: string,
): Promise<{ id: string; name: string }[]> {
  const wanted = `%${search.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT e.id, e.name FROM enterprise e, LATERAL (SELECT NULL::text AS scope_path, e.id AS scope_organisation) p
    WHERE e.retired_at IS NULL AND ${personWithin(scope)} AND e.name ILIKE ${wanted}
    ORDER BY length(e.name), e.name LIMIT 20`.execute(db);
  return rows;
}
