import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { limitSteps, type Limits } from '@anlan/kernel/alarm';
import {
  backTestLinesSchema,
  backTestPointSchema,
  backTestSchema,
  drafted,
  triableRuleSchema,
  type BackTest,
  type BackTestPoint,
  type Draft,
} from '@anlan/kernel/back-test';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { instantSchema } from '../telemetry/time.ts';
import { create, testInput, triableRules, TRIABLE } from './create.ts';
import { publishTest } from './publish.ts';
import { backTests, linesOf } from './store.ts';

const tags = ['规则回测 Back-tests'];
const one = z.object({ id: z.uuid() });
const read = { onRequest: need('alarm.read') };
const change = { onRequest: need('alarm.limit') };

/** Changed rules run over stored readings before they hold: ask, follow, cancel, read, publish. */
export const backTestRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/back-tests',
    { ...read, schema: { tags, summary: '回测列表 · Tests', response: responses(z.array(backTestSchema)) } },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => backTests(tx)),
  );
  app.get(
    '/api/back-tests/rules',
    {
      ...read,
      schema: {
        tags,
        summary: '可回测的规则 · Rules that can be tried',
        response: responses(z.array(triableRuleSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, triableRules),
  );
  app.post(
    '/api/back-tests',
    {
      ...change,
      schema: {
        tags,
        summary: '回测一条规则 · Run a changed rule',
        body: testInput,
        response: responses(backTestSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const id = answer(await create(context, actor, request.body, Date.now()));
      return reply.code(201).send(answer(await found(context, actor, id)));
    },
  );
  app.get(
    '/api/back-tests/:id',
    { ...read, schema: { tags, summary: '一次回测 · One test', params: one, response: responses(backTestSchema) } },
    async (request) => answer(await found(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/back-tests/:id/lines',
    {
      ...read,
      schema: {
        tags,
        summary: '回测差异 · What differs',
        params: one,
        querystring: z.object({
          kind: z.enum(['added', 'removed', 'changed', 'missed', 'kept']).optional(),
          offset: z.coerce.number().int().min(0).max(100_000).default(0),
          size: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: responses(backTestLinesSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = answer(await found(context, actor, request.params.id));
      return withScope(context.db, actor.scope, (tx) => linesOf(tx, id, request.query.kind, request.query));
    },
  );
  app.get(
    '/api/back-tests/:id/points/:point',
    {
      ...read,
      schema: {
        tags,
        summary: '测点前后限值 · Limits of a point before and after',
        params: one.extend({ point: z.uuid() }),
        response: responses(backTestPointSchema),
      },
    },
    async (request) => answer(await pointOf(context, actorOf(request), request.params.id, request.params.point)),
  );
  app.post(
    '/api/back-tests/:id/cancel',
    { ...change, schema: { tags, summary: '取消回测 · Cancel', params: one, response: responses(backTestSchema) } },
    async (request) => {
      const actor = actorOf(request);
      answer(await cancel(context, actor, request.params.id));
      return answer(await found(context, actor, request.params.id));
    },
  );
  app.post(
    '/api/back-tests/:id/publish',
    {
      ...change,
      schema: {
        tags,
        summary: '按回测发布限值 · Publish what was tried',
        params: one,
        body: z.strictObject({
          from: instantSchema.optional().describe('epoch ms; now when left out'),
          reason: z.string().trim().min(1).max(500),
        }),
        response: responses(z.object({ changed: z.int() })),
      },
    },
    async (request) => ({
      changed: answer(await publishTest(context, actorOf(request), request.params.id, request.body)),
    }),
  );
};

async function found(context: Context, actor: Actor, id: string): Promise<BackTest | Refusal> {
  const [test] = await withScope(context.db, actor.scope, (tx) => backTests(tx, id));
  if (test !== undefined) return test;
  await auditOutside(context.db, actor, 'back_test', id, 'alarm.read');
  return refuse('not-found');
}

async function cancel(context: Context, actor: Actor, id: string): Promise<undefined | Refusal> {
  const test = await found(context, actor, id);
  if ('refused' in test) return test;
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      UPDATE back_test SET state = 'cancelled', ended_at = now() WHERE id = ${id} AND state IN ('waiting', 'running') RETURNING id`.execute(
      tx,
    );
    if (rows.length === 0) return refuse('back-test-ended');
    await record(tx, actor, 'back-test.cancel', { kind: 'back-test', id }, 'done', { number: test.number });
    return undefined;
  });
}

/** The limits a test judged a point by, and those of its draft. */
async function pointOf(context: Context, actor: Actor, id: string, point: string): Promise<BackTestPoint | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ rule: string; numbers: Draft; limits: Limits | null; own: Limits; name: string; unit: string }>`
      SELECT t.rule, t.numbers, t.limits -> p.id::text AS limits, p.limits AS own, p.name, p.unit
      FROM back_test t JOIN public.point p ON p.id = ${point} WHERE t.id = ${id}`.execute(tx),
  );
  const [row] = rows;
  const rule = row === undefined ? undefined : TRIABLE.get(row.rule);
  if (row === undefined || rule === undefined) return refuse('not-found');
  const before = row.limits ?? row.own;
  return {
    id: point,
    name: row.name,
    unit: row.unit,
    before: { ...before },
    after: { ...drafted(rule, before, row.numbers) },
    steps: limitSteps(rule.condition).map(({ limit, level, label }) => ({ key: limit, level, label })),
  };
}
