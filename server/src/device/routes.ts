import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { INTAKE_REFUSALS, type IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['设备接入 Devices'];
const one = z.object({ id: z.uuid() });
const counterSchema = z.object({
  reason: z.string(),
  label: z.string(),
  count: z.number(),
  lastAt: z.number(),
  lastDetail: z.string().nullable(),
});
const intakeSchema = z.object({
  connected: z.boolean(),
  since: z.number().nullable(),
  remote: z.string().nullable(),
  lastSeen: z.number().nullable(),
  clockOffsetMs: z.number().nullable(),
  counters: z.array(counterSchema),
});
const listenersSchema = z.array(
  z.object({
    listener: z.string(),
    port: z.int(),
    sessions: z.int(),
    accepted: z.number(),
    refusals: z.array(counterSchema),
  }),
);
const instructionSchema = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  kind: z.string(),
  text: z.string().nullable(),
  state: z.enum(['sent', 'acknowledged', 'refused', 'timed-out']),
  answeredAt: z.number().nullable(),
});
type Instruction = z.infer<typeof instructionSchema>;
const instructionInput = z.strictObject({
  kind: z.enum(['query', 'text', 'clock', 'post-check', 'photo']),
  text: z.string().trim().min(1).max(200).optional(),
  data: z.enum(['realtime', 'minute', 'hour', 'day']).optional().describe('which values a query asks for'),
  from: z.int().optional().describe('epoch ms'),
  to: z.int().optional(),
  minutes: z.int().min(1).max(60).optional().describe('time to answer a post check'),
  channel: z.int().min(1).max(127).optional().describe('camera of a photo'),
});

/** What an instruction is kept as beside its kind. */
function noteOf({ kind, text, data, minutes, channel }: z.infer<typeof instructionInput>): string | null {
  if (kind === 'query') return data ?? null;
  if (kind === 'photo') return `#${channel ?? DRIVER_CAMERA}`;
  return kind === 'post-check' ? `${minutes ?? POST_CHECK_MINUTES} min` : (text ?? null);
}
const POST_CHECK_MINUTES = 10;
/** The camera that looks at the driver, usually the first. */
const DRIVER_CAMERA = 1;
/** What an instruction lacks is the usual. */
const USUAL: Readonly<Record<string, object>> = {
  'post-check': { minutes: POST_CHECK_MINUTES },
  photo: { channel: DRIVER_CAMERA, count: 1 },
};

/** How a device's or listener's answer to an instruction is kept. */
const STATES: Record<string, Instruction['state']> = { done: 'acknowledged', timeout: 'timed-out' };

interface LinkState {
  listeners: { name: string; port: number; sessions: number; accepted: number }[];
}

export const deviceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/intake',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '接入情况 · Session and refused input of a device',
        params: one,
        response: responses(intakeSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const device = await visible(context, actor, request.params.id);
      if (device === undefined) return answer(refuse('not-found'));
      const state = await context.mirror.ask<Omit<z.infer<typeof intakeSchema>, 'counters'>>('device', {
        id: device.id,
      });
      const counters = await countersOf(context, sql`device_id = ${device.id}`);
      const unknown = { connected: false, since: null, remote: null, lastSeen: null, clockOffsetMs: null };
      return { ...unknown, ...state, counters: counters.map(({ listener: _listener, ...counter }) => counter) };
    },
  );
  app.get(
    '/api/intake',
    {
      onRequest: need('device.read'),
      schema: { tags, summary: '接入总览 · Listeners', response: responses(listenersSchema) },
    },
    async () => {
      const state = await context.mirror.ask<LinkState>('state');
      const counters = await countersOf(context, sql`true`);
      return (state?.listeners ?? []).map(({ name, port, sessions, accepted }) => ({
        listener: name,
        port,
        sessions,
        accepted,
        refusals: merged(counters.filter(({ listener }) => listener === name || listener === name.split('-')[0])),
      }));
    },
  );
  app.get(
    '/api/devices/:id/instructions',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '指令记录 · Instructions',
        params: one,
        response: responses(z.array(instructionSchema)),
      },
    },
    (request) => instructions(context, actorOf(request), request.params.id),
  );
  app.post(
    '/api/devices/:id/instruction',
    {
      onRequest: need('device.command'),
      schema: {
        tags,
        summary: '远程调度 · Send an instruction',
        params: one,
        body: instructionInput,
        response: responses(instructionSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await instruct(context, actorOf(request), request.params.id, request.body))),
  );
};

