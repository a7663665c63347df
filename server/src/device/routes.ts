import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { INTAKE_REFUSALS, type IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { visible } from './instruct.ts';

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
  known: z.boolean().describe('the intake has read its registration'),
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
      const state = await context.mirror.ask<Omit<z.infer<typeof intakeSchema>, 'known' | 'counters'>>('device', {
        id: device.id,
      });
      const counters = await countersOf(context, sql`device_id = ${device.id}`);
      const unknown = {
        known: state != null,
        connected: false,
        since: null,
        remote: null,
        lastSeen: null,
        clockOffsetMs: null,
      };
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
};

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
