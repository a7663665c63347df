import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { limitSteps } from '@anlan/kernel/alarm';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { applyDueLimits } from './limits.ts';

const tags = ['报警 Alarms'];
const one = z.object({ id: z.uuid() });
const changeSchema = z.object({
  key: z.string(),
  value: z.number().nullable(),
  from: z.number(),
  reason: z.string(),
  by: z.string(),
  setBy: z.enum(['regulator', 'enterprise', 'record']),
  inForce: z.boolean(),
});
const limitsSchema = z.object({ limits: z.record(z.string(), z.number()), history: z.array(changeSchema) });
const inputSchema = z.strictObject({
  key: z.string().min(1).max(40),
  value: z.number().nullable().describe('null takes the limit away'),
  from: z.number().optional().describe('epoch ms; now when left out'),
  reason: z.string().trim().min(1).max(500),
});

const RULES = SYSTEMS.flatMap((system) => system.rules);
/** What was recorded with the point, before anybody changed it. */
const BASELINE = new Date(0);
/** A clock a little behind ours still means now. */
const SLACK_MS = 60_000;

/** Limits of a point with their history; a change has a reason and an instant, and is taken over by the rules at once. */
export const limitRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/points/:id/limits',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '测点限值与沿革 · Limits of a point and their history',
        params: one,
        response: responses(limitsSchema),
      },
    },
    async (request) => answer(await read(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/points/:id/limits',
    {
      onRequest: need('alarm.limit'),
      schema: {
        tags,
        summary: '修改限值 · Change a limit',
        params: one,
        body: inputSchema,
        response: responses(limitsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await change(context, actor, request.params.id, request.body));
      return answer(await read(context, actor, request.params.id));
    },
  );
};

async function read(context: Context, actor: Actor, id: string): Promise<z.infer<typeof limitsSchema> | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const point = await pointOf(tx, id);
    if (point === undefined) return undefined;
    const { rows } = await sql<z.infer<typeof changeSchema>>`
      SELECT key, value, (extract(epoch FROM valid_from) * 1000)::float8 AS "from", reason, by, set_by AS "setBy",
        id = first_value(id) OVER (PARTITION BY key, valid_from <= now() ORDER BY valid_from DESC, created_at DESC) AND valid_from <= now() AS "inForce"
      FROM point_limit WHERE point_id = ${id} ORDER BY valid_from DESC, created_at DESC LIMIT 500`.execute(tx);
    return { limits: point.limits, history: rows };
  });
  if (found !== undefined) return found;
  await auditOutside(context.db, actor, 'point', id, 'telemetry.read');
  return refuse('not-found');
}

interface PointRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly range_low: number | null;
  readonly range_high: number | null;
}

async function pointOf(tx: Tx, id: string): Promise<PointRow | undefined> {
  const { rows } = await sql<PointRow>`
    SELECT id, name, kind, limits, range_low, range_high FROM public.point WHERE id = ${id}`.execute(tx);
  return rows[0];
}

type Input = z.infer<typeof inputSchema>;

async function change(context: Context, actor: Actor, id: string, input: Input): Promise<undefined | Refusal> {
  const point = await withScope(context.db, actor.scope, (tx) => pointOf(tx, id));
  if (point === undefined) {
    await auditOutside(context.db, actor, 'point', id, 'alarm.limit');
    return refuse('not-found');
  }
  const wrong = checkInput(point, input);
  if (wrong !== undefined) return wrong;
  const now = new Date();
  const from = new Date(Math.max(input.from ?? 0, now.getTime()));
  const setBy = actor.scope.kind === 'organisation' ? 'enterprise' : 'regulator';
  return context.db.transaction().execute(async (tx) => {
    await sql`SELECT FROM public.point WHERE id = ${id} FOR UPDATE`.execute(tx);
    const loosened = setBy === 'enterprise' ? await checkRegulator(tx, point, input) : undefined;
    if (isRefusal(loosened)) return loosened;
    await keepBaseline(tx, id);
    await sql`
      INSERT INTO point_limit (id, point_id, key, value, valid_from, reason, by, set_by, region_path, organisation_id, sector)
      SELECT ${randomUUID()}, p.id, ${input.key}, ${input.value}, ${from}, ${input.reason}, ${actor.name}, ${setBy}, p.region_path,
        p.organisation_id, p.sector
      FROM public.point p WHERE p.id = ${id}`.execute(tx);
    await applyDueLimits(tx, now);
    // The rules read dated limits ahead of their time, so that no sample is judged by the wrong ones.
    await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    const { key, value, reason } = input;
    await record(tx, actor, 'alarm.limit', { kind: 'point', id }, 'done', {
      key,
      value,
      from: from.toISOString(),
      reason,
    });
    return undefined;
  });
}

function checkInput(point: PointRow, { key, value, from }: Input): Refusal | undefined {
  if (sideOf(point.kind, key) === undefined && point.limits[key] === undefined)
    return refuse('limit-key', { key }, 'key');
  if (from !== undefined && from < Date.now() - SLACK_MS) return refuse('limit-past', {}, 'from');
  const { range_low: low, range_high: high } = point;
  if (value === null || low === null || high === null || (value >= low && value <= high)) return undefined;
  return refuse('limit-range', { low, high }, 'value');
}

/** On which side of the value the limit lies, by the rules that watch the quantity. */
function sideOf(quantity: string, key: string): 'above' | 'below' | undefined {
  for (const { watches, condition } of RULES) {
    if (!watches.includes(quantity) || !limitSteps(condition).some(({ limit }) => limit === key)) continue;
    return condition.kind === 'below' ? 'below' : 'above';
  }
  return undefined;
}

/** What a regulator set, the enterprise may tighten but neither loosen nor take away. */
async function checkRegulator(tx: Tx, point: PointRow, { key, value }: Input): Promise<Refusal | undefined> {
  const { rows } = await sql<{ value: number | null }>`
    SELECT value FROM point_limit WHERE point_id = ${point.id} AND key = ${key} AND set_by = 'regulator'
    ORDER BY valid_from DESC, created_at DESC LIMIT 1`.execute(tx);
  const set = rows[0]?.value;
  if (set == null) return undefined;
  const looser = value === null || (sideOf(point.kind, key) === 'below' ? value < set : value > set);
  return looser ? refuse('limit-loosened', { value: set }, 'value') : undefined;
}

/** The first change of a point keeps the limits it was recorded with, so that older readings are judged by those. */
async function keepBaseline(tx: Tx, id: string): Promise<void> {
  await sql`
    INSERT INTO point_limit (id, point_id, key, value, valid_from, reason, by, set_by, applied_at, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), p.id, l.key, l.value::float8, ${BASELINE}, '建档', '系统', 'record', now(), p.region_path, p.organisation_id, p.sector
    FROM public.point p, jsonb_each_text(p.limits) l
    WHERE p.id = ${id} AND NOT EXISTS (SELECT FROM point_limit x WHERE x.point_id = p.id)`.execute(tx);
}
