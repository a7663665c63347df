import { z } from 'zod';
import { hasLimits } from '@anlan/kernel/entity';
import { announcementSchema } from '@anlan/kernel/registry';
import { isRefusal } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, component, need, responses } from '../http/index.ts';
import { announcementsOf, withdrawAnnouncement } from './announcements.ts';
import type { EntityRoute } from './entity-route.ts';
import { readRecord } from './list.ts';
import { idParams, notFound, tagOf } from './reading.ts';

const announcement = component('Announcement', announcementSchema);

/** Limits of a record announced for a later day: the list of them, and taking one back. */
export const announcementsRoute: EntityRoute = (entity) => (app, context) => {
  if (!hasLimits(entity)) return;
  const { db } = context;
  app.get(
    `/api/${entity.plural}/:id/announcements`,
    {
      onRequest: need('registry.read'),
      schema: {
        tags: tagOf(entity),
        summary: `${entity.label}已宣布的限值 · Limits announced for a later day`,
        params: idParams,
        response: responses(z.array(announcement)),
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await withScope(db, actorOf(request).scope, async (tx) =>
        (await readRecord(tx, entity, id)) === undefined ? undefined : announcementsOf(tx, entity, id),
      );
      return found ?? notFound(context, request, entity, id, 'registry.read');
    },
  );
  app.post(
    `/api/${entity.plural}/:id/announcements/:announcement/withdraw`,
    {
      onRequest: need('registry.write'),
      config: { labels: { reason: { zh: '理由', en: 'Reason' } } },
      schema: {
        tags: tagOf(entity),
        summary: `撤回已宣布的限值 · Take an announced limit back before its day`,
        params: idParams.extend({ announcement: z.guid() }),
        body: z.strictObject({ reason: z.string().trim().min(1, '不能为空').max(300, '最长 300 字') }),
        response: responses(z.array(announcement)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, announcement: which } = request.params;
      const { reason } = request.body;
      const done = await withScope(db, actor.scope, async (tx) => {
        const taken = await withdrawAnnouncement(tx, entity, { id, announcement: which, reason, by: actor.name });
        if (taken === undefined || isRefusal(taken)) return taken;
        const detail = { announced: which, withdrawn: reason };
        await record(tx, actor, 'registry.write', { kind: entity.key, id }, 'done', detail);
        return announcementsOf(tx, entity, id);
      });
      return answer(done) ?? notFound(context, request, entity, id, 'registry.write');
    },
  );
};
