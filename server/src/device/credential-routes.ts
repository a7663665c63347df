import { z } from 'zod';
import { secretShownSchema, secretStandingSchema } from '@anlan/kernel/telemetry';
import { actorOf, answer, need, personOf, responses, type RouteModule } from '../http/index.ts';
import { rotateSecret, showSecret, standingOf } from './credential.ts';

const tags = ['设备接入 Devices'];
const one = z.object({ id: z.guid() });
const shown = responses(secretShownSchema);

/** The secret a device proves itself by: how it stands, shown to a person at a screen, rotated alone. */
export const credentialRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/secret',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '接入密钥的情况 · How a device’s secret stands, without it',
        params: one,
        response: responses(secretStandingSchema),
      },
    },
    async (request) => answer(await standingOf(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/devices/:id/secret/show',
    {
      onRequest: need('device.secret'),
      schema: {
        tags,
        summary: '查看接入密钥（留痕） · Show the secret and what to configure; audited',
        params: one,
        response: shown,
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return answer(await showSecret(context, personOf(request).actor, request.params.id));
    },
  );
  app.post(
    '/api/devices/:id/secret/rotate',
    {
      onRequest: need('device.secret'),
      schema: {
        tags,
        summary: '更换接入密钥 · Another secret; the old one holds for some hours more',
        params: one,
        body: z.strictObject({
          hours: z.number().min(0, '不能为负').describe('how long the old secret is taken beside the new one'),
          reason: z.string().trim().min(1, '请写明理由').max(500),
        }),
        response: shown,
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return answer(await rotateSecret(context, personOf(request).actor, request.params.id, request.body));
    },
  );
};
