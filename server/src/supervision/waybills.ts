import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { findingInEnglish, WAYBILL_STATES, WAYBILL_STEPS, type WaybillState } from '@anlan/kernel/position';
import { refuse, type Refusal, both, named, type Words } from '@anlan/kernel/refusal';
import {
  checkedSchema,
  type Finding,
  waybillPageSchema,
  waybillSchema,
  waybillStateSchema,
  type Waybill,
} from '@anlan/systems/monitoring/hazchem-transport';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from '../telemetry/time.ts';
import { isAlarming } from './alarming.ts';
import { checkBill } from './waybill-check.ts';

const tags = ['电子运单 Waybill'];
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);

const input = z.strictObject({
  enterprise: z.uuid('应选择承运企业'),
  consignor: text(120),
  consignee: text(120),
  vehicle: z.uuid('应选择车辆'),
  trailer: text(20).nullable().optional(),
  driver: z.uuid('应选择驾驶员').nullable().optional(),
  escort: z.uuid('应选择押运员').nullable().optional(),
  cargo: text(120),
  un: z
    .string()
    .regex(/^\d{4}$/, 'UN 编号为 4 位数字')
    .nullable()
    .optional(),
  cas: z
    .string()
    .regex(/^\d{2,7}-\d{2}-\d$/, 'CAS 号的格式不对')
    .nullable()
    .optional(),
  goodsClass: z.string().regex(/^\d(\.\d)?$/, '类项如 3、2.1、8'),
  packing: text(60).nullable().optional(),
  quantity: z.number().positive('应大于 0').max(1000),
  route: z.uuid().nullable().optional(),
  origin: text(120),
  destination: text(120),
  plannedStart: momentSchema,
  plannedEnd: momentSchema,
});
type Input = z.infer<typeof input>;

const SELECT = sql`
  SELECT w.id, w.number, w.state, w.enterprise, e.name AS "enterpriseName", w.consignor, w.consignee, w.vehicle, v.name AS plate, w.trailer,
    w.driver, d.name AS "driverName", w.escort, s.name AS "escortName", w.cargo, w.un, w.cas, w.goods_class AS "goodsClass", w.packing,
    w.quantity, w.route, f.name AS "routeName", w.origin, w.destination, w.planned_start AS "plannedStart", w.planned_end AS "plannedEnd",
    w.started_at AS "startedAt", w.ended_at AS "endedAt", w.source, r.name AS "regionName", w.version, w.findings
  FROM waybill w
  LEFT JOIN enterprise e ON e.id = w.enterprise LEFT JOIN vehicle v ON v.id = w.vehicle LEFT JOIN transport_person d ON d.id = w.driver
  LEFT JOIN transport_person s ON s.id = w.escort LEFT JOIN fence f ON f.id = w.route LEFT JOIN region r ON r.path = w.region_path`;
type Row = Omit<Waybill, 'plannedStart' | 'plannedEnd' | 'startedAt' | 'endedAt'> & {
  plannedStart: Date;
  plannedEnd: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};
const view = (row: Row): Waybill => ({
  ...row,
  plannedStart: row.plannedStart.getTime(),
  plannedEnd: row.plannedEnd.getTime(),
  startedAt: row.startedAt?.getTime() ?? null,
  endedAt: row.endedAt?.getTime() ?? null,
});
const idParams = z.object({ id: z.uuid() });

/** Electronic waybills: each is checked when it is issued and again when the vehicle sets off; a blocked one is refused. */
export const waybillRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/waybills',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '运单列表 · Waybills, newest first',
        querystring: z.object({
          state: waybillStateSchema.optional(),
          search: z.string().trim().max(LENGTHS.search).optional(),
          vehicle: z.uuid().optional(),
          page: z.coerce.number().int().min(1).default(1),
        }),
        response: responses(waybillPageSchema),
      },
    },
    (request) => list(context, actorOf(request), request.query),
  );
  app.get(
    '/api/waybills/:id',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '运单 · One waybill', params: idParams, response: responses(waybillSchema) },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await withScope(context.db, actor.scope, (tx) => asItStands(tx, request.params.id));
      if (found !== undefined) {
        request.incident = await isAlarming(context.db, found.vehicle);
        return found;
      }
      await auditOutside(context.db, actor, 'waybill', request.params.id, 'registry.read');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/waybills/check',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '核对运单 · Check without issuing', body: input, response: responses(checkedSchema) },
    },
    async (request) => answer(await check(context, actorOf(request), request.body)),
  );
  app.post(
    '/api/waybills',
    {
      onRequest: need('registry.write'),
      schema: { tags, summary: '开具运单 · Issue a waybill', body: input, response: responses(waybillSchema, 201) },
    },
    async (request, reply) => reply.code(201).send(answer(await issue(context, actorOf(request), request.body))),
  );
  app.post(
    '/api/waybills/:id/step',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '运单状态 · Take a step: loaded, in transit, delivered, cancelled',
        params: idParams,
        body: z.strictObject({ to: waybillStateSchema, version: z.int() }),
        response: responses(waybillSchema),
      },
    },
    async (request) => answer(await step(context, actorOf(request), request.params.id, request.body)),
  );
};

