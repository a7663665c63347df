import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['报警 Alarms'];
const DAY = 86_400_000;
/** Longest time out of service at once; after that somebody must say anew why. */
export const OUT_OF_SERVICE_DAYS = 30;
const spanInput = z.strictObject({ reason: z.string().trim().min(1).max(500), until: z.number().describe('epoch ms') });
const outSchema = z.object({
  id: z.string(),
  subjectKind: z.enum(['point', 'device']),
  subjectId: z.string(),
  subjectName: z.string(),
  reason: z.string(),
  from: z.number(),
  until: z.number(),
  by: z.string(),
});
const stateInput = spanInput.extend({
  state: z.string().trim().min(1).max(40).describe('maintenance, start-up, shutdown, …'),
});
const stateSchema = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  state: z.string(),
  reason: z.string(),
  from: z.number(),
  until: z.number(),
  by: z.string(),
});

/** Points, devices and units that are not judged for a while: out of service, or in a declared operating state. */
export const serviceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/out-of-service',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '停用清单 · Points and devices out of service',
        response: responses(z.array(outSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, outNow),
  );
  for (const [path, kind] of [
    ['points', 'point'],
    ['devices', 'device'],
  ] as const) {
    app.post(
      `/api/${path}/:id/out-of-service`,
      {
        onRequest: need('alarm.service'),
        schema: {
          tags,
          summary: '停用 · Put out of service with reason and end',
          params: z.object({ id: z.uuid() }),
          body: spanInput,
          response: responses(outSchema, 201),
        },
      },
      async (request, reply) =>
        reply.code(201).send(answer(await putOut(context, actorOf(request), kind, request.params.id, request.body))),
    );
  }
  app.post(
    '/api/out-of-service/:id/end',
    {
      onRequest: need('alarm.service'),
      schema: {
        tags,
        summary: '恢复使用 · Back into service',
        params: z.object({ id: z.uuid() }),
        response: responses(z.array(outSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await end(context, actor, 'out_of_service', request.params.id));
      return withScope(context.db, actor.scope, outNow);
    },
  );
  app.post(
    '/api/units/:id/state',
    {
      onRequest: need('alarm.service'),
      schema: {
        tags,
        summary: '声明运行状态 · Declare a unit’s operating state',
        params: z.object({ id: z.uuid() }),
        body: stateInput,
        response: responses(stateSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await declare(context, actorOf(request), request.params.id, request.body))),
  );
};

interface OutRow extends Omit<z.infer<typeof outSchema>, 'from' | 'until'> {
  from_at: Date;
  until_at: Date;
}

/** What is out of service now, soonest back first. */
async function outNow(tx: Tx): Promise<z.infer<typeof outSchema>[]> {
  const { rows } = await sql<OutRow>`
    SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", subject_name AS "subjectName", reason, from_at, until_at, by
    FROM out_of_service WHERE until_at > now() ORDER BY until_at LIMIT 1000`.execute(tx);
  return rows.map(({ from_at, until_at, ...row }) => ({ ...row, from: from_at.getTime(), until: until_at.getTime() }));
}

function wrongSpan(until: number, now: number): Refusal | undefined {
  const fits = until > now && until - now <= OUT_OF_SERVICE_DAYS * DAY;
  return fits ? undefined : refuse('out-of-service-span', { days: OUT_OF_SERVICE_DAYS }, 'until');
}

interface Owned {
  readonly name: string;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

async function putOut(
  context: Context,
  actor: Actor,
  kind: 'point' | 'device',
  id: string,
  { reason, until }: z.infer<typeof spanInput>,
): Promise<z.infer<typeof outSchema> | Refusal> {
  const now = new Date();
  const wrong = wrongSpan(until, now.getTime());
  if (wrong !== undefined) return wrong;
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
async function end(
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
async function declare(
  context: Context,
  actor: Actor,
  unit: string,
  { state, reason, until }: z.infer<typeof stateInput>,
): Promise<z.infer<typeof stateSchema> | Refusal> {
  const now = new Date();
  const wrong = wrongSpan(until, now.getTime());
  if (wrong !== undefined) return wrong;
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Owned>`
      SELECT d.name, p.region_path, p.organisation_id, p.sector FROM public.point p JOIN device d ON d.id = p.device_id
      WHERE p.unit_id = ${unit} OR p.tank_id = ${unit} OR (p.device_id = ${unit} AND p.unit_id IS NULL) LIMIT 1`.execute(
      tx,
    ),
  );
  const [owned] = rows;
  if (owned === undefined) {
    await auditOutside(context.db, actor, 'unit', unit, 'alarm.service');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
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
