import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { verbsOf, type Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { policyOfPerson } from './policy.ts';
import { actorOfRow, hashToken, newToken, type GrantRow, type Visit } from './session.ts';

/** What a token begins with, so that one left in a log or a repository can be found by searching. */
const PREFIX = 'anlan_';

export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly verbs: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
}

export interface TokenWish {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly days: number;
}

/** Makes a token for a program that acts as the person, in the grant in use, with some of its verbs; shown once. */
export async function makeToken(
  db: Database,
  { actor, grantId }: Visit,
  { name, verbs, days }: TokenWish,
): Promise<{ id: string; token: string } | Refusal> {
  const own = verbsOf({ role: actor.role, verbs: actor.verbs === undefined ? null : [...actor.verbs] });
  if (!verbs.every((verb) => own.some((held) => held === verb))) return refuse('grant-beyond', {}, 'verbs');
  const { tokenDays } = await policyOfPerson(db, actor.personId);
  if (days > tokenDays) return refuse('grant-too-long', { days: tokenDays }, 'days');
  const id = randomUUID();
  const token = `${PREFIX}${newToken()}`;
  await db.transaction().execute(async (tx) => {
    await sql`
      INSERT INTO api_token (id, person_id, grant_id, name, token_hash, verbs, expires_at)
      VALUES (${id}, ${actor.personId}, ${grantId}, ${name}, ${hashToken(token)}, ${[...verbs]},
        now() + make_interval(days => ${days}))`.execute(tx);
    await record(tx, actor, 'token.make', { kind: 'token', id }, 'done', { name, verbs, days });
  });
  return { id, token };
}

type Row = GrantRow & {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly grant_id: string;
  readonly token_verbs: string[];
  readonly expires_at: Date;
  readonly stale: boolean;
};

/** The visit a bearer token stands for; null when it is unknown, revoked or expired, or its grant has ended. */
export async function readToken(db: Database, token: string): Promise<Visit | null> {
  if (!token.startsWith(PREFIX)) return null;
  const tokenHash = hashToken(token);
  const { rows } = await sql<Row>`
    SELECT p.id, p.name, p.account, g.id AS grant_id, g.role, g.scope_kind, g.scope_path, g.scope_organisation,
      g.scope_sectors, g.verbs, g.limits, g.origin, t.verbs AS token_verbs, t.expires_at,
      coalesce(t.last_used_at < now() - interval '1 minute', true) AS stale
    FROM api_token t JOIN person p ON p.id = t.person_id JOIN live_grant g ON g.id = t.grant_id
    WHERE t.token_hash = ${tokenHash} AND t.revoked_at IS NULL AND t.expires_at > now() AND p.retired_at IS NULL`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (row.stale) await sql`UPDATE api_token SET last_used_at = now() WHERE token_hash = ${tokenHash}`.execute(db);
  const verbs = row.verbs === null ? row.token_verbs : row.token_verbs.filter((verb) => row.verbs?.includes(verb));
  return {
    actor: actorOfRow({ ...row, verbs }),
    account: row.account,
    grantId: row.grant_id,
    tokenHash,
    expiresAt: row.expires_at,
    previousVisitAt: null,
    must: null,
    by: 'token',
  };
}

/** Tokens of a person that still work, newest first. */
export async function tokensOf(db: Database, personId: string): Promise<TokenView[]> {
  const { rows } = await sql<
    Omit<TokenView, 'createdAt' | 'expiresAt' | 'lastUsedAt'> & Record<'made' | 'until', Date> & { used: Date | null }
  >`
    SELECT t.id, t.name, g.role, t.verbs, t.created_at AS made, t.expires_at AS until, t.last_used_at AS used
    FROM api_token t JOIN live_grant g ON g.id = t.grant_id
    WHERE t.person_id = ${personId} AND t.revoked_at IS NULL AND t.expires_at > now()
    ORDER BY t.created_at DESC LIMIT 200`.execute(db);
  return rows.map(({ made, until, used, ...row }) => ({
    ...row,
    createdAt: made.getTime(),
    expiresAt: until.getTime(),
    lastUsedAt: used?.getTime() ?? null,
  }));
}

export function revokeToken(db: Database, actor: Actor, id: string): Promise<Refusal | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string }>`
      UPDATE api_token SET revoked_at = now()
      WHERE id = ${id} AND person_id = ${actor.personId} AND revoked_at IS NULL RETURNING name`.execute(tx);
    if (rows[0] === undefined) return refuse('not-found');
    await record(tx, actor, 'token.revoke', { kind: 'token', id }, 'done', { name: rows[0].name });
    return undefined;
  });
}
