import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { scopeRange } from '@anlan/kernel/access';
import { fieldSchema, tableName, type Entity } from '@anlan/kernel/entity';
import { censusListSchema, censusSheetSchema } from '@anlan/kernel/registry';
import { isRefusal, refuse, type Refusal, both, named, asIs, problemWords } from '@anlan/kernel/refusal';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, component, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { changeRecord } from './change.ts';
import { checkBounds, checkOptions } from './checks.ts';
import { shownName } from './mask.ts';
import { readRecord, readRecords } from './list.ts';
import { asOwner } from './owned-write.ts';
import { reachOf } from './standing.ts';
import { ENTITIES, entityOf } from './table.ts';
import { verifyRecord } from './verification.ts';

interface Census {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly fields: readonly string[];
  readonly closed_at: Date | null;
}

const tags = ['普查 Census'];
const list = component('CensusList', censusListSchema);
const sheet = component('CensusSheet', censusSheetSchema);
const STATES = {
  issued: both('待填', 'to be filled in'),
  filled: both('待核', 'to be reviewed'),
  returned: both('退回', 'returned'),
  merged: both('已入库', 'taken over'),
} as const;
type State = keyof typeof STATES;

/** A census of which the transaction's scope shows at least one sheet. */
async function censusOf(tx: Tx, id: string): Promise<Census | undefined> {
  const { rows: own } = await sql`SELECT FROM census_answer WHERE census = ${id} LIMIT 1`.execute(tx);
  if (own.length === 0) return undefined;
  const { rows } = await asOwner(tx, () =>
    sql<Census>`SELECT id, name, entity, fields, closed_at FROM census WHERE id = ${id}`.execute(tx),
  );
  return rows[0];
}

interface Issued {
  readonly name: string;
  readonly entity: string;
  readonly fields: readonly string[];
  readonly regionPath: string;
  readonly sectors: readonly string[];
  readonly due: string;
}

