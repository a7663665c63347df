import { sql } from 'kysely';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Actor } from '@anlan/kernel/access';
import type { Database, Tx } from '../access/scoped.ts';
import { record, type By } from '../audit/record.ts';
import { plainCode } from './approval-code.ts';
import { checkPassword, hashPassword, passwordMatches } from './password.ts';
import { policyOfPerson } from './policy.ts';
import { endSessionsOf, hashToken, newToken, stillHere } from './session.ts';
import { dropTotp } from './totp.ts';

/** Is the password new? Compared with the hashes of the last ones, which are all that is kept of them. */
async function usedBefore(db: Database, personId: string, password: string, count: number): Promise<boolean> {
  const { rows } = await sql<{ hash: string }>`
    SELECT hash FROM password_history WHERE person_id = ${personId} ORDER BY at DESC LIMIT ${count}`.execute(db);
  for (const { hash } of rows) if (await passwordMatches(hash, password)) return true;
  return false;
}

interface Chosen {
  readonly id: string;
  readonly account: string;
  readonly name: string;
}

/** Whom a link is for, how long the password they choose must be at least, and whether an approver's code is needed. */
export type Invited = Chosen & { readonly passwordLength: number; readonly code: boolean };

/** Checks a chosen password against the rules and the last ones; the hash to keep, or the refusal. */
async function choose(
  db: Database,
  person: Chosen,
  password: string,
): Promise<{ hash: string; keep: number } | Refusal> {
  const { passwordLength, passwordHistory } = await policyOfPerson(db, person.id);
  const weak = checkPassword(password, person.account, passwordLength);
  if (weak !== undefined) return weak;
  if (await usedBefore(db, person.id, password, passwordHistory))
    return refuse('password-used', { count: passwordHistory }, 'password');
  return { hash: await hashPassword(password), keep: Math.max(1, passwordHistory) };
}

/** Puts a hash into use and forgets those beyond the history. */
async function put(tx: Tx, personId: string, { hash, keep }: { hash: string; keep: number }): Promise<void> {
  await sql`
    UPDATE person SET password_hash = ${hash}, password_changed_at = now(), failed_attempts = 0, locked_until = NULL
    WHERE id = ${personId}`.execute(tx);
  await sql`INSERT INTO password_history (person_id, hash) VALUES (${personId}, ${hash})`.execute(tx);
  await sql`
    DELETE FROM password_history WHERE person_id = ${personId} AND at < (
      SELECT min(at) FROM (SELECT at FROM password_history WHERE person_id = ${personId} ORDER BY at DESC LIMIT ${keep}) kept)`.execute(
    tx,
  );
}

/** Changes the own password; the other sessions of the person end. */
export async function changePassword(
  db: Database,
  actor: Actor,
  { current, password, keepHash }: { current: string; password: string; keepHash: string },
): Promise<Refusal | undefined> {
  const { rows } = await sql<Chosen & { password_hash: string | null }>`
    SELECT id, account, name, password_hash FROM person WHERE id = ${actor.personId}`.execute(db);
  const person = rows[0]!;
  if (!(await passwordMatches(person.password_hash, current))) {
    await record(db, actor, 'password.change', { kind: 'person', id: person.id }, 'failed', { why: 'password-wrong' });
    return refuse('password-wrong', {}, 'current');
  }
  const chosen = await choose(db, person, password);
  if ('refused' in chosen) return chosen;
  return db.transaction().execute(async (tx) => {
    if (!(await stillHere(tx, keepHash))) return refuse('not-signed-in');
    await put(tx, person.id, chosen);
    await endSessionsOf(tx, person.id, actor, 'password-changed', keepHash);
    await record(tx, actor, 'password.change', { kind: 'person', id: person.id }, 'done');
    return undefined;
  });
}

export interface Link {
  /** Goes into the address once; only its hash is kept. */
  readonly token: string;
  readonly expiresAt: number;
}

/**
 * A one-time link by which a person chooses a password; earlier links of theirs stop working. One to an administrator's
 * account names the request that was approved, and opens with the approver's code only.
 */
export async function makeLink(
  tx: Tx,
  personId: string,
  by: Pick<Actor, 'personId'>,
  request: string | null = null,
): Promise<Link> {
  const token = newToken();
  await sql`DELETE FROM access_link WHERE person_id = ${personId} AND used_at IS NULL`.execute(tx);
  const { linkHours } = await policyOfPerson(tx, personId);
  const { rows } = await sql<{ expires_at: Date }>`
    INSERT INTO access_link (token_hash, person_id, created_by, request_id, expires_at)
    VALUES (${hashToken(token)}, ${personId}, ${by.personId}, ${request}, now() + make_interval(hours => ${linkHours}))
    RETURNING expires_at`.execute(tx);
  return { token, expiresAt: rows[0]!.expires_at.getTime() };
}