const ENDED: ReadonlySet<WaybillState> = new Set(['delivered', 'cancelled']);

/** A waybill still open is shown as the papers stand now, an ended one as it was found last. */
async function asItStands(tx: Tx, id: string): Promise<Waybill | undefined> {
  const bill = await one(tx, id);
  if (bill === undefined || ENDED.has(bill.state)) return bill;
  return { ...bill, findings: (await checkBill(tx, bill, id)) ?? bill.findings };
}

async function one(tx: Tx, id: string): Promise<Waybill | undefined> {
  const { rows } = await sql<Row>`${SELECT} WHERE w.id = ${id}`.execute(tx);
  return rows[0] === undefined ? undefined : view(rows[0]);
}

async function list(
  context: Context,
  actor: Actor,
  {
    state = null,
    search = '',
    vehicle = null,
    page,
  }: {
    state?: string | null | undefined;
    search?: string | undefined;
    vehicle?: string | null | undefined;
    page: number;
  },
) {
  return withScope(context.db, actor.scope, async (tx) => {
    const matches = sql`(${search} = '' OR strpos(w.number, ${search}) > 0 OR strpos(v.name, ${search}) > 0 OR strpos(w.cargo, ${search}) > 0
      OR strpos(e.name, ${search}) > 0) AND (${vehicle}::uuid IS NULL OR w.vehicle = ${vehicle}::uuid)`;
    const counted = await sql<{ state: string; n: number }>`
      SELECT w.state, count(*)::int AS n FROM waybill w LEFT JOIN enterprise e ON e.id = w.enterprise LEFT JOIN vehicle v ON v.id = w.vehicle
      WHERE ${matches} GROUP BY w.state`.execute(tx);
    const counts = Object.fromEntries(counted.rows.map((row) => [row.state, row.n]));
    const { rows } = await sql<Row>`
      ${SELECT} WHERE ${matches} AND (${state}::text IS NULL OR w.state = ${state})
      ORDER BY w.planned_start DESC, w.number DESC LIMIT 50 OFFSET ${(page - 1) * 50}`.execute(tx);
    const total = state === null ? Object.values(counts).reduce((sum, n) => sum + n, 0) : (counts[state] ?? 0);
    return { rows: rows.map(view), total, counts };
  });
}

async function check(context: Context, actor: Actor, bill: Input): Promise<z.infer<typeof checkedSchema> | Refusal> {
  const findings = await withScope(context.db, actor.scope, (tx) => checkBill(tx, bill, null));
  if (findings === undefined)
    return refuse(
      'field-invalid',
      {
        field: both('车辆', 'Vehicle'),
        problem: both('不存在，或不在你的范围内', 'it does not exist, or is outside your scope'),
      },
      'vehicle',
    );
  return { findings, blocked: findings.some(({ blocking }) => blocking) };
}

/** The reasons of a refusal in one line. */
function reasons(findings: readonly Finding[]): Words {
  const blocking = findings.filter((finding) => finding.blocking);
  return both(
    blocking.map(({ label, text: what }) => `${label}：${what}`).join('；'),
    blocking
      .map((finding) => findingInEnglish(finding))
      .map(({ label, text: what }) => `${label}: ${what}`)
      .join('; '),
  );
}

