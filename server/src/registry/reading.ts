import { both } from '@anlan/kernel/refusal';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { may } from '@anlan/kernel/access';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { Context } from '../access/context.ts';
import { withScope, type Database } from '../access/scoped.ts';
import { isFirstLook } from '../audit/first-look.ts';
import { auditOutside, record } from '../audit/index.ts';
import { codeLists } from '../code-list/book.ts';
import { actorOf, need, refuseNow, responses } from '../http/index.ts';
import { historyOf } from './change.ts';
import { csvStream, xlsxStream } from './export.ts';
import { listIds, listRecords, readRecord, type Wish } from './list.ts';
import { knowsNames, masked, showsNames } from './mask.ts';
import { survivorOf } from './merge.ts';
import type { EntityRoute } from './entity-route.ts';
import { shapesOf } from './shapes.ts';

const EXPORT_LIMIT = 200_000;

export const tagOf = (entity: Entity): string[] => [`${entity.label} ${entity.labelEn}`];
export const idParams = z.object({ id: z.guid() });

type ListQuery = Wish & { readonly page: number; readonly size: number; readonly reveal?: '0' | '1' };

/** Personal data in clear needs the right to write it; asked for without, the answer is a refusal, not a mask. */
async function revealed(request: FastifyRequest, reveal: string | undefined): Promise<boolean> {
  if (reveal !== '1') return false;
  await need('registry.write')(request);
  return may(actorOf(request), 'registry.write');
}

/** The entity by whose options a list is ordered: those of today where it is sorted by one that places extend. */
async function inOrder(db: Database, entity: Entity, sort = ''): Promise<Entity> {
  const field = entity.fields[sort.replace(/^-/, '')];
  if (field?.kind !== 'choice' || field.optionsFrom === undefined) return entity;
  return (await codeLists(db)).entity(entity, null, Date.now());
}

export const listRoute: EntityRoute =
  (entity) =>
  (app, { db }) => {
    const shapes = shapesOf(entity);
    app.get(
      `/api/${entity.plural}`,
      {
        onRequest: need('registry.read'),
        config: { labels: shapes.labels },
        schema: {
          tags: tagOf(entity),
          summary: `${entity.label}清单 · List`,
          querystring: shapes.query,
          response: responses(shapes.page),
        },
      },
      async (request) => {
        const startedAt = performance.now();
        const actor = actorOf(request);
        const { page, size, reveal, ...wish } = request.query as ListQuery;
        const clear = await revealed(request, reveal);
        const ordered = await inOrder(db, entity, wish.sort);
        const found = await withScope(db, actor.scope, (tx) => listRecords(tx, ordered, wish, size, (page - 1) * size));
        if (clear)
          await record(db, actor, 'personal.reveal', null, 'done', {
            entity: entity.key,
            wish,
            records: found.rows.length,
          });
        const names = !clear && showsNames(entity) && knowsNames(actor.scope) && found.rows.length > 0;
        if (names && isFirstLook(actor.personId, request.url))
          await record(db, actor, 'personal.reveal', null, 'done', {
            entity: entity.key,
            wish,
            records: found.rows.length,
            why: 'own',
          });
        const rows = clear ? found.rows : found.rows.map((row) => masked(entity, row, names));
        return { ...found, rows, took: Math.round((performance.now() - startedAt) * 10) / 10 };
      },
    );
  };

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', make: csvStream },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', make: xlsxStream },
} as const;

/** The file's name in Chinese for browsers that can, in Latin letters for the others. */
export function attachment(latin: string, chinese: string): string {
  return `attachment; filename="${latin}"; filename*=UTF-8''${encodeURIComponent(chinese)}`;
}

