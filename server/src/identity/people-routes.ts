import { LENGTHS } from '@anlan/kernel/entity';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OFFICES, ROLES, type Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { record } from '../audit/record.ts';
import {
  actorOf,
  answer,
  component,
  need,
  noContent,
  personOf,
  refuseNow,
  responses,
  type RouteModule,
} from '../http/index.ts';
import { givenSchema, openSessionSchema } from './account.ts';
import { administratorOf, askFor, placeOfPerson, placeOfScope, type Asking } from './approval.ts';
import { approvalRoutes, linkOf, linkSchema, tellMachine } from './approval-routes.ts';
import { apart, checkGiving, endGrant, enterGrant, grantsOf } from './grants.ts';
import { LABELS, REASON } from './inputs.ts';
import {
  checkSpan,
  createPerson,
  findOrganisations,
  grantInputSchema,
  listPeople,
  mayCreate,
  personInputSchema,
  personSchema,
  planPerson,
  readPerson,
  resetPerson,
  retirePerson,
  scopeWanted,
  unlockPerson,
} from './people.ts';
import { endSessionById, sessionsOf } from './session.ts';

const tags = ['人员 People'];
const idParams = z.object({ id: z.guid() });
/** Done at once: about somebody of the business. Else what was asked for, which a second person approves. */
const asked = z.object({ request: z.string().describe('等待另一位管理员审批的申请') });
const because = z.strictObject({ reason: REASON });
const person = component('Person', personSchema);
const WRITES = { onRequest: need('people.write'), config: { labels: LABELS } };

const query = z.strictObject({
  search: z.string().max(LENGTHS.search).default(''),
  role: z.enum(ROLES.map((role) => role.key)).optional(),
  state: z.enum(['locked', 'waiting', 'idle']).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});

/** People and their grants, for the security administrator. */
export const peopleRoutes: RouteModule = async (app, context) => {
  await listRoutes(app, context);
  await grantRoutes(app, context);
  await careRoutes(app, context);
  await organisationRoutes(app, context);
  await approvalRoutes(app, context);
};

/** Asks for an act on an administrator's account; where nobody may approve it, whoever runs the machine is told. */
async function ask(context: Context, actor: Actor, asking: Asking): Promise<z.infer<typeof asked>> {
  const { id, machine } = answer(await askFor(context.db, actor, asking));
  if (machine !== null) tellMachine(context, asking, machine);
  return { request: id };
}

/** The person of the address, if the actor looks after them; nobody looks after themselves. */
async function other(context: Context, request: FastifyRequest, id: string, verb: string): Promise<Actor> {
  const { actor } = personOf(request);
  if (actor.personId === id) {
    await record(context.db, actor, verb, { kind: 'person', id }, 'refused', { why: 'grant-self' });
    refuseNow('grant-self');
  }
  if ((await readPerson(context.db, actor.scope, id)) === undefined) refuseNow('not-found');
  return actor;
}

const listRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/people',
    {
      onRequest: need('people.write'),
      schema: {
        tags,
        summary: '人员清单 · People within scope',
        querystring: query,
        response: responses(z.object({ rows: z.array(person), total: z.int() })),
      },
    },
    (request) => listPeople(db, actorOf(request).scope, request.query),
  );
  app.post(
    '/api/people',
    {
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '新增人员 · Create a person',
        body: personInputSchema,
        response: responses(z.union([z.object({ id: z.string(), link: linkSchema }), asked]), 201),
      },
    },
    async (request, reply) => {
      const { actor } = personOf(request);
      if (!(await mayCreate(db, actor, request.body.role))) await need('people.write')(request);
      const plan = answer(await planPerson(db, actor, request.body));
      if (OFFICES.includes(plan.role)) {
        const { account, name, role, scope } = plan;
        const places = [await placeOfScope(db, scope, null)];
        const about = { personId: null, account, name, role, places, reason: plan.reason ?? '' };
        return reply.code(201).send(await ask(context, actor, { act: 'create', wish: plan, ...about }));
      }
      const { id, link } = answer(await createPerson(db, actor, plan));
      return reply.code(201).send({ id, link: linkOf(context, link) });
    },
  );
  const file = z.object({
    person,
    grants: z.array(givenSchema),
    given: z.array(givenSchema),
    sessions: z.array(openSessionSchema),
  });
  app.get(
    '/api/people/:id',
    {
      onRequest: need('people.write'),
      schema: {
        tags,
        summary: '人员与授权 · A person with grants and sessions',
        params: idParams,
        response: responses(file),
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = (await readPerson(db, actorOf(request).scope, id)) ?? refuseNow('not-found');
      return {
        person: found,
        grants: await grantsOf(db, id),
        given: await grantsOf(db, id, 'given'),
        sessions: await sessionsOf(db, id, request.visit?.tokenHash),
      };
    },
  );
};

/** What a request says of the account it is about; the places are where the account belongs. */
async function aboutPerson({ db }: Context, { scope }: Actor, id: string) {
  const { account, name } = (await readPerson(db, scope, id)) ?? refuseNow('not-found');
  return { personId: id, account, name, places: [await placeOfPerson(db, id)] };
}

