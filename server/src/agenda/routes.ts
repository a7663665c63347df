import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { dayOf, stampOf, startOf } from '@anlan/domain/calendar';
import { may, type Actor } from '@anlan/kernel/access';
import { stateName } from '@anlan/kernel/case';
import { agendaSchema, POSTS, type AgendaLine, type Post } from '@anlan/kernel/notify';
import { both, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { sideOf } from '../case/doer.ts';
import { kindOf } from '../case/row.ts';
import { actorOf, answer, noContent, responses, type RouteModule } from '../http/index.ts';

const tags = ['待办 Home'];
const MINUTE = 60_000;
const DAY = 86_400_000;
/** More than these nobody does in a day. */
const MOST = 50;

const one = z.object({ id: z.uuid() });
const day = z.iso.date();
const minute = z.int().min(0).max(1439).describe('from midnight in Asia/Shanghai');
const title = z.string().trim().min(1).max(120);
const note = z.string().trim().max(200);
const inputSchema = z.strictObject({
  day,
  minute,
  title: title.optional().describe('of a line of one’s own'),
  note: note.default(''),
  caseId: z.uuid().optional().describe('sets a time for a case; a second time moves it'),
});
const changeSchema = z.strictObject({
  minute: minute.optional(),
  title: title.optional(),
  note: note.optional(),
  done: z.boolean().optional(),
});

/** 今天的日程: shifts and hand-overs of a person, and what that person has put into the day. Nobody else sees it. */
export const agendaRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/agenda',
    {
      schema: {
        tags,
        summary: '我的日程 · My day',
        querystring: z.strictObject({ day: day.optional() }),
        response: responses(agendaSchema),
      },
    },
    async (request) => {
      const wanted = request.query.day ?? dayOf(Date.now());
      return { day: wanted, lines: await linesOf(context, actorOf(request), wanted) };
    },
  );
  app.post(
    '/api/agenda',
    { schema: { tags, summary: '排入日程 · Put into my day', body: inputSchema, response: noContent } },
    async (request, reply) => {
      const refused = await put(context, actorOf(request), request.body);
      return refused === undefined ? reply.code(204).send() : answer(refused);
    },
  );
  app.patch(
    '/api/agenda/:id',
    { schema: { tags, summary: '调整 · Change a line of mine', params: one, body: changeSchema, response: noContent } },
    async (request, reply) => {
      const { minute: at, title: said, note: more, done } = request.body;
      const changes = sql`minute = coalesce(${at ?? null}, minute), note = coalesce(${more ?? null}, note),
          title = CASE WHEN case_id IS NULL THEN coalesce(${said ?? null}, title) ELSE title END,
          done_at = CASE WHEN ${done ?? null}::boolean IS NULL THEN done_at WHEN ${done ?? null}::boolean THEN coalesce(done_at, now()) END`;
      const changed = await changeLine(context, actorOf(request), request.params.id, changes, request.body);
      return changed ? reply.code(204).send() : answer(refuse('not-found'));
    },
  );
  app.delete(
    '/api/agenda/:id',
    { schema: { tags, summary: '移出日程 · Take out of my day', params: one, response: noContent } },
    async (request, reply) => {
      const changed = await changeLine(context, actorOf(request), request.params.id, sql`removed_at = now()`, {
        removed: true,
      });
      return changed ? reply.code(204).send() : answer(refuse('not-found'));
    },
  );
};

async function put(context: Context, actor: Actor, input: z.output<typeof inputSchema>): Promise<Refusal | undefined> {
  const { caseId = null } = input;
  if (caseId === null && input.title === undefined)
    return refuse('field-required', { field: both('事项', 'What') }, 'title');
  const known = caseId === null ? input.title : await titleOf(context, actor, caseId);
  if (known === undefined) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    // A person's lines of a day are counted one after another.
    await sql`SELECT FROM person WHERE id = ${actor.personId} FOR UPDATE`.execute(tx);
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM agenda_line
      WHERE person_id = ${actor.personId} AND day = ${input.day} AND removed_at IS NULL AND case_id IS DISTINCT FROM ${caseId}`.execute(
      tx,
    );
    if (rows[0]!.n >= MOST) return refuse('agenda-most', { most: MOST });
    await sql`
      INSERT INTO agenda_line (id, person_id, day, minute, title, note, case_id)
      VALUES (${randomUUID()}, ${actor.personId}, ${input.day}, ${input.minute}, ${known}, ${input.note}, ${caseId})
      ON CONFLICT (person_id, day, case_id) WHERE case_id IS NOT NULL AND removed_at IS NULL
      DO UPDATE SET minute = excluded.minute, note = excluded.note`.execute(tx);
    await record(tx, actor, 'agenda.write', caseId === null ? null : { kind: 'case', id: caseId }, 'done', input);
    return undefined;
  });
}

/** Changes a line of the actor's own; false = there is no such line. */
function changeLine(
  context: Context,
  actor: Actor,
  id: string,
  changes: RawBuilder<unknown>,
  detail: object,
): Promise<boolean> {
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      UPDATE agenda_line SET ${changes} WHERE id = ${id} AND person_id = ${actor.personId} AND removed_at IS NULL RETURNING id`.execute(
      tx,
    );
    if (rows.length === 0) return false;
    await record(tx, actor, 'agenda.write', { kind: 'agenda-line', id }, 'done', detail);
    return true;
  });
}

