import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { gaps, onDuty, rosterSchema, shiftViewSchema, type Roster, type ShiftView } from '@anlan/kernel/notify';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';
import { instantSchema, momentSchema } from '../telemetry/time.ts';
import { colleagues, deskOf, type Desk } from './desk.ts';

const tags = ['值班 Duty'];
const DAY = 86_400_000;
const LONGEST = 62 * DAY;
const shiftInput = z.strictObject({
  personId: z.uuid(),
  post: z.enum(['leader', 'main', 'second']),
  from: instantSchema,
  to: instantSchema,
});

/** The roster of one's own desk: who sits there when, where nobody does, and who holds it now. */
export const rosterRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/duty/roster',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '值班表 · Roster of my desk',
        querystring: z.strictObject({ from: momentSchema, to: momentSchema }),
        response: responses(rosterSchema),
      },
    },
    async (request) => {
      const { from, to } = request.query;
      if (to <= from || to - from > LONGEST)
        return answer(refuse('invalid-input', { problem: both('时段最长 62 天', 'a span lasts 62 days at most') }));
      const actor = actorOf(request);
      const desk = deskOf(actor);
      const people = await colleagues(context.db, desk);
      return withScope(context.db, actor.scope, (tx) => readRoster(tx, desk, people, from, to, Date.now()));
    },
  );
  app.post(
    '/api/duty/shifts',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '排班 · Put shifts on the roster, all or none',
        body: z.strictObject({ shifts: z.array(shiftInput).min(1).max(400) }),
        response: responses(z.object({ entered: z.int() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      answer(await enter(context, actor, request.body.shifts));
      return reply.code(201).send({ entered: request.body.shifts.length });
    },
  );
  app.delete(
    '/api/duty/shifts/:id',
    {
      onRequest: need('desk.write'),
      schema: {
        tags,
        summary: '取消一班 · Cancel a shift that has not ended',
        params: z.object({ id: z.uuid() }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const cancelled = await withScope(context.db, actor.scope, async (tx) => {
        const { rows } = await sql<{ person_name: string }>`
          UPDATE duty_shift SET cancelled_at = now(), cancelled_by = ${actor.name}
          WHERE id = ${request.params.id} AND region_path = ${deskOf(actor).path} AND cancelled_at IS NULL AND to_at > now() RETURNING person_name`.execute(
          tx,
        );
        const [row] = rows;
        if (row !== undefined)
          await record(tx, actor, 'duty.cancel', { kind: 'duty_shift', id: request.params.id }, 'done', {
            person: row.person_name,
          });
        return row;
      });
      if (cancelled === undefined) return answer(refuse('not-found'));
      return reply.code(204).send();
    },
  );
};

/** Shifts of a desk that touch `from`…`to`, under the transaction's scope. */
async function shiftsOf(tx: Tx, desk: Desk, from: number, to: number): Promise<ShiftView[]> {
  const { rows } = await sql<Omit<ShiftView, 'from' | 'to'> & { from: Date; to: Date }>`
    SELECT id, person_id AS "personId", person_name AS "personName", post, from_at AS "from", to_at AS "to", region_path AS "regionPath"
    FROM duty_shift
    WHERE region_path = ${desk.path} AND sector IS NOT DISTINCT FROM ${desk.sector} AND cancelled_at IS NULL
      AND from_at < ${new Date(to)} AND to_at > ${new Date(from)} ORDER BY from_at, post`.execute(tx);
  return z
    .array(shiftViewSchema)
    .parse(rows.map((row) => ({ ...row, from: row.from.getTime(), to: row.to.getTime() })));
}

async function readRoster(
  tx: Tx,
  desk: Desk,
  people: Roster['people'],
  from: number,
  to: number,
  now: number,
): Promise<Roster> {
  const shifts = await shiftsOf(tx, desk, from, to);
  const today = await shiftsOf(tx, desk, now, now + 1);
  const region = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${desk.path}`.execute(tx);
  const holder = await sql<{ personId: string; personName: string; at: Date }>`
    SELECT to_id AS "personId", to_name AS "personName", accepted_at AS at FROM hand_over
    WHERE region_path = ${desk.path} AND sector IS NOT DISTINCT FROM ${desk.sector} AND accepted_at IS NOT NULL
    ORDER BY accepted_at DESC LIMIT 1`.execute(tx);
  const [held] = holder.rows;
  return {
    regionPath: desk.path,
    regionName: region.rows[0]?.name ?? desk.path,
    shifts,
    gaps: gaps(shifts, from, to),
    now: onDuty(today, now),
    holder:
      held === undefined ? null : { personId: held.personId, personName: held.personName, since: held.at.getTime() },
    people,
  };
}

type Entry = z.infer<typeof shiftInput>;

async function enter(context: Context, actor: Actor, shifts: readonly Entry[]): Promise<Refusal | undefined> {
  const desk = deskOf(actor);
  const wrong = shifts.find(({ from, to }) => to <= from || to - from > 2 * DAY || to <= Date.now());
  if (wrong !== undefined)
    return refuse('invalid-input', {
      problem: both(
        '一班最长 48 小时，且不能全在过去',
        'a shift lasts 48 hours at most and does not lie wholly in the past',
      ),
    });
  const doubled = shifts.find((one, index) =>
    shifts.slice(0, index).some((other) => other.personId === one.personId && overlap(one, other)),
  );
  return context.db.transaction().execute(async (tx) => {
    // One roster is written at a time, so that two writers cannot put one person at two desks.
    await sql`SELECT pg_advisory_xact_lock(7203)`.execute(tx);
    const known = new Map((await colleagues(tx, desk)).map((person) => [person.id, person.name]));
    if (shifts.some(({ personId }) => !known.has(personId))) return refuse('duty-stranger');
    if (doubled !== undefined) return refuse('duty-double', { person: known.get(doubled.personId) ?? '' });
    const rows = JSON.stringify(
      shifts.map((shift) => ({ ...shift, id: randomUUID(), name: known.get(shift.personId) })),
    );
    const given = sql`
      SELECT id, "personId" AS person, name, post, to_timestamp("from" / 1000.0) AS begins, to_timestamp("to" / 1000.0) AS ends
      FROM jsonb_to_recordset(${rows}::jsonb) AS t (id uuid, "personId" uuid, name text, post text, "from" bigint, "to" bigint)`;
    const double = await sql<{ name: string }>`
      SELECT n.name FROM (${given}) n JOIN duty_shift s ON s.person_id = n.person AND s.cancelled_at IS NULL AND s.from_at < n.ends AND s.to_at > n.begins
      LIMIT 1`.execute(tx);
    if (double.rows[0] !== undefined) return refuse('duty-double', { person: double.rows[0].name });
    await sql`
      INSERT INTO duty_shift (id, person_id, person_name, post, from_at, to_at, by, region_path, sector)
      SELECT n.id, n.person, n.name, n.post, n.begins, n.ends, ${actor.name}, ${desk.path}, ${desk.sector} FROM (${given}) n`.execute(
      tx,
    );
    await record(tx, actor, 'duty.roster', { kind: 'region', id: desk.path }, 'done', { shifts: shifts.length });
    return undefined;
  });
}

const overlap = (a: Entry, b: Entry): boolean => a.from < b.to && b.from < a.to;
