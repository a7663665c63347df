import { z } from 'zod';
import { fireCalendarSchema, keyCountiesSchema, keyCountyInput } from '@anlan/kernel/campaign';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { fireCalendar } from './calendar.ts';
import { keyCounties, listKeyCounty } from './key-counties.ts';
import { made, tags } from './shapes.ts';

export const keyRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/campaigns/fire-calendar',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '消防专项年历 · Who had the year’s fire campaign',
        querystring: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
        response: responses(fireCalendarSchema),
      },
    },
    (request) => {
      const actor = actorOf(request);
      return withScope(db, actor.scope, (tx) => fireCalendar(tx, actor, request.query.year));
    },
  );
  app.get(
    '/api/campaigns/key-counties',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '重点县整治 · Key counties and candidates',
        querystring: z.strictObject({ trade: z.string().max(40).default('all') }),
        response: responses(keyCountiesSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => keyCounties(tx, Date.now(), request.query.trade)),
  );
  app.post(
    '/api/campaigns/key-counties',
    {
      onRequest: need('campaign.write'),
      schema: { tags, summary: '列入重点县 · List a key county', body: keyCountyInput, response: responses(made, 201) },
    },
    async (request, reply) =>
      reply.code(201).send({ id: answer(await listKeyCounty(context, actorOf(request), request.body)) }),
  );
};
