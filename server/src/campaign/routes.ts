import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  campaignInput,
  campaignSchema,
  campaignsSchema,
  criteriaSchema,
  decisionInput,
  findingInput,
  findingsSchema,
  fireCalendarSchema,
  keyCountiesSchema,
  keyCountyInput,
  previewSchema,
  targetsSchema,
  teamInput,
} from '@anlan/kernel/campaign';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, component, need, responses, type RouteModule } from '../http/index.ts';
import { addTeam, decideFinding, extend, find, finish, setPlan, settleFinding, urge } from './act.ts';
import { fireCalendar } from './calendar.ts';
import { exportRoutes } from './export.ts';
import { issue, preview } from './issue.ts';
import { keyCounties, listKeyCounty } from './key-counties.ts';
import { campaignOf, campaignsOf, findingsIn, targetsIn } from './read.ts';
import { runRoutes } from './runs.ts';

const tags = ['专项行动 Campaigns'];
const one = z.object({ id: z.uuid() });
const made = z.object({ id: z.string() });
const done = z.object({ done: z.literal(true) });
const view = component('Campaign', campaignSchema);
const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200)
  .optional();
const paging = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
};
const reason = z.string().trim().min(1, '请写明理由').max(500);
const LABELS = {
  name: { zh: '名称', en: 'Name' },
  goal: { zh: '目标', en: 'Goal' },
  from: { zh: '开始日期', en: 'From' },
  to: { zh: '结束日期', en: 'To' },
  what: { zh: '问题', en: 'What' },
  violation: { zh: '违法违规种类', en: 'Violation' },
  leader: { zh: '组长', en: 'Leader' },
  departments: { zh: '部门', en: 'Departments' },
};

/** Special campaigns (S68). */
export const campaignRoutes: RouteModule = async (app, context) => {
  for (const routes of [readRoutes, writeRoutes, findingRoutes, keyRoutes, runRoutes, exportRoutes])
    await routes(app, context);
};

const readRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('case.read');
  app.get(
    '/api/campaigns',
    {
      onRequest,
      schema: {
        tags,
        summary: '专项行动 · Campaigns of the scope',
        querystring: z.strictObject({
          year: z.coerce.number().int().min(2000).max(2100).optional(),
          category: z.string().max(40).optional(),
          state: z.enum(['running', 'finished', 'cancelled']).optional(),
        }),
        response: responses(campaignsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { rows: await withScope(db, actor.scope, (tx) => campaignsOf(tx, actor, request.query)) };
    },
  );
  app.get(
    '/api/campaigns/:id',
    {
      onRequest,
      schema: { tags, summary: '一次专项行动 · One campaign with its report', params: one, response: responses(view) },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await withScope(db, actor.scope, (tx) => campaignOf(tx, actor, request.params.id, Date.now()));
      if (found !== undefined) return found;
      await auditOutside(db, actor, 'campaign', request.params.id, 'campaign.read');
      return answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/campaigns/:id/targets',
    {
      onRequest,
      schema: {
        tags,
        summary: '检查对象 · Targets as they were frozen',
        params: one,
        querystring: z.strictObject({
          region,
          state: z.enum(['done', 'open']).optional(),
          search: z.string().max(60).optional(),
          ...paging,
        }),
        response: responses(targetsSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => targetsIn(tx, request.params.id, request.query)),
  );
  app.get(
    '/api/campaigns/:id/findings',
    {
      onRequest,
      schema: {
        tags,
        summary: '查出的问题 · Findings behind the numbers',
        params: one,
        querystring: z.strictObject({
          region,
          violation: z.string().max(60).optional().describe('empty = not classified yet'),
          state: z.enum(['rectified', 'open', 'penalised', 'closed']).optional(),
          ...paging,
        }),
        response: responses(findingsSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => findingsIn(tx, request.params.id, request.query)),
  );
};

const writeRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('campaign.write');
  const read = async (actor: Actor, id: string) =>
    (await withScope(db, actor.scope, (tx) => campaignOf(tx, actor, id, Date.now()))) ?? answer(refuse('not-found'));
  const after = async (actor: Actor, id: string, refused: unknown) =>
    isRefusal(refused) ? answer(refused) : read(actor, id);
  app.post(
    '/api/campaigns/preview',
    {
      onRequest,
      schema: {
        tags,
        summary: '试算检查对象 · How many targets criteria give',
        body: criteriaSchema,
        response: responses(previewSchema),
      },
    },
    async (request) => answer(await preview(context, actorOf(request), request.body)),
  );
  app.post(
    '/api/campaigns',
    {
      onRequest,
      config: { labels: LABELS },
      schema: { tags, summary: '部署专项行动 · Issue a campaign', body: campaignInput, response: responses(view, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      return reply.code(201).send(await read(actor, answer(await issue(context, actor, request.body))));
    },
  );
  app.post(
    '/api/campaigns/:id/parts/:part',
    {
      onRequest,
      schema: {
        tags,
        summary: '调整计划 · Set how many a place inspects',
        params: one.extend({ part: z.uuid() }),
        body: z.strictObject({ planned: z.int().min(0).max(1_000_000) }),
        response: responses(view),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, part } = request.params;
      return after(actor, id, await setPlan(context, actor, id, part, request.body.planned));
    },
  );
  app.post(
    '/api/campaigns/:id/teams',
    {
      onRequest: need('case.verify'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '组建联合检查组 · Add a joint team',
        params: one,
        body: teamInput,
        response: responses(view, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      answer(await addTeam(context, actor, request.params.id, request.body));
      return reply.code(201).send(await read(actor, request.params.id));
    },
  );
  app.post(
    '/api/campaigns/:id/urge',
    {
      onRequest,
      schema: {
        tags,
        summary: '催办逾期辖区 · Urge the places that are late',
        params: one,
        body: z.strictObject({ parts: z.array(z.uuid()).max(100).default([]), demand: reason }),
        response: responses(z.object({ urged: z.int() })),
      },
    },
    async (request) => ({ urged: answer(await urge(context, actorOf(request), request.params.id, request.body)) }),
  );
  app.post(
    '/api/campaigns/:id/extend',
    {
      onRequest,
      schema: {
        tags,
        summary: '延期 · Extend a campaign',
        params: one,
        body: z.strictObject({ to: z.iso.date(), reason }),
        response: responses(view),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return after(actor, request.params.id, await extend(context, actor, request.params.id, request.body));
    },
  );
  app.post(
    '/api/campaigns/:id/finish',
    {
      onRequest,
      schema: {
        tags,
        summary: '总结 · Close a campaign with its report',
        params: one,
        body: z.strictObject({ summary: z.string().trim().min(1, '不能为空').max(2000) }),
        response: responses(view),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return after(actor, request.params.id, await finish(context, actor, request.params.id, request.body.summary));
    },
  );
};

const findingRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/campaigns/:id/findings',
    {
      onRequest: need('case.report'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '登记查出的问题 · Enter a finding',
        params: one,
        body: findingInput,
        response: responses(made, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send({ id: answer(await find(context, actorOf(request), request.params.id, request.body)) }),
  );
  app.post(
    '/api/campaigns/findings/:id/decide',
    {
      onRequest: need('case.enforce'),
      schema: {
        tags,
        summary: '处理决定 · Decide on a finding',
        params: one,
        body: decisionInput,
        response: responses(done),
      },
    },
    async (request) => {
      const refused = await decideFinding(context, actorOf(request), request.params.id, request.body);
      return isRefusal(refused) ? answer(refused) : ({ done: true } as const);
    },
  );
  app.post(
    '/api/campaigns/findings/:id/settle',
    {
      onRequest: need('case.enforce'),
      schema: {
        tags,
        summary: '办结未登记场所的问题 · Settle a finding at an unregistered place',
        params: one,
        response: responses(done),
      },
    },
    async (request) => {
      const refused = await settleFinding(context, actorOf(request), request.params.id);
      return isRefusal(refused) ? answer(refused) : ({ done: true } as const);
    },
  );
};

const keyRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/campaigns/fire-calendar',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '消防专项年历 · Who had the year’s fire campaign',
        querystring: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
        response: responses(fireCalendarSchema),
      },
    },
    (request) => {
      const actor = actorOf(request);
      return withScope(db, actor.scope, (tx) => fireCalendar(tx, actor, request.query.year));
    },
  );
  app.get(
    '/api/campaigns/key-counties',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '重点县整治 · Key counties and candidates',
        querystring: z.strictObject({ trade: z.string().max(40).default('all') }),
        response: responses(keyCountiesSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => keyCounties(tx, Date.now(), request.query.trade)),
  );
  app.post(
    '/api/campaigns/key-counties',
    {
      onRequest: need('campaign.write'),
      schema: { tags, summary: '列入重点县 · List a key county', body: keyCountyInput, response: responses(made, 201) },
    },
    async (request, reply) =>
      reply.code(201).send({ id: answer(await listKeyCounty(context, actorOf(request), request.body)) }),
  );
};
