import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { covers, type Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { sourceInputSchema, WarningSource } from '@anlan/kernel/warning';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import type { Origin } from './keep.ts';

type Input = z.output<typeof sourceInputSchema>;

/** What a token of a source begins with. */
const PREFIX = 'anlan_cap_';
const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The source whose token this is. */
export async function sourceOfToken(db: Database, token: string): Promise<Origin | undefined> {
  if (!token.startsWith(PREFIX) || token.length > 100) return undefined;
  const { rows } = await sql<Origin & { token_hash: string }>`
    SELECT id, name, region_path AS "regionPath", exercises, token_hash FROM warning_source
    WHERE token_hash = ${hash(token)} AND enabled AND retired_at IS NULL`.execute(db);
  const [row] = rows;
  if (row === undefined || !timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hash(token)))) return undefined;
  return row;
}

/** Makes a source; a pushing one gets a token, shown this once. */
export async function makeSource(
  { db }: Context,
  actor: Actor,
  input: Input,
): Promise<{ id: string; token: string | null } | Refusal> {
  const place = { regionPath: input.regionPath, organisationId: null, sector: null };
  if (!covers(actor.scope, place)) return refuse('not-found');
  const id = randomUUID();
  const token = input.kind === 'push' ? `${PREFIX}${randomBytes(24).toString('base64url')}` : null;
  const { name, kind, url, intervalSeconds, exercises, regionPath } = input;
  return db.transaction().execute(async (tx) => {
    const known = await sql`SELECT FROM region WHERE path = ${regionPath}`.execute(tx);
    if (known.rows.length === 0) return refuse('not-found');
    await sql`
      INSERT INTO warning_source (id, name, kind, url, token_hash, interval_s, exercises, made_by, region_path)
      VALUES (${id}, ${name}, ${kind}, ${url}, ${token && hash(token)}, ${intervalSeconds}, ${exercises}, ${actor.name}, ${regionPath})`.execute(
      tx,
    );
    await record(tx, actor, 'warning.source.make', { kind: 'warning-source', id }, 'done', { name, kind });
    return { id, token };
  });
}

/** Switches a source on or off, or retires it. Its warnings stay. */
export async function changeSource(
  { db }: Context,
  actor: Actor,
  id: string,
  change: { readonly enabled: boolean } | 'retire',
): Promise<Refusal | undefined> {
  const visible = await withScope(db, actor.scope, (tx) =>
    sql`SELECT FROM warning_source WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
  );
  if (visible.rows.length === 0) {
    await auditOutside(db, actor, 'warning_source', id, 'parameter.write');
    return refuse('not-found');
  }
  return db.transaction().execute(async (tx) => {
    if (change === 'retire')
      await sql`UPDATE warning_source SET retired_at = now(), enabled = false WHERE id = ${id}`.execute(tx);
    else await sql`UPDATE warning_source SET enabled = ${change.enabled}, asked_at = NULL WHERE id = ${id}`.execute(tx);
    const facts = change === 'retire' ? { retired: 'yes' } : { enabled: change.enabled ? 'on' : 'off' };
    await record(tx, actor, 'warning.source.change', { kind: 'warning-source', id }, 'done', facts);
    return undefined;
  });
}

interface Row {
  readonly asked_at: Date | null;
  readonly heard_at: Date | null;
}

/** Sources with what came from them and what was refused, and why. */
export async function listSources(tx: Tx, only?: string): Promise<WarningSource[]> {
  const { rows } = await sql<Omit<WarningSource, 'askedAt' | 'heardAt' | 'refusals'> & Row>`
    SELECT s.id, s.name, s.kind, s.url, s.interval_s AS "intervalSeconds", s.exercises, s.enabled, r.name AS region, s.asked_at, s.heard_at,
      s.trouble, s.accepted::float8 AS accepted, s.duplicates::float8 AS duplicates
    FROM warning_source s JOIN region r ON r.path = s.region_path
    WHERE s.retired_at IS NULL AND (${only ?? null}::uuid IS NULL OR s.id = ${only ?? null}::uuid) ORDER BY s.name`.execute(
    tx,
  );
  const refused = await sql<{ source_id: string; reason: string; count: number; last_at: Date; last_detail: string }>`
    SELECT source_id, reason, count::float8 AS count, last_at, last_detail FROM warning_refusal ORDER BY count DESC`.execute(
    tx,
  );
  return rows.map(({ asked_at, heard_at, ...row }) => ({
    ...row,
    askedAt: asked_at?.getTime() ?? null,
    heardAt: heard_at?.getTime() ?? null,
    refusals: refused.rows
      .filter(({ source_id }) => source_id === row.id)
      .map(({ reason, count, last_at, last_detail }) => ({
        reason,
        count,
        lastAt: last_at.getTime(),
        lastDetail: last_detail,
      })),
  }));
}
