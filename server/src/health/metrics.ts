import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import type { Context } from '../access/context.ts';
import { need, responses, type RouteModule } from '../http/index.ts';
import type { IntakeState } from './intake-state.ts';
import { platformGauges } from './platform-gauges.ts';

/** Figures in Prometheus' text format for those who watch the platform; counts and times only, nobody's data. */
export const metricsRoutes: RouteModule = (app, context) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'anlan_http_request_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the address: an address holds ids and words that were searched for.
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    requests.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
  });
  const intake = intakeGauges(registry);
  const work = workGauges(registry);
  const platform = platformGauges(registry);
  app.get(
    '/api/metrics',
    {
      onRequest: need('device.read'),
      schema: {
        tags: ['运行状态 Health'],
        summary: '运行指标 · Figures in Prometheus text format',
        response: responses(z.string()),
      },
    },
    async (_, reply) => {
      await Promise.all([intake(context), work(context), platform(context)]);
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
};

const gauge = <L extends string>(registry: Registry, name: string, help: string, labelNames: readonly L[] = []) =>
  new Gauge<L>({ name: `anlan_${name}`, help, labelNames, registers: [registry] });

/** What comes in: up is 0 where the intake does not answer, and its other figures are then left out. */
function intakeGauges(registry: Registry): (context: Context) => Promise<void> {
  const up = gauge(registry, 'intake_up', '1 = the intake process answers');
  const accepted = gauge(registry, 'intake_accepted', 'Messages accepted since the intake began');
  const last = gauge(registry, 'journal_last', 'Number of the last entry on disk');
  const backlog = gauge(registry, 'journal_backlog_bytes', 'Bytes waiting for the disk');
  const waiting = gauge(registry, 'intake_waiting', 'Entries not yet stored or judged', ['lane']);
  const sessions = gauge(registry, 'listener_sessions', 'Open sessions', ['listener']);
  const taken = gauge(registry, 'listener_accepted', 'Messages accepted by a listener', ['listener']);
  const refused = gauge(registry, 'listener_refused', 'Messages refused by a listener', ['listener', 'reason']);
  return async ({ mirror }) => {
    const state = await mirror.ask<IntakeState>('state');
    for (const one of [accepted, last, backlog, waiting, sessions, taken, refused]) one.reset();
    up.set(state === undefined ? 0 : 1);
    if (state === undefined) return;
    accepted.set(state.accepted);
    last.set(state.journal.last);
    backlog.set(state.journal.backlog);
    if (state.history !== undefined) waiting.set({ lane: 'history' }, state.history.waiting);
    if (state.rules !== undefined) waiting.set({ lane: 'rules' }, state.rules.waiting);
    for (const listener of state.listeners) {
      sessions.set({ listener: listener.name }, listener.sessions);
      taken.set({ listener: listener.name }, listener.accepted);
      for (const [reason, count] of Object.entries(listener.refused))
        refused.set({ listener: listener.name, reason }, count);
    }
  };
}

/** What waits for people and what waits to be sent. */
function workGauges(registry: Registry): (context: Context) => Promise<void> {
  const alarms = gauge(registry, 'alarms_open', 'Alarms not closed', ['level', 'response']);
  const cases = gauge(registry, 'cases_open', 'Cases not ended', ['kind', 'late']);
  const messages = gauge(registry, 'messages', 'Messages by state, of the last day and all that wait', ['state']);
  const outbox = gauge(registry, 'outbox_last', 'Number of the last event');
  return async ({ db }) => {
    const open = await sql<{ level: string; response: string; n: number }>`
      SELECT level, response, count(*)::int AS n FROM alarm WHERE closed_at IS NULL GROUP BY 1, 2`.execute(db);
    const running = await sql<{ kind: string; late: boolean; n: number }>`
      SELECT kind, overdue_since IS NOT NULL AS late, count(*)::int AS n FROM case_file WHERE closed_at IS NULL GROUP BY 1, 2`.execute(
      db,
    );
    const letters = await sql<{ state: string; n: number }>`
      SELECT state, count(*)::int AS n FROM message WHERE state = 'queued' OR at > now() - interval '1 day' GROUP BY 1`.execute(
      db,
    );
    const event = await sql<{ last: number | null }>`SELECT max(cursor)::float8 AS last FROM outbox`.execute(db);
    for (const one of [alarms, cases, messages]) one.reset();
    for (const { level, response, n } of open.rows) alarms.set({ level, response }, n);
    for (const { kind, late, n } of running.rows) cases.set({ kind, late: String(late) }, n);
    for (const { state, n } of letters.rows) messages.set({ state }, n);
    outbox.set(event.rows[0]?.last ?? 0);
  };
}