/** Issues a census: one sheet for every live record of the population, in one statement. */
async function issue(
  tx: Tx,
  entity: Entity,
  wish: Issued,
  by: string,
  demonstration: boolean,
): Promise<string | Refusal> {
  const id = randomUUID();
  const { from, to } = scopeRange(wish.regionPath);
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM ${sql.table(tableName(entity))} t WHERE t.retired_at IS NULL AND t.region_path >= ${from} AND t.region_path < ${to}
      AND (${wish.sectors.length} = 0 OR t.sector = ANY (${[...wish.sectors]}::text[]))`.execute(tx);
  if (rows.length === 0)
    return refuse(
      'field-invalid',
      { field: both('普查对象', 'Population'), problem: both('这个范围内没有对象', 'nobody is in it') },
      'regionPath',
    );
  await asOwner(tx, async () => {
    await sql`
      INSERT INTO census (id, name, entity, fields, region_path, sectors, due, issued_by, demonstration)
      VALUES (${id}, ${wish.name}, ${entity.key}, ${[...wish.fields]}::text[], ${wish.regionPath}, ${[...wish.sectors]}::text[], ${wish.due}, ${by}, ${demonstration})`.execute(
      tx,
    );
    await sql`
      INSERT INTO census_answer (census, id, region_path, organisation_id, sector)
      SELECT ${id}, t.id, t.region_path, t.organisation_id, t.sector FROM ${sql.table(tableName(entity))} t
      WHERE t.id = ANY (${rows.map((row) => row.id)}::uuid[])`.execute(tx);
  });
  return id;
}

/** Fills in a sheet: every asked field, each checked as its form would. Undefined = not in scope. */
async function fill(
  tx: Tx,
  census: Census,
  id: string,
  answers: Readonly<Record<string, unknown>>,
  by: string,
): Promise<true | Refusal | undefined> {
  const { rows } = await sql<{
    state: State;
    place: string;
  }>`SELECT state, region_path AS place FROM census_answer WHERE census = ${census.id} AND id = ${id} FOR UPDATE`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  if (row.state === 'merged' || census.closed_at !== null)
    return refuse('census-state', { state: census.closed_at === null ? STATES.merged : both('截止', 'closed') });
  const entity = entityOf(census.entity);
  const checked: Record<string, unknown> = {};
  for (const key of census.fields) {
    const field = entity.fields[key]!;
    const given = answers[key];
    if (given == null || given === '') return refuse('field-required', { field: named(field) }, key);
    const result = fieldSchema(field).safeParse(given);
    if (!result.success) {
      const problem = problemWords(result.error.issues[0]!.message);
      return refuse('field-invalid', { field: named(field), problem }, key);
    }
    checked[key] = result.data;
  }
  const record = await readRecord(tx, entity, id);
  const wrong =
    (await checkOptions(tx, entity, checked, row.place)) ??
    checkBounds(entity, { ...record, ...checked }, Object.keys(checked));
  if (wrong !== undefined) return wrong;
  await sql`
    UPDATE census_answer SET state = 'filled', answers = ${JSON.stringify(checked)}::jsonb, filled_at = now(), filled_by = ${by}
    WHERE census = ${census.id} AND id = ${id}`.execute(tx);
  return true;
}

interface Verdict {
  readonly accept: boolean;
  readonly version: number;
  readonly note?: string | undefined;
}

/** Takes a filled sheet into the register and verifies the record, or returns it with a reason. */
async function decide(
  tx: Tx,
  census: Census,
  id: string,
  verdict: Verdict,
  by: string,
): Promise<true | Refusal | undefined> {
  const { rows } = await sql<{ state: State; answers: Record<string, unknown>; filled_by: string | null }>`
    SELECT state, answers, filled_by FROM census_answer WHERE census = ${census.id} AND id = ${id} FOR UPDATE`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  if (row.state !== 'filled') return refuse('census-state', { state: STATES[row.state] });
  if (!verdict.accept && (verdict.note ?? '') === '') return refuse('reason-required', {}, 'note');
  if (verdict.accept) {
    const entity = entityOf(census.entity);
    const changed = await changeRecord(
      tx,
      entity,
      id,
      { version: verdict.version, changes: row.answers },
      { by: row.filled_by ?? by, source: `census:${census.id}`, reason: `普查「${census.name}」` },
    );
    if (changed === undefined || isRefusal(changed)) return changed;
    const verified = await verifyRecord(tx, entity, id, { version: changed.record.version, note: verdict.note }, by);
    if (verified === undefined || isRefusal(verified)) return verified;
  }
  await sql`
    UPDATE census_answer SET state = ${verdict.accept ? 'merged' : 'returned'}, verified_at = now(), verified_by = ${by}, note = ${verdict.note ?? null}
    WHERE census = ${census.id} AND id = ${id}`.execute(tx);
  return true;
}

const sheetQuery = z.strictObject({
  state: z.enum(['issued', 'filled', 'returned', 'merged', 'open']).optional(),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .optional(),
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});

async function sheetsOf(tx: Tx, census: Census, { state, region, page, size }: z.infer<typeof sheetQuery>) {
  const entity = entityOf(census.entity);
  const range = region === undefined ? undefined : scopeRange(region);
  const conditions = [
    sql`a.census = ${census.id}`,
    ...(state === undefined
      ? []
      : [state === 'open' ? sql`a.state IN ('issued', 'returned')` : sql`a.state = ${state}`]),
    ...(range === undefined ? [] : [sql`a.region_path >= ${range.from} AND a.region_path < ${range.to}`]),
  ];
  interface Row {
    id: string;
    state: State;
    answers: Record<string, unknown>;
    filled_at: Date | null;
    filled_by: string | null;
    verified_by: string | null;
    note: string | null;
    total: number;
  }
  const { rows } = await sql<Row>`
    SELECT a.*, count(*) OVER () AS total FROM census_answer a JOIN ${sql.table(tableName(entity))} t ON t.id = a.id
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY array_position(ARRAY['filled','returned','issued','merged'], a.state), t.initials, a.id
    LIMIT ${size} OFFSET ${(page - 1) * size}`.execute(tx);
  const records = new Map(
    (
      await readRecords(
        tx,
        entity,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  );
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => {
      const current = records.get(row.id);
      return {
        id: row.id,
        name: current === undefined ? '' : shownName(entity, current.name),
        regionName: current?.regionName ?? null,
        state: row.state,
        answers: row.answers,
        current: Object.fromEntries(census.fields.map((key) => [key, current?.[key] ?? null])),
        version: current?.version ?? 0,
        filledAt: row.filled_at?.getTime() ?? null,
        filledBy: row.filled_by,
        verifiedBy: row.verified_by,
        note: row.note,
      };
    }),
  };
}

/** Censuses: issued to a population, filled in, verified into the register; coverage and who has not answered. */
export const censusRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('registry.read');
  app.get(
    '/api/censuses',
    {
      onRequest,
      schema: { tags, summary: '普查与覆盖率 · Censuses with coverage in scope', response: responses(list) },
    },
    async (request) =>
      withScope(db, actorOf(request).scope, async (tx) => {
        const { rows: counts } = await sql<{
          census: string;
          population: number;
          filled: number;
          merged: number;
          returned: number;
        }>`
        SELECT census, count(*)::int AS population, count(*) FILTER (WHERE state IN ('filled', 'merged'))::int AS filled,
          count(*) FILTER (WHERE state = 'merged')::int AS merged, count(*) FILTER (WHERE state = 'returned')::int AS returned
        FROM census_answer GROUP BY census`.execute(tx);
        const known = new Map(counts.map(({ census, ...rest }) => [census, rest]));
        const { rows } = await asOwner(tx, () =>
          sql<{
            id: string;
            name: string;
            entity: string;
            fields: string[];
            regionPath: string;
            regionName: string;
            due: string;
            issuedAt: Date;
            issuedBy: string;
            closedAt: Date | null;
          }>`
          SELECT c.id, c.name, c.entity, c.fields, c.region_path AS "regionPath", r.name AS "regionName", c.due::text AS due,
            c.issued_at AS "issuedAt", c.issued_by AS "issuedBy", c.closed_at AS "closedAt"
          FROM census c JOIN region r ON r.path = c.region_path WHERE c.id = ANY (${[...known.keys()]}::uuid[]) ORDER BY c.issued_at DESC`.execute(
            tx,
          ),
        );
        return rows.map((row) => ({
          ...row,
          issuedAt: row.issuedAt.getTime(),
          closedAt: row.closedAt?.getTime() ?? null,
          ...known.get(row.id)!,
        }));
      }),
  );
  app.post(
    '/api/censuses',
    {
      onRequest: need('census.issue'),
      schema: {
        tags,
        summary: '下发普查 · Issue a census',
        body: z.strictObject({
          name: z.string().trim().min(1).max(80),
          entity: z.enum([...ENTITIES.keys()]).default('enterprise'),
          fields: z.array(z.string()).min(1).max(30),
          regionPath: z.string().regex(/^([\w-]+\.)+$/),
          sectors: z.array(z.string()).max(30).default([]),
          due: z.iso.date(),
        }),
        response: responses(z.object({ id: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const entity = entityOf(request.body.entity);
      const strange = request.body.fields.find((key) => entity.fields[key] === undefined);
      if (strange !== undefined)
        refuseNow('field-invalid', { field: asIs(strange), problem: both('没有这一项', 'no such field') }, 'fields');
      if (!request.body.regionPath.startsWith((await reachOf(db, actor.scope)) ?? '')) refuseNow('not-found');
      const id = await withScope(db, actor.scope, async (tx) => {
        const made = await issue(tx, entity, request.body, actor.name, context.demonstration);
        if (!isRefusal(made))
          await record(tx, actor, 'census.issue', { kind: 'census', id: made }, 'done', request.body);
        return made;
      });
      return reply.code(201).send({ id: answer(id) });
    },
  );
  const sheets = z.object({ total: z.int(), rows: z.array(sheet) });
  app.get(
    '/api/censuses/:id/sheets',
    {
      onRequest,
      schema: {
        tags,
        summary: '普查表 · Sheets',
        params: z.object({ id: z.guid() }),
        querystring: sheetQuery,
        response: responses(sheets),
      },
    },
    async (request) => {
      const found = await withScope(db, actorOf(request).scope, async (tx) => {
        const census = await censusOf(tx, request.params.id);
        return census === undefined ? undefined : sheetsOf(tx, census, request.query);
      });
      return found ?? refuseNow('not-found');
    },
  );
  const params = z.object({ id: z.guid(), record: z.guid() });
  const done = z.object({ state: z.string() });
  app.post(
    '/api/censuses/:id/sheets/:record',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '填报 · Fill in',
        params,
        body: z.strictObject({ answers: z.record(z.string(), z.unknown()) }),
        response: responses(done),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, record: about } = request.params;
      const result = await withScope(db, actor.scope, async (tx) => {
        const census = await censusOf(tx, id);
        const filled =
          census === undefined ? undefined : await fill(tx, census, about, request.body.answers, actor.name);
        if (filled === true) await record(tx, actor, 'census.fill', { kind: 'census', id }, 'done', { record: about });
        return filled;
      });
      if (answer(result) === undefined) refuseNow('not-found');
      return { state: 'filled' };
    },
  );
  app.post(
    '/api/censuses/:id/sheets/:record/decide',
    {
      onRequest: need('registry.verify'),
      schema: {
        tags,
        summary: '核实入库或退回 · Verify into the register, or return',
        params,
        body: z.strictObject({ accept: z.boolean(), version: z.int(), note: z.string().trim().max(500).optional() }),
        response: responses(done),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, record: about } = request.params;
      const result = await withScope(db, actor.scope, async (tx) => {
        const census = await censusOf(tx, id);
        if (census === undefined || (await readRecord(tx, entityOf(census.entity), about)) === undefined)
          return undefined;
        const decided = await decide(tx, census, about, request.body, actor.name);
        if (decided === true)
          await record(tx, actor, 'census.decide', { kind: 'census', id }, 'done', { record: about, ...request.body });
        return decided;
      });
      if (answer(result) === undefined) refuseNow('not-found');
      return { state: request.body.accept ? 'merged' : 'returned' };
    },
  );
};
