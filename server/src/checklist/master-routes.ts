import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import { CHECK_TIERS, codeSchema, generate, ITEM_CLASSES, ITEM_USES, itemContentSchema } from '@anlan/kernel/checklist';
import { isRefusal } from '@anlan/kernel/refusal';
import {
  draftsKeptSchema,
  masterItemsSchema,
  masterPublishedSchema,
  masterVersionSchema,
  threeListsSchema,
} from '@anlan/systems/prevention';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';
import { keeperOf } from './keeper.ts';
import { masterAt, presentVersion } from './lists.ts';
import { dropDraft, keepDrafts, publishDrafts, readDrafts } from './master.ts';
import { sheetRoutes } from './sheet-routes.ts';

const tags = ['检查清单 Checklist'];
const one = z.object({ id: z.uuid() });
const wishSchema = z.strictObject({
  search: z.string().trim().max(LENGTHS.search).optional(),
  use: z.enum(ITEM_USES).optional(),
  sector: z.string().max(60).optional(),
  class: z.enum(ITEM_CLASSES).optional(),
  grade: z.enum(['general', 'major']).optional(),
  version: z.coerce.number().int().min(1).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});

/** The item master: items, drafts, publication, versions, workbook out and in, and the three lists it generates. */
export const masterRoutes: RouteModule = async (app, context) => {
  const { db } = context;
  app.get(
    '/api/checklist/items',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '检查条目总库 · Items of the master at a version',
        querystring: wishSchema,
        response: responses(masterItemsSchema),
      },
    },
    async (request) => {
      const { search = '', use, sector, class: kind, grade, page, size, version: asked } = request.query;
      const version = asked ?? (await presentVersion(db));
      const text = search.toLowerCase();
      const rows = (await masterAt(db, version)).filter(
        (item) =>
          (use === undefined || item.uses.includes(use)) &&
          (sector === undefined || item.sectors.length === 0 || item.sectors.includes(sector)) &&
          (kind === undefined || item.class === kind) &&
          (grade === undefined || item.grade === grade) &&
          (text === '' ||
            [item.code, item.title, item.criteria ?? '', ...item.clauses].join(' ').toLowerCase().includes(text)),
      );
      const drafts = await db.transaction().execute(readDrafts);
      return { version, rows: rows.slice((page - 1) * size, page * size), total: rows.length, drafts };
    },
  );
  app.get(
    '/api/checklist/versions',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '总库版本 · Versions of the master', response: responses(z.array(masterVersionSchema)) },
    },
    async () => {
      const { rows } = await sql<Omit<z.infer<typeof masterVersionSchema>, 'publishedAt'> & { publishedAt: Date }>`
        SELECT version, published_at AS "publishedAt", by, reason, items, added, changed, retired FROM check_master ORDER BY version DESC`.execute(
        db,
      );
      return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.getTime() }));
    },
  );
  app.get(
    '/api/checklist/lists',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '三张清单 · The three lists of a trade, from one master at one version',
        querystring: z.strictObject({
          sector: z.string().max(60).optional(),
          tier: z.enum(CHECK_TIERS).optional().describe('round of the self-check list'),
          version: z.coerce.number().int().min(1).optional(),
        }),
        response: responses(threeListsSchema),
      },
    },
    async (request) => {
      const { sector = null, tier = null, version: asked } = request.query;
      const version = asked ?? (await presentVersion(db));
      const master = await masterAt(db, version);
      const lists = ITEM_USES.map((use) => ({ use, version, items: generate(master, { use, sector, tier }, version) }));
      return { version, lists };
    },
  );
  app.post(
    '/api/checklist/drafts',
    {
      onRequest: need('check.master'),
      schema: {
        tags,
        summary: '起草条目 · Add, change or retire an item, for the next publication',
        body: z.strictObject({ itemId: z.uuid().optional(), code: codeSchema, content: itemContentSchema.nullable() }),
        response: responses(draftsKeptSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = keeperOf(actorOf(request));
      const kept = await db.transaction().execute((tx) => keepDrafts(tx, [request.body], actor));
      return reply.code(201).send({ kept: answer(kept) });
    },
  );
  app.delete(
    '/api/checklist/drafts/:id',
    {
      onRequest: need('check.master'),
      schema: { tags, summary: '撤销起草 · Drop a draft', params: one, response: noContent },
    },
    async (request, reply) => {
      const actor = keeperOf(actorOf(request));
      answer((await db.transaction().execute((tx) => dropDraft(tx, request.params.id, actor))) ?? null);
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/checklist/publish',
    {
      onRequest: need('check.master'),
      schema: {
        tags,
        summary: '发布新版本 · Publish the drafts as the next version of the master',
        body: z.strictObject({ base: z.int().min(0), reason: z.string().trim().min(2).max(200) }),
        response: responses(masterPublishedSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = keeperOf(actorOf(request));
      const made = await db.transaction().execute(async (tx) => {
        const result = await publishDrafts(tx, request.body, { id: actor.personId, name: actor.name }, Date.now());
        if (!isRefusal(result))
          await sql`SELECT audit_append(${actor.personId}::uuid, ${actor.name}, 'check.publish', 'check-master', ${String(result.version)}, 'done', ${JSON.stringify(result)}::jsonb)`.execute(
            tx,
          );
        return result;
      });
      return reply.code(201).send(answer(made));
    },
  );
  await sheetRoutes(app, context);
};
