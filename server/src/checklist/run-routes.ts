import { sql } from 'kysely';
import { z } from 'zod';
import { endOf, dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import {
  answerChangeSchema,
  runDetailSchema,
  runViewSchema,
  signatureSchema,
  type RunDetail,
} from '@anlan/kernel/checklist';
import { isRefusal, refuse, type Refusal, both, named } from '@anlan/kernel/refusal';
import { answersTakenSchema, checkRunsSchema, MAY_CHECK } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { allOrNothing } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { listRuns, mayAnswer, mineOf, readDetail, runWishSchema } from './read.ts';
import type { RunRow } from './rows.ts';
import { answerRun, createRun, finishRun } from './runs.ts';

const HOUR = 3_600_000;
const tags = ['检查清单 Checklist'];
const one = z.object({ id: z.uuid() });

/** Checks: the list, mine, one with its items, answers field by field, the end of it. */
export const runRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/checks',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '检查记录 · Checks in scope',
        querystring: runWishSchema,
        response: responses(checkRunsSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => listRuns(tx, request.query)),
  );
  app.get(
    '/api/checks/mine',
    {
      onRequest: need('check.answer'),
      schema: { tags, summary: '我今天的检查 · Checks I can make now', response: responses(z.array(runViewSchema)) },
    },
    (request) => {
      const actor = actorOf(request);
      return withScope(context.db, actor.scope, (tx) => mineOf(tx, actor, Date.now()));
    },
  );
  app.get(
    '/api/checks/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一次检查 · One check with its items',
        params: one,
        response: responses(runDetailSchema),
      },
    },
    async (request) => answer(await detail(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/checks',
    {
      onRequest: need('check.answer'),
      schema: {
        tags,
        summary: '开始一次检查 · Begin a check of an enterprise from the present list',
        body: z.strictObject({
          id: z.uuid().optional().describe('made by the sender: sent twice it is one check'),
          enterprise: z.uuid(),
          dueOn: z.iso.date().optional(),
        }),
        response: responses(runDetailSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const run = answer(await begin(context, actor, request.body));
      return reply.code(201).send(answer(await detail(context, actor, run.id)));
    },
  );
  app.post(
    '/api/checks/:id/answers',
    {
      onRequest: need('check.answer'),
      schema: {
        tags,
        summary: '答检查项 · Answers field by field; what is sent again changes nothing',
        params: one,
        body: z.strictObject({
          changes: z.array(answerChangeSchema).max(500),
          finish: z.boolean().default(false),
          finishedAt: z.int().optional().describe('when it was made on the device, epoch ms'),
          signature: signatureSchema.optional(),
        }),
        response: responses(answersTakenSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { changes, finish, finishedAt, signature } = request.body;
      const done = answer(
        await act(context, actor, id, async (tx, run) => {
          const now = Date.now();
          const taken =
            changes.length === 0 ? { taken: 0, known: 0 } : await answerRun(tx, id, changes, doerOf(actor), now);
          if (isRefusal(taken) || !finish) return taken;
          const longest = (await valuesFor(tx, run.region_path, now)).number('check.sent-later') * HOUR;
          // A device's own time counts for as long as a shift may be without signal, and never before the check began.
          const madeAt = Math.min(now, Math.max(finishedAt ?? now, now - longest, run.opens_at.getTime()));
          const ended = await finishRun(tx, id, doerOf(actor), now, { madeAt, signature });
          return isRefusal(ended) ? ended : taken;
        }),
      );
      return { ...done, detail: answer(await detail(context, actor, id)) };
    },
  );
  app.get(
    '/api/checks/:id/photos/:sha256',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '看检查附件 · A photo or voice note of an answer, or the signature',
        params: one.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql`
          SELECT FROM check_answer WHERE run_id = ${id} AND ${sha256} = ANY (photos || voices)
          UNION ALL SELECT FROM check_run WHERE id = ${id} AND signature ->> 'sha256' = ${sha256}`.execute(tx),
      );
      const content = rows.length === 0 ? undefined : await context.files.read(sha256);
      if (content === undefined) return answer(refuse('not-found'));
      const type = await sql<{ type: string }>`SELECT type FROM upload WHERE sha256 = ${sha256} LIMIT 1`.execute(
        context.db,
      );
      return reply
        .type(type.rows[0]?.type ?? 'image/png')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .send(content);
    },
  );
};

async function detail(context: Context, actor: Actor, id: string): Promise<RunDetail | Refusal> {
  const found = await withScope(context.db, actor.scope, (tx) => readDetail(tx, actor, id));
  if (found !== undefined) return found;
  await auditOutside(context.db, actor, 'check_run', id, 'check.read');
  return refuse('not-found');
}

/** An act on a check that the actor sees and may make, as the owner, with the outbox's lock before any row. */
async function act<T>(
  context: Context,
  actor: Actor,
  id: string,
  work: (tx: Tx, run: RunRow) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<RunRow>`SELECT * FROM check_run WHERE id = ${id}`.execute(tx),
  );
  const [run] = rows;
  if (run === undefined) {
    await auditOutside(context.db, actor, 'check_run', id, 'check.answer');
    return refuse('not-found');
  }
  if (!mayAnswer(actor, run)) return notYours(run);
  if (run.opens_at.getTime() > Date.now()) return refuse('check-not-open', { opens: dayOf(run.opens_at.getTime()) });
  // A refusal undoes what was taken with it: answers and end are one act.
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const result = await work(tx, run);
    if (isRefusal(result)) return result;
    await record(tx, actor, 'check.answer', { kind: 'check-run', id }, 'done', { number: run.number });
    return result;
  });
}

function notYours(run: RunRow): Refusal {
  const side = run.use === 'self' ? both('本企业', 'the enterprise itself') : both('监管部门', 'the authority');
  const who = run.tier === null ? side : named(MAY_CHECK[run.tier]);
  return refuse('check-tier', { title: run.title, who });
}

/** An officer's check of an enterprise in scope, or an enterprise's own beyond its rounds. */
async function begin(
  context: Context,
  actor: Actor,
  { id, enterprise, dueOn }: { id?: string | undefined; enterprise: string; dueOn?: string | undefined },
): Promise<RunRow | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ name: string }>`SELECT name FROM enterprise WHERE id = ${enterprise} AND retired_at IS NULL`.execute(tx),
  );
  if (rows[0] === undefined) {
    await auditOutside(context.db, actor, 'enterprise', enterprise, 'check.begin');
    return refuse('not-found');
  }
  const now = Date.now();
  const own = actor.scope.kind === 'organisation';
  return context.db.transaction().execute(async (tx) => {
    const run = await createRun(tx, {
      ...(id === undefined ? {} : { id }),
      use: own ? 'self' : 'enforcement',
      organisationId: enterprise,
      title: own ? '自行安排的自查' : '现场执法检查',
      period: dayOf(now),
      opensAt: now,
      dueAt: endOf(dueOn ?? dayOf(now)),
    });
    if (!isRefusal(run))
      await record(tx, actor, 'check.begin', { kind: 'check-run', id: run.id }, 'done', { number: run.number });
    return run;
  });
}
