import { z } from 'zod';
import { dayOf, shift } from '@anlan/domain/calendar';
import { refuse } from '@anlan/kernel/refusal';
import { comparisonsSchema, dueComparisonsSchema } from '@anlan/systems/monitoring/comparison';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { paging, placeOf, region, rowsOf } from '../prevention/inputs.ts';
import { makeComparison } from './make.ts';
import { comparisonsOf, dueComparisons } from './read.ts';

const tags = ['人工比测 Comparison by hand'];
const madeSchema = z.object({
  passed: z.boolean(),
  shown: z.number(),
  difference: z.number().describe('shown less manual, in the signal’s unit'),
  tolerance: z.number(),
  caseId: z.string().nullable().describe('the hidden danger of one that failed'),
});

/** Signals compared with portable instruments: due, made, with their verdict (S17, S21). */
export const comparisonRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/comparisons/due',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '待比测测点 · Signals to be compared by hand',
        querystring: z.strictObject({
          region,
          system: z.enum(['S17', 'S21']).optional(),
          days: z.coerce.number().int().min(0).max(365).default(14),
          ...paging,
        }),
        response: responses(dueComparisonsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { days, system } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const now = Date.now();
      const wish = { ...rowsOf(request.query), until: shift(dayOf(now), days), system };
      return withScope(context.db, actor.scope, (tx) => dueComparisons(tx, context, place, wish, now));
    },
  );
  app.get(
    '/api/comparisons',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '比测记录 · Comparisons made',
        querystring: z.strictObject({
          region,
          failed: z.enum(['1']).optional(),
          point: z.uuid().optional(),
          ...paging,
        }),
        response: responses(comparisonsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { failed, point } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const wish = { ...rowsOf(request.query), failed: failed !== undefined, point };
      return withScope(context.db, actor.scope, (tx) => comparisonsOf(tx, place, wish));
    },
  );
  app.post(
    '/api/comparisons',
    {
      onRequest: need('check.answer'),
      schema: {
        tags,
        summary: '登记人工比测 · Compare a portable reading; one that fails becomes a hidden danger',
        body: z.strictObject({
          id: z.uuid().describe('made by the sender: one sent twice is one comparison'),
          point: z.uuid(),
          manual: z.number().min(-1e6).max(1e6).describe('in the signal’s unit'),
          instrument: z.string().trim().min(2).max(80),
          note: z.string().trim().min(1).max(300).optional(),
        }),
        response: responses(madeSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const made = await makeComparison(context, actor, request.body, Date.now());
      if (made === undefined) {
        await auditOutside(context.db, actor, 'point', request.body.point, 'check.answer');
        return answer(refuse('not-found'));
      }
      return reply.code(201).send(answer(made));
    },
  );
};