const exportIn =
  (format: keyof typeof FORMATS): EntityRoute =>
  (entity) =>
  (app, { db }) => {
    const shapes = shapesOf(entity);
    const { type, make } = FORMATS[format];
    const file = { 200: { description: 'the file', content: { [type]: { schema: z.unknown() } } } };
    app.get(
      `/api/${entity.plural}/export.${format}`,
      {
        onRequest: need('registry.read'),
        config: { labels: shapes.labels },
        schema: {
          tags: tagOf(entity),
          summary: `导出${entity.label} · Export as ${format}`,
          querystring: shapes.filters,
          response: { ...responses(z.unknown()), ...file },
        },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        const { reveal, ...wish } = request.query as Wish & { reveal?: '0' | '1' };
        const clear = await revealed(request, reveal);
        const lists = await codeLists(db);
        const ordered = lists.entity(entity, null, Date.now());
        const ids = await withScope(db, actor.scope, (tx) => listIds(tx, ordered, wish, EXPORT_LIMIT + 1));
        if (ids.length > EXPORT_LIMIT)
          refuseNow('too-large', { limit: both(`${EXPORT_LIMIT} 行`, `${EXPORT_LIMIT} rows`) });
        await record(db, actor, 'registry.export', null, 'done', {
          entity: entity.key,
          wish,
          records: ids.length,
          personal: clear,
          ...(showsNames(entity) && knowsNames(actor.scope) ? { names: true } : {}),
        });
        const day = new Date().toISOString().slice(0, 10);
        return reply
          .type(type)
          .header('content-disposition', attachment(`${entity.plural}.${format}`, `${entity.label}-${day}.${format}`))
          .send(make({ db, scope: actor.scope, entity, ids, lists, clear }));
      },
    );
  };

export const csvRoute = exportIn('csv');
export const xlsxRoute = exportIn('xlsx');

export const readRoute: EntityRoute = (entity) => (app, context) => {
  const shapes = shapesOf(entity);
  app.get(
    `/api/${entity.plural}/:id`,
    {
      onRequest: need('registry.read'),
      schema: {
        tags: tagOf(entity),
        summary: `${entity.label}记录 · Read`,
        params: idParams,
        querystring: z.strictObject({ reveal: z.enum(['0', '1']).optional() }),
        response: responses(shapes.record),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const clear = await revealed(request, request.query.reveal);
      const found = await withScope(context.db, actor.scope, (tx) => readRecord(tx, entity, id));
      if (found === undefined) return notFound(context, request, entity, id, 'registry.read');
      const survivor = found.retiredAt === null ? undefined : await survivorOf(context.db, entity, id);
      if (survivor !== undefined) return reply.redirect(`/api/${entity.plural}/${survivor}`, 308) as never;
      if (clear) await record(context.db, actor, 'personal.reveal', { kind: entity.key, id }, 'done');
      const names = !clear && showsNames(entity) && knowsNames(actor.scope);
      if (names && isFirstLook(actor.personId, request.url))
        await record(context.db, actor, 'personal.reveal', { kind: entity.key, id }, 'done', { why: 'own' });
      return clear ? found : masked(entity, found, names);
    },
  );
};

const historySchema = z.array(
  z.object({
    version: z.int(),
    at: z.number(),
    by: z.string(),
    source: z.string().nullable(),
    reason: z.string().nullable().describe('why; where a limit changed'),
    changes: z.array(z.object({ field: z.string(), label: z.string(), from: z.unknown(), to: z.unknown() })),
  }),
);

export const historyRoute: EntityRoute = (entity) => (app, context) => {
  app.get(
    `/api/${entity.plural}/:id/history`,
    {
      onRequest: need('registry.read'),
      schema: {
        tags: tagOf(entity),
        summary: `${entity.label}变更 · History`,
        params: idParams,
        response: responses(historySchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const history = await withScope(context.db, actorOf(request).scope, async (tx) =>
        (await readRecord(tx, entity, id)) === undefined ? undefined : historyOf(tx, entity, id),
      );
      return history === undefined
        ? notFound(context, request, entity, id, 'registry.read')
        : [...history].map((version) => ({ ...version, changes: [...version.changes] }));
    },
  );
};

/** The same answer for a record that does not exist and one outside the scope; the latter is audited. */
export async function notFound(
  context: Context,
  request: FastifyRequest,
  entity: Entity,
  id: string,
  verb: string,
): Promise<never> {
  await auditOutside(context.db, actorOf(request), tableName(entity), id, verb);
  refuseNow('not-found');
}
