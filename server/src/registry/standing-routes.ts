import { z } from 'zod';
import { duplicateSchema, overviewSchema, placeSchema, populationSchema, standingSchema } from '@anlan/kernel/registry';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Entity } from '@anlan/kernel/entity';
import { kept, refusalOf } from '../access/all-or-nothing.ts';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, component, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { recordAsOf } from './as-of.ts';
import { placeDoubt } from './checks.ts';
import { CURSOR, duplicatesOf, tellApart } from './duplicates.ts';
import { compareWaiting } from './matching.ts';
import type { EntityRoute } from './entity-route.ts';
import { knowsNames, masked } from './mask.ts';
import { mergeRecords, undoMerge } from './merge.ts';
import { overviewOf, populationOf } from './overview.ts';
import { idParams, notFound, tagOf } from './reading.ts';
import { ENTITIES } from './table.ts';
import { standingOf, verifyRecord } from './verification.ts';

const standing = component('RecordStanding', standingSchema);
const duplicates = component('Duplicates', duplicateSchema);
const overview = component('Completeness', overviewSchema);
const population = component('Population', populationSchema);
const reason = z.string().trim().min(1).max(500);
const moved = z.object({ moved: z.int().describe('rows whose reference moved') });

export const standingRoute: EntityRoute = (entity) => (app, context) => {
  app.get(
    `/api/${entity.plural}/:id/standing`,
    {
      onRequest: need('registry.read'),
      schema: {
        tags: tagOf(entity),
        summary: `${entity.label}核实与完整度 · Standing`,
        params: idParams,
        response: responses(standing),
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await withScope(context.db, actorOf(request).scope, (tx) => standingOf(tx, entity, id));
      return found ?? notFound(context, request, entity, id, 'registry.read');
    },
  );
};

const asOfSchema = z.object({
  record: z.looseObject({ id: z.string(), name: z.string() }),
  version: z.int(),
  since: z.array(z.string()),
});

export const asOfRoute: EntityRoute = (entity) => (app, context) => {
  app.get(
    `/api/${entity.plural}/:id/as-of`,
    {
      onRequest: need('registry.read'),
      schema: {
        tags: tagOf(entity),
        summary: `某日的${entity.label} · As of a time`,
        params: idParams,
        querystring: z.strictObject({ at: z.iso.datetime({ offset: true }) }),
        response: responses(asOfSchema),
      },
    },
    async (request) => {
      const { id } = request.params;
      const at = new Date(request.query.at);
      const found = await withScope(context.db, actorOf(request).scope, (tx) => recordAsOf(tx, entity, id, at));
      if (found === undefined) return notFound(context, request, entity, id, 'registry.read');
      return {
        ...found,
        record: masked(entity, found.record, knowsNames(actorOf(request).scope)),
        since: [...found.since],
      };
    },
  );
};

export const verifyRoute: EntityRoute = (entity) => (app, context) => {
  app.post(
    `/api/${entity.plural}/:id/verify`,
    {
      onRequest: need('registry.verify'),
      schema: {
        tags: tagOf(entity),
        summary: `核实${entity.label} · Verify a version`,
        params: idParams,
        body: z.strictObject({ version: z.int().min(1), note: z.string().trim().max(500).optional() }),
        response: responses(standing),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, async (tx) => {
        const verified = await verifyRecord(tx, entity, id, request.body, actor.name);
        if (verified === undefined || isRefusal(verified)) return verified;
        const result = await standingOf(tx, entity, id);
        await record(tx, actor, 'registry.verify', { kind: entity.key, id }, 'done', request.body);
        return result;
      });
      return answer(found) ?? notFound(context, request, entity, id, 'registry.verify');
    },
  );
};

export const mergeRoute: EntityRoute = (entity) => (app, context) => {
  app.post(
    `/api/${entity.plural}/:id/merge`,
    {
      onRequest: need('registry.verify'),
      schema: {
        tags: tagOf(entity),
        summary: `把另一条并入 · Merge another record into this one`,
        params: idParams,
        body: z.strictObject({
          merged: z.guid(),
          versions: z.tuple([z.int(), z.int()]).describe('of the survivor and of the merged one'),
          take: z
            .array(z.enum(['name', 'regionPath', 'lon', 'lat', ...Object.keys(entity.fields)]))
            .describe('members taken from the merged one'),
          reason,
        }),
        response: responses(moved),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id: survivor } = request.params;
      const wish = { ...request.body, survivor };
      const result = await withScope(context.db, actor.scope, async (tx) => {
        const done = await mergeRecords(tx, entity, wish, actor.name);
        if (done !== undefined && !isRefusal(done))
          await record(tx, actor, 'registry.merge', { kind: entity.key, id: survivor }, 'done', {
            ...request.body,
            moved: done.moved,
          });
        return kept(done);
      }).catch(refusalOf);
      if (result !== undefined) return answer(result);
      return notFound(context, request, entity, survivor, 'registry.verify');
    },
  );
  app.post(
    `/api/${entity.plural}/:id/unmerge`,
    {
      onRequest: need('registry.verify'),
      schema: {
        tags: tagOf(entity),
        summary: `撤销合并 · Take a merge back; the id is the merged one's`,
        params: idParams,
        body: z.strictObject({ reason }),
        response: responses(moved),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const result = await withScope(context.db, actor.scope, async (tx) => {
        const done = await undoMerge(tx, entity, id, { by: actor.name, reason: request.body.reason });
        if (done !== undefined && !isRefusal(done))
          await record(tx, actor, 'registry.unmerge', { kind: entity.key, id }, 'done', {
            ...request.body,
            moved: done.moved,
          });
        return kept(done);
      }).catch(refusalOf);
      if (result !== undefined) return answer(result);
      return notFound(context, request, entity, id, 'registry.verify');
    },
  );
};

const aboutQuery = z.strictObject({
  entity: z.enum([...ENTITIES.keys()]).default('enterprise'),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200)
    .optional(),
});
const entityBy = (key: string): Entity => ENTITIES.get(key) ?? refuseNow('not-found');

/** Somebody who asks for likely duplicates waits so long for what is not compared yet. */
const PATIENCE_MS = 500;

/** Completeness, population and likely duplicates of a register under scope. */
export const registerRoutes: RouteModule = (app, { db }) => {
  const tags = ['台账总览 Registers'];
  const onRequest = need('registry.read');
  app.get(
    '/api/registry/place',
    {
      onRequest,
      schema: {
        tags,
        summary: '坐标与所在辖区 · Does a place (WGS-84) lie within the boundary of a region',
        querystring: z.strictObject({
          region: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .max(200),
          lon: z.coerce.number().min(-180).max(180),
          lat: z.coerce.number().min(-90).max(90),
        }),
        response: responses(placeSchema),
      },
    },
    async (request) => {
      const { region, lon, lat } = request.query;
      return { problem: placeDoubt({ regionPath: region, lon, lat })?.problem ?? null };
    },
  );
  app.get(
    '/api/registry/overview',
    {
      onRequest,
      schema: {
        tags,
        summary: '完整度与核实 · Completeness per jurisdiction',
        querystring: aboutQuery,
        response: responses(overview),
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const region = request.query.region ?? (scope.kind === 'region' ? scope.path : undefined);
      return withScope(db, scope, (tx) => overviewOf(tx, entityBy(request.query.entity), region));
    },
  );
  app.get(
    '/api/registry/population',
    {
      onRequest,
      schema: {
        tags,
        summary: '行业 × 辖区 · Population by sector and area',
        querystring: aboutQuery,
        response: responses(population),
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const region = request.query.region ?? (scope.kind === 'region' ? scope.path : undefined);
      return withScope(db, scope, (tx) => populationOf(tx, entityBy(request.query.entity), region));
    },
  );
  app.get(
    '/api/registry/duplicates',
    {
      onRequest,
      schema: {
        tags,
        summary: '疑似重复 · Records that may be one',
        querystring: aboutQuery.extend({
          after: z.string().regex(CURSOR).optional().describe('next of the page before'),
        }),
        response: responses(duplicates),
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const { entity, region = scope.kind === 'region' ? scope.path : undefined, after } = request.query;
      // What was just entered is told; of a register just brought in, what there is of it so far.
      await compareWaiting(db, PATIENCE_MS);
      return withScope(db, scope, (tx) => duplicatesOf(tx, entityBy(entity), { region, after }));
    },
  );
  app.post(
    '/api/registry/duplicates/distinct',
    {
      onRequest: need('registry.verify'),
      schema: {
        tags,
        summary: '不是同一家 · Two records are two',
        body: z.strictObject({
          entity: z.enum([...ENTITIES.keys()]),
          one: z.guid(),
          other: z.guid(),
          reason: z.string().trim().max(500).default(''),
        }),
        response: responses(z.object({ remembered: z.literal(true) })),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { entity: key, one, other, reason: why } = request.body;
      const entity = entityBy(key);
      const told = await withScope(db, actor.scope, async (tx) => {
        const result = one === other ? undefined : await tellApart(tx, entity, [one, other], why, actor.name);
        if (result === true)
          await record(tx, actor, 'registry.distinct', { kind: key, id: one }, 'done', { other, reason: why });
        return result;
      });
      if (told === undefined) refuseNow('not-found');
      return { remembered: true as const };
    },
  );
};