interface Known {
  id: string;
  identity: string;
  regionPath: string;
  organisationId: string | null;
  sector: string | null;
}

async function visible(context: Context, actor: Actor, id: string): Promise<Known | undefined> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Known>`SELECT id, identity, region_path AS "regionPath", organisation_id AS "organisationId", sector FROM device WHERE id = ${id}`.execute(
      tx,
    ),
  );
  if (rows[0] === undefined) await auditOutside(context.db, actor, 'device', id, 'device.read');
  return rows[0];
}

type Counter = z.infer<typeof counterSchema> & { listener: string };

async function countersOf(context: Context, condition: ReturnType<typeof sql>): Promise<Counter[]> {
  const { rows } = await sql<{
    listener: string;
    reason: IntakeRefusal;
    count: number;
    last_at: Date;
    last_detail: string | null;
  }>`
    SELECT listener, reason, sum(count)::bigint AS count, max(last_at) AS last_at, (array_agg(last_detail ORDER BY last_at DESC))[1] AS last_detail
    FROM intake_refusal WHERE ${condition} GROUP BY listener, reason ORDER BY count DESC`.execute(context.db);
  return rows.map(({ listener, reason, count, last_at, last_detail }) => ({
    listener,
    reason,
    label: INTAKE_REFUSALS[reason] ?? reason,
    count,
    lastAt: last_at.getTime(),
    lastDetail: last_detail,
  }));
}

function merged(counters: readonly Counter[]): z.infer<typeof counterSchema>[] {
  const byReason = new Map<string, z.infer<typeof counterSchema>>();
  for (const { listener: _, ...counter } of counters) {
    const before = byReason.get(counter.reason);
    byReason.set(counter.reason, before === undefined ? counter : { ...counter, count: before.count + counter.count });
  }
  return [...byReason.values()];
}

async function instructions(context: Context, actor: Actor, id: string): Promise<Instruction[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Omit<Instruction, 'at' | 'answeredAt'> & { at: Date; answered_at: Date | null }>`
      SELECT id, at, by, kind, text, state, answered_at FROM instruction WHERE device_id = ${id} ORDER BY at DESC LIMIT 50`.execute(
      tx,
    ),
  );
  return rows.map(({ answered_at, ...row }) => ({
    ...row,
    at: row.at.getTime(),
    answeredAt: answered_at?.getTime() ?? null,
  }));
}

/** Sends an instruction and waits for the device's answer; what was sent and how it ended stays in the log. */
async function instruct(
  context: Context,
  actor: Actor,
  id: string,
  input: z.infer<typeof instructionInput>,
): Promise<Instruction | Refusal> {
  const device = await visible(context, actor, id);
  if (device === undefined) return refuse('not-found');
  if (input.kind === 'text' && input.text === undefined) return refuse('field-required', { field: '指令内容' }, 'text');
  const row = { id: randomUUID(), at: new Date(), by: actor.name, kind: input.kind, text: noteOf(input) };
  const audited = { kind: 'device', id } as const;
  // What is about to be sent is in the log and the audit before the device hears of it.
  await withScope(context.db, actor.scope, async (tx) => {
    await sql`
      INSERT INTO instruction (id, device_id, at, by, kind, text, state, region_path, organisation_id, sector)
      VALUES (${row.id}, ${id}, ${row.at}, ${row.by}, ${row.kind}, ${row.text}, 'sent', ${device.regionPath},
        ${device.organisationId}, ${device.sector})`.execute(tx);
    await record(tx, actor, 'device.command', audited, 'done', { instruction: row.id, kind: row.kind, text: row.text });
  });
  const answered = await context.mirror.ask<{ result: string }>('instruct', {
    identity: device.identity,
    command: { ...USUAL[input.kind], ...input },
  });
  const result = answered?.result ?? 'offline';
  const state = STATES[result] ?? 'refused';
  const answeredAt = new Date();
  await withScope(context.db, actor.scope, async (tx) => {
    await sql`UPDATE instruction SET state = ${state}, answered_at = ${answeredAt} WHERE id = ${row.id}`.execute(tx);
    const outcome = state === 'acknowledged' ? 'done' : 'failed';
    await record(tx, actor, 'device.answer', audited, outcome, { instruction: row.id, result });
  });
  if (result === 'offline') return refuse('device-offline');
  return { ...row, at: row.at.getTime(), state, answeredAt: answeredAt.getTime() };
}
