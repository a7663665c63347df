import { sql } from 'kysely';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { allOrNothing } from '../access/all-or-nothing.ts';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { passwordMatches } from './password.ts';
import { policyOfAccount, policyOfPerson, twoFactorRoles, type Policy } from './policy.ts';
import type { SecretBox } from './secret-box.ts';
import { hasGrant, openSession, type Method } from './session.ts';
import { openTicket, readTicket, takeTicket } from './ticket.ts';
import { totpInUse, useCode } from './totp.ts';

export interface Opened {
  readonly token: string;
  readonly personId: string;
}

/** The first factor is right; a code is awaited under this ticket. */
export interface Pending {
  readonly pending: 'code';
  readonly ticket: string;
}

/** From where somebody signs in: address and program, for the audit and the list of sessions. */
export interface From {
  readonly remote: string;
  readonly client?: string | undefined;
}

/** Who signs in, and which of their ways in it is about: `credentials` rises when all are taken away. */
export interface Entrant {
  readonly id: string;
  readonly name: string;
  readonly credentials: number;
}

/**
 * Signs in by account and password. After some failures an account is locked for some minutes (rules of the person's place); an
 * account that does not exist takes the same time, answers the same, and is "locked" the same. Where a second factor
 * is in use the answer is a ticket for its code.
 */
export async function signIn(
  db: Database,
  { account, password, demonstration }: { account: string; password: string; demonstration: boolean },
  from: From,
): Promise<Opened | Pending | Refusal> {
  const policy = await policyOfAccount(db, account);
  const attempt = await countAttempt(db, account, policy);
  const locked = 'locked' in attempt ? attempt.locked : undefined;
  const person = 'person' in attempt ? attempt.person : undefined;
  const matches = await passwordMatches(person?.password_hash, password);
  if (locked !== undefined || person === undefined || !matches) {
    const refusal = locked === undefined ? refuse('wrong-credentials') : refuse('locked-out', { minutes: locked });
    await record(db, { account }, 'session.start', null, 'failed', { remote: from.remote, why: refusal.refused });
    return refusal;
  }
  return enter(db, person, from, 'password', demonstration);
}

/**
 * Goes on after a first factor: a session, or a ticket where a code is in use. A role that needs two factors and has
 * only a passkey is told to use it.
 */
export async function enter(
  db: Database,
  person: Entrant,
  from: From,
  method: 'password' | 'oidc',
  demonstration: boolean,
): Promise<Opened | Pending | Refusal> {
  if (await totpInUse(db, person.id)) {
    return {
      pending: 'code',
      ticket: await openTicket(db, 'code', person.id, { method, credentials: person.credentials }),
    };
  }
  const { rows } = await sql<{ role: string }>`
    SELECT role FROM live_grant WHERE person_id = ${person.id} AND EXISTS (SELECT FROM passkey WHERE person_id = ${person.id})`.execute(
    db,
  );
  const needs = twoFactorRoles((await policyOfPerson(db, person.id)).twoFactorRoles, demonstration);
  if (rows.some(({ role }) => needs.includes(role))) return failed(db, person, from, refuse('passkey-required'));
  return startSession(db, person, from, method);
}

async function failed(db: Database, person: Entrant, { remote }: From, refusal: Refusal): Promise<Refusal> {
  const by = { personId: person.id, name: person.name };
  const subject = { kind: 'person', id: person.id };
  await record(db, by, 'session.start', subject, 'failed', { remote, why: refusal.refused });
  return refusal;
}

/**
 * Completes a sign-in by a code of the authenticator or a recovery code. Wrong codes count like wrong passwords: the
 * account is locked after some, and the password does not reset the count.
 */
export async function signInByCode(
  db: Database,
  box: SecretBox,
  { ticket: token, code, now }: { ticket: string; code: string; now: number },
  from: From,
): Promise<Opened | Refusal> {
  const ticket = await readTicket(db, 'code', token);
  const personId = ticket?.person_id ?? undefined;
  if (ticket === undefined || personId === undefined) return refuse('sign-in-expired');
  const { rows } = await sql<Entrant & { account: string }>`
    SELECT id, name, account, ${Number(ticket.data['credentials'] ?? 0)}::int AS credentials
    FROM person WHERE id = ${personId} AND retired_at IS NULL`.execute(db);
  const [person] = rows;
  if (person === undefined) return refuse('sign-in-expired');
  const attempt = await countAttempt(db, person.account, await policyOfPerson(db, person.id));
  if ('locked' in attempt) return failed(db, person, from, refuse('locked-out', { minutes: attempt.locked }));
  const used = await db.transaction().execute((tx) => useCode(tx, box, personId, code, now));
  if (used === undefined) return failed(db, person, from, refuse('second-factor-wrong', {}, 'code'));
  if ((await takeTicket(db, 'code', token)) === undefined) return refuse('sign-in-expired');
  const method = ticket.data['method'] === 'oidc' ? 'oidc+code' : 'password+code';
  return startSession(db, person, from, method, used === 'recovery' ? { recovery: true } : {});
}

