import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { fundBalanceSchema, fundSchema, ledgerEntrySchema } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type App } from '../http/index.ts';
import { listFunds } from './funds.ts';
import { balanceOn, correct, entriesOf, fundInScope, payIn } from './ledger.ts';
import { config, made, one, span, tags, text, yuan } from './shapes.ts';

export const ledgerRoutes = (app: App, context: Context): void => {
  app.get(
    '/api/funds',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '基金与余额 · Funds and what is in them', response: responses(z.array(fundSchema)) },
    },
    (request) => listFunds(context, actorOf(request)),
  );
  app.get(
    '/api/funds/:id/entries',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '收支明细 · Lines of the ledger',
        params: one,
        querystring: span.extend({ limit: z.coerce.number().int().min(1).max(2000).default(200) }),
        response: responses(z.array(ledgerEntrySchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await known(context, actor, request.params.id);
      return withScope(context.db, actor.scope, (tx) => entriesOf(tx, request.params.id, request.query));
    },
  );
  app.get(
    '/api/funds/:id/balance',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '某日余额 · What was there at the end of a day',
        params: one,
        querystring: z.strictObject({ on: z.iso.date() }),
        response: responses(fundBalanceSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { on } = request.query;
      await known(context, actor, request.params.id);
      return { on, yuan: await withScope(context.db, actor.scope, (tx) => balanceOn(tx, request.params.id, on)) };
    },
  );
  app.post(
    '/api/funds/:id/entries',
    {
      onRequest: need('fund.pay'),
      config,
      schema: {
        tags,
        summary: '登记入账 · Money paid in',
        params: one,
        body: z.strictObject({ yuan, onDate: z.iso.date(), note: text(300) }),
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await payIn(context, actorOf(request), { fund: request.params.id, ...request.body }));
      return reply.code(201).send({ id });
    },
  );
  app.post(
    '/api/funds/:id/corrections',
    {
      onRequest: need('fund.pay'),
      config,
      schema: {
        tags,
        summary: '冲正 · Take a line back by a line against it',
        params: one,
        body: z.strictObject({ entry: z.uuid(), note: text(300) }),
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await correct(context, actorOf(request), { fund: request.params.id, ...request.body }));
      return reply.code(201).send({ id });
    },
  );
};

/** Refuses where the fund is not in the actor's scope. */
async function known({ db }: Context, actor: Actor, id: string): Promise<void> {
  if ((await fundInScope(db, actor, id)) === undefined) answer(refuse('not-found'));
}
