import { z } from 'zod';
import { caseViewSchema } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { assignmentSchema, contractReportSchema, contractSchema, visitSchema } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { caseView } from '../case/row.ts';
import { actorOf, answer, need, noContent, responses, type App, type RouteModule } from '../http/index.ts';
import { addTargets, assign, withdraw } from './assign.ts';
import { contractReport, listContracts } from './contracts.ts';
import { evaluate, pay } from './service.ts';
import { addFinding, readVisit, reportVisit, visitsOf } from './visits.ts';

const tags = ['专家服务 Expert inspection'];
const LABELS = {
  expert: { zh: '专家', en: 'Expert' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  enterprises: { zh: '企业', en: 'Enterprises' },
  dueOn: { zh: '完成期限', en: 'Due' },
  yuan: { zh: '金额', en: 'Amount' },
  paidOn: { zh: '支付日期', en: 'Paid on' },
  stage: { zh: '阶段', en: 'Stage' },
  title: { zh: '隐患', en: 'What is wrong' },
  summary: { zh: '检查小结', en: 'Summary' },
};
const one = z.object({ id: z.uuid() });
const made = z.object({ id: z.string() });
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);
const score = z.int().min(1).max(5);
const finding = z.strictObject({
  requestId: z.uuid(),
  input: z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()])),
  files: z
    .array(
      z.strictObject({
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        name: z.string().max(120).nullable().optional(),
        takenAt: z.int().nullable().optional(),
        lon: z.number().nullable().optional(),
        lat: z.number().nullable().optional(),
      }),
    )
    .max(20)
    .default([]),
});

/** Purchased expert inspection (S66): contracts and what came of them, assignments, visits, payment, evaluation. */
export const expertRoutes: RouteModule = (app, context) => {
  readingRoutes(app, context);
  contractRoutes(app, context);
  visitRoutes(app, context);
};

const readingRoutes = (app: App, context: Context): void => {
  app.get(
    '/api/expert/contracts',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '合同与成效 · Contracts and what came of them',
        response: responses(z.array(contractSchema)),
      },
    },
    (request) => listContracts(context, actorOf(request)),
  );
  app.get(
    '/api/expert/contracts/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '合同报告 · Report of a contract',
        params: one,
        response: responses(contractReportSchema),
      },
    },
    async (request) => answer(await contractReport(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/expert/visits',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '派单 · Visits in scope', response: responses(z.array(assignmentSchema)) },
    },
    (request) => visitsOf(context, actorOf(request)),
  );
  app.get(
    '/api/expert/visits/:id',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '一次检查 · One visit', params: one, response: responses(visitSchema) },
    },
    async (request) => answer(await readVisit(context, actorOf(request), request.params.id)),
  );
};

const contractRoutes = (app: App, context: Context): void => {
  const onRequest = need('contract.write');
  const config = { labels: LABELS };
  app.post(
    '/api/expert/contracts/:id/targets',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '增加覆盖企业 · Add enterprises',
        params: one,
        body: z.strictObject({ enterprises: z.array(z.uuid()).min(1).max(500) }),
        response: responses(z.object({ added: z.int() })),
      },
    },
    async (request) => ({
      added: answer(await addTargets(context, actorOf(request), request.params.id, request.body.enterprises)),
    }),
  );
  app.post(
    '/api/expert/contracts/:id/assignments',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '派专家 · Send an expert',
        params: one,
        body: z.strictObject({ expert: z.uuid(), enterprise: z.uuid(), dueOn: z.iso.date() }),
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await assign(context, actorOf(request), { contract: request.params.id, ...request.body }));
      return reply.code(201).send({ id });
    },
  );
  app.post(
    '/api/expert/visits/:id/withdraw',
    {
      onRequest,
      schema: {
        tags,
        summary: '撤回派单 · Withdraw',
        params: one,
        body: z.strictObject({ reason: text(300) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const refused = await withdraw(context, actorOf(request), request.params.id, request.body.reason);
      if (isRefusal(refused)) answer(refused);
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/expert/contracts/:id/payments',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '分期支付 · One stage of payment',
        params: one,
        body: z.strictObject({
          stage: text(60),
          yuan: z.number().min(0.01).max(1e9),
          paidOn: z.iso.date(),
          voucher: text(60).optional(),
        }),
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await pay(context, actorOf(request), { contract: request.params.id, ...request.body }));
      return reply.code(201).send({ id });
    },
  );
  app.post(
    '/api/expert/contracts/:id/evaluation',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '评价服务 · Evaluate the service',
        params: one,
        body: z.strictObject({
          quality: score,
          punctuality: score,
          attitude: score,
          effect: score,
          text: text(500).optional(),
        }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const refused = await evaluate(context, actorOf(request), request.params.id, request.body);
      if (isRefusal(refused)) answer(refused);
      return reply.code(204).send();
    },
  );
};

const visitRoutes = (app: App, context: Context): void => {
  const onRequest = need('expert.inspect');
  app.post(
    '/api/expert/visits/:id/findings',
    {
      onRequest,
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '登记查出的隐患 · Enter a finding',
        params: one,
        body: finding,
        response: responses(caseViewSchema, 201),
      },
    },
    async (request, reply) => {
      const row = answer(await addFinding(context, actorOf(request), { id: request.params.id, ...request.body }));
      return reply.code(201).send(caseView(row));
    },
  );
  app.post(
    '/api/expert/visits/:id/report',
    {
      onRequest,
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '提交检查报告 · End the visit',
        params: one,
        body: z.strictObject({ summary: text(1000) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const refused = await reportVisit(context, actorOf(request), { id: request.params.id, ...request.body });
      if (isRefusal(refused)) answer(refused);
      return reply.code(204).send();
    },
  );
};