/**
 * Opens a session and enters it in the audit, in one transaction; refused where no grant holds, and where the ways in
 * were taken away since this one was shown.
 */
export async function startSession(
  db: Database,
  person: Entrant,
  from: From,
  method: Method,
  detail: object = {},
): Promise<Opened | Refusal> {
  if (!(await hasGrant(db, person.id))) return failed(db, person, from, refuse('no-grant'));
  return allOrNothing(db, async (tx) => {
    await resetAttempts(tx, person.id);
    const { rows } =
      await sql`SELECT FROM person WHERE id = ${person.id} AND credentials = ${person.credentials}`.execute(tx);
    if (rows.length === 0) return refuse('sign-in-expired');
    const token = await openSession(tx, person.id, from.remote, { method, client: from.client });
    const by = { personId: person.id, name: person.name };
    const subject = { kind: 'person', id: person.id };
    await record(tx, by, 'session.start', subject, 'done', { remote: from.remote, method, ...detail });
    return { token, personId: person.id };
  });
}

export async function resetAttempts(tx: Tx, personId: string): Promise<void> {
  await sql`UPDATE person SET failed_attempts = 0, locked_until = NULL WHERE id = ${personId}`.execute(tx);
}

type Attempt =
  | { readonly person: Entrant & { password_hash: string | null } }
  | { readonly locked: number }
  | { readonly unknown: true };

/** Counts the attempt before the password is looked at, so that parallel guesses do not slip past the limit. */
async function countAttempt(db: Database, account: string, policy: Policy): Promise<Attempt> {
  const counted = await sql<Entrant & { password_hash: string | null }>`
    UPDATE person SET failed_attempts = next.count,
      locked_until = CASE WHEN next.count >= ${policy.attempts} THEN now() + make_interval(mins => ${policy.lockMinutes}) END
    FROM (
      SELECT id, CASE WHEN locked_until IS NULL THEN failed_attempts + 1 ELSE 1 END AS count FROM person
      WHERE lower(account) = lower(${account}) AND retired_at IS NULL AND (locked_until IS NULL OR locked_until <= now())
      FOR UPDATE
    ) next
    WHERE person.id = next.id RETURNING person.id, person.name, person.password_hash, person.credentials`.execute(db);
  const [person] = counted.rows;
  if (person !== undefined) return { person };
  const { rows } = await sql<{ minutes: number }>`
    SELECT ceil(extract(epoch FROM locked_until - now()) / 60)::int AS minutes FROM person
    WHERE lower(account) = lower(${account}) AND retired_at IS NULL`.execute(db);
  if (rows[0] !== undefined) return { locked: Math.max(1, rows[0].minutes) };
  const minutes = strangers.attempt(account.toLowerCase(), Date.now(), policy);
  return minutes === undefined ? { unknown: true } : { locked: minutes };
}

/** Attempts on accounts that do not exist, so that a lock does not tell which accounts do. Bounded; oldest are forgotten. */
class Strangers {
  readonly #seen = new Map<string, { count: number; lockedUntil: number }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Minutes the account seems locked for, or undefined while it may still be tried. */
  attempt(account: string, now: number, { attempts, lockMinutes }: Policy): number | undefined {
    const before = this.#seen.get(account);
    if (before !== undefined && before.lockedUntil > now) return Math.ceil((before.lockedUntil - now) / 60_000);
    const count = before === undefined || before.lockedUntil > 0 ? 1 : before.count + 1;
    this.#seen.delete(account);
    this.#seen.set(account, { count, lockedUntil: count >= attempts ? now + lockMinutes * 60_000 : 0 });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > this.#most && oldest !== undefined) this.#seen.delete(oldest);
    return undefined;
  }
}

const strangers = new Strangers(10_000);