async function issue(context: Context, actor: Actor, bill: Input): Promise<Waybill | Refusal> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows: firms } = await sql<{ region_path: string; sector: string | null }>`
      SELECT region_path, sector FROM enterprise WHERE id = ${bill.enterprise} AND retired_at IS NULL`.execute(tx);
    const [firm] = firms;
    if (firm === undefined)
      return refuse(
        'field-invalid',
        {
          field: both('承运企业', 'Carrier'),
          problem: both('不存在，或不在你的范围内', 'it does not exist, or is outside your scope'),
        },
        'enterprise',
      );
    // Two waybills of one vehicle are checked one after the other, so that neither misses the other.
    await sql`SELECT pg_advisory_xact_lock(7203, hashtext(${bill.vehicle}))`.execute(tx);
    const findings = await checkBill(tx, bill, null);
    if (findings === undefined)
      return refuse(
        'field-invalid',
        {
          field: both('车辆', 'Vehicle'),
          problem: both('不存在，或不在你的范围内', 'it does not exist, or is outside your scope'),
        },
        'vehicle',
      );
    if (findings.some(({ blocking }) => blocking)) return refuse('waybill-blocked', { problem: reasons(findings) });
    const { rows } = await sql<{ id: string }>`
      INSERT INTO waybill (number, enterprise, consignor, consignee, vehicle, trailer, driver, escort, cargo, un, cas, goods_class, packing,
        quantity, route, origin, destination, planned_start, planned_end, findings, updated_by, demonstration, region_path, organisation_id, sector)
      VALUES ('YD' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || upper(substr(md5(gen_random_uuid()::text), 1, 8)),
        ${bill.enterprise}, ${bill.consignor}, ${bill.consignee}, ${bill.vehicle}, ${bill.trailer ?? null}, ${bill.driver ?? null},
        ${bill.escort ?? null}, ${bill.cargo}, ${bill.un ?? null}, ${bill.cas ?? null}, ${bill.goodsClass}, ${bill.packing ?? null}, ${bill.quantity},
        ${bill.route ?? null}, ${bill.origin}, ${bill.destination}, ${new Date(bill.plannedStart)}, ${new Date(bill.plannedEnd)},
        ${JSON.stringify(findings)}::jsonb, ${actor.name}, ${context.demonstration}, ${firm.region_path}, ${bill.enterprise}, ${firm.sector})
      RETURNING id`.execute(tx);
    const id = rows[0]!.id;
    await sql`SELECT pg_notify('registry', 'waybill')`.execute(tx);
    const issued = (await one(tx, id))!;
    await record(tx, actor, 'registry.write', { kind: 'waybill', id }, 'done', { number: issued.number });
    return issued;
  });
}

async function step(
  context: Context,
  actor: Actor,
  id: string,
  { to, version }: { to: WaybillState; version: number },
): Promise<Waybill | Refusal> {
  return withScope(context.db, actor.scope, async (tx) => {
    await sql`SELECT FROM waybill WHERE id = ${id} FOR UPDATE`.execute(tx);
    const bill = await one(tx, id);
    if (bill === undefined) return refuse('not-found');
    if (bill.version !== version) return refuse('version-conflict', { version: bill.version });
    if (!WAYBILL_STEPS[bill.state].includes(to))
      return refuse('waybill-state', { state: named(WAYBILL_STATES[bill.state]), wanted: named(WAYBILL_STATES[to]) });
    // Papers may have run out since it was issued: it is checked again before the vehicle moves.
    const findings = to === 'cancelled' || to === 'delivered' ? bill.findings : ((await checkBill(tx, bill, id)) ?? []);
    if (to === 'in-transit' && findings.some(({ blocking }) => blocking))
      return refuse('waybill-blocked', { problem: reasons(findings) });
    await sql`
      UPDATE waybill SET state = ${to}, findings = ${JSON.stringify(findings)}::jsonb, version = version + 1, updated_at = now(), updated_by = ${actor.name},
        started_at = CASE WHEN ${to} = 'in-transit' THEN now() ELSE started_at END,
        ended_at = CASE WHEN ${to} IN ('delivered', 'cancelled') THEN now() ELSE ended_at END
      WHERE id = ${id}`.execute(tx);
    await sql`SELECT pg_notify('registry', 'waybill')`.execute(tx);
    await record(tx, actor, 'registry.write', { kind: 'waybill', id }, 'done', { state: to });
    return (await one(tx, id))!;
  });
}
