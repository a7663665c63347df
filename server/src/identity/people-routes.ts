import { both } from '@anlan/kernel/refusal';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ROLES, type Actor } from '@anlan/kernel/access';
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
import type { Link } from './credential.ts';
import { endGrant, giveGrant, grantsOf } from './grants.ts';
import { LABELS, REASON } from './inputs.ts';
import {
  createPerson,
  findOrganisations,
  grantInputSchema,
  listPeople,
  mayCreate,
  personInputSchema,
  personSchema,
  readPerson,
  resetPerson,
  retirePerson,
  scopeWanted,
  unlockPerson,
} from './people.ts';
import { endSessionById, sessionsOf } from './session.ts';

const tags = ['人员 People'];
const idParams = z.object({ id: z.guid() });
const linkSchema = z.object({ href: z.string().describe('一次性链接，只显示这一次'), expiresAt: z.number() });
const because = z.strictObject({ reason: REASON });
const person = component('Person', personSchema);
const WRITES = { onRequest: need('people.write'), config: { labels: LABELS } };

const query = z.strictObject({
  search: z.string().max(60).default(''),
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
};

function linkOf({ configuration }: Context, { token, expiresAt }: Link): z.infer<typeof linkSchema> {
  return { href: `${configuration.publicUrl}/reset?token=${token}`, expiresAt };
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
        response: responses(z.object({ id: z.string(), link: linkSchema }), 201),
      },
    },
    async (request, reply) => {
      const { actor } = personOf(request);
      if (!(await mayCreate(db, actor, request.body.role))) await need('people.write')(request);
      const { id, link } = answer(await createPerson(db, actor, request.body));
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
        response: responses(z.object({ id: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const { id: personId } = request.params;
      const { role, reason, everything, participant, from = Date.now(), to = null, ...place } = request.body;
      const actor = await other(context, request, personId, 'grant.give');
      if (to !== null && to <= from)
        refuseNow(
          'field-invalid',
          { field: both('结束时间', 'To'), problem: both('须晚于开始时间', 'must be later than the start') },
          'to',
        );
      const scope = participant
        ? ({ kind: 'participant', personId } as const)
        : everything
          ? ({ kind: 'all' } as const)
          : answer(await scopeWanted(db, actor, place));
      const id = answer(await giveGrant(db, actor, { personId, role, scope, reason, span: { from, to } }));
      return reply.code(201).send({ id });
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
        response: responses(linkSchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const actor = await other(context, request, id, 'people.reset');
      return linkOf(context, await resetPerson(db, actor, id, request.body));
    },
  );
  app.post(
    '/api/people/:id/unlock',
    { ...WRITES, schema: { tags, summary: '解除锁定 · Unlock', params: idParams, response: noContent } },
    async (request, reply) => {
      const { id } = request.params;
      await unlockPerson(db, await other(context, request, id, 'people.unlock'), id);
      return reply.code(204).send();
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
        querystring: z.strictObject({ search: z.string().trim().max(60).default('') }),
        response: responses(z.array(z.object({ id: z.string(), name: z.string() }))),
      },
    },
    (request) => findOrganisations(db, actorOf(request).scope, request.query.search),
  );
};
