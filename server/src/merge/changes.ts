import { sql } from 'kysely';
import type { z } from 'zod';
import { may, type Actor } from '@anlan/kernel/access';
import { canonical, merge, recordOf, type Change, type mergedSchema } from '@anlan/kernel/merge';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { auditOutside, record as audit } from '../audit/index.ts';
import { lacksVerb } from '../http/index.ts';
import { RECORD_KINDS, type RecordKind, type Sent } from './kinds.ts';

type Kept = z.infer<typeof mergedSchema>['history'][number];

interface Row {
  id: string;
  record: string;
  field: string;
  value: Change['value'];
  base: string[];
  ms: number;
  n: number;
  by: string;
  by_id: string;
  device: string;
  reason: string | null;
  received_at: Date;
  ahead: number | null;
  verdict: string | null;
}

const found = (record: string): { kind: RecordKind; key: string; id: string } | Refusal => {
  const named = recordOf(record);
  const kind = named === undefined ? undefined : RECORD_KINDS[named.kind];
  return named === undefined || kind === undefined ? refuse('not-found') : { kind, key: named.kind, id: named.id };
};

/**
 * Takes changes of one record, whatever order and however often they come: what is known already changes nothing. Answers
 * with the whole record as all its changes make it.
 */
export async function takeChanges(
  context: Context,
  actor: Actor,
  wish: { readonly record: string; readonly requestId: string; readonly changes: readonly Sent[] },
): Promise<z.infer<typeof mergedSchema> | Refusal> {
  const target = found(wish.record);
  if (isRefusal(target)) return target;
  const { kind, id } = target;
  if (!may(actor, kind.verb)) return lacksVerb(kind.verb);
  const visible = await seen(context.db, actor, kind, id);
  if (!visible) {
    await auditOutside(context.db, actor, kind.table, id, 'field.change');
    return refuse('not-found');
  }
  const outcome = await context.db.transaction().execute(async (tx) => {
    const place = await kind.lock(tx, id);
    const fresh = await unknown(tx, wish);
    if (isRefusal(fresh) || fresh.length === 0) return fresh;
    const wrong = place.closed
      ? refuse('case-state', { state: both('已归档', 'archived'), action: both('修改', 'changing it') })
      : await kind.check(tx, id, fresh, actor);
    if (wrong !== undefined) return wrong;
    for (const change of fresh)
      await sql`
        INSERT INTO field_change (id, record, field, value, base, ms, n, by, by_id, device, reason, request_id, region_path, organisation_id, sector)
        VALUES (${change.id}, ${wish.record}, ${change.field}, ${JSON.stringify(change.value)}::jsonb, ${[...change.base]}::uuid[], ${change.at.ms},
          ${change.at.n}, ${actor.name}, ${actor.personId}, ${change.device}, ${change.reason}, ${wish.requestId}, ${place.regionPath},
          ${place.organisationId}, ${place.sector})`.execute(tx);
    const all = await rowsOf(tx, wish.record);
    await kind.apply(tx, id, merge(all.map(changeOf)), actor);
    await audit(tx, actor, 'field.change', { kind: kind.table, id }, 'done', {
      fields: fresh.map(({ field }) => field),
    });
    return fresh;
  });
  return isRefusal(outcome) ? outcome : readChanges(context, actor, wish.record);
}

/** What is new of the sent; an id that stands for something else is refused. */
async function unknown(
  tx: Tx,
  { record, changes }: { readonly record: string; readonly changes: readonly Sent[] },
): Promise<Sent[] | Refusal> {
  const { rows } = await sql<Row>`
    SELECT *, NULL AS ahead, NULL AS verdict FROM field_change WHERE id = ANY (${changes.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const forged = changes.find((change) => {
    const row = known.get(change.id);
    return (
      row !== undefined &&
      (row.record !== record || canonical(changeOf(row)) !== canonical({ ...change, record, by: row.by }))
    );
  });
  if (forged !== undefined) return refuse('already-exists', { field: both('变更编号', 'change'), value: forged.id });
  const once = new Map(changes.map((change) => [change.id, change]));
  return [...once.values()].filter(({ id }) => !known.has(id));
}

/** A record's changes, and what they make of it. */
export async function readChanges(
  context: Context,
  actor: Actor,
  record: string,
): Promise<z.infer<typeof mergedSchema> | Refusal> {
  const target = found(record);
  if (isRefusal(target)) return target;
  if (!(await seen(context.db, actor, target.kind, target.id))) return refuse('not-found');
  const rows = await rowsOf(context.db, record);
  const kept = new Map(rows.map((row) => [row.id, keptOf(row)]));
  const { fields, conflicts } = merge(rows.map(changeOf));
  const full = ({ id }: Change): Kept => kept.get(id) as Kept;
  return {
    record,
    fields: Object.fromEntries(
      Object.entries(fields).map(([key, field]) => [key, { ...field, standing: [...field.standing] }]),
    ),
    conflicts: conflicts.map(({ field, versions }) => ({ field, versions: versions.map(full) })),
    history: rows.map((row) => kept.get(row.id) as Kept),
  };
}

async function seen(db: Database, actor: Actor, kind: RecordKind, id: string): Promise<boolean> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql`SELECT FROM ${sql.table(kind.table)} WHERE id = ${id}`.execute(tx),
  );
  return rows.length > 0;
}

/** Whoever may see the record may see its history: it is asked for after the record was. */
async function rowsOf(db: Database | Tx, record: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT c.*, e.clock_ahead_ms AS ahead, e.verdict FROM field_change c LEFT JOIN envelope e ON e.id = c.request_id
    WHERE c.record = ${record} ORDER BY c.received_at, c.ms, c.n, c.id`.execute(db);
  return rows;
}

function changeOf(row: Row): Change {
  const { id, record, field, value, base, by, device, reason } = row;
  return { id, record, field, value, base, at: { ms: row.ms, n: row.n }, by, device, reason };
}

function keptOf(row: Row): Kept {
  const change = changeOf(row);
  return {
    ...change,
    base: [...change.base],
    receivedAt: row.received_at.getTime(),
    offset: row.ahead,
    verdict: row.verdict ?? 'unsigned',
  };
}
