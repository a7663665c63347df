import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { OPERATING_STATES, type OperatingState } from '@anlan/kernel/alarm';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { practiceAt } from './practice.ts';

const DAY = 86_400_000;
export const spanInput = z.strictObject({
  reason: z.string().trim().min(1).max(500),
  until: z.number().describe('epoch ms'),
});
export const outSchema = z.object({
  id: z.string(),
  subjectKind: z.enum(['point', 'device']),
  subjectId: z.string(),
  subjectName: z.string(),
  reason: z.string(),
  from: z.number(),
  until: z.number(),
  by: z.string(),
});
export const stateInput = spanInput.extend({ state: z.enum(Object.keys(OPERATING_STATES) as OperatingState[]) });
export const stateSchema = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  state: z.string(),
  reason: z.string(),
  from: z.number(),
  until: z.number(),
  by: z.string(),
});

const unitSchema = z.object({
  id: z.string(),
  name: z.string(),
  points: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  state: stateSchema.nullable(),
});
export const standingSchema = z.object({ units: z.array(unitSchema), outOfService: z.array(outSchema) });

interface OutRow extends Omit<z.infer<typeof outSchema>, 'from' | 'until'> {
  from_at: Date;
  until_at: Date;
}

/** What is out of service now, soonest back first. */
export async function outNow(tx: Tx, subjects?: readonly string[]): Promise<z.infer<typeof outSchema>[]> {
  const of = subjects === undefined ? sql`` : sql`AND subject_id = ANY(${subjects})`;
  const { rows } = await sql<OutRow>`
    SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", subject_name AS "subjectName", reason, from_at, until_at, by
    FROM out_of_service WHERE until_at > now() ${of} ORDER BY until_at LIMIT 1000`.execute(tx);
  return rows.map(({ from_at, until_at, ...row }) => ({ ...row, from: from_at.getTime(), until: until_at.getTime() }));
}

interface StateRow extends Omit<z.infer<typeof stateSchema>, 'from' | 'until'> {
  from_at: Date;
  until_at: Date;
}

/** Declared states that hold now, soonest over first; of some units only where they are named. */
export async function statesNow(tx: Tx, units?: readonly string[]): Promise<z.infer<typeof stateSchema>[]> {
  const of = units === undefined ? sql`` : sql`AND unit_id = ANY(${units})`;
  const { rows } = await sql<StateRow>`
    SELECT id, unit_id AS "unitId", unit_name AS "unitName", state, reason, from_at, until_at, by
    FROM unit_state WHERE until_at > now() ${of} ORDER BY until_at LIMIT 1000`.execute(tx);
  return rows.map(({ from_at, until_at, ...row }) => ({ ...row, from: from_at.getTime(), until: until_at.getTime() }));
}

/** What a point belongs to when it is judged: its unit, its tank, else the device itself. */
const UNIT = sql`coalesce(p.unit_id, p.tank_id, p.device_id)`;

export async function standingOf(tx: Tx, device: string): Promise<z.infer<typeof standingSchema> | undefined> {
  const seen = await sql`SELECT FROM device WHERE id = ${device}`.execute(tx);
  if (seen.rows.length === 0) return undefined;
  const { rows: units } = await sql<Omit<z.infer<typeof unitSchema>, 'state'>>`
    SELECT ${UNIT} AS id, coalesce(max(t.name), max(d.name)) AS name,
      jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'kind', p.kind) ORDER BY p.name) AS points
    FROM public.point p JOIN device d ON d.id = p.device_id LEFT JOIN tank t ON t.id = coalesce(p.unit_id, p.tank_id)
    WHERE p.device_id = ${device} GROUP BY 1 ORDER BY 2`.execute(tx);
  const states = new Map(
    (
      await statesNow(
        tx,
        units.map(({ id }) => id),
      )
    ).map((state) => [state.unitId, state]),
  );
  const subjects = new Set([device, ...units.flatMap(({ points }) => points.map(({ id }) => id))]);
  return {
    units: units.map((unit) => ({ ...unit, state: states.get(unit.id) ?? null })),
    outOfService: await outNow(tx, [...subjects]),
  };
}

/** After the longest time out of service at once somebody must say anew why. */
async function wrongSpan(tx: Tx, place: string, until: number, now: number): Promise<Refusal | undefined> {
  const { outOfServiceDays: days } = await practiceAt(tx, place, now);
  const fits = until > now && until - now <= days * DAY;
  return fits ? undefined : refuse('out-of-service-span', { days }, 'until');
}

