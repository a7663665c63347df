import { nextNumber } from '../number/next.ts';
import { stampOf } from '@anlan/domain/calendar';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { may, type Actor } from '@anlan/kernel/access';
import { flashInputSchema, flashSchema, type FlashReport } from '@anlan/kernel/notify';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { addEntry, lockOutbox, publish } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { deskOf, type Desk } from '../notify/desk.ts';
import { flashReports } from './flash.ts';

const tags = ['电话快报 Flash reports'];
const one = z.object({ id: z.uuid() });
/** A clock of a caller's may run a little ahead. */
const AHEAD_MS = 120_000;

/** 电话快报: what a caller says of an accident, when it came and when it was passed on, and what the law's clocks say of it. */
export const flashRoutes: RouteModule = (app, context) => {
  const read = (
    actor: Actor,
    condition: ReturnType<typeof sql>,
    limit: number,
    open: boolean,
  ): Promise<FlashReport[]> =>
    withScope(context.db, actor.scope, (tx) => flashReports(tx, condition, { limit, open, now: Date.now() }));
  app.get(
    '/api/flash-reports',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '电话快报 · Flash reports, newest first, callers masked',
        querystring: z.strictObject({
          alarm: z.uuid().optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: responses(z.array(flashSchema)),
      },
    },
    (request) => {
      const { alarm, limit } = request.query;
      return read(actorOf(request), alarm === undefined ? sql`true` : sql`f.alarm_id = ${alarm}`, limit, false);
    },
  );
  app.get(
    '/api/flash-reports/:id',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '快报与续报 · A report with its whole chain',
        params: one,
        response: responses(z.array(flashSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const open = may(actor, 'desk.write');
      const { id } = request.params;
      const chain = await read(
        actor,
        sql`f.chain_id = (SELECT chain_id FROM flash_report WHERE id = ${id})`,
        200,
        open,
      );
      if (chain.length === 0) return answer(refuse('not-found'));
      // A caller's name and number are personal: who read them in full stands in the audit.
      if (open)
        await context.db
          .transaction()
          .execute((tx) => record(tx, actor, 'flash.read', { kind: 'flash_report', id }, 'done', {}));
      return chain.toSorted((a, b) => a.seq - b.seq);
    },
  );
  app.post(
    '/api/flash-reports',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '接报 · Write down a report or a supplement',
        body: flashInputSchema,
        response: responses(flashSchema, 201),
      },
    },
    async (request, reply) => reply.code(201).send(answer(await enter(context, actorOf(request), request.body))),
  );
  app.post(
    '/api/flash-reports/:id/passed-on',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '上报 · Passed on by telephone, or in writing',
        params: one,
        body: z.strictObject({ way: z.enum(['phone', 'written']), to: z.string().trim().min(1).max(100) }),
        response: responses(flashSchema),
      },
    },
    async (request) => answer(await passOn(context, actorOf(request), request.params.id, request.body)),
  );
};

type Input = z.output<typeof flashInputSchema>;

async function enter(context: Context, actor: Actor, input: Input): Promise<FlashReport | Refusal> {
  const desk = deskOf(actor);
  const now = Date.now();
  const { occurredAt, learnedAt } = input;
  if (occurredAt > now + AHEAD_MS || (learnedAt !== null && (learnedAt < occurredAt || learnedAt > now + AHEAD_MS)))
    return refuse('flash-time', {}, 'occurredAt');
  const place = input.regionPath ?? desk.path;
  if (!place.startsWith(desk.path)) return refuse('not-found');
  const visible = await withScope(context.db, actor.scope, (tx) => seenOf(tx, place, input));
  if (!visible) return refuse('not-found');
  const number = await nextNumber(context.db, 'KB', now);
  return context.db.transaction().execute(async (tx) => {
    // The alarm's trail and event are written with the report: their lock comes before any row.
    if (input.alarmId !== null) await lockOutbox(tx);
    const before = input.follows === null ? undefined : await lastOf(tx, input.follows);
    const reported = before === undefined && input.alarmId !== null ? await reportOf(tx, input.alarmId) : undefined;
    if (reported !== undefined) return refuse('alarm-has-report', { number: reported });
    const id = randomUUID();
    const seq = (before?.seq ?? 0) + 1;
    await sql`
      INSERT INTO flash_report (id, number, chain_id, seq, kind, place, occurred_at, learned_at, received_at, what, dead, injured, missing, trapped,
        measures, reporter, reporter_phone, receiver, alarm_id, next_due_at, region_path, sector)
      VALUES (${id}, ${number}, ${before?.chain ?? id}, ${seq}, ${input.kind}, ${input.place}, ${new Date(occurredAt)},
        ${learnedAt === null ? null : new Date(learnedAt)}, ${new Date(now)}, ${input.what}, ${input.dead}, ${input.injured}, ${input.missing},
        ${input.trapped}, ${input.measures}, ${input.reporter}, ${input.reporterPhone}, ${actor.name},
        ${input.alarmId}, ${input.nextDueAt === null ? null : new Date(input.nextDueAt)}, ${place}, ${desk.sector})`.execute(
      tx,
    );
    const which = seq === 1 ? '快报' : `续报（第 ${seq - 1} 次）`;
    await log(tx, actor, desk, `接电话${which} ${number}：${input.place}，${input.what}`, input.alarmId);
    if (input.alarmId !== null) {
      const text = seq === 1 ? `转为事件，电话快报 ${number}` : `电话续报 ${number}`;
      await addEntry(tx, input.alarmId, new Date(now), actor.name, 'reported', text);
      await publish(tx, input.alarmId, 'reported');
    }
    await record(tx, actor, 'flash.receive', { kind: 'flash_report', id }, 'done', {
      number,
      seq,
      ...(input.alarmId === null ? {} : { alarm: input.alarmId }),
    });
    const [report] = await flashReports(tx, sql`f.id = ${id}`, { limit: 1, open: true, now });
    return report!;
  });
}

