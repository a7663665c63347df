import { sql } from 'kysely';
import { z } from 'zod';
import {
  collectionInputSchema,
  collectionViewSchema,
  settingsSchema,
  trialSchema,
  type Trial,
} from '@anlan/kernel/collection';
import { isRefusal, refuse, both } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import { ownerOf, protocolFault, viewOf } from './read.ts';
import { keepCollection } from './write.ts';

const tags = ['设备接入 Devices'];
/** A trial shows whether the address and the order of bytes are right; it need not read everything. */
const MOST_TRIED = 200;
const one = z.object({ id: z.uuid() });
const tryInput = z.strictObject({ settings: settingsSchema, secret: z.string().max(200).optional() });

/** From where a device's values come: read, set, tried once. */
export const collectionRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/collection',
    {
      onRequest: need('device.read'),
      schema: { tags, summary: '采集配置 · Collection', params: one, response: responses(collectionViewSchema) },
    },
    async (request) => {
      const actor = actorOf(request);
      const view = await withScope(context.db, actor.scope, async (tx) => {
        const device = await ownerOf(tx, request.params.id);
        return device && viewOf(tx, context, device);
      });
      if (view !== undefined) return view;
      await auditOutside(context.db, actor, 'device', request.params.id, 'device.read');
      return answer(refuse('not-found'));
    },
  );
  app.put(
    '/api/devices/:id/collection',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '修改采集配置 · Set the collection and its points',
        params: one,
        body: collectionInputSchema,
        response: responses(collectionViewSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const device = await keepCollection(context, actor, request.params.id, request.body);
      if (isRefusal(device)) return answer(device);
      return withScope(context.db, actor.scope, (tx) => viewOf(tx, context, device));
    },
  );
  app.post(
    '/api/devices/:id/collection/trial',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '试读一次 · Read once with these settings, keep nothing',
        params: one,
        body: tryInput,
        response: responses(trialSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { settings, secret } = request.body;
      const device = await withScope(context.db, actor.scope, (tx) => ownerOf(tx, request.params.id));
      if (device === undefined) {
        await auditOutside(context.db, actor, 'device', request.params.id, 'registry.write');
        return answer(refuse('not-found'));
      }
      const fault = protocolFault(device, settings);
      if (fault !== undefined) return answer(fault);
      if (settings.protocol === 'sparkplug' || settings.protocol === 'jt808')
        return answer(
          refuse(
            'field-invalid',
            {
              field: both('采集配置', 'Collection settings'),
              problem: both(
                '这种协议由设备上报，不能试读',
                'devices of this protocol report by themselves and cannot be read on trial',
              ),
            },
            'settings',
          ),
        );
      // The platform goes out on somebody's word: that stays in the audit.
      await record(context.db, actor, 'device.try', { kind: 'device', id: device.id }, 'done', {});
      const kept = secret === undefined ? await keptSecret(device.id) : secret;
      const asked = { ...settings, sources: settings.sources.slice(0, MOST_TRIED) };
      const tried = await context.mirror.ask<Trial>('try', {
        identity: device.identity,
        settings: asked,
        secret: kept,
      });
      return tried ?? { ok: false, trouble: '接入进程没有应答', values: [] };
    },
  );

  async function keptSecret(id: string): Promise<string | undefined> {
    const { rows } = await sql<{ sealed: string }>`SELECT sealed FROM device_secret WHERE device_id = ${id}`.execute(
      context.db,
    );
    return rows[0] && (await openSecretBox(context.configuration.home)).open(rows[0].sealed);
  }
};
