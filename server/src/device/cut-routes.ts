import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { actorOf, answer, need, responses, type RouteModule, seen } from '../http/index.ts';
import { approveCut, cutsOf, declineCut, requestCut, restore } from './cut.ts';
import { visible } from './instruct.ts';

const tags = ['设备接入 Devices'];
const one = z.object({ id: z.uuid() });
const cutSchema = z.object({
  id: z.string(),
  device: z.string(),
  reason: z.string(),
  state: z.enum(['requested', 'sending', 'cut', 'refused', 'declined', 'lapsed']),
  requestedAt: z.number(),
  requestedBy: z.string(),
  lapsesAt: z.number(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  outcome: z.string().nullable().describe('what the gateway or the terminal said'),
});

/** Cutting a vehicle's oil and power: one person asks, a second approves, and the gateway sends only to a vehicle that stands. */
export const cutRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/cuts',
    {
      onRequest: need('device.read'),
      preHandler: seen(context, 'device', 'device.read'),
      schema: { tags, summary: '断油断电申请 · Requests to cut', params: one, response: responses(z.array(cutSchema)) },
    },
    (request) => cutsOf(context, actorOf(request), request.params.id),
  );
  app.post(
    '/api/devices/:id/cut',
    {
      onRequest: need('vehicle.cut'),
      schema: {
        tags,
        summary: '申请断油断电 · Ask to cut oil and power',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(4).max(200) }),
        response: responses(cutSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const device = await visible(context, actor, request.params.id);
      if (device === undefined) return answer(refuse('not-found'));
      return reply.code(201).send(answer(await requestCut(context, actor, device, request.body.reason)));
    },
  );
  app.post(
    '/api/cuts/:id/approve',
    {
      onRequest: need('vehicle.cut-approve'),
      schema: { tags, summary: '批准断油断电 · Approve, and send', params: one, response: responses(cutSchema) },
    },
    async (request) => answer(await approveCut(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/cuts/:id/decline',
    {
      onRequest: need('vehicle.cut'),
      schema: { tags, summary: '撤回或不批准 · Decline', params: one, response: responses(cutSchema) },
    },
    async (request) => answer(await declineCut(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/devices/:id/restore',
    {
      onRequest: need('vehicle.cut'),
      schema: {
        tags,
        summary: '恢复油电 · Give oil and power back',
        params: one,
        response: responses(z.object({ id: z.string(), at: z.number(), state: z.string() })),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const device = await visible(context, actor, request.params.id);
      if (device === undefined) return answer(refuse('not-found'));
      const { id, at, state } = answer(await restore(context, actor, device));
      return { id, at, state };
    },
  );
};