/** Are the place, the report it follows and the alarm it is about all there, and in the reader's scope? */
async function seenOf(tx: Tx, place: string, { follows, alarmId }: Input): Promise<boolean> {
  const { rows } = await sql<{ seen: boolean }>`
    SELECT EXISTS (SELECT FROM region WHERE path = ${place})
      AND (${follows}::uuid IS NULL OR EXISTS (SELECT FROM flash_report WHERE id = ${follows}))
      AND (${alarmId}::uuid IS NULL OR EXISTS (SELECT FROM alarm WHERE id = ${alarmId})) AS seen`.execute(tx);
  return rows[0]?.seen === true;
}

/** The number of the first report about an alarm. */
async function reportOf(tx: Tx, alarm: string): Promise<string | undefined> {
  const { rows } = await sql<{ number: string }>`
    SELECT number FROM flash_report WHERE alarm_id = ${alarm} AND seq = 1 LIMIT 1`.execute(tx);
  return rows[0]?.number;
}

async function passOn(
  context: Context,
  actor: Actor,
  id: string,
  { way, to }: { way: 'phone' | 'written'; to: string },
): Promise<FlashReport | Refusal> {
  const desk = deskOf(actor);
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ number: string; phone: Date | null; written: Date | null; alarm: string | null }>`
      SELECT number, passed_on_at AS phone, written_at AS written, alarm_id AS alarm FROM flash_report WHERE id = ${id} FOR UPDATE`.execute(
      tx,
    );
    const [row] = rows;
    if (row === undefined) return refuse('not-found');
    const done = way === 'phone' ? row.phone : row.written;
    if (done !== null) return refuse('flash-passed', { time: stampOf(done.getTime()).slice(11) });
    if (way === 'phone')
      await sql`UPDATE flash_report SET passed_on_at = now(), passed_on_to = ${to}, passed_on_by = ${actor.name} WHERE id = ${id}`.execute(
        tx,
      );
    else await sql`UPDATE flash_report SET written_at = now(), written_by = ${actor.name} WHERE id = ${id}`.execute(tx);
    await log(tx, actor, desk, `${way === 'phone' ? '电话上报' : '报送文字报告'} ${row.number} 至 ${to}`, row.alarm);
    await record(tx, actor, 'flash.pass-on', { kind: 'flash_report', id }, 'done', { way, to });
    const [report] = await flashReports(tx, sql`f.id = ${id}`, { limit: 1, open: true, now: Date.now() });
    return report!;
  });
}

async function lastOf(tx: Tx, id: string): Promise<{ chain: string; seq: number } | undefined> {
  // Two supplements at once must not have one number: the chain's first report is locked.
  await sql`SELECT FROM flash_report WHERE id = (SELECT chain_id FROM flash_report WHERE id = ${id}) FOR UPDATE`.execute(
    tx,
  );
  const { rows } = await sql<{ chain: string; seq: number }>`
    SELECT chain_id AS chain, max(seq)::int AS seq FROM flash_report
    WHERE chain_id = (SELECT chain_id FROM flash_report WHERE id = ${id}) GROUP BY chain_id`.execute(tx);
  return rows[0];
}

async function log(tx: Tx, actor: Actor, desk: Desk, text: string, alarm: string | null): Promise<void> {
  await sql`
    INSERT INTO desk_entry (id, at, by, kind, text, alarm_id, region_path, sector)
    VALUES (${randomUUID()}, now(), ${actor.name}, 'call', ${text.slice(0, 500)}, (SELECT id FROM alarm WHERE id = ${alarm}), ${desk.path}, ${desk.sector})`.execute(
    tx,
  );
}
