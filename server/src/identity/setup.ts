import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { checkPassword, hashPassword } from './password.ts';
import { policyFor } from './policy.ts';
import { hashToken, newToken, openSession } from './session.ts';
import type { From, Opened } from './sign-in.ts';

export interface SetupInput {
  readonly token: string;
  readonly jurisdiction: string;
  readonly account: string;
  readonly password: string;
  readonly name: string;
}

/** Is there nobody who could sign in? */
export async function setupNeeded(db: Database | Tx): Promise<boolean> {
  const { rows } = await sql<{ none: boolean }>`SELECT NOT EXISTS (SELECT FROM person) AS none`.execute(db);
  return rows[0]!.none;
}

/** A fresh one-time token when there is no person at all, else null; links printed by earlier starts stop working. */
export async function prepareSetup(db: Database): Promise<string | null> {
  if (!(await setupNeeded(db))) return null;
  const token = newToken();
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM setup_token WHERE used_at IS NULL`.execute(tx);
    await sql`INSERT INTO setup_token (token_hash) VALUES (${hashToken(token)})`.execute(tx);
  });
  return token;
}

/** Creates the first account, a system administrator of one jurisdiction, and signs it in; the link works once. */
export async function setUp(db: Database, input: SetupInput, from: From): Promise<Opened | Refusal> {
  if (!(await setupNeeded(db))) return refuse('setup-done');
  if (!(await holds(db, input.token))) return refuse('setup-token');
  const { passwordLength } = await policyFor(db, input.jurisdiction);
  const weak = checkPassword(input.password, input.account, passwordLength);
  if (weak !== undefined) return weak;
  const { rows: known } = await sql`
    SELECT FROM region WHERE path = ${input.jurisdiction} AND kind IN ('city', 'municipality')`.execute(db);
  if (known.length === 0)
    return refuse(
      'field-invalid',
      { field: both('辖区', 'Region'), problem: both('没有这个辖区', 'there is no such region') },
      'jurisdiction',
    );
  const passwordHash = await hashPassword(input.password);
  return db.transaction().execute((tx) => createFirst(tx, input, passwordHash, from));
}

/** A wrong link costs no password hash. */
async function holds(db: Database, token: string): Promise<boolean> {
  const { rows } =
    await sql`SELECT FROM setup_token WHERE token_hash = ${hashToken(token)} AND used_at IS NULL`.execute(db);
  return rows.length > 0;
}

async function createFirst(
  tx: Tx,
  input: SetupInput,
  passwordHash: string,
  { remote, client }: From,
): Promise<Opened | Refusal> {
  // Taking the token is what makes two requests at the same moment one.
  const { rows } = await sql`
    UPDATE setup_token SET used_at = now() WHERE token_hash = ${hashToken(input.token)} AND used_at IS NULL RETURNING 1`.execute(
    tx,
  );
  if (rows.length === 0) return refuse('setup-token');
  const personId = randomUUID();
  await sql`
    INSERT INTO person (id, account, name, role, scope_kind, scope_path, password_hash, password_changed_at)
    VALUES (${personId}, ${input.account}, ${input.name}, 'system-administrator', 'region', ${input.jurisdiction},
      ${passwordHash}, now())`.execute(tx);
  await sql`INSERT INTO password_history (person_id, hash) VALUES (${personId}, ${passwordHash})`.execute(tx);
  const token = await openSession(tx, personId, remote, { method: 'setup', client });
  await record(tx, { personId, name: input.name }, 'platform.setup', { kind: 'person', id: personId }, 'done', {
    jurisdiction: input.jurisdiction,
    remote,
  });
  return { token, personId };
}
