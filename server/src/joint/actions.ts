import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import type { actionInput, taskInput } from '@anlan/kernel/joint';
import { isRefusal, refuse, type Refusal, both, asIs, type Words } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { actOn, openCase, PLATFORM, type Belonging } from '../case/write.ts';
import { ownPlace, partnersOf } from './partners.ts';

type Wish = z.infer<typeof actionInput>;

interface Side {
  readonly path: string;
  readonly name: string;
}

/** Opens a joint action: a case for every owner in its own place. A repeated request gives the action of the first one. */
export async function openAction(context: Context, actor: Actor, wish: Wish): Promise<string | Refusal> {
  const own = ownPlace(actor);
  if (own === undefined)
    return refuse('not-permitted', {
      verb: both('发起联合行动', 'begin joint actions'),
      grantor: both('监管部门', 'the authority'),
    });
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql<{ kind: string; name: string; region: string }>`
      SELECT source_kind AS kind, name, source_region AS region FROM shared_risk WHERE id = ANY (${wish.risks}::uuid[])`.execute(
      tx,
    ),
  );
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const before = await sameRequest(tx, wish.requestId);
    if (before !== undefined) return before;
    const sides = await sidesOf(tx, own, wish.partners);
    if (isRefusal(sides)) return sides;
    const id = randomUUID();
    await sql`
      INSERT INTO joint_action (id, title, form, plan, risks, due_on, home_path, opened_by, request_id)
      VALUES (${id}, ${wish.title}, ${wish.form}, ${wish.plan}, ${JSON.stringify(seen.rows)}::jsonb, ${wish.dueOn}, ${own}, ${actor.name},
        ${wish.requestId ?? null})`.execute(tx);
    for (const side of sides) {
      kept(await openSide(tx, actor, { id, wish, own, side, sides }));
    }
    await record(tx, actor, 'joint.open', { kind: 'joint-action', id }, 'done', {
      title: wish.title,
      sides: sides.map(({ name }) => name),
    });
    return id;
  });
}

async function sameRequest(tx: Tx, requestId: string | undefined): Promise<string | undefined> {
  if (requestId === undefined) return undefined;
  const { rows } = await sql<{ id: string }>`SELECT id FROM joint_action WHERE request_id = ${requestId}`.execute(tx);
  return rows[0]?.id;
}

