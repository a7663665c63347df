import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { riskAssessmentSchema, METHOD_KEYS } from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { assessmentOf, beginAssessment, completeAssessment, rewriteAssessment, rowInput } from './assessments.ts';
import { notFound } from './not-found.ts';
import { one } from '../prevention/inputs.ts';

const tags = ['双重预防 Dual prevention'];

export const assessmentRoutes: RouteModule = (app, context) => {
  const write = need('registry.write');
  const rows = z.array(rowInput).max(300);
  const read = async (actor: Actor, id: string) => {
    const found = await withScope(context.db, actor.scope, (tx) => assessmentOf(tx, id));
    return found ?? notFound(context, actor, 'risk_assessment', id);
  };
  app.get(
    '/api/risk-assessments/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '风险评估 · An assessment, its rows derived again',
        params: one,
        response: responses(riskAssessmentSchema),
      },
    },
    (request) => read(actorOf(request), request.params.id),
  );
  app.post(
    '/api/risk-assessments',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '开始风险评估 · Begin an assessment',
        body: z.strictObject({
          id: z.uuid(),
          riskPoint: z.uuid(),
          method: z.enum(METHOD_KEYS),
          title: z.string().trim().min(1).max(120),
          team: z.string().trim().max(200).nullish(),
          rows: rows.default([]),
        }),
        response: responses(riskAssessmentSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const begun = await beginAssessment(context, actor, request.body, Date.now());
      if (begun === undefined) return notFound(context, actor, 'risk_point', request.body.riskPoint);
      answer(begun);
      return reply.code(201).send(await read(actor, request.body.id));
    },
  );
  app.patch(
    '/api/risk-assessments/:id',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '修改评估的步骤 · Replace the rows of a draft',
        params: one,
        body: z.strictObject({ version: z.int().min(1), rows }),
        response: responses(riskAssessmentSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const done = await rewriteAssessment(context, actor, id, request.body);
      if (done === undefined) return notFound(context, actor, 'risk_assessment', id);
      answer(done);
      return read(actor, id);
    },
  );
  app.post(
    '/api/risk-assessments/:id/complete',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '完成评估并定级 · Complete: the risk point takes the level',
        params: one,
        body: z.strictObject({
          version: z.int().min(1),
          control: z.enum(['company', 'department', 'team', 'post']).optional(),
          responsible: z.string().trim().min(1).max(40).optional(),
        }),
        response: responses(riskAssessmentSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const done = await completeAssessment(context, actor, id, request.body, Date.now());
      if (done === undefined) return notFound(context, actor, 'risk_assessment', id);
      answer(done);
      return read(actor, id);
    },
  );
};