/** Two offices in one person are refused before anybody is asked to approve them. */
async function refuseClash({ db }: Context, actor: Actor, wanted: Parameters<typeof apart>[1]): Promise<void> {
  const refused = await db.transaction().execute((tx) => apart(tx, wanted));
  if (refused === undefined) return;
  const detail = { role: wanted.role, why: refused.refused };
  await record(db, actor, 'grant.give', { kind: 'person', id: wanted.personId }, 'refused', detail);
  answer(refused);
}

const grantRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.post(
    '/api/people/:id/grants',
    {
      ...WRITES,
      schema: {
        tags,
        summary: '授权 · Give a grant',
        params: idParams,
        body: grantInputSchema,
        response: responses(z.union([z.object({ id: z.string() }), asked]), 201),
      },
    },
    async (request, reply) => {
      const { id: personId } = request.params;
      const { role, reason, everything, participant, from = null, to = null, ...place } = request.body;
      const actor = await other(context, request, personId, 'grant.give');
      answer(checkSpan(from, to));
      const scope = participant
        ? ({ kind: 'participant', personId } as const)
        : everything
          ? ({ kind: 'all' } as const)
          : answer(await scopeWanted(db, actor, place));
      const wanted = { personId, role, scope, reason, span: { from: from ?? Date.now(), to } };
      answer(await checkGiving(db, actor, wanted));
      if (!OFFICES.includes(role)) {
        const id = answer(await enterGrant(db, actor, { ...wanted, origin: 'grant' }));
        return reply.code(201).send({ id });
      }
      await refuseClash(context, actor, wanted);
      const about = await aboutPerson(context, actor, personId);
      const places = [...about.places, await placeOfScope(db, scope, personId)];
      const wish = { scope, from, to };
      return reply.code(201).send(await ask(context, actor, { act: 'grant', ...about, role, places, wish, reason }));
    },
  );
  app.post(
    '/api/people/:id/grants/:grant/end',
    {
      ...WRITES,
      schema: {
        tags,
        summary: '收回授权 · End a grant',
        params: z.object({ id: z.guid(), grant: z.guid() }),
        body: because,
        response: noContent,
      },
    },
    async (request, reply) => {
      const { id: holder, grant: id } = request.params;
      const actor = await other(context, request, holder, 'grant.end');
      answer(await endGrant(db, actor, { id, holder, reason: request.body.reason }));
      return reply.code(204).send();
    },
  );
};

const careRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.post(
    '/api/people/:id/reset',
    {
      ...WRITES,
      schema: {
        tags,
        summary: '重置登录 · Reset credentials by a one-time link',
        params: idParams,
        body: z.strictObject({ reason: REASON, secondFactor: z.boolean().default(false) }),
        response: responses(z.union([linkSchema, asked])),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { reason, secondFactor } = request.body;
      const actor = await other(context, request, id, 'people.reset');
      const office = await administratorOf(db, id);
      if (office !== undefined) {
        const about = { ...(await aboutPerson(context, actor, id)), role: office.role, reason };
        return ask(context, actor, { act: 'reset', ...about, wish: { secondFactor } });
      }
      return linkOf(context, await resetPerson(db, actor, id, request.body));
    },
  );
  app.post(
    '/api/people/:id/unlock',
    {
      ...WRITES,
      schema: {
        tags,
        summary: '解除锁定 · Unlock',
        params: idParams,
        body: z.strictObject({ reason: REASON.optional() }).optional(),
        response: responses(z.union([z.strictObject({}), asked])),
      },
    },
    async (request) => {
      const { id } = request.params;
      const actor = await other(context, request, id, 'people.unlock');
      const office = await administratorOf(db, id);
      if (office !== undefined) {
        const about = { ...(await aboutPerson(context, actor, id)), role: office.role };
        return ask(context, actor, { act: 'unlock', ...about, wish: {}, reason: request.body?.reason ?? '' });
      }
      await db.transaction().execute((tx) => unlockPerson(tx, actor, id));
      return {};
    },
  );
  app.post(
    '/api/people/:id/retire',
    {
      ...WRITES,
      schema: { tags, summary: '停用人员 · Retire a person', params: idParams, body: because, response: noContent },
    },
    async (request, reply) => {
      const { id } = request.params;
      await retirePerson(db, await other(context, request, id, 'people.retire'), id, request.body.reason);
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/people/:id/sessions/:session',
    {
      ...WRITES,
      schema: {
        tags,
        summary: '结束他人的会话 · End a session of a person',
        params: z.object({ id: z.guid(), session: z.guid() }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const { id, session } = request.params;
      const actor = await other(context, request, id, 'session.end');
      answer(await endSessionById(db, id, session, actor));
      return reply.code(204).send();
    },
  );
};

const organisationRoutes: RouteModule = (app, { db }) => {
  app.get(
    '/api/people/organisations',
    {
      onRequest: need('people.write'),
      schema: {
        tags,
        summary: '可授权的企业 · Enterprises to grant over',
        querystring: z.strictObject({ search: z.string().trim().max(LENGTHS.search).default('') }),
        response: responses(z.array(z.object({ id: z.string(), name: z.string() }))),
      },
    },
    (request) => findOrganisations(db, actorOf(request).scope, request.query.search),
  );
};
