import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { SHORE_STATION, safetyProblem, safetyTelegram } from '@anlan/gateways';
import { distance } from '@anlan/domain/geo';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { callSchema, orderSchema } from '@anlan/systems/monitoring/waterway';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from '../telemetry/time.ts';

const tags = ['水上 Waterway'];
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);

const callInput = z.strictObject({
  at: momentSchema.optional(),
  channel: text(10),
  direction: callSchema.shape.direction,
  vessel: z.uuid(),
  seconds: z.int().min(0).max(36_000).nullable().default(null),
  priority: callSchema.shape.priority.default('routine'),
  text: text(500),
});
const orderInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('instruction'),
    vessel: z.uuid(),
    alarmId: z.uuid().nullable().default(null),
    way: orderSchema.shape.way,
    text: text(300),
  }),
  z.strictObject({
    kind: z.literal('dispatch'),
    vessel: z.uuid(),
    alarmId: z.uuid().nullable().default(null),
    base: z.uuid(),
    text: text(300),
  }),
]);
const answerInput = z.strictObject({
  state: z.enum(['confirmed', 'arrived', 'done']),
  answer: z.string().trim().max(500).default(''),
});

/** The VHF log, and orders on the water: an instruction to a ship, a rescue base sent to it. */
export const orderRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/waterways/calls',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: 'VHF 通话记录 · The VHF log',
        querystring: z.object({ waterway: z.string().max(40).optional(), vessel: z.uuid().optional() }),
        response: responses(z.array(callSchema)),
      },
    },
    (request) => calls(context, actorOf(request), request.query),
  );
  app.post(
    '/api/waterways/calls',
    {
      onRequest: need('desk.write'),
      schema: { tags, summary: '记一次通话 · Log a call', body: callInput, response: responses(callSchema, 201) },
    },
    async (request, reply) => reply.code(201).send(answer(await logCall(context, actorOf(request), request.body))),
  );
  app.get(
    '/api/waterways/orders',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '指挥联动记录 · Orders on the water',
        querystring: z.object({ vessel: z.uuid().optional() }),
        response: responses(z.array(orderSchema)),
      },
    },
    (request) => orders(context, actorOf(request), request.query.vessel),
  );
  app.post(
    '/api/waterways/orders',
    {
      onRequest: need('device.command'),
      schema: {
        tags,
        summary: '下达指令或派出救援 · Instruct a ship or send a rescue base',
        body: orderInput,
        response: responses(orderSchema, 201),
      },
    },
    async (request, reply) => reply.code(201).send(answer(await order(context, actorOf(request), request.body))),
  );
  app.post(
    '/api/waterways/orders/:id/answer',
    {
      onRequest: need('device.command'),
      schema: {
        tags,
        summary: '记录回复 · Record how it was answered',
        params: z.object({ id: z.uuid() }),
        body: answerInput,
        response: responses(orderSchema),
      },
    },
    async (request) => answer(await answered(context, actorOf(request), request.params.id, request.body)),
  );
};

type Call = z.infer<typeof callSchema>;
const CALL = sql`id, at, channel, direction, vessel, vessel_name AS "vesselName", waterway, seconds, priority, text, by`;
const callView = (row: Omit<Call, 'at'> & { at: Date }): Call => ({ ...row, at: row.at.getTime() });

async function calls(
  context: Context,
  actor: Actor,
  wish: { waterway?: string | undefined; vessel?: string | undefined },
): Promise<Call[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Omit<Call, 'at'> & { at: Date }>`
      SELECT ${CALL} FROM vhf_call
      WHERE (${wish.waterway ?? null}::text IS NULL OR waterway = ${wish.waterway ?? null}) AND (${wish.vessel ?? null}::uuid IS NULL OR vessel = ${wish.vessel ?? null}::uuid)
      ORDER BY at DESC LIMIT 200`.execute(tx),
  );
  return rows.map(callView);
}

interface Vessel {
  readonly name: string;
  readonly mmsi: string;
  readonly waterway: string | null;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

async function vesselOf(context: Context, actor: Actor, id: string): Promise<Vessel | undefined> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Vessel>`SELECT name, mmsi, waterway, region_path, organisation_id, sector FROM vessel WHERE id = ${id} AND retired_at IS NULL`.execute(
      tx,
    ),
  );
  if (rows[0] === undefined) await auditOutside(context.db, actor, 'vessel', id, 'position.read');
  return rows[0];
}

async function logCall(context: Context, actor: Actor, call: z.infer<typeof callInput>): Promise<Call | Refusal> {
  const vessel = await vesselOf(context, actor, call.vessel);
  if (vessel === undefined) return refuse('not-found');
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<Omit<Call, 'at'> & { at: Date }>`
      INSERT INTO vhf_call (at, channel, direction, vessel, vessel_name, waterway, seconds, priority, text, by, region_path, organisation_id, sector)
      VALUES (${new Date(call.at ?? Date.now())}, ${call.channel}, ${call.direction}, ${call.vessel}, ${vessel.name}, ${vessel.waterway}, ${call.seconds},
        ${call.priority}, ${call.text}, ${actor.name}, ${vessel.region_path}, ${vessel.organisation_id}, ${vessel.sector})
      RETURNING ${CALL}`.execute(tx);
    await record(tx, actor, 'desk.write', { kind: 'vessel', id: call.vessel }, 'done', { vhf: call.channel });
    return callView(rows[0]!);
  });
}

