import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import { refuse } from '@anlan/kernel/refusal';
import {
  GUARANTOR_DUTY_KEYS,
  guarantorSchema,
  promiseDaySchema,
  promiseFiguresSchema,
  promiseHistorySchema,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { one, placeOf, region } from '../prevention/inputs.ts';
import { boardOf, keepDone } from './guarantors.ts';
import { announce, historyOf, promisesOf } from './promises.ts';

const tags = ['重大危险源履职 Duties for major hazards'];
const done = z.object({ done: z.literal(true) });
const files = z
  .array(
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().max(120).nullable().optional() }),
  )
  .max(9)
  .default([]);

/** Daily safety promises of enterprises, and the duties of the persons who answer for a source (S17). */
export const hazardDutyRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/safety-promises',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '安全承诺公告 · Promises of a day and who owes one',
        querystring: z.strictObject({ region, day: z.iso.date().optional() }),
        response: responses(promiseDaySchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      const day = request.query.day ?? dayOf(Date.now());
      return withScope(context.db, actor.scope, (tx) => promisesOf(tx, place, day));
    },
  );
  app.get(
    '/api/enterprises/:id/safety-promises',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '企业安全承诺公告 · Promises of an enterprise in the last month',
        params: one,
        response: responses(promiseHistorySchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, (tx) => historyOf(tx, id, Date.now()));
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'enterprise', id, 'registry.read');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/safety-promises',
    {
      onRequest: need('notification.write'),
      schema: {
        tags,
        summary: '公告安全承诺 · Announce the promise of today, or correct it',
        body: z.strictObject({
          level: z.enum(['red', 'orange', 'yellow', 'blue']),
          figures: promiseFiguresSchema,
          promisedBy: z.string().trim().min(2).max(40),
          statement: z.string().trim().min(10).max(500),
          corrects: z.boolean().default(false),
        }),
        response: responses(done, 201),
      },
    },
    async (request, reply) => {
      answer(await announce(context, actorOf(request), request.body, Date.now()));
      return reply.code(201).send({ done: true });
    },
  );
  app.get(
    '/api/guarantors',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '包保履职 · Duties of guarantors: open, missed, done',
        querystring: z.strictObject({ region }),
        response: responses(guarantorSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => boardOf(tx, place, Date.now()));
    },
  );
  app.post(
    '/api/guarantors/records',
    {
      onRequest: need('check.answer'),
      schema: {
        tags,
        summary: '登记包保履职 · A duty was done in its period',
        body: z.strictObject({
          id: z.uuid().describe('made by the sender: one sent twice is one record'),
          source: z.uuid(),
          duty: z.enum(GUARANTOR_DUTY_KEYS),
          note: z.string().trim().min(1).max(500),
          found: z.int().min(0).max(999).describe('hidden dangers found'),
          files,
        }),
        response: responses(done, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const kept = await keepDone(context, actor, request.body, Date.now());
      if (kept === undefined) {
        await auditOutside(context.db, actor, 'hazard_source', request.body.source, 'check.answer');
        return answer(refuse('not-found'));
      }
      answer(kept);
      return reply.code(201).send({ done: true });
    },
  );
};
