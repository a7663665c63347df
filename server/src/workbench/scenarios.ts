import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse, both } from '@anlan/kernel/refusal';
import {
  scenarioSchema,
  scenariosSchema,
  scenarioWishSchema,
  setupSchema,
  type SavedScenario,
  type Setup,
} from '@anlan/kernel/workbench';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, noContent, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { tags } from './near.ts';

const TABLE = 'consequence_scenario';
const id = z.object({ id: z.uuid() });
/** Scenarios of one list. */
const LISTED = 200;

interface Row {
  id: string;
  name: string;
  note: string;
  setup: unknown;
  region: string | null;
  tank: string | null;
  by: string;
  person: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Rows under the transaction's scope, newest first; what was saved by an older version and is read no more is left out. */
async function read(tx: Tx, actor: Actor, where: RawBuilder<unknown>): Promise<SavedScenario[]> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.name, c.note, c.setup, r.name AS region, c.tank_id AS tank, c.person_name AS by, c.person_id AS person,
           c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt"
    FROM consequence_scenario c LEFT JOIN region r ON r.path = c.region_path
    WHERE c.retired_at IS NULL AND ${where} ORDER BY c.updated_at DESC LIMIT ${LISTED}`.execute(tx);
  return rows.flatMap(({ person, region, setup, ...row }) => {
    const known = setupSchema.safeParse(setup);
    if (!known.success) return [];
    return [
      {
        ...row,
        setup: known.data,
        region: region ?? '—',
        mine: person === actor.personId,
        createdAt: row.createdAt.getTime(),
        updatedAt: row.updatedAt.getTime(),
      },
    ];
  });
}

interface Owner {
  readonly path: string;
  readonly organisation: string | null;
  readonly sector: string | null;
  readonly tank: string | null;
}

/** Where a scenario belongs: with its tank's region, or with who made it; an enterprise's own stays with the enterprise. */
async function ownerOf(tx: Tx, actor: Actor, { origin }: Setup): Promise<Owner> {
  const { scope } = actor;
  const wanted = origin?.kind === 'tank' ? origin.id : null;
  const { rows } = await sql<{ id: string; path: string; sector: string | null }>`
    SELECT id, region_path AS path, sector FROM tank WHERE id = ${wanted}::uuid`.execute(tx);
  const [tank] = rows;
  if (wanted !== null && tank === undefined) return refuseNow('not-found');
  if (scope.kind === 'region') {
    const sector = tank?.sector ?? scope.sectors?.[0] ?? null;
    return { path: tank?.path ?? scope.path, organisation: null, sector, tank: tank?.id ?? null };
  }
  if (scope.kind === 'organisation') {
    const { rows: own } = await sql<{ path: string; sector: string | null }>`
      SELECT region_path AS path, sector FROM enterprise WHERE organisation_id = ${scope.organisationId} LIMIT 1`.execute(
      tx,
    );
    const place = tank ?? own[0];
    if (place !== undefined)
      return { path: place.path, organisation: scope.organisationId, sector: place.sector, tank: tank?.id ?? null };
  }
  return refuseNow('not-permitted', {
    verb: both('保存后果情景', 'save scenarios'),
    grantor: both('安全管理员', 'the security administrator'),
  });
}

/** Saved scenarios: list, one, save, change, retire. */
export const scenarioRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/scenarios',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '后果情景 · Saved scenarios',
        querystring: z.object({ tank: z.uuid().optional() }),
        response: responses(scenariosSchema),
      },
    },
    (request) => {
      const actor = actorOf(request);
      const { tank } = request.query;
      return withScope(context.db, actor.scope, (tx) =>
        read(tx, actor, tank === undefined ? sql`true` : sql`c.tank_id = ${tank}`),
      );
    },
  );
  app.get(
    '/api/workbench/scenarios/:id',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '一个情景 · One scenario', params: id, response: responses(scenarioSchema) },
    },
    async (request) => {
      const actor = actorOf(request);
      const [found] = await withScope(context.db, actor.scope, (tx) =>
        read(tx, actor, sql`c.id = ${request.params.id}`),
      );
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, TABLE, request.params.id, 'registry.read');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/workbench/scenarios',
    {
      onRequest: need('scenario.write'),
      schema: {
        tags,
        summary: '保存情景 · Save a scenario',
        body: scenarioWishSchema.extend({ id: z.uuid().optional().describe('sent twice it is one') }),
        response: responses(scenarioSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { name, note, setup, id: wished } = request.body;
      const own = wished ?? randomUUID();
      const saved = await withScope(context.db, actor.scope, async (tx) => {
        const owner = await ownerOf(tx, actor, setup);
        const { numAffectedRows: added } = await sql`
          INSERT INTO consequence_scenario (id, name, note, setup, substance, lon, lat, tank_id, person_id, person_name,
            region_path, organisation_id, sector)
          VALUES (${own}, ${name}, ${note}, ${JSON.stringify(setup)}::jsonb, ${setup.substance}, ${setup.place[0]},
            ${setup.place[1]}, ${owner.tank}, ${actor.personId}, ${actor.name}, ${owner.path}, ${owner.organisation}, ${owner.sector})
          ON CONFLICT (id) DO NOTHING`.execute(tx);
        const [made] = await read(tx, actor, sql`c.id = ${own}`);
        if (made !== undefined && Number(added) > 0)
          await record(tx, actor, 'scenario.write', { kind: TABLE, id: own }, 'done', {
            name,
            substance: setup.substance,
          });
        return made;
      });
      return saved === undefined ? answer(refuse('not-found')) : reply.code(201).send(saved);
    },
  );
  app.patch(
    '/api/workbench/scenarios/:id',
    {
      onRequest: need('scenario.write'),
      schema: {
        tags,
        summary: '修改情景 · Change a scenario',
        params: id,
        body: scenarioWishSchema.extend({ version: z.int().min(1) }),
        response: responses(scenarioSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { name, note, setup, version } = request.body;
      const found = await withScope(context.db, actor.scope, async (tx) => {
        const [before] = await read(tx, actor, sql`c.id = ${request.params.id}`);
        if (before === undefined) return undefined;
        if (before.version !== version) return refuseNow('version-conflict', { version: before.version });
        const { numAffectedRows: changed } = await sql`
          UPDATE consequence_scenario SET name = ${name}, note = ${note}, setup = ${JSON.stringify(setup)}::jsonb,
            substance = ${setup.substance}, lon = ${setup.place[0]}, lat = ${setup.place[1]}, version = version + 1, updated_at = now()
          WHERE id = ${request.params.id} AND version = ${version}`.execute(tx);
        const [after] = await read(tx, actor, sql`c.id = ${request.params.id}`);
        // Somebody else's change came between the reading and the writing.
        if (Number(changed) === 0) return refuseNow('version-conflict', { version: after?.version ?? version });
        await record(tx, actor, 'scenario.write', { kind: TABLE, id: request.params.id }, 'done', { name });
        return after;
      });
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, TABLE, request.params.id, 'scenario.write');
      return answer(refuse('not-found'));
    },
  );
  app.delete(
    '/api/workbench/scenarios/:id',
    {
      onRequest: need('scenario.write'),
      schema: { tags, summary: '停用情景 · Retire a scenario', params: id, response: noContent },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { numAffectedRows } = await withScope(context.db, actor.scope, async (tx) => {
        const done = await sql`
          UPDATE consequence_scenario SET retired_at = now(), updated_at = now() WHERE id = ${request.params.id} AND retired_at IS NULL`.execute(
          tx,
        );
        if (Number(done.numAffectedRows) > 0)
          await record(tx, actor, 'scenario.write', { kind: TABLE, id: request.params.id }, 'done', { retired: true });
        return done;
      });
      if (Number(numAffectedRows) > 0) return reply.code(204).send();
      await auditOutside(context.db, actor, TABLE, request.params.id, 'scenario.write');
      return answer(refuse('not-found'));
    },
  );
};
