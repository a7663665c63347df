import { LENGTHS } from '@anlan/kernel/entity';
import { z } from 'zod';
import {
  contributionsSchema,
  watchInput,
  watchListSchema,
  watchSchema,
  watchTrainingInput,
  watchTrialSchema,
} from '@anlan/kernel/telemetry';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { actorOf, answer, need, responses, type App, type RouteModule } from '../http/index.ts';
import { points } from '../telemetry/routes.ts';
import { momentSchema } from '../telemetry/time.ts';
import { makeWatch, retireWatch, retrainWatch, tryWatch } from './acts.ts';
import { contributionsAt, listWatches, modelFacts, readWatch } from './read.ts';

const tags = ['工况监测 Process watch'];
const one = z.object({ id: z.uuid() });
const LABELS = {
  name: { zh: '名称', en: 'Name' },
  points: { zh: '测点', en: 'Points' },
  step: { zh: '步长', en: 'Step' },
  training: { zh: '训练期', en: 'Training' },
  reason: { zh: '原因', en: 'Reason' },
};
const config = { labels: LABELS };
const reason = z.string().trim().min(1, '不能为空').max(300);

/** Multivariate watch of process units: T² and SPE of principal components, trained on normal running. */
export const processWatchRoutes: RouteModule = (app, context) => {
  readingRoutes(app, context);
  actingRoutes(app, context);
};

const readingRoutes = (app: App, context: Context): void => {
  app.get(
    '/api/process-watches',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '工况模型 · Process watches in scope',
        querystring: z.object({
          search: z.string().trim().max(LENGTHS.search).optional(),
          from: z.coerce.number().int().min(0).default(0),
          size: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: responses(watchListSchema),
      },
    },
    (request) => listWatches(context, actorOf(request), request.query),
  );
  app.get(
    '/api/process-watches/:id',
    {
      onRequest: need('telemetry.read'),
      schema: { tags, summary: '一个工况模型 · One process watch', params: one, response: responses(watchSchema) },
    },
    async (request) => answer(await readWatch(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/process-watches/:id/contributions',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '贡献图 · Which points make a sample what it is',
        params: one,
        querystring: z.object({ at: momentSchema.optional() }),
        response: responses(contributionsSchema),
      },
    },
    async (request) => {
      const { at = Date.now() } = request.query;
      return answer(await contributionsAt(context, actorOf(request), request.params.id, at));
    },
  );
};

const actingRoutes = (app: App, context: Context): void => {
  const onRequest = need('alarm.limit');
  app.post(
    '/api/process-watches/trial',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '试训练 · Train without keeping it',
        body: watchInput.omit({ requestId: true, name: true }),
        response: responses(watchTrialSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { body } = request;
      const { model, incomplete, course, beyond } = answer(await tryWatch(context, actor, body));
      const named = new Map(
        (await points(context, actor.scope, { ids: body.points })).map(({ id, name }) => [id, name]),
      );
      const { from: trainedFrom, to: trainedTo } = body.training;
      const facts = modelFacts(model, (i) => named.get(body.points[i] ?? '') ?? '');
      return {
        model: { ...facts, trainedFrom, trainedTo, incomplete },
        at: course.map(({ at }) => at),
        deviation: course.map(({ deviation }) => deviation),
        beyond,
      };
    },
  );
  app.post(
    '/api/process-watches',
    {
      onRequest,
      config,
      schema: { tags, summary: '建立工况模型 · Make one', body: watchInput, response: responses(watchSchema, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const id = answer(await makeWatch(context, actor, request.body));
      return reply.code(201).send(answer(await readWatch(context, actor, id)));
    },
  );
  app.post(
    '/api/process-watches/:id/models',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '重新训练 · Train anew',
        params: one,
        body: z.strictObject({ version: z.int().min(1), training: watchTrainingInput, reason }),
        response: responses(watchSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const done = await retrainWatch(context, actor, request.params.id, request.body);
      return answer(isRefusal(done) ? done : await readWatch(context, actor, request.params.id));
    },
  );
  app.post(
    '/api/process-watches/:id/retire',
    {
      onRequest,
      config,
      schema: {
        tags,
        summary: '停用 · Retire',
        params: one,
        body: z.strictObject({ version: z.int().min(1), reason }),
        response: responses(watchSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const done = await retireWatch(context, actor, request.params.id, request.body);
      return answer(isRefusal(done) ? done : await readWatch(context, actor, request.params.id));
    },
  );
};
