import { z } from 'zod';
import type { Entity } from '@anlan/kernel/entity';
import { isRefusal, type Refusal, both } from '@anlan/kernel/refusal';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, Refused, refuseNow, responses } from '../http/index.ts';
import { changeOrAnnounce, type Wish } from './announcements.ts';
import { retireRecord } from './change.ts';
import { referencesIn } from './checks.ts';
import { insertRecord, uniqueViolation, type Input } from './insert.ts';
import { readRecord } from './list.ts';
import { knowsNames, masked } from './mask.ts';
import { idParams, notFound, tagOf } from './reading.ts';
import type { EntityRoute } from './entity-route.ts';
import { shapesOf } from './shapes.ts';
import { asOwn, reachOf } from './standing.ts';

type Members = Readonly<Record<string, unknown>>;

/** Runs a write under the actor's scope; a unique value taken by somebody else is a refusal, not a bug. */
async function write<T>(
  context: Context,
  request: FastifyRequest,
  entity: Entity,
  input: Members,
  work: (tx: Tx) => Promise<T>,
): Promise<Exclude<T, Refusal>> {
  try {
    const result = await withScope(context.db, actorOf(request).scope, work);
    if (isRefusal(result)) await auditReference(context, request, entity, input, result);
    return answer(result);
  } catch (error) {
    const taken = uniqueViolation(error, entity, input);
    if (taken === undefined) throw error;
    throw new Refused(taken);
  }
}

/** Somebody referred to a record outside their scope: refused like one that does not exist, and audited. */
async function auditReference(
  { db }: Context,
  request: FastifyRequest,
  entity: Entity,
  input: Members,
  refusal: Refusal,
): Promise<void> {
  const reference = referencesIn(entity, input).find(({ key }) => key === refusal.field);
  if (reference !== undefined)
    await auditOutside(db, actorOf(request), reference.table, reference.id, 'registry.write');
}

export const createRoute: EntityRoute = (entity) => (app, context) => {
  const shapes = shapesOf(entity);
  app.post(
    `/api/${entity.plural}`,
    {
      onRequest: need('registry.write'),
      config: { labels: shapes.labels },
      schema: {
        tags: tagOf(entity),
        summary: `登记${entity.label} · Register`,
        body: shapes.input,
        response: responses(shapes.record, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const input = answer(asOwn(entity, actor, request.body)) as Input;
      const within = await reachOf(context.db, actor.scope);
      const origin = { provenance: 'manual', demonstration: context.demonstration, by: actor.name, within };
      const created = await write(context, request, entity, input, async (tx) => {
        const id = await insertRecord(tx, entity, input, origin);
        if (isRefusal(id)) return id;
        const found = (await readRecord(tx, entity, id))!;
        await record(tx, actor, 'registry.write', { kind: entity.key, id }, 'done', { version: 1 });
        return found;
      });
      return reply.code(201).send(masked(entity, created, knowsNames(actorOf(request).scope)));
    },
  );
};

export const changeRoute: EntityRoute = (entity) => (app, context) => {
  const shapes = shapesOf(entity);
  app.patch(
    `/api/${entity.plural}/:id`,
    {
      onRequest: need('registry.write'),
      config: { labels: shapes.labels },
      schema: {
        tags: tagOf(entity),
        summary: `修改${entity.label} · Change`,
        params: idParams,
        body: shapes.patch,
        response: responses(shapes.record),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const wish = request.body as unknown as Wish;
      const within = await reachOf(context.db, actor.scope);
      const changed = await write(context, request, entity, wish.changes, async (tx) => {
        const result = await changeOrAnnounce(tx, entity, id, wish, { by: actor.name, within, reason: wish.reason });
        if (result !== undefined && !isRefusal(result) && result.fields.length > 0) {
          const { version } = result.record;
          const detail = { version, fields: result.fields, reason: wish.reason, from: wish.from };
          await record(tx, actor, 'registry.write', { kind: entity.key, id }, 'done', detail);
        }
        return result;
      });
      return changed === undefined
        ? notFound(context, request, entity, id, 'registry.write')
        : masked(entity, changed.record, knowsNames(actorOf(request).scope));
    },
  );
};

const retirement = z.strictObject({
  reason: z.string().trim().max(500, '最长 500 字'),
  on: z.iso.date().optional().describe('the day it ended, today where not given; not in the future'),
});

export const retireRoute: EntityRoute = (entity) => (app, context) => {
  const shapes = shapesOf(entity);
  app.post(
    `/api/${entity.plural}/:id/retire`,
    {
      onRequest: need('registry.write'),
      schema: {
        tags: tagOf(entity),
        summary: `注销${entity.label} · Retire with a reason`,
        params: idParams,
        body: retirement,
        response: responses(shapes.record),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { reason, on } = request.body;
      if (reason === '') refuseNow('reason-required', {}, 'reason');
      if (on !== undefined && Date.parse(on) > Date.now())
        refuseNow(
          'field-invalid',
          { field: both('注销日期', 'Day'), problem: both('不能晚于今天', 'it lies in the future') },
          'on',
        );
      const retired = await withScope(context.db, actor.scope, async (tx) => {
        const result = await retireRecord(tx, entity, id, reason, actor.name, on);
        if (result !== undefined)
          await record(tx, actor, 'registry.retire', { kind: entity.key, id }, 'done', request.body);
        return result;
      });
      return retired === undefined
        ? notFound(context, request, entity, id, 'registry.retire')
        : masked(entity, retired, knowsNames(actorOf(request).scope));
    },
  );
};
