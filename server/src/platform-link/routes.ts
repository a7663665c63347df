import { z } from 'zod';
import {
  linkAnswerSchema,
  linkAskSchema,
  linkDetailSchema,
  linkInputSchema,
  linkUrgeSchema,
  linkVehicleAskSchema,
  linkVehiclesSchema,
  linkViewSchema,
} from '@anlan/kernel/platform-link';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type App, type RouteModule } from '../http/index.ts';
import type { Context } from '../access/context.ts';
import { readLinkDetail, readLinkViews } from './read.ts';
import { ask, askVehicle, reply, urge } from './say.ts';
import { changeLink, changeVehicles, createLink, retireLink } from './write.ts';

const tags = ['平台级联 Platform links'];
const one = z.object({ id: z.uuid() });
const about = z.object({ id: z.uuid(), message: z.uuid() });
const madeSchema = z.object({ id: z.string() });
const countSchema = z.object({ vehicles: z.int() });

/** Links to other vehicle platforms (JT/T 809): what is agreed, how they stand, what is said on them. */
export const platformLinkRoutes: RouteModule = (app, context) => {
  reading(app, context);
  writing(app, context);
  saying(app, context);
};

function reading(app: App, context: Context): void {
  app.get(
    '/api/platform-links',
    {
      onRequest: need('link.read'),
      schema: { tags, summary: '平台级联 · Links to other platforms', response: responses(z.array(linkViewSchema)) },
    },
    async (request) => [...(await readLinkViews(context, actorOf(request).scope))],
  );
  app.get(
    '/api/platform-links/:id',
    {
      onRequest: need('link.read'),
      schema: {
        tags,
        summary: '一条级联 · A link with its messages',
        params: one,
        response: responses(linkDetailSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await readLinkDetail(context, actor.scope, id);
      if (found === undefined) await auditOutside(context.db, actor, 'platform_link', id, 'link.read');
      return found ?? answer(refuse('not-found'));
    },
  );
}

function writing(app: App, context: Context): void {
  app.post(
    '/api/platform-links',
    {
      onRequest: need('link.write'),
      schema: { tags, summary: '登记级联 · Enter a link', body: linkInputSchema, response: responses(madeSchema, 201) },
    },
    async (request, response) => {
      const made = await createLink(context, actorOf(request), request.body);
      return response.code(201).send(answer(isRefusal(made) ? made : { id: made }));
    },
  );
  app.patch(
    '/api/platform-links/:id',
    {
      onRequest: need('link.write'),
      schema: {
        tags,
        summary: '修改级联 · Change a link',
        params: one,
        body: linkInputSchema.extend({ version: z.int() }),
        response: responses(madeSchema),
      },
    },
    async (request) => {
      const { version, ...input } = request.body;
      const changed = await changeLink(context, actorOf(request), request.params.id, version, input);
      return answer(changed ?? { id: request.params.id });
    },
  );
  app.post(
    '/api/platform-links/:id/retire',
    {
      onRequest: need('link.write'),
      schema: { tags, summary: '撤销级联 · Take a link out of use', params: one, response: responses(madeSchema) },
    },
    async (request) =>
      answer((await retireLink(context, actorOf(request), request.params.id)) ?? { id: request.params.id }),
  );
  app.post(
    '/api/platform-links/:id/vehicles',
    {
      onRequest: need('link.write'),
      schema: {
        tags,
        summary: '交换车辆 · Vehicles in or out of the exchange',
        params: one,
        body: linkVehiclesSchema,
        response: responses(countSchema),
      },
    },
    async (request) => answer(await changeVehicles(context, actorOf(request), request.params.id, request.body)),
  );
}

function saying(app: App, context: Context): void {
  app.post(
    '/api/platform-links/:id/ask',
    {
      onRequest: need('link.answer'),
      schema: {
        tags,
        summary: '查岗或下发报文 · Ask who is on duty, or send a text',
        params: one,
        body: linkAskSchema,
        response: responses(madeSchema, 201),
      },
    },
    async (request, response) =>
      response.code(201).send(answer(await ask(context, actorOf(request), request.params.id, request.body))),
  );
  app.post(
    '/api/platform-links/:id/ask-vehicle',
    {
      onRequest: need('link.answer'),
      schema: {
        tags,
        summary: '问一辆车的驾驶员或电子运单，启停定位信息交换 · Ask about a vehicle, or exchange its positions',
        params: one,
        body: linkVehicleAskSchema,
        response: responses(madeSchema, 201),
      },
    },
    async (request, response) =>
      response.code(201).send(answer(await askVehicle(context, actorOf(request), request.params.id, request.body))),
  );
  app.post(
    '/api/platform-links/:id/messages/:message/urge',
    {
      onRequest: need('link.answer'),
      schema: {
        tags,
        summary: '督办报警 · Supervise an alarm',
        params: about,
        body: linkUrgeSchema,
        response: responses(madeSchema, 201),
      },
    },
    async (request, response) => {
      const { id, message } = request.params;
      return response.code(201).send(answer(await urge(context, actorOf(request), id, message, request.body)));
    },
  );
  app.post(
    '/api/platform-links/:id/messages/:message/answer',
    {
      onRequest: need('link.answer'),
      schema: {
        tags,
        summary: '应答查岗或督办 · Answer a check or a supervision',
        params: about,
        body: linkAnswerSchema,
        response: responses(madeSchema),
      },
    },
    async (request) => {
      const { id, message } = request.params;
      return answer(await reply(context, actorOf(request), id, message, request.body));
    },
  );
}