interface Owned {
  readonly name: string;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

export async function putOut(
  context: Context,
  actor: Actor,
  kind: 'point' | 'device',
  id: string,
  { reason, until }: z.infer<typeof spanInput>,
): Promise<z.infer<typeof outSchema> | Refusal> {
  const now = new Date();
  const columns = sql`name, region_path, organisation_id, sector`;
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Owned>`SELECT ${columns} FROM ${sql.id('public', kind)} WHERE id = ${id}`.execute(tx),
  );
  const [owned] = rows;
  if (owned === undefined) {
    await auditOutside(context.db, actor, kind, id, 'alarm.service');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    const wrong = await wrongSpan(tx, owned.region_path, until, now.getTime());
    if (wrong !== undefined) return wrong;
    await sql`SELECT FROM ${sql.id('public', kind)} WHERE id = ${id} FOR UPDATE`.execute(tx);
    const before = await sql<{ until_at: Date }>`
      SELECT until_at FROM out_of_service WHERE subject_id = ${id} AND until_at > ${now} LIMIT 1`.execute(tx);
    const known = before.rows[0];
    if (known !== undefined) return refuse('already-out-of-service', { until: known.until_at.toISOString() });
    const row = { id: randomUUID(), subjectKind: kind, subjectId: id, subjectName: owned.name, reason, by: actor.name };
    await sql`
      INSERT INTO out_of_service (id, subject_kind, subject_id, subject_name, reason, from_at, until_at, by, region_path, organisation_id, sector)
      VALUES (${row.id}, ${kind}, ${id}, ${owned.name}, ${reason}, ${now}, ${new Date(until)}, ${actor.name}, ${owned.region_path},
        ${owned.organisation_id}, ${owned.sector})`.execute(tx);
    await sql`SELECT pg_notify('registry', ${kind})`.execute(tx);
    await record(tx, actor, 'alarm.service', { kind, id }, 'done', { reason, until: new Date(until).toISOString() });
    return { ...row, from: now.getTime(), until };
  });
}

/** Ends a span before its time. */
export async function end(
  context: Context,
  actor: Actor,
  table: 'out_of_service' | 'unit_state',
  id: string,
): Promise<undefined | Refusal> {
  const visible = await withScope(context.db, actor.scope, (tx) =>
    sql`SELECT FROM ${sql.id(table)} WHERE id = ${id} AND until_at > now()`.execute(tx),
  );
  if (visible.rows.length === 0) {
    await auditOutside(context.db, actor, table, id, 'alarm.service');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await sql`UPDATE ${sql.id(table)} SET until_at = greatest(now(), from_at), ended_by = ${actor.name} WHERE id = ${id}`.execute(
      tx,
    );
    await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    await record(tx, actor, 'alarm.service', { kind: table, id }, 'done', { ended: true });
    return undefined;
  });
}

/** A new state ends the one before it. */
export async function declare(
  context: Context,
  actor: Actor,
  unit: string,
  { state, reason, until }: z.infer<typeof stateInput>,
): Promise<z.infer<typeof stateSchema> | Refusal> {
  const now = new Date();
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Owned>`
      SELECT coalesce(t.name, d.name) AS name, p.region_path, p.organisation_id, p.sector
      FROM public.point p JOIN device d ON d.id = p.device_id LEFT JOIN tank t ON t.id = coalesce(p.unit_id, p.tank_id)
      WHERE p.unit_id = ${unit} OR p.tank_id = ${unit} OR (p.device_id = ${unit} AND p.unit_id IS NULL) LIMIT 1`.execute(
      tx,
    ),
  );
  const [owned] = rows;
  if (owned === undefined) {
    // A unit is a tank, or a device whose points belong to none.
    for (const table of ['tank', 'device']) await auditOutside(context.db, actor, table, unit, 'alarm.service');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    const wrong = await wrongSpan(tx, owned.region_path, until, now.getTime());
    if (wrong !== undefined) return wrong;
    await sql`UPDATE unit_state SET until_at = ${now}, ended_by = ${actor.name} WHERE unit_id = ${unit} AND until_at > ${now}`.execute(
      tx,
    );
    const row = { id: randomUUID(), unitId: unit, unitName: owned.name, state, reason, by: actor.name };
    await sql`
      INSERT INTO unit_state (id, unit_id, unit_name, state, reason, from_at, until_at, by, region_path, organisation_id, sector)
      VALUES (${row.id}, ${unit}, ${owned.name}, ${state}, ${reason}, ${now}, ${new Date(until)}, ${actor.name}, ${owned.region_path},
        ${owned.organisation_id}, ${owned.sector})`.execute(tx);
    await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    await record(tx, actor, 'alarm.service', { kind: 'unit', id: unit }, 'done', { state, reason });
    return { ...row, from: now.getTime(), until };
  });
}