/** The title of a case the person may read. */
async function titleOf(context: Context, actor: Actor, id: string): Promise<string | undefined> {
  if (!may(actor, 'case.read')) return undefined;
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ title: string }>`SELECT title FROM case_file WHERE id = ${id}`.execute(tx),
  );
  return rows[0]?.title;
}

async function linesOf(context: Context, actor: Actor, wanted: string): Promise<AgendaLine[]> {
  const from = startOf(wanted);
  const [desk, own] = await Promise.all([deskLines(context, actor, from), ownLines(context, actor, wanted)]);
  return [...desk, ...own].toSorted((a, b) => a.minute - b.minute || a.key.localeCompare(b.key));
}

const minuteOf = (at: number, from: number): number => Math.min(1439, Math.max(0, Math.floor((at - from) / MINUTE)));

/** One's own turns at the desk that begin or end in the day, and offers to take it over that wait for an answer. */
async function deskLines(context: Context, { personId }: Actor, from: number): Promise<AgendaLine[]> {
  const until = new Date(from + DAY);
  const begin = new Date(from);
  const shifts = await sql<{ id: string; post: Post; from: Date; to: Date; place: string }>`
    SELECT s.id, s.post, s.from_at AS "from", s.to_at AS "to", r.name AS place FROM duty_shift s JOIN region r ON r.path = s.region_path
    WHERE s.person_id = ${personId} AND s.cancelled_at IS NULL AND s.from_at < ${until} AND s.to_at > ${begin} ORDER BY s.from_at`.execute(
    context.db,
  );
  const offers = await sql<{ id: string; from: string; at: Date; accepted: Date | null; place: string }>`
    SELECT h.id, h.from_name AS "from", h.offered_at AS at, h.accepted_at AS accepted, r.name AS place
    FROM hand_over h JOIN region r ON r.path = h.region_path
    WHERE h.to_id = ${personId} AND h.offered_at >= ${begin} AND h.offered_at < ${until} ORDER BY h.offered_at`.execute(
    context.db,
  );
  const now = Date.now();
  const hours = (at: Date): string => stampOf(at.getTime()).slice(11, 16);
  return [
    ...shifts.rows.map((shift): AgendaLine => {
      const span = `${hours(shift.from)}–${hours(shift.to)}`;
      return {
        ...STAND,
        key: shift.id,
        kind: 'shift',
        minute: minuteOf(shift.from.getTime(), from),
        title: `值班（${POSTS[shift.post].label}）`,
        titleEn: `On duty (${POSTS[shift.post].labelEn.toLowerCase()})`,
        note: `${shift.place} · ${span}`,
        noteEn: span,
        href: '/duty',
        done: shift.to.getTime() <= now,
      };
    }),
    ...offers.rows.map((offer): AgendaLine => ({
      ...STAND,
      key: offer.id,
      kind: 'hand-over',
      minute: minuteOf(offer.at.getTime(), from),
      title: '接班签收',
      titleEn: 'Take over the desk',
      note: `${offer.place} · ${offer.from}`,
      noteEn: `from ${offer.from}`,
      href: '/desk',
      done: offer.accepted !== null,
    })),
  ];
}

/** What follows from roster and desk is not changed here. */
const STAND = { lineId: null, caseId: null } as const;

interface Own {
  id: string;
  minute: number;
  title: string;
  note: string;
  done: Date | null;
  caseId: string | null;
}

async function ownLines(context: Context, actor: Actor, wanted: string): Promise<AgendaLine[]> {
  const { rows } = await sql<Own>`
    SELECT id, minute, title, note, done_at AS done, case_id AS "caseId" FROM agenda_line
    WHERE person_id = ${actor.personId} AND day = ${wanted} AND removed_at IS NULL`.execute(context.db);
  const ids = rows.flatMap(({ caseId }) => (caseId === null ? [] : [caseId]));
  const cases = ids.length === 0 ? new Map<string, Placed>() : await casesOf(context, actor, ids);
  return rows.flatMap((row): AgendaLine[] => {
    const line = { key: row.id, lineId: row.id, minute: row.minute, noteEn: null };
    if (row.caseId === null)
      return [
        {
          ...line,
          kind: 'own',
          title: row.title,
          titleEn: null,
          note: row.note,
          href: null,
          done: row.done !== null,
          caseId: null,
        },
      ];
    const found = cases.get(row.caseId);
    // A case that left one's scope leaves one's day.
    if (found === undefined) return [];
    const kind = kindOf(found.kind);
    const { zh, en } = stateName(kind, found.state);
    return [
      {
        ...line,
        kind: 'case',
        title: `${kind.label} · ${found.title}`,
        titleEn: `${kind.labelEn} · ${found.title}`,
        note: [found.organisation, zh, row.note].filter(Boolean).join(' · '),
        noteEn: [found.organisation, en, row.note].filter(Boolean).join(' · '),
        href: `/case/${row.caseId}`,
        // Done once it is no longer one's own turn.
        done: row.done !== null || found.closed !== null || found.owner !== sideOf(actor),
        caseId: row.caseId,
      },
    ];
  });
}

interface Placed {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly title: string;
  readonly organisation: string | null;
  readonly owner: string | null;
  readonly closed: Date | null;
}

async function casesOf(context: Context, actor: Actor, ids: readonly string[]): Promise<Map<string, Placed>> {
  if (!may(actor, 'case.read')) return new Map();
  const { rows } = await withScope(context.db, actor.scope, (tx: Tx) =>
    sql<Placed>`
      SELECT id, kind, state, title, organisation_name AS organisation, owner, closed_at AS closed FROM case_file
      WHERE id = ANY (${[...ids]}::uuid[])`.execute(tx),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
