import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { draftSchema, handOverSchema, type HandOver } from '@anlan/kernel/notify';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';
import { colleagues, deskOf, type Desk } from './desk.ts';

const tags = ['值班 Duty'];
const DAY = 86_400_000;
const OPEN_ALARMS = sql`
  SELECT id, number, level, concat_ws(' ', place_name, subject_name, rule_label) AS text, response, (extract(epoch FROM raised_at) * 1000)::float8 AS "raisedAt"
  FROM alarm WHERE closed_at IS NULL ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], level), raised_at`;
/** The incoming officer names these one by one: nobody takes them over unseen. */
const NAMED_LEVELS = new Set(['red', 'orange']);

/** 交接班: what is open goes from one to the next, and stays the outgoing officer's until it is accepted. */
export const handOverRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/duty/hand-overs',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '交接班记录 · Hand-overs of my desk, newest first',
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(30) }),
        response: responses(z.array(handOverSchema)),
      },
    },
    (request) => {
      const actor = actorOf(request);
      const desk = deskOf(actor);
      return withScope(context.db, actor.scope, (tx) => handOvers(tx, desk, request.query.limit));
    },
  );
  app.get(
    '/api/duty/hand-overs/draft',
    {
      onRequest: need('desk.write'),
      schema: { tags, summary: '交班草稿 · What is to be handed over now', response: responses(draftSchema) },
    },
    (request) => {
      const actor = actorOf(request);
      const desk = deskOf(actor);
      return withScope(context.db, actor.scope, (tx) => draft(tx, desk, Date.now()));
    },
  );
  app.post(
    '/api/duty/hand-overs',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '交班 · Offer the desk to the next officer',
        body: z.strictObject({ toId: z.uuid(), summary: z.string().trim().min(1).max(2000) }),
        response: responses(handOverSchema, 201),
      },
    },
    async (request, reply) => reply.code(201).send(answer(await offer(context, actorOf(request), request.body))),
  );
  app.post(
    '/api/duty/hand-overs/:id/accept',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '接班 · Accept the desk, naming every red and orange alarm',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({
          confirmed: z.array(z.uuid()).max(2000),
          remark: z.string().trim().max(1000).default(''),
        }),
        response: responses(handOverSchema),
      },
    },
    async (request) => answer(await accept(context, actorOf(request), request.params.id, request.body)),
  );
  app.delete(
    '/api/duty/hand-overs/:id',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '撤回交班 · Take back an offer',
        params: z.object({ id: z.uuid() }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await withdraw(context, actorOf(request), request.params.id));
      return reply.code(204).send();
    },
  );
};

async function draft(tx: Tx, desk: Desk, now: number): Promise<z.infer<typeof draftSchema>> {
  const before = await sql<{ at: Date }>`
    SELECT accepted_at AS at FROM hand_over WHERE region_path = ${desk.path} AND sector IS NOT DISTINCT FROM ${desk.sector} AND accepted_at IS NOT NULL
    ORDER BY accepted_at DESC LIMIT 1`.execute(tx);
  const since = before.rows[0]?.at.getTime() ?? null;
  const alarms = await sql<HandOver['alarms'][number]>`${OPEN_ALARMS} LIMIT 1000`.execute(tx);
  const late = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM case_file WHERE closed_at IS NULL AND overdue_since IS NOT NULL`.execute(tx);
  const lines = await sql<{ at: Date; by: string; text: string }>`
    SELECT at, by, text FROM desk_entry WHERE region_path = ${desk.path} AND at > ${new Date(since ?? now - DAY)} ORDER BY at LIMIT 500`.execute(
    tx,
  );
  return {
    since,
    alarms: alarms.rows,
    lateCases: late.rows[0]!.n,
    lines: lines.rows.map((line) => ({ ...line, at: line.at.getTime() })),
  };
}

interface HandOverRow extends Omit<HandOver, 'offeredAt' | 'acceptedAt' | 'withdrawnAt'> {
  offeredAt: Date;
  acceptedAt: Date | null;
  withdrawnAt: Date | null;
}

const COLUMNS = sql`id, region_path AS "regionPath", from_id AS "fromId", from_name AS "fromName", to_id AS "toId", to_name AS "toName",
  offered_at AS "offeredAt", accepted_at AS "acceptedAt", withdrawn_at AS "withdrawnAt", summary, remark, alarms, late_cases AS "lateCases", lines`;

const viewOf = (row: HandOverRow): HandOver => ({
  ...row,
  offeredAt: row.offeredAt.getTime(),
  acceptedAt: row.acceptedAt?.getTime() ?? null,
  withdrawnAt: row.withdrawnAt?.getTime() ?? null,
});

async function handOvers(tx: Tx, desk: Desk, limit: number): Promise<HandOver[]> {
  const { rows } = await sql<HandOverRow>`
    SELECT ${COLUMNS} FROM hand_over WHERE region_path = ${desk.path} AND sector IS NOT DISTINCT FROM ${desk.sector}
    ORDER BY offered_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map(viewOf);
}

