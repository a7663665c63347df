import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import {
  declare,
  end,
  outNow,
  outSchema,
  putOut,
  spanInput,
  standingOf,
  standingSchema,
  stateInput,
  statesNow,
  stateSchema,
} from './service.ts';

const tags = ['报警 Alarms'];
/** Points, devices and units that are not judged for a while: out of service, or in a declared operating state. */
export const serviceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/out-of-service',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '停用清单 · Points and devices out of service',
        response: responses(z.array(outSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => outNow(tx)),
  );
  for (const [path, kind] of [
    ['points', 'point'],
    ['devices', 'device'],
  ] as const) {
    app.post(
      `/api/${path}/:id/out-of-service`,
      {
        onRequest: need('alarm.service'),
        schema: {
          tags,
          summary: '停用 · Put out of service with reason and end',
          params: z.object({ id: z.uuid() }),
          body: spanInput,
          response: responses(outSchema, 201),
        },
      },
      async (request, reply) =>
        reply.code(201).send(answer(await putOut(context, actorOf(request), kind, request.params.id, request.body))),
    );
  }
  app.get(
    '/api/unit-states',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '已声明的运行状态 · Units in a declared operating state',
        response: responses(z.array(stateSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => statesNow(tx)),
  );
  app.get(
    '/api/devices/:id/operation',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '设备的停用与运行状态 · Units of a device with their states, and what of it is out of service',
        params: z.object({ id: z.uuid() }),
        response: responses(standingSchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await withScope(context.db, actorOf(request).scope, (tx) => standingOf(tx, id));
      if (found === undefined) await auditOutside(context.db, actorOf(request), 'device', id, 'alarm.read');
      return answer(found ?? refuse('not-found'));
    },
  );
  app.post(
    '/api/unit-states/:id/end',
    {
      onRequest: need('alarm.service'),
      schema: {
        tags,
        summary: '结束运行状态 · End a declared state before its time',
        params: z.object({ id: z.uuid() }),
        response: responses(z.array(stateSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await end(context, actor, 'unit_state', request.params.id));
      return withScope(context.db, actor.scope, (tx) => statesNow(tx));
    },
  );
  app.post(
    '/api/out-of-service/:id/end',
    {
      onRequest: need('alarm.service'),
      schema: {
        tags,
        summary: '恢复使用 · Back into service',
        params: z.object({ id: z.uuid() }),
        response: responses(z.array(outSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await end(context, actor, 'out_of_service', request.params.id));
      return withScope(context.db, actor.scope, (tx) => outNow(tx));
    },
  );
  app.post(
    '/api/units/:id/state',
    {
      onRequest: need('alarm.service'),
      schema: {
        tags,
        summary: '声明运行状态 · Declare a unit’s operating state',
        params: z.object({ id: z.uuid() }),
        body: stateInput,
        response: responses(stateSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await declare(context, actorOf(request), request.params.id, request.body))),
  );
};
