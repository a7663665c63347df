import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { INSPECTION_FIELDS, type Inspection } from '@anlan/kernel/merge';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { sideOf } from '../case/doer.ts';
import { lacksVerb } from '../http/index.ts';
import { nextNumber } from '../number/next.ts';

interface Row {
  id: string;
  number: string;
  enterprise: string;
  enterprise_name: string;
  region_name: string;
  sector: string | null;
  opened_at: Date;
  opened_by: string;
  changed_at: Date;
  conflicts: number;
  fields: Record<string, unknown>;
  closed_at: Date | null;
  verdict: string | null;
}

const view = (row: Row): Inspection => ({
  id: row.id,
  number: row.number,
  enterprise: row.enterprise,
  enterpriseName: row.enterprise_name,
  regionName: row.region_name,
  sector: row.sector,
  openedAt: row.opened_at.getTime(),
  openedBy: row.opened_by,
  changedAt: row.changed_at.getTime(),
  conflicts: row.conflicts,
  filled: Object.keys(INSPECTION_FIELDS).filter((key) => row.fields[key] != null && row.fields[key] !== '').length,
  closedAt: row.closed_at?.getTime() ?? null,
  verdict: row.verdict ?? 'unsigned',
});

const SELECT = sql`
  SELECT i.*, r.name AS region_name, null::text AS verdict FROM inspection_record i JOIN region r ON r.path = i.region_path`;

/** Newest records of the scope; `open` narrows to those that are not closed, `enterprise` to one. */
export async function listInspections(
  { db }: Context,
  actor: Actor,
  wish: {
    readonly open?: '1' | undefined;
    readonly enterprise?: string | undefined;
    readonly conflicts?: '1' | undefined;
    readonly size: number;
  },
): Promise<Inspection[]> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<Row>`
      ${SELECT} WHERE (${wish.open ?? null}::text IS NULL OR i.closed_at IS NULL)
        AND (${wish.conflicts ?? null}::text IS NULL OR i.conflicts > 0)
        AND (${wish.enterprise ?? null}::uuid IS NULL OR i.enterprise = ${wish.enterprise ?? null}::uuid)
      ORDER BY i.opened_at DESC LIMIT ${wish.size}`.execute(tx),
  );
  return rows.map(view);
}

export async function readInspection({ db }: Context, actor: Actor, id: string): Promise<Inspection | Refusal> {
  const { rows } = await withScope(db, actor.scope, (tx) => sql<Row>`${SELECT} WHERE i.id = ${id}`.execute(tx));
  const [row] = rows;
  if (row === undefined) {
    await auditOutside(db, actor, 'inspection_record', id, 'inspection.read');
    return refuse('not-found');
  }
  const signed = await sql<{ verdict: string }>`
    SELECT e.verdict FROM inspection_record i JOIN envelope e ON e.id = i.request_id WHERE i.id = ${id}`.execute(db);
  return view({ ...row, verdict: signed.rows[0]?.verdict ?? null });
}

/** A file that stands in a record's fields, or stood there before: only whoever sees the record reads it. */
export async function inspectionFile(
  context: Context,
  actor: Actor,
  id: string,
  sha256: string,
): Promise<{ type: string; content: NonNullable<Awaited<ReturnType<Context['files']['read']>>> } | Refusal> {
  const seen = await readInspection(context, actor, id);
  if ('refused' in seen) return seen;
  const { rows } = await sql<{ type: string }>`
    SELECT u.type FROM field_change c JOIN upload u ON u.sha256 = ${sha256}
    WHERE c.record = ${`inspection/${id}`} AND c.field LIKE '%:' || ${sha256} LIMIT 1`.execute(context.db);
  const content = rows[0] === undefined ? undefined : await context.files.read(sha256);
  return rows[0] === undefined || content === undefined ? refuse('not-found') : { type: rows[0].type, content };
}

/** Begins the record of an inspection; the id is the phone's own, so that it can be filled in before it arrives. */
export async function openInspection(
  context: Context,
  actor: Actor,
  wish: { readonly id: string; readonly requestId: string; readonly enterprise: string; readonly openedAt: number },
): Promise<Inspection | Refusal> {
  if (!may(actor, 'case.report') || sideOf(actor) !== 'authority') return lacksVerb('case.report');
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ id: string; name: string; region_path: string; sector: string | null; demonstration: boolean }>`
      SELECT id, name, region_path, sector, demonstration FROM enterprise WHERE id = ${wish.enterprise} AND retired_at IS NULL`.execute(
      tx,
    ),
  );
  const [firm] = rows;
  if (firm === undefined) return refuse('not-found');
  const now = Date.now();
  const taken = await context.db.transaction().execute(async (tx) => {
    const known = await sql<{ opened_by_id: string; enterprise: string }>`
      SELECT opened_by_id, enterprise FROM inspection_record WHERE id = ${wish.id} FOR UPDATE`.execute(tx);
    const [before] = known.rows;
    if (before !== undefined)
      return before.opened_by_id === actor.personId && before.enterprise === firm.id
        ? undefined
        : refuse('already-exists', { field: both('检查记录', 'record'), value: wish.id });
    const number = await nextNumber(tx, 'XJ', now);
    const made = await sql`
      INSERT INTO inspection_record (id, number, enterprise, enterprise_name, region_path, sector, opened_at, opened_by, opened_by_id, request_id, demonstration)
      VALUES (${wish.id}, ${number}, ${firm.id}, ${firm.name}, ${firm.region_path}, ${firm.sector}, ${new Date(Math.min(wish.openedAt, now))},
        ${actor.name}, ${actor.personId}, ${wish.requestId}, ${firm.demonstration}) ON CONFLICT DO NOTHING RETURNING 1`.execute(
      tx,
    );
    if (made.rows.length > 0)
      await record(tx, actor, 'inspection.open', { kind: 'inspection_record', id: wish.id }, 'done', { number });
    return undefined;
  });
  return taken ?? readInspection(context, actor, wish.id);
}

/** Closes a record: from then on the enterprise sees it and no field changes. Not while two versions stand. */
export async function closeInspection(context: Context, actor: Actor, id: string): Promise<Inspection | Refusal> {
  if (!may(actor, 'case.report') || sideOf(actor) !== 'authority') return refuse('not-found');
  const seen = await readInspection(context, actor, id);
  if ('refused' in seen) return seen;
  const refused = await context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ conflicts: number; closed_at: Date | null }>`
      SELECT conflicts, closed_at FROM inspection_record WHERE id = ${id} FOR UPDATE`.execute(tx);
    const { conflicts, closed_at } = rows[0]!;
    if (closed_at !== null) return undefined;
    if (conflicts > 0) return refuse('changes-in-conflict', { count: conflicts });
    await sql`
      UPDATE inspection_record SET closed_at = now(), closed_by = ${actor.name}, organisation_id = enterprise WHERE id = ${id}`.execute(
      tx,
    );
    await sql`
      UPDATE field_change SET organisation_id = (SELECT enterprise FROM inspection_record WHERE id = ${id})
      WHERE record = ${`inspection/${id}`}`.execute(tx);
    await record(tx, actor, 'inspection.close', { kind: 'inspection_record', id }, 'done');
    return undefined;
  });
  return refused ?? readInspection(context, actor, id);
}