/** Takes a person's credentials away inside a transaction: password, sessions, and second factors where asked. */
export async function clearCredentials(tx: Tx, personId: string, by: By, secondFactor: boolean): Promise<void> {
  await sql`
    UPDATE person SET password_hash = NULL, failed_attempts = 0, locked_until = NULL, credentials = credentials + 1
    WHERE id = ${personId}`.execute(tx);
  await endSessionsOf(tx, personId, by, 'reset');
  if (!secondFactor) return;
  await dropTotp(tx, personId);
  await sql`DELETE FROM passkey WHERE person_id = ${personId}`.execute(tx);
}

/**
 * Takes every way into an account away: what its holder of today, or somebody else, has set up does not go on in the
 * office it is given.
 */
export async function startAnew(tx: Tx, personId: string, by: By): Promise<void> {
  await clearCredentials(tx, personId, by, true);
  await sql`DELETE FROM person_identity WHERE person_id = ${personId}`.execute(tx);
  await sql`UPDATE api_token SET revoked_at = now() WHERE person_id = ${personId} AND revoked_at IS NULL`.execute(tx);
  await sql`DELETE FROM access_link WHERE person_id = ${personId} AND used_at IS NULL`.execute(tx);
}

/** Wrong codes after which a link opens no more: the code has 49 bits, so none is guessed before. */
const MOST_TRIES = 10;

interface Linked {
  readonly invited: Invited;
  /** The approved request whose code the link needs beside it. */
  readonly request: string | null;
}

async function findLink(db: Database | Tx, token: string): Promise<Linked | undefined> {
  const { rows } = await sql<Chosen & { request: string | null }>`
    SELECT p.id, p.account, p.name, l.request_id AS request FROM access_link l JOIN person p ON p.id = l.person_id
      LEFT JOIN access_request r ON r.id = l.request_id
    WHERE l.token_hash = ${hashToken(token)} AND l.used_at IS NULL AND l.expires_at > now() AND p.retired_at IS NULL
      AND coalesce(r.tries, 0) < ${MOST_TRIES}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { request, ...person } = row;
  const { passwordLength } = await policyOfPerson(db, person.id);
  return { invited: { ...person, passwordLength, code: request !== null }, request };
}

/** Whom a link is for; undefined when it is invalid, used or expired. */
export async function readLink(db: Database | Tx, token: string): Promise<Invited | undefined> {
  return (await findLink(db, token))?.invited;
}

/**
 * Is this the code of an approved request? Counted before it is looked at, so that parallel guesses count too; a right one
 * is taken off again, as the password chosen with it may be refused.
 */
async function codeFits(db: Database, request: string, code: string): Promise<boolean> {
  const { rows } = await sql<{ code_hash: string }>`
    UPDATE access_request SET tries = tries + 1 WHERE id = ${request} AND tries < ${MOST_TRIES} RETURNING code_hash`.execute(
    db,
  );
  const fits = await passwordMatches(rows[0]?.code_hash, plainCode(code));
  if (fits) await sql`UPDATE access_request SET tries = tries - 1 WHERE id = ${request}`.execute(db);
  return fits;
}

export interface Redeeming {
  readonly token: string;
  readonly password: string;
  /** What the approver told them, for an administrator's account. */
  readonly code?: string | undefined;
}

/** Chooses a password by a one-time link. */
export async function redeemLink(
  db: Database,
  { token, password, code = '' }: Redeeming,
  remote: string,
): Promise<Invited | Refusal> {
  const linked = await findLink(db, token);
  if (linked === undefined) return refuse('link-invalid');
  const { invited: person, request } = linked;
  const by = { personId: person.id, name: person.name };
  const subject = { kind: 'person', id: person.id };
  // The code first: what is said of a password tells of those before it.
  if (request !== null && !(await codeFits(db, request, code))) {
    await record(db, { account: person.account }, 'password.reset', subject, 'failed', {
      remote,
      why: 'approval-code',
      request,
    });
    return refuse('approval-code', {}, 'code');
  }
  const chosen = await choose(db, person, password);
  if ('refused' in chosen) return chosen;
  return db.transaction().execute(async (tx) => {
    // The person first, as whoever takes their ways in away does.
    await sql`SELECT FROM person WHERE id = ${person.id} FOR UPDATE`.execute(tx);
    const { rows } = await sql`
      UPDATE access_link SET used_at = now() WHERE token_hash = ${hashToken(token)} AND used_at IS NULL RETURNING 1`.execute(
      tx,
    );
    if (rows.length === 0) return refuse('link-invalid');
    await put(tx, person.id, chosen);
    await endSessionsOf(tx, person.id, by, 'reset');
    await record(tx, by, 'password.reset', subject, 'done', { remote, ...(request === null ? {} : { request }) });
    return person;
  });
}
