import { z } from 'zod';
import { findQuantity } from '@anlan/kernel/system';
import {
  devicePointsSchema,
  pointChangeSchema,
  pointInputSchema,
  type DevicePoints,
  type Undeclared,
} from '@anlan/kernel/telemetry';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import { channelWords } from '@anlan/gateways';
import type { Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';
import { deviceOf, type MeasuringDevice } from './device.ts';
import { placesOf } from './places.ts';
import { settingsOf } from './read.ts';
import { addPoint, changePoint, retirePoint } from './write.ts';

const tags = ['设备接入 Devices'];
const one = z.object({ id: z.guid() });
const made = z.object({ id: z.string() });

/** Points of a device: registered, changed, retired, and what it sends that nobody has registered. */
export const pointRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/points',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '点位登记 · Points of a device as they are set up, and channels nobody has registered',
        params: one,
        response: responses(devicePointsSchema),
      },
    },
    async (request) => answer(await read(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/devices/:id/points',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '登记点位 · Register a point',
        params: one,
        body: pointInputSchema,
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await addPoint(context, actorOf(request), request.params.id, request.body));
      return reply.code(201).send({ id });
    },
  );
  app.patch(
    '/api/points/:id',
    {
      onRequest: need('registry.write'),
      schema: { tags, summary: '修改点位 · Change a point', params: one, body: pointChangeSchema, response: noContent },
    },
    async (request, reply) => {
      answer(await changePoint(context, actorOf(request), request.params.id, request.body));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/points/:id/retire',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '停用点位 · Retire a point; its history stays',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(1, '请写明理由').max(500) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await retirePoint(context, actorOf(request), request.params.id, request.body.reason));
      return reply.code(204).send();
    },
  );
};

async function read(context: Context, actor: Actor, id: string): Promise<DevicePoints | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const device = await deviceOf(tx, id);
    return device && { device, points: await settingsOf(tx, [device]), places: await placesOf(tx, device) };
  });
  if (found === undefined) {
    await auditOutside(context.db, actor, 'device', id, 'device.read');
    return refuse('not-found');
  }
  const { device, points, places } = found;
  const taken = new Set(points.map(({ key }) => key));
  const heard = (await context.mirror.ask<Heard[]>('undeclared', { id })) ?? [];
  const undeclared = heard.filter(({ key }) => !taken.has(key)).map((channel) => proposed(device, channel));
  return { points: points.map(({ deviceId: _, ...point }) => point), undeclared, places };
}

type Heard = Omit<Undeclared, 'label' | 'kind' | 'unit'>;

/** A channel with what its protocol calls it, and the quantity that is known by it. */
function proposed({ protocol }: MeasuringDevice, channel: Heard): Undeclared {
  const words = channelWords(protocol, channel.key);
  const named = channel.key.replace(/[-_.]?\d+$/, '');
  const coded = SYSTEMS.flatMap(({ quantities = [] }) => quantities).find(({ codes }) => codes?.includes(channel.key));
  const quantity = coded ?? findQuantity(SYSTEMS, channel.key) ?? findQuantity(SYSTEMS, named);
  const unit = quantity === undefined || quantity.units.includes(words?.unit ?? '') ? words?.unit : quantity.units[0];
  return { ...channel, label: words?.label ?? null, kind: quantity?.key ?? null, unit: unit ?? null };
}
