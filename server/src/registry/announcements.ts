import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { dayOf, startOf, type Day } from '@anlan/domain/calendar';
import { limitsAmong, tableName, type Entity } from '@anlan/kernel/entity';
import { both, isRefusal, named, refuse, toProblem, type Refusal } from '@anlan/kernel/refusal';
import type { Announcement } from '@anlan/kernel/registry';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { Refused } from '../http/index.ts';
import { changeRecord, type Change, type Changed, type Doing } from './change.ts';
import { checkBounds } from './checks.ts';
import { readRecord } from './list.ts';
import { entityOf } from './table.ts';

type Members = Readonly<Record<string, unknown>>;

interface Row {
  readonly id: string;
  readonly entity: string;
  readonly record: string;
  readonly changes: readonly Change[];
  readonly valid_from: Date;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: string | null;
  readonly withdrawn_reason: string | null;
  readonly applied_at: Date | null;
  readonly failed: { readonly zh: string; readonly en: string } | null;
}

const OPEN = sql`applied_at IS NULL AND withdrawn_at IS NULL AND failed IS NULL`;

export interface Announcing {
  /** The day from whose beginning (China's time) the limits hold. */
  readonly from: Day;
  readonly reason: string;
  readonly by: string;
  readonly now: number;
}

/**
 * Announces new limits of a live record under the transaction's scope. Compared with what will hold on that day:
 * what was announced before for an earlier one counts. Gives the fields announced.
 */
export async function announceLimits(
  tx: Tx,
  entity: Entity,
  id: string,
  changes: Members,
  { from, reason, by, now }: Announcing,
): Promise<readonly string[] | Refusal | undefined> {
  const current = await readRecord(tx, entity, id, true);
  if (current === undefined || current.retiredAt !== null) return undefined;
  const limits = limitsAmong(entity, Object.keys(changes));
  if (limits.length === 0) return refuse('announce-no-limit', {}, 'from');
  const [first] = limits;
  if (reason === '') return refuse('limit-reason', { field: named(entity.fields[first!]!) }, 'reason');
  if (from <= dayOf(now)) return refuse('announce-past', {}, 'from');
  const open = (await rowsOf(tx, entity, id)).filter((row) => standingOf(row) === 'coming');
  const at = startOf(from);
  const sameDay = open.find((row) => row.valid_from.getTime() === at);
  if (sameDay !== undefined)
    return refuse('already-exists', { field: both('已宣布的限值', 'Announced limit'), value: from }, 'from');
  const before = open.filter((row) => row.valid_from.getTime() < at);
  const then: Members = { ...current, ...after(before.flatMap((row) => row.changes)) };
  const made = limits.flatMap((field) =>
    (then[field] ?? null) === changes[field] ? [] : [{ field, from: then[field] ?? null, to: changes[field] }],
  );
  if (made.length === 0) return [];
  const wrong =
    checkBounds(
      entity,
      { ...then, ...after(made) },
      made.map(({ field }) => field),
    ) ?? entity.guard?.({ ...then, ...after(made) });
  if (wrong !== undefined) return wrong;
  await sql`
    INSERT INTO record_announcement (id, entity, record, changes, valid_from, reason, by, region_path, organisation_id, sector)
    SELECT ${randomUUID()}, ${entity.key}, t.id, ${JSON.stringify(made)}::jsonb, ${new Date(at)}, ${reason}, ${by}, t.region_path, t.organisation_id, t.sector
    FROM ${sql.table(tableName(entity))} t WHERE t.id = ${id}`.execute(tx);
  return made.map(({ field }) => field);
}

/** What somebody wants changed of a record. */
export interface Wish {
  readonly version: number;
  readonly changes: Members;
  readonly reason?: string | undefined;
  /** The day from which the limits among the changes hold. */
  readonly from?: string | undefined;
}

/** Changes a record now; limits for which a later day is said are announced, the other members changed at once. */
export async function changeOrAnnounce(
  tx: Tx,
  entity: Entity,
  id: string,
  { version, changes, from, reason = '' }: Wish,
  doing: Doing,
): Promise<Changed | Refusal | undefined> {
  if (from === undefined) return changeRecord(tx, entity, id, { version, changes }, doing);
  const limits = new Set(limitsAmong(entity, Object.keys(changes)));
  const pick = (later: boolean) =>
    Object.fromEntries(Object.entries(changes).filter(([key]) => limits.has(key) === later));
  const announced = await announceLimits(tx, entity, id, pick(true), { from, reason, by: doing.by, now: Date.now() });
  if (announced === undefined || isRefusal(announced)) return announced;
  const changed = await changeRecord(tx, entity, id, { version, changes: pick(false) }, doing);
  // Thrown, so that what was announced is not kept either.
  if (isRefusal(changed)) throw new Refused(changed);
  return changed === undefined ? undefined : { ...changed, fields: [...changed.fields, ...announced] };
}