/** The owners: the place that opens it and its partners, or, of a city, the places below it that it names. */
async function sidesOf(tx: Tx, own: string, wanted: readonly string[]): Promise<Side[] | Refusal> {
  const partners = await partnersOf(tx, own);
  const known = new Map(partners.map((partner) => [partner.path, partner]));
  const sides: Side[] = [];
  for (const path of new Set(wanted)) {
    const partner = known.get(path);
    if (partner === undefined) {
      const { rows } = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${path}`.execute(tx);
      return refuse('joint-partner', { place: rows[0]?.name ?? path }, 'partners');
    }
    sides.push(partner);
  }
  const below = sides.every(({ path }) => path.startsWith(own));
  if (below && sides.length >= 2) return sides;
  const { rows } = await sql<Side>`SELECT path, name FROM region WHERE path = ${own}`.execute(tx);
  return [rows[0]!, ...sides];
}

interface Part {
  readonly id: string;
  readonly wish: Wish;
  readonly own: string;
  readonly side: Side;
  readonly sides: readonly Side[];
}

async function openSide(tx: Tx, actor: Actor, { id, wish, own, side, sides }: Part): Promise<undefined | Refusal> {
  const belongs: Belonging = {
    organisationId: null,
    organisationName: null,
    regionPath: side.path,
    sector: null,
    lon: null,
    lat: null,
    demonstration: false,
  };
  const partners = sides
    .filter(({ path }) => path !== side.path)
    .map(({ name }) => name)
    .join('、');
  const input = { title: wish.title, plan: wish.plan, dueOn: wish.dueOn, partners: partners.slice(0, 400) };
  const at = Date.now();
  const opening = { kind: 'joint-action', input, source: 'inspection', belongs, subject: { kind: 'joint-action', id } };
  const row = await openCase(tx, opening, doerOf(actor), at);
  if (isRefusal(row)) return row;
  if (side.path === own) {
    const accepted = await actOn(tx, row.id, { action: 'accept', input: {}, files: [] }, doerOf(actor), at);
    if (isRefusal(accepted)) return accepted;
  }
  await sql`
    INSERT INTO joint_side (id, action_id, case_id, name, region_path)
    VALUES (${randomUUID()}, ${id}, ${row.id}, ${side.name}, ${side.path})`.execute(tx);
  return undefined;
}

interface Own {
  readonly id: string;
  readonly action_id: string;
  readonly case_id: string;
}

/** A side of the actor's own place, as the row policies see it: an action's other owners are not written for. */
async function ownSide(db: Database, actor: Actor, action: string, side: string): Promise<Own | undefined> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<Own>`SELECT id, action_id, case_id FROM joint_side WHERE id = ${side} AND action_id = ${action}`.execute(tx),
  );
  return rows[0];
}

/** Adds a task to one's own side while it works; the same id sent twice is one task. */
export async function addTask(
  context: Context,
  actor: Actor,
  action: string,
  wish: z.infer<typeof taskInput>,
): Promise<string | Refusal> {
  const side = await ownSide(context.db, actor, action, wish.side);
  if (side === undefined) {
    await auditOutside(context.db, actor, 'joint_action', action, 'joint.task');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const barred = await notWorking(tx, side, both('安排任务', 'setting tasks'));
    if (barred !== undefined) return barred;
    const id = wish.id ?? randomUUID();
    const made = await sql`
      INSERT INTO joint_task (id, action_id, side_id, title, person, due_on, made_by)
      VALUES (${id}, ${action}, ${side.id}, ${wish.title}, ${wish.person ?? null}, ${wish.dueOn ?? null}, ${actor.name})
      ON CONFLICT (id) DO NOTHING RETURNING id`.execute(tx);
    if (made.rows.length === 0) return id;
    await count(tx, side);
    await record(tx, actor, 'joint.task', { kind: 'joint-action', id: action }, 'done', { task: wish.title });
    return id;
  });
}

/** Marks a task of one's own side as done; who is second changes nothing. */
export async function finishTask(
  context: Context,
  actor: Actor,
  action: string,
  task: string,
  result: string,
): Promise<undefined | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ side: string }>`
      SELECT s.id AS side FROM joint_task t JOIN joint_side s ON s.id = t.side_id WHERE t.id = ${task} AND t.action_id = ${action}`.execute(
      tx,
    ),
  );
  const side = rows[0] === undefined ? undefined : await ownSide(context.db, actor, action, rows[0].side);
  if (side === undefined) {
    await auditOutside(context.db, actor, 'joint_task', task, 'joint.task');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const barred = await notWorking(tx, side, both('完成任务', 'finishing tasks'));
    if (barred !== undefined) return barred;
    const done = await sql`
      UPDATE joint_task SET done_at = now(), done_by = ${actor.name}, result = ${result} WHERE id = ${task} AND done_at IS NULL RETURNING id`.execute(
      tx,
    );
    if (done.rows.length === 0) return undefined;
    await count(tx, side);
    await record(tx, actor, 'joint.task-done', { kind: 'joint-action', id: action }, 'done', { task, result });
    return undefined;
  });
}

const STATES: Readonly<Record<string, Words>> = {
  proposed: both('待参加', 'proposed'),
  confirmed: both('本方已确认', 'confirmed by this side'),
  closed: both('共同办结', 'closed together'),
  declined: both('不参加', 'declined'),
};

async function notWorking(tx: Tx, side: Own, action: Words): Promise<Refusal | undefined> {
  const { rows } = await sql<{
    state: string;
  }>`SELECT state FROM case_file WHERE id = ${side.case_id} FOR UPDATE`.execute(tx);
  const state = rows[0]!.state;
  return state === 'working' ? undefined : refuse('case-state', { state: STATES[state] ?? asIs(state), action });
}

/** What the confirmation asks for stands in the side's own case. */
async function count(tx: Tx, side: Own): Promise<void> {
  await sql`
    UPDATE case_joint_action c SET open_tasks = n.open, done_tasks = n.done
    FROM (SELECT count(*) FILTER (WHERE done_at IS NULL) AS open, count(done_at) AS done FROM joint_task WHERE side_id = ${side.id}) n
    WHERE c.case_id = ${side.case_id}`.execute(tx);
}

/**
 * Closes every joint action whose owners have all confirmed (who declined is no owner any more); gives back how many.
 * The database, not the page, decides: it makes no difference where the last confirmation was given.
 */
export async function settleActions(db: Database, now: number): Promise<number> {
  const ready = sql`
    SELECT a.id FROM joint_action a JOIN joint_side s ON s.action_id = a.id JOIN case_file c ON c.id = s.case_id
    WHERE a.closed_at IS NULL GROUP BY a.id
    HAVING bool_and(c.state IN ('confirmed', 'declined', 'closed')) AND (bool_or(c.state = 'confirmed') OR bool_and(c.state = 'declined'))`;
  const before = await ready.execute(db);
  if (before.rows.length === 0) return 0;
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<{ id: string }>`${ready}`.execute(tx);
    for (const { id } of rows) {
      const sides = await sql<{ id: string }>`
        SELECT c.id FROM joint_side s JOIN case_file c ON c.id = s.case_id WHERE s.action_id = ${id} AND c.state = 'confirmed'`.execute(
        tx,
      );
      for (const side of sides.rows) {
        const closed = await actOn(tx, side.id, { action: 'close', input: {}, files: [] }, PLATFORM, now);
        if (isRefusal(closed)) throw new Error(`joint action ${id} not closed: ${closed.refused}`);
      }
      await sql`UPDATE joint_action SET closed_at = ${new Date(now)} WHERE id = ${id}`.execute(tx);
    }
    return rows.length;
  });
}
