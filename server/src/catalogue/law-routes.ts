import { LENGTHS } from '@anlan/kernel/entity';
import {
  articleViewSchema,
  LAW_KINDS,
  lawDiffSchema,
  lawSchema,
  lawSearchSchema,
  previewSchema,
  reviewSchema,
} from '@anlan/kernel/catalogue';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { refuse, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, noContent, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { jurisdictionOf } from '../identity/view.ts';
import { confirmImport, confirmSchema, LARGEST_LAW, readImport, textOf } from './law-import.ts';
import { readArticle, readDiff, readLawView } from './law-read.ts';
import { searchLaws } from './law-search.ts';
import { decideReview, readReviews } from './reviews.ts';

const tags = ['法规库 Laws'];
const key = z.object({ key: z.string().max(80) });
const day = z.iso.date().optional().describe('day whose version is wanted; default today');
const FILE = 'application/octet-stream';

/** The law library: search, laws by article, versions and their differences, import, items to be reviewed. */
export const lawRoutes: RouteModule = async (app, context) => {
  const { db } = context;
  app.get(
    '/api/laws',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '法规检索 · Laws by title or pinyin, articles by words or number',
        querystring: z.strictObject({
          search: z.string().trim().max(LENGTHS.search).default(''),
          kind: z
            .string()
            .max(LENGTHS.line)
            .transform((text) => text.split(',').filter((part) => part !== ''))
            .pipe(z.array(z.enum(LAW_KINDS)))
            .optional(),
          day,
          every: z.enum(['1']).optional().describe('also what no longer or not yet holds'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: responses(lawSearchSchema),
      },
    },
    (request) => {
      const { search, kind = [], day: asked, every, limit } = request.query;
      const wish = { search, kind, day: asked ?? dayOf(Date.now()), every: every === '1', limit };
      return searchLaws(db, wish);
    },
  );
  app.get(
    '/api/laws/reviews',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '待复核条目 · Items that cite changed or repealed articles',
        querystring: z.strictObject({
          case: z.uuid().optional(),
          version: z.uuid().optional(),
          all: z.enum(['1']).optional(),
        }),
        response: responses(z.array(reviewSchema)),
      },
    },
    (request) => {
      const { case: caseId, version, all } = request.query;
      return withScope(db, actorOf(request).scope, (tx) => readReviews(tx, { caseId, version, open: all !== '1' }));
    },
  );
  app.post(
    '/api/laws/reviews/:id',
    {
      onRequest: need('catalogue.write'),
      schema: {
        tags,
        summary: '复核一条 · Say what became of an item',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({
          outcome: z.enum(['kept', 'edited']),
          note: z.string().trim().min(1).max(300).nullable().default(null),
        }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await decideReview(context, actorOf(request), request.params.id, request.body));
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/laws/:key',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '一部法规 · A law with the articles of a version',
        params: key,
        querystring: z.strictObject({ day, version: z.uuid().optional() }),
        response: responses(lawSchema),
      },
    },
    async (request) =>
      answer(
        (await withScope(db, actorOf(request).scope, (tx) =>
          readLawView(tx, request.params.key, { day: today(request.query.day), version: request.query.version }),
        )) ?? refuse('not-found'),
      ),
  );
  app.get(
    '/api/laws/:key/articles/:number',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '一条及其引用 · An article with what cites it',
        params: key.extend({ number: z.string().max(40) }),
        querystring: z.strictObject({ day, version: z.uuid().optional() }),
        response: responses(articleViewSchema),
      },
    },
    async (request) => {
      const { key: law, number } = request.params;
      const asked = { day: today(request.query.day), version: request.query.version };
      const found = await withScope(db, actorOf(request).scope, (tx) => readArticle(tx, law, number, asked));
      return answer(found ?? refuse('not-found'));
    },
  );
  app.get(
    '/api/laws/:key/diff',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '版本对照 · Two versions article by article',
        params: key,
        querystring: z.strictObject({ from: z.uuid().optional(), to: z.uuid().optional() }),
        response: responses(lawDiffSchema),
      },
    },
    async (request) => {
      const found = await withScope(db, actorOf(request).scope, (tx) =>
        readDiff(tx, request.params.key, request.query),
      );
      return answer(found ?? refuse('not-found'));
    },
  );
  await importRoutes(app, context);
};

const today = (asked: string | undefined): string => asked ?? dayOf(Date.now());

/** Bringing texts in: read first, take over when every error is gone. */
const importRoutes: RouteModule = (app, context) => {
  app.addContentTypeParser(FILE, { parseAs: 'buffer', bodyLimit: LARGEST_LAW }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    '/api/laws/imports',
    {
      onRequest: need('law.write'),
      bodyLimit: LARGEST_LAW,
      schema: {
        tags,
        summary:
          '读取法规文本 · Read a text: the body is the file (txt, md, docx, xlsx), or {text}; nothing is written yet',
        querystring: z.strictObject({ name: z.string().trim().min(1).max(200) }),
        response: responses(previewSchema, 201),
      },
    },
    async (request, reply) => {
      await keeperOf(context, request);
      const { name } = request.query;
      return reply
        .code(201)
        .send(await readImport(context, actorOf(request), name, await sourceOf(name, request.body)));
    },
  );
  app.post(
    '/api/laws/imports/:id/confirm',
    {
      onRequest: need('law.write'),
      config: { labels: { validFrom: { zh: '施行日期', en: 'In force from' }, key: { zh: '法规代号', en: 'Key' } } },
      schema: {
        tags,
        summary: '导入法规库 · Take the text over as a version',
        params: z.object({ id: z.uuid() }),
        body: confirmSchema,
        response: responses(
          z.object({
            key: z.string(),
            version: z.string(),
            changed: z.int().describe('articles that are not the same as before'),
            reviews: z.int().describe('items put down for review'),
            cases: z.array(z.string()),
            waiting: z.int().describe('owners whose task is opened within seconds'),
          }),
          201,
        ),
      },
    },
    async (request, reply) => {
      const keeper = await keeperOf(context, request);
      if (!keeper.startsWith(request.body.region) && !request.body.region.startsWith(keeper))
        return refuseNow('not-found');
      const result = answer(await confirmImport(context, actorOf(request), request.params.id, request.body, keeper));
      return reply.code(201).send({ ...result, cases: [...result.cases] });
    },
  );
};

async function sourceOf(name: string, body: unknown): Promise<string> {
  if (Buffer.isBuffer(body)) return answer(await textOf(name, body));
  const read = z.strictObject({ text: z.string().min(1).max(4_000_000) }).safeParse(body);
  if (read.success) return read.data.text;
  return refuseNow('import-unreadable', { problem: both('没有收到文件或文本', 'no file or text came') });
}

/** The library is the jurisdiction's: its own office keeps it, not a county's. */
async function keeperOf(context: Context, request: FastifyRequest): Promise<string> {
  const { scope }: Actor = actorOf(request);
  if (scope.kind === 'all') return 'cn.';
  const root = scope.kind === 'region' ? await jurisdictionOf(context.db, scope.path) : undefined;
  if (scope.kind === 'region' && scope.path === root && (scope.sectors ?? []).length === 0) return scope.path;
  return refuseNow('not-permitted', {
    verb: both('维护法规库', 'keep the law library'),
    grantor: both('市级法规人员', "the jurisdiction's own office"),
  });
}
