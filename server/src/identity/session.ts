import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor, GrantOrigin, Scope } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record, type By } from '../audit/record.ts';
import { PLACE_OF_PERSON, policyOf, policyOfPerson, policySettings, type Policy, type SettingJson } from './policy.ts';

export const SESSION_COOKIE = 'anlan_session';

/** How somebody came in. A passkey is verified by its device, so it counts for both factors. */
export type Method = 'password' | 'password+code' | 'passkey' | 'oidc' | 'oidc+code' | 'demonstration' | 'setup';

/** A signed-in request: who acts, under which account, until when, and when they were here before (epoch ms). */
export interface Visit {
  readonly actor: Actor;
  readonly account: string;
  readonly grantId: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
  readonly previousVisitAt: number | null;
  /** What has to be done before anything else is answered. */
  readonly must: 'password' | 'second-factor' | null;
  /** A session of a person at a screen, or a token of a program. */
  readonly by: 'session' | 'token';
}

/** Columns of a grant that make an actor. */
export interface GrantRow {
  readonly role: string;
  readonly scope_kind: Scope['kind'];
  readonly scope_path: string | null;
  readonly scope_organisation: string | null;
  readonly scope_sectors: string[] | null;
  readonly verbs: string[] | null;
  readonly limits: Record<string, string | number>;
  readonly origin: GrantOrigin;
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A token that cannot be guessed: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function scopeOf(grant: Omit<GrantRow, 'role' | 'verbs' | 'limits' | 'origin'>, personId: string): Scope {
  if (grant.scope_kind === 'organisation') return { kind: 'organisation', organisationId: grant.scope_organisation! };
  if (grant.scope_kind === 'all') return { kind: 'all' };
  if (grant.scope_kind === 'participant') return { kind: 'participant', personId };
  const path = grant.scope_path!;
  return grant.scope_sectors === null
    ? { kind: 'region', path }
    : { kind: 'region', path, sectors: grant.scope_sectors };
}

export interface Opening {
  readonly method?: Method;
  readonly client?: string | undefined;
  /** The grant to begin with; else the post, else the oldest. */
  readonly grantId?: string;
}

/**
 * Opens a session for a person inside a transaction; the token is returned once and only its hash is kept.
 * Throws when the person holds no live grant: ask `hasGrant` first.
 */
export async function openSession(
  tx: Tx,
  personId: string,
  remote: string,
  { method = 'password', client, grantId }: Opening = {},
): Promise<string> {
  const token = newToken();
  await sql`DELETE FROM session WHERE person_id = ${personId} AND expires_at < now() - interval '30 days'`.execute(tx);
  const { sessionHours } = await policyOfPerson(tx, personId);
  const { rows } = await sql`
    INSERT INTO session (token_hash, person_id, grant_id, expires_at, remote, client, method, previous_visit_at)
    SELECT ${hashToken(token)}, p.id, g.id, now() + make_interval(hours => ${sessionHours}), ${remote},
      ${client?.slice(0, 300) ?? null}, ${method}, p.last_visit_at
    FROM person p JOIN live_grant g ON g.person_id = p.id
    WHERE p.id = ${personId} AND (${grantId ?? null}::uuid IS NULL OR g.id = ${grantId ?? null}::uuid)
    ORDER BY g.origin <> 'post', g.granted_at LIMIT 1 RETURNING 1`.execute(tx);
  if (rows.length === 0) throw new Error(`person ${personId} holds no live grant`);
  await sql`UPDATE person SET last_visit_at = now() WHERE id = ${personId}`.execute(tx);
  return token;
}

export async function hasGrant(db: Database | Tx, personId: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM live_grant WHERE person_id = ${personId} LIMIT 1`.execute(db);
  return rows.length > 0;
}

interface Row extends GrantRow {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly grant_id: string;
  readonly expires_at: Date;
  readonly previous_visit_at: Date | null;
  /** Seconds since the session was last used, and days since the password was chosen where one was. */
  readonly unused: number;
  readonly password_age: number | null;
  readonly second_factor: boolean;
  readonly place: string;
  readonly settings: SettingJson[];
  readonly method: Method;
}

/** Whether a role needs a second factor where none are named in the policy. */
export type NeedsSecondFactor = (named: readonly string[] | null) => readonly string[];

/**
 * The visit a token stands for; null when it is unknown, ended, expired or idle for too long, when its grant has
 * ended, or when the person has retired. Asking counts as use of the session.
 */
export async function readVisit(
  db: Database,
  token: string,
  needs: NeedsSecondFactor = () => [],
): Promise<Visit | null> {
  const tokenHash = hashToken(token);
  const { rows } = await sql<Row>`
    SELECT p.id, p.account, p.name, g.id AS grant_id, g.role, g.scope_kind, g.scope_path, g.scope_organisation,
      g.scope_sectors, g.verbs, g.limits, g.origin, s.expires_at, s.previous_visit_at, s.method,
      extract(epoch FROM now() - s.last_seen_at)::float8 AS unused, ${PLACE_OF_PERSON} AS place, ${policySettings(PLACE_OF_PERSON)} AS settings,
      CASE WHEN p.password_hash IS NOT NULL AND s.method <> 'demonstration' AND s.method <> 'passkey' AND s.method NOT LIKE 'oidc%'
        THEN extract(epoch FROM now() - p.password_changed_at)::float8 / 86400 END AS password_age,
      EXISTS (SELECT FROM totp WHERE person_id = p.id AND confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM passkey WHERE person_id = p.id) AS second_factor
    FROM session s JOIN person p ON p.id = s.person_id JOIN live_grant g ON g.id = s.grant_id
      LEFT JOIN enterprise e ON e.id = p.scope_organisation
    WHERE s.token_hash = ${tokenHash} AND s.ended_at IS NULL AND s.expires_at > now() AND p.retired_at IS NULL`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const policy = policyOf(row.settings, row.place);
  if (row.unused >= policy.idleMinutes * 60) return null;
  const due = dueOf(row, policy, needs);
  if (due === 'sign-in') return null;
  if (row.unused >= 60) await touch(db, tokenHash, row.id);
  return {
    actor: actorOfRow(row),
    account: row.account,
    grantId: row.grant_id,
    tokenHash,
    expiresAt: row.expires_at,
    previousVisitAt: row.previous_visit_at?.getTime() ?? null,
    must: due,
    by: 'session',
  };
}

const SINGLE: readonly Method[] = ['password', 'oidc', 'setup'];

/** What is due first; a person who has a second factor and came without it signs in again. */
function dueOf(row: Row, policy: Policy, needs: NeedsSecondFactor): Visit['must'] | 'sign-in' {
  if (row.method === 'demonstration') return null;
  const short = needs(policy.twoFactorRoles).includes(row.role) && SINGLE.includes(row.method);
  if (short && row.second_factor) return 'sign-in';
  const { passwordDays } = policy;
  if (passwordDays > 0 && row.password_age !== null && row.password_age >= passwordDays) return 'password';
  return short ? 'second-factor' : null;
}

export function actorOfRow(row: GrantRow & { readonly id: string; readonly name: string }): Actor {
  return {
    personId: row.id,
    name: row.name,
    role: row.role,
    scope: scopeOf(row, row.id),
    origin: row.origin,
    ...(row.verbs === null ? {} : { verbs: row.verbs }),
    ...(Object.keys(row.limits).length === 0 ? {} : { limits: row.limits }),
  };
}

/**
 * Is this session still open? Holds its person until the transaction ends, so that a way in that is being taken away is
 * not put back by a request that began before.
 */
export async function stillHere(tx: Tx, tokenHash: string): Promise<boolean> {
  await sql`SELECT FROM person WHERE id = (SELECT person_id FROM session WHERE token_hash = ${tokenHash}) FOR UPDATE`.execute(
    tx,
  );
  const { rows } = await sql`SELECT FROM session WHERE token_hash = ${tokenHash} AND ended_at IS NULL`.execute(tx);
  return rows.length > 0;
}

/** The person of a session has just shown a second factor. */
export async function strengthen(db: Database | Tx, tokenHash: string): Promise<void> {
  await sql`
    UPDATE session SET method = CASE WHEN method = 'oidc' THEN 'oidc+code' ELSE 'password+code' END
    WHERE token_hash = ${tokenHash} AND method = ANY (${[...SINGLE]})`.execute(db);
}

/** Goes on under another grant of the same person: a new token, the same end; audited. */
export function switchGrant(
  db: Database,
  { actor, tokenHash, grantId }: Visit,
  wanted: string,
): Promise<string | Refusal> {
  return db.transaction().execute(async (tx) => {
    const token = newToken();
    const { rows } = await sql<{ role: string; origin: string }>`
      WITH old AS (
        UPDATE session SET ended_at = now(), ended_by = ${actor.personId}, end_reason = 'switch'
        WHERE token_hash = ${tokenHash} AND ended_at IS NULL
          AND EXISTS (SELECT FROM live_grant WHERE id = ${wanted} AND person_id = ${actor.personId})
        RETURNING *), opened AS (
        INSERT INTO session (token_hash, person_id, grant_id, created_at, expires_at, remote, client, method, previous_visit_at)
        SELECT ${hashToken(token)}, person_id, ${wanted}, created_at, expires_at, remote, client, method, previous_visit_at
        FROM old RETURNING grant_id)
      SELECT g.role, g.origin FROM opened JOIN access_grant g ON g.id = opened.grant_id`.execute(tx);
    const [to] = rows;
    if (to === undefined) return refuse('grant-ended');
    await record(tx, actor, 'session.switch', { kind: 'person', id: actor.personId }, 'done', {
      from: grantId,
      to: wanted,
      ...to,
    });
    return token;
  });
}

/** Once a minute at most: idle time, and what is new since the last visit, count from here. */
async function touch(db: Database, tokenHash: string, personId: string): Promise<void> {
  await sql`
    WITH seen AS (UPDATE session SET last_seen_at = now() WHERE token_hash = ${tokenHash})
    UPDATE person SET last_visit_at = now() WHERE id = ${personId}`.execute(db);
}

/** Ends the session of a token and enters it in the audit, in one transaction; one that is over is left alone. */
export async function endSession(db: Database, tokenHash: string, by: By, why = 'sign-out'): Promise<void> {
  await db.transaction().execute((tx) => endIn(tx, sql`token_hash = ${tokenHash}`, by, why));
}

/** Ends sessions that a condition names and audits each, inside the caller's transaction; says how many. */
async function endIn(tx: Tx, which: ReturnType<typeof sql>, by: By, why: string): Promise<number> {
  const { rows } = await sql<{ id: string; person_id: string }>`
    UPDATE session SET ended_at = now(), ended_by = ${'personId' in by ? by.personId : null}::uuid, end_reason = ${why}
    WHERE ended_at IS NULL AND expires_at > now() AND ${which} RETURNING id, person_id`.execute(tx);
  for (const { id, person_id } of rows)
    await record(tx, by, 'session.end', { kind: 'person', id: person_id }, 'done', { why, session: id });
  return rows.length;
}

/** Ends all sessions of a person, but the one that is kept. */
export function endSessionsOf(tx: Tx, personId: string, by: By, why: string, keepHash = ''): Promise<number> {
  return endIn(tx, sql`person_id = ${personId} AND token_hash <> ${keepHash}`, by, why);
}

/** Ends one session of a person by its id. */
export async function endSessionById(db: Database, personId: string, id: string, by: By): Promise<Refusal | undefined> {
  const why = 'personId' in by && by.personId === personId ? 'by-owner' : 'by-administrator';
  const ended = await db.transaction().execute((tx) => endIn(tx, sql`person_id = ${personId} AND id = ${id}`, by, why));
  return ended === 0 ? refuse('not-found') : undefined;
}

export interface OpenSession {
  readonly id: string;
  readonly at: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly remote: string;
  readonly client: string | null;
  readonly method: string;
  readonly role: string;
  readonly current: boolean;
}

/** Sessions of a person that are open now, newest first. */
export async function sessionsOf(db: Database, personId: string, currentHash = ''): Promise<OpenSession[]> {
  const { idleMinutes } = await policyOfPerson(db, personId);
  const { rows } = await sql<
    Omit<OpenSession, 'at' | 'lastSeenAt' | 'expiresAt'> & Record<'at' | 'seen' | 'until', Date>
  >`
    SELECT s.id, s.created_at AS at, s.last_seen_at AS seen, s.expires_at AS until, coalesce(s.remote, '') AS remote,
      s.client, s.method, g.role, s.token_hash = ${currentHash} AS current
    FROM session s JOIN live_grant g ON g.id = s.grant_id
    WHERE s.person_id = ${personId} AND s.ended_at IS NULL AND s.expires_at > now()
      AND s.last_seen_at > now() - make_interval(mins => ${idleMinutes})
    ORDER BY s.created_at DESC LIMIT 200`.execute(db);
  return rows.map(({ at, seen, until, ...row }) => ({
    ...row,
    at: at.getTime(),
    lastSeenAt: seen.getTime(),
    expiresAt: until.getTime(),
  }));
}