type Order = z.infer<typeof orderSchema>;
const ORDER = sql`
  o.id, o.kind, o.vessel, v.name AS "vesselName", o.alarm_id AS "alarmId", b.name AS "baseName", o.distance, o.way, o.text, o.telegrams, o.state,
  o.answer, o.at, o.by FROM water_order o JOIN vessel v ON v.id = o.vessel LEFT JOIN rescue_base b ON b.id = o.base`;
const orderView = (row: Omit<Order, 'at'> & { at: Date }): Order => ({ ...row, at: row.at.getTime() });

async function orders(context: Context, actor: Actor, vessel?: string): Promise<Order[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Omit<Order, 'at'> & { at: Date }>`
      SELECT ${ORDER} WHERE (${vessel ?? null}::uuid IS NULL OR o.vessel = ${vessel ?? null}::uuid) ORDER BY o.at DESC LIMIT 200`.execute(
      tx,
    ),
  );
  return rows.map(orderView);
}

/** AIS carries capitals and figures only; the telegrams are kept as they go to the shore station. */
function telegramsOf(input: z.infer<typeof orderInput>, mmsi: string): string[] | Refusal {
  if (input.kind === 'dispatch' || input.way === 'vhf' || input.way === 'telephone') return [];
  const addressed = input.way === 'ais-addressed';
  const problem = safetyProblem(input.text, addressed);
  const texts = {
    characters: both(
      'AIS 文字只能用英文字母、数字和常用标点，中文请用 VHF',
      'AIS text holds Latin letters, digits and common marks only; use VHF for Chinese',
    ),
    'too-long': both('超过一条 AIS 安全电文的长度', 'it is longer than one AIS safety message'),
  };
  if (problem !== undefined)
    return refuse('field-invalid', { field: both('指令内容', 'Text of the command'), problem: texts[problem] }, 'text');
  return safetyTelegram({ from: SHORE_STATION, text: input.text, ...(addressed && { to: Number(mmsi) }) });
}

async function order(context: Context, actor: Actor, input: z.infer<typeof orderInput>): Promise<Order | Refusal> {
  const vessel = await vesselOf(context, actor, input.vessel);
  if (vessel === undefined) return refuse('not-found');
  const telegrams = telegramsOf(input, vessel.mmsi);
  if (!Array.isArray(telegrams)) return telegrams;
  const base = input.kind === 'dispatch' ? await baseOf(context, input.base) : undefined;
  if (input.kind === 'dispatch' && base === undefined) return refuse('not-found');
  const fix = context.mirror.fixes.get(input.vessel);
  const far = base === undefined || fix === undefined ? null : Math.round(distance(base, fix));
  const way = input.kind === 'dispatch' ? 'telephone' : input.way;
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      INSERT INTO water_order (kind, vessel, alarm_id, base, distance, way, text, telegrams, by, region_path, organisation_id, sector)
      VALUES (${input.kind}, ${input.vessel}, ${input.alarmId}, ${base?.id ?? null}, ${far}, ${way}, ${input.text}, ${JSON.stringify(telegrams)}::jsonb,
        ${actor.name}, ${vessel.region_path}, ${vessel.organisation_id}, ${vessel.sector}) RETURNING id`.execute(tx);
    const made = await sql<Omit<Order, 'at'> & { at: Date }>`SELECT ${ORDER} WHERE o.id = ${rows[0]!.id}`.execute(tx);
    await record(tx, actor, 'device.command', { kind: 'vessel', id: input.vessel }, 'done', {
      order: rows[0]!.id,
      kind: input.kind,
    });
    return orderView(made.rows[0]!);
  });
}

async function baseOf(context: Context, id: string): Promise<{ id: string; lon: number; lat: number } | undefined> {
  const { rows } = await sql<{ id: string; lon: number; lat: number }>`
    SELECT id, lon, lat FROM rescue_base WHERE id = ${id} AND retired_at IS NULL AND lon IS NOT NULL`.execute(
    context.db,
  );
  return rows[0];
}

async function answered(
  context: Context,
  actor: Actor,
  id: string,
  input: z.infer<typeof answerInput>,
): Promise<Order | Refusal> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ vessel: string }>`
      UPDATE water_order SET state = ${input.state}, answer = coalesce(nullif(${input.answer}, ''), answer), changed_at = now(),
        arrived_at = CASE WHEN ${input.state} = 'arrived' THEN coalesce(arrived_at, now()) ELSE arrived_at END
      WHERE id = ${id} RETURNING vessel`.execute(tx);
    if (rows[0] === undefined) return refuse('not-found');
    const made = await sql<Omit<Order, 'at'> & { at: Date }>`SELECT ${ORDER} WHERE o.id = ${id}`.execute(tx);
    await record(tx, actor, 'device.command', { kind: 'vessel', id: rows[0].vessel }, 'done', {
      order: id,
      state: input.state,
    });
    return orderView(made.rows[0]!);
  });
}
