import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { farmSchema } from '@anlan/systems';
import { farmOf } from './farm.ts';
import { regionNames } from './regions.ts';
import { regrade } from './regrade.ts';
import { focusSchema, sourceDetailSchema, sourcesSchema } from './shapes.ts';
import { listSources, readSource } from './sources.ts';

const tags = ['重大危险源 Major hazards'];
const one = z.object({ id: z.uuid() });

export const sourceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/major-hazards',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '重大危险源分级与监控 · Sources with computed level and watch',
        response: responses(sourcesSchema),
      },
    },
    (request) => listSources(context, actorOf(request).scope),
  );
  app.get(
    '/api/major-hazards/:id',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '重大危险源与计算过程 · One source, its calculation laid open',
        params: one,
        response: responses(sourceDetailSchema),
      },
    },
    async (request) => answer(await detail(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/major-hazards/:id/farm',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '罐区平面 · The tanks of a source with levels, alarms, wind and balance',
        params: one,
        response: responses(farmSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await farmOf(context, actor.scope, request.params.id);
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'hazard_source', request.params.id, 'registry.read');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/major-hazards/:id/points',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '绑定测点 · Bind a sensor',
        params: one,
        body: z.strictObject({ point: z.uuid() }),
        response: responses(sourceDetailSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await bind(context, actor, request.params.id, request.body.point));
      return answer(await detail(context, actor, request.params.id));
    },
  );
  app.delete(
    '/api/major-hazards/:id/points/:point',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '解除绑定 · Unbind a sensor',
        params: one.extend({ point: z.uuid() }),
        response: responses(sourceDetailSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, point } = request.params;
      answer(await unbind(context, actor, id, point));
      return answer(await detail(context, actor, id));
    },
  );
  app.get(
    '/api/focus-list',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '重点监管名单 · Focus supervision, present and past',
        querystring: z.object({ past: z.enum(['0', '1']).default('0') }),
        response: responses(focusSchema),
      },
    },
    async (request) => {
      // A change made a moment ago counts: the list is never older than the registers.
      await regrade(context.db);
      return focusList(context, actorOf(request), request.query.past === '1');
    },
  );
};

async function detail(context: Context, actor: Actor, id: string) {
  await regrade(context.db);
  const found = await readSource(context, actor.scope, id);
  if (found !== undefined) return found;
  await auditOutside(context.db, actor, 'hazard_source', id, 'registry.read');
  return refuse('not-found');
}

/** Binds a sensor of the scope to a source of the scope; a second time changes nothing. */
async function bind(context: Context, actor: Actor, id: string, point: string): Promise<Refusal | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      INSERT INTO hazard_source_point (source_id, point_id, region_path, organisation_id, sector)
      SELECT s.id, p.id, s.region_path, s.organisation_id, s.sector FROM hazard_source s, public.point p
      WHERE s.id = ${id} AND s.retired_at IS NULL AND p.id = ${point} AND p.organisation_id = s.organisation_id
      ON CONFLICT (source_id, point_id) DO UPDATE SET region_path = excluded.region_path RETURNING id`.execute(tx);
    if (rows.length === 0) return refuse('not-found');
    await record(tx, actor, 'registry.write', { kind: 'hazard-source', id }, 'done', { bound: point });
    return undefined;
  });
}

async function unbind(context: Context, actor: Actor, id: string, point: string): Promise<Refusal | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } =
      await sql`DELETE FROM hazard_source_point WHERE source_id = ${id} AND point_id = ${point} RETURNING id`.execute(
        tx,
      );
    if (rows.length === 0) return refuse('not-found');
    await record(tx, actor, 'registry.write', { kind: 'hazard-source', id }, 'done', { unbound: point });
    return undefined;
  });
}

async function focusList(context: Context, actor: Actor, past: boolean): Promise<z.infer<typeof focusSchema>> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{
      enterprise: string;
      name: string;
      path: string;
      entered: Date;
      reasons: string[];
      left: Date | null;
      because: string | null;
    }>`
      SELECT f.enterprise_id AS enterprise, coalesce(e.name, '—') AS name, f.region_path AS path, f.entered_at AS entered, f.reasons,
             f.left_at AS left, f.left_because AS because
      FROM focus_stay f LEFT JOIN enterprise e ON e.id = f.enterprise_id
      WHERE ${past ? sql`true` : sql`f.left_at IS NULL`}
      ORDER BY f.left_at DESC NULLS FIRST, f.entered_at DESC, e.initials LIMIT 2000`.execute(tx),
  );
  const names = await regionNames(
    context.db,
    rows.map(({ path }) => path),
  );
  return rows.map(({ enterprise, name, path, entered, reasons, left, because }) => ({
    enterprise,
    name,
    region: names.get(path) ?? path,
    enteredAt: entered.getTime(),
    reasons,
    leftAt: left?.getTime() ?? null,
    leftBecause: because,
  }));
}
