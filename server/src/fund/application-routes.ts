import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, type Refusal } from '@anlan/kernel/refusal';
import { fundApplicationSchema } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import type { CaseRow } from '../case/row.ts';
import { actorOf, answer, need, responses, type App } from '../http/index.ts';
import { apply, confirm, disburse, readApplication, takeBack } from './applications.ts';
import { config, one, tags, text, yuan } from './shapes.ts';

const applying = z.strictObject({
  requestId: z.uuid(),
  fund: z.uuid(),
  title: text(120),
  danger: z.string().max(40).optional(),
  project: z.uuid().optional(),
  cost: z.number().min(1).max(1e10),
  amount: z.number().min(1).max(1e9),
});

export const applicationRoutes = (app: App, context: Context): void => {
  const shown = async (actor: Actor, result: CaseRow | Refusal) =>
    answer(isRefusal(result) ? result : await readApplication(context, actor, result.id));
  const response = responses(fundApplicationSchema);
  app.get(
    '/api/fund-applications/:id',
    { onRequest: need('case.read'), schema: { tags, summary: '一件申请 · One application', params: one, response } },
    async (request) => answer(await readApplication(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/fund-applications',
    {
      onRequest: need('fund.apply'),
      config,
      schema: { tags, summary: '申请 · Apply', body: applying, response: responses(fundApplicationSchema, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { requestId, ...input } = request.body;
      return reply.code(201).send(await shown(actor, await apply(context, actor, { requestId, input })));
    },
  );
  const payment = z.strictObject({ version: z.int().min(1), yuan, onDate: z.iso.date(), note: text(300) });
  app.post(
    '/api/fund-applications/:id/disbursements',
    {
      onRequest: need('fund.pay'),
      config,
      schema: { tags, summary: '分期拨付 · Pay one stage', params: one, body: payment, response },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(actor, await disburse(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/fund-applications/:id/returns',
    {
      onRequest: need('fund.pay'),
      config,
      schema: {
        tags,
        summary: '归还或收回 · Repaid, or taken back',
        params: one,
        body: payment.extend({ end: z.boolean() }),
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(actor, await takeBack(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/fund-applications/:id/confirmation',
    {
      onRequest: need('fund.review'),
      config,
      schema: {
        tags,
        summary: '认定有效 · Confirm the effect',
        params: one,
        body: z.strictObject({ version: z.int().min(1), opinion: text(500) }),
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(actor, await confirm(context, actor, { id: request.params.id, ...request.body }));
    },
  );
};