const after = (changes: readonly Change[]): Members => Object.fromEntries(changes.map(({ field, to }) => [field, to]));

async function rowsOf(tx: Tx, entity: Entity, id: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    SELECT * FROM record_announcement WHERE entity = ${entity.key} AND record = ${id} ORDER BY valid_from, at`.execute(
    tx,
  );
  return rows;
}

function standingOf(row: Row): Announcement['standing'] {
  if (row.withdrawn_at !== null) return 'withdrawn';
  if (row.failed !== null) return 'failed';
  return row.applied_at === null ? 'coming' : 'applied';
}

/** What was announced for a record under the transaction's scope, the latest day first. */
export async function announcementsOf(tx: Tx, entity: Entity, id: string): Promise<Announcement[]> {
  return (await rowsOf(tx, entity, id)).toReversed().map((row) => ({
    id: row.id,
    changes: row.changes.map(({ field, from, to }) => ({ field, from, to })),
    from: row.valid_from.getTime(),
    reason: row.reason,
    by: row.by,
    at: row.at.getTime(),
    standing: standingOf(row),
    withdrawn:
      row.withdrawn_at === null
        ? null
        : { at: row.withdrawn_at.getTime(), by: row.withdrawn_by ?? '', reason: row.withdrawn_reason ?? '' },
    failed: row.failed,
  }));
}

/** Takes an announcement back before its day; undefined = no such one in scope. */
export async function withdrawAnnouncement(
  tx: Tx,
  entity: Entity,
  {
    id,
    announcement,
    reason,
    by,
  }: { readonly id: string; readonly announcement: string; readonly reason: string; readonly by: string },
): Promise<true | Refusal | undefined> {
  const { rows } = await sql<Row>`
    SELECT * FROM record_announcement WHERE entity = ${entity.key} AND record = ${id} AND id = ${announcement} FOR UPDATE`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  if (standingOf(row) !== 'coming') return refuse('announce-over');
  await sql`
    UPDATE record_announcement SET withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason} WHERE id = ${announcement}`.execute(
    tx,
  );
  return true;
}

const BATCH = 50;

/**
 * Makes versions of what was announced and is due at `now` (epoch ms), oldest first; gives how many. Each is a
 * transaction of its own, claimed with SKIP LOCKED: several processes may run this, and a restart forgets nothing.
 */
export async function applyAnnounced(db: Database, now: number): Promise<number> {
  for (let done = 0; ; done += 1)
    if (done === BATCH || !(await db.transaction().execute((tx) => applyNext(tx, now)))) return done;
}

async function applyNext(tx: Tx, now: number): Promise<boolean> {
  const { rows } = await sql<Row>`
    SELECT * FROM record_announcement WHERE ${OPEN} AND valid_from <= ${new Date(now)}
    ORDER BY valid_from, at LIMIT 1 FOR UPDATE SKIP LOCKED`.execute(tx);
  const [row] = rows;
  if (row === undefined) return false;
  const failed = await take(tx, entityOf(row.entity), row);
  await sql`
    UPDATE record_announcement SET applied_at = ${failed === undefined ? new Date(now) : null}, failed = ${failed === undefined ? null : JSON.stringify(failed)}::jsonb
    WHERE id = ${row.id}`.execute(tx);
  const outcome = failed === undefined ? 'done' : 'refused';
  await record(tx, { account: row.by }, 'registry.write', { kind: row.entity, id: row.record }, outcome, {
    announced: row.id,
    by: row.by,
    reason: row.reason,
  });
  return true;
}

/** Changes the record as announced; why it could not be, in both languages. */
async function take(tx: Tx, entity: Entity, row: Row): Promise<Row['failed'] | undefined> {
  const current = await readRecord(tx, entity, row.record, true);
  if (current === undefined || current.retiredAt !== null) return both('记录已注销', 'the record has been retired');
  const changed = await changeRecord(
    tx,
    entity,
    row.record,
    { version: current.version, changes: after(row.changes) },
    { by: row.by, source: `announced:${row.id}`, reason: row.reason },
  );
  if (!isRefusal(changed)) return undefined;
  const { zh, en } = toProblem(changed, 'zh');
  return { zh, en };
}

const EVERY_MS = 1000;

/** Lets announced limits take effect as their day begins. */
export function startAnnounced(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    applyAnnounced(db, clock())
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'announced limits'))
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
