import { createHash, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import type { SecretBox } from './secret-box.ts';

const PERIOD = 30;
const RECOVERY_CODES = 10;
/** Without letters and digits that look alike. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** RFC 6238 with what every authenticator application knows: SHA-1, six digits, thirty seconds. */
function generator(secret: string, account: string): TOTP {
  return new TOTP({
    issuer: '安澜',
    label: account,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}

export interface Enrolment {
  readonly secret: string;
  /** `otpauth://` address for the QR code. */
  readonly uri: string;
}

interface Person {
  readonly personId: string;
  readonly name: string;
}

/** A fresh secret that counts once a code of it has been given; one that is in use stays until then. */
export async function beginTotp(
  db: Database,
  box: SecretBox,
  person: Person,
  account: string,
): Promise<Enrolment | Refusal> {
  const secret = new Secret({ size: 20 }).base32;
  const { rows } = await sql`
    INSERT INTO totp (person_id, secret) VALUES (${person.personId}, ${box.seal(secret)})
    ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = now(), last_step = 0
    WHERE totp.confirmed_at IS NULL RETURNING 1`.execute(db);
  if (rows.length === 0)
    return refuse('already-exists', { field: both('动态验证码', 'One-time code'), value: account });
  return { secret, uri: generator(secret, account).toString() };
}

/** Puts the secret into use by a code of it; answers with the recovery codes, which are shown this once. */
export async function confirmTotp(
  db: Database,
  box: SecretBox,
  person: Person,
  code: string,
  now: number,
): Promise<string[] | Refusal> {
  return db.transaction().execute(async (tx) => {
    const step = await matchingStep(tx, box, person.personId, code, now, false);
    if (step === undefined) return refuse('second-factor-wrong', {}, 'code');
    await sql`UPDATE totp SET confirmed_at = now(), last_step = ${step} WHERE person_id = ${person.personId}`.execute(
      tx,
    );
    const codes = await freshRecoveryCodes(tx, person.personId);
    await record(tx, person, 'second-factor.enrol', { kind: 'person', id: person.personId }, 'done', {
      method: 'totp',
    });
    return codes;
  });
}

async function freshRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
  const pick = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const codes = Array.from({ length: RECOVERY_CODES }, () => `${pick()}-${pick()}`);
  await sql`DELETE FROM recovery_code WHERE person_id = ${personId}`.execute(tx);
  await sql`
    INSERT INTO recovery_code (person_id, hash) SELECT ${personId}, unnest(${codes.map(hashCode)}::text[])`.execute(tx);
  return codes;
}

/** 49 random bits per code, so that a plain hash cannot be reversed by trying. */
function hashCode(code: string): string {
  return createHash('sha256').update(`recovery ${code.trim().toLowerCase()}`).digest('hex');
}

/** Number of the time step the code belongs to, one step of clock error allowed; undefined when it does not fit. */
async function matchingStep(
  tx: Tx,
  box: SecretBox,
  personId: string,
  code: string,
  now: number,
  confirmed: boolean,
): Promise<number | undefined> {
  const { rows } = await sql<{ secret: string; last_step: number }>`
    SELECT secret, last_step FROM totp WHERE person_id = ${personId} AND (confirmed_at IS NOT NULL) = ${confirmed} FOR UPDATE`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const delta = generator(box.open(row.secret), '-').validate({
    token: code.replaceAll(/\s/g, ''),
    timestamp: now,
    window: 1,
  });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1000 / PERIOD) + delta;
  // RFC 6238 5.2: a code that was accepted once is not accepted again.
  return step > row.last_step ? step : undefined;
}

/** Is this a code of the authenticator, not used before, or an unused recovery code? What fits is used up. */
export async function useCode(
  tx: Tx,
  box: SecretBox,
  personId: string,
  code: string,
  now: number,
): Promise<'totp' | 'recovery' | undefined> {
  const step = await matchingStep(tx, box, personId, code, now, true);
  if (step !== undefined) {
    await sql`UPDATE totp SET last_step = ${step} WHERE person_id = ${personId}`.execute(tx);
    return 'totp';
  }
  const { rows } = await sql`
    UPDATE recovery_code SET used_at = now()
    WHERE person_id = ${personId} AND hash = ${hashCode(code)} AND used_at IS NULL RETURNING 1`.execute(tx);
  return rows.length > 0 ? 'recovery' : undefined;
}

export async function totpInUse(db: Database | Tx, personId: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM totp WHERE person_id = ${personId} AND confirmed_at IS NOT NULL`.execute(db);
  return rows.length > 0;
}

/** Removes the authenticator by a code of it, so that an unattended screen is not enough. */
export async function removeTotp(
  db: Database,
  box: SecretBox,
  person: Person,
  code: string,
  now: number,
): Promise<Refusal | undefined> {
  return db.transaction().execute(async (tx) => {
    if ((await useCode(tx, box, person.personId, code, now)) === undefined)
      return refuse('second-factor-wrong', {}, 'code');
    await dropTotp(tx, person.personId);
    await record(tx, person, 'second-factor.remove', { kind: 'person', id: person.personId }, 'done', {
      method: 'totp',
    });
    return undefined;
  });
}

export async function dropTotp(tx: Tx, personId: string): Promise<void> {
  await sql`DELETE FROM recovery_code WHERE person_id = ${personId}`.execute(tx);
  await sql`DELETE FROM totp WHERE person_id = ${personId}`.execute(tx);
}

/** Recovery codes that are left. */
export async function recoveryLeft(db: Database, personId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    SELECT count(*)::int AS left FROM recovery_code WHERE person_id = ${personId} AND used_at IS NULL`.execute(db);
  return rows[0]!.left;
}