async function offer(
  context: Context,
  actor: Actor,
  { toId, summary }: { toId: string; summary: string },
): Promise<HandOver | Refusal> {
  const desk = deskOf(actor);
  if (toId === actor.personId)
    return refuse('same-person', { action: both('接班', 'Taking over'), before: both('交班', 'handing over') });
  const to = (await colleagues(context.db, desk)).find((person) => person.id === toId && person.keeps);
  if (to === undefined) return refuse('duty-stranger');
  return withScope(context.db, actor.scope, async (tx) => {
    const holder = await outgoing(tx, desk, actor, Date.now());
    if (holder !== undefined) return refuse('hand-over-not-holder', { person: holder });
    const open = await draft(tx, desk, Date.now());
    const { rows } = await sql<HandOverRow>`
      INSERT INTO hand_over (id, from_id, from_name, to_id, to_name, offered_at, summary, alarms, late_cases, lines, region_path, sector)
      VALUES (${randomUUID()}, ${actor.personId}, ${actor.name}, ${toId}, ${to.name}, now(), ${summary}, ${JSON.stringify(open.alarms)}::jsonb,
        ${open.lateCases}, ${open.lines.length}, ${desk.path}, ${desk.sector})
      ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`.execute(tx);
    const [row] = rows;
    if (row === undefined) return refuse('hand-over-waiting');
    await record(tx, actor, 'duty.offer', { kind: 'hand_over', id: row.id }, 'done', {
      to: to.name,
      alarms: open.alarms.length,
    });
    return viewOf(row);
  });
}

/** Who holds the desk when it is not the actor's to hand over: neither taken over by them nor theirs by the roster. */
async function outgoing(tx: Tx, desk: Desk, actor: Actor, at: number): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT to_id AS id, to_name AS name FROM hand_over
    WHERE region_path = ${desk.path} AND sector IS NOT DISTINCT FROM ${desk.sector} AND accepted_at IS NOT NULL
    ORDER BY accepted_at DESC LIMIT 1`.execute(tx);
  const [holder] = rows;
  if (holder === undefined || holder.id === actor.personId) return undefined;
  const rostered = await sql`
    SELECT FROM duty_shift WHERE person_id = ${actor.personId} AND region_path = ${desk.path} AND cancelled_at IS NULL
      AND from_at <= ${new Date(at)} AND to_at > ${new Date(at)} LIMIT 1`.execute(tx);
  return rostered.rows.length > 0 ? undefined : holder.name;
}

/** Takes an offer back: the one who made it, before it is accepted. */
async function withdraw(context: Context, actor: Actor, id: string): Promise<Refusal | undefined> {
  const desk = deskOf(actor);
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ fromId: string; fromName: string; toName: string }>`
      SELECT from_id AS "fromId", from_name AS "fromName", to_name AS "toName" FROM hand_over
      WHERE id = ${id} AND region_path = ${desk.path} AND accepted_at IS NULL AND withdrawn_at IS NULL FOR UPDATE`.execute(
      tx,
    );
    const [row] = rows;
    if (row === undefined) return refuse('not-found');
    if (row.fromId !== actor.personId) return refuse('hand-over-not-yours', { person: row.fromName });
    await sql`UPDATE hand_over SET withdrawn_at = now() WHERE id = ${id}`.execute(tx);
    await record(tx, actor, 'duty.withdraw', { kind: 'hand_over', id }, 'done', { to: row.toName });
    return undefined;
  });
}

async function accept(
  context: Context,
  actor: Actor,
  id: string,
  { confirmed, remark }: { confirmed: readonly string[]; remark: string },
): Promise<HandOver | Refusal> {
  const desk = deskOf(actor);
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } =
      await sql<HandOverRow>`SELECT ${COLUMNS} FROM hand_over WHERE id = ${id} AND region_path = ${desk.path} FOR UPDATE`.execute(
        tx,
      );
    const [row] = rows;
    if (row === undefined) return refuse('not-found');
    if (row.toId !== actor.personId) return refuse('hand-over-not-yours', { person: row.toName });
    if (row.acceptedAt !== null) return viewOf(row);
    if (row.withdrawnAt !== null) return refuse('not-found');
    const seen = new Set(confirmed);
    const unseen = row.alarms.filter((alarm) => NAMED_LEVELS.has(alarm.level) && !seen.has(alarm.id));
    if (unseen.length > 0)
      return refuse('hand-over-unseen', { count: unseen.length, first: unseen[0]!.number }, 'confirmed');
    const accepted = await sql<HandOverRow>`
      UPDATE hand_over SET accepted_at = now(), remark = ${remark} WHERE id = ${id} RETURNING ${COLUMNS}`.execute(tx);
    await sql`
      INSERT INTO desk_entry (id, at, by, kind, text, region_path, sector)
      VALUES (${randomUUID()}, now(), ${actor.name}, 'handover', ${`${row.fromName}交班，${actor.name}接班；未关闭报警 ${row.alarms.length} 条，逾期事项 ${row.lateCases} 件。${row.summary}`.slice(0, 500)},
        ${desk.path}, ${desk.sector})`.execute(tx);
    await record(tx, actor, 'duty.accept', { kind: 'hand_over', id }, 'done', {
      from: row.fromName,
      alarms: row.alarms.length,
    });
    return viewOf(accepted.rows[0]!);
  });
}
