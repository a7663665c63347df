import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { instantSchema } from '../telemetry/time.ts';
import { changeLimit, type LimitedPoint } from './limit-change.ts';
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
  backTest: z.string().nullable(),
});
const limitsSchema = z.object({ limits: z.record(z.string(), z.number()), history: z.array(changeSchema) });
const inputSchema = z.strictObject({
  key: z.string().min(1).max(80).describe('H, first, …, or a number of a rule at this point: level-high.onDelay'),
  value: z.number().nullable().describe('null takes the limit away'),
  from: instantSchema.optional().describe('epoch ms; now when left out'),
  reason: z.string().trim().min(1).max(500),
  backTest: z.uuid().optional().describe('the finished back-test that the change was tried by'),
});

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
      SELECT key, value, (extract(epoch FROM valid_from) * 1000)::float8 AS "from", reason, by, set_by AS "setBy", back_test_id AS "backTest",
        id = first_value(id) OVER (PARTITION BY key, valid_from <= now() ORDER BY valid_from DESC, created_at DESC) AND valid_from <= now() AS "inForce"
      FROM point_limit WHERE point_id = ${id} ORDER BY valid_from DESC, created_at DESC LIMIT 500`.execute(tx);
    return { limits: point.limits, history: rows };
  });
  if (found !== undefined) return found;
  await auditOutside(context.db, actor, 'point', id, 'telemetry.read');
  return refuse('not-found');
}

async function pointOf(tx: Tx, id: string): Promise<LimitedPoint | undefined> {
  const { rows } = await sql<LimitedPoint>`
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
  const { key, value, reason, backTest } = input;
  if (input.from !== undefined && input.from < Date.now() - SLACK_MS) return refuse('limit-past', {}, 'from');
  const tried = backTest === undefined ? undefined : await triedIn(context, actor, backTest, id);
  if (isRefusal(tried)) return tried;
  const now = new Date();
  const from = new Date(Math.max(input.from ?? 0, now.getTime()));
  const setBy = actor.scope.kind === 'organisation' ? 'enterprise' : 'regulator';
  return context.db.transaction().execute(async (tx) => {
    const refused = await changeLimit(tx, point, {
      key,
      value,
      from,
      reason,
      by: actor.name,
      setBy,
      ...(backTest === undefined ? {} : { backTest }),
    });
    if (refused !== undefined) return refused;
    await applyDueLimits(tx, now);
    // The rules read dated limits ahead of their time, so that no sample is judged by the wrong ones.
    await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    const facts = { key, value, from: from.toISOString(), reason, ...(backTest === undefined ? {} : { backTest }) };
    await record(tx, actor, 'alarm.limit', { kind: 'point', id }, 'done', facts);
    return undefined;
  });
}

/** A change may refer to a finished test that its point was part of. */
async function triedIn(context: Context, actor: Actor, test: string, point: string): Promise<Refusal | undefined> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql`SELECT FROM back_test WHERE id = ${test} AND state = 'done' AND ${point} = ANY(points)`.execute(tx),
  );
  return rows.length === 0 ? refuse('back-test-not-done', {}, 'backTest') : undefined;
}
