import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { readMarks, writeMark } from '../telemetry/rollup.ts';
import { windowsOf } from './evidence.ts';
import { keptSince, longestOf, monthOf, TABLES, type TableName } from './keeping.ts';
import { dropPart, keepEvidence, partsOf, putBack, type Part, type Place } from './parts.ts';

const DAY = 86_400_000;
/** Events of one statement, so that a first run over years locks nothing for long. */
const AT_ONCE = 10_000;
const BY = { account: '平台' } as const;

export interface Stores extends Place {
  readonly db: Database;
}

/** What was let go, or would be: a month of a table, or the events before a day. */
export interface Dropped {
  readonly table: TableName | 'outbox';
  readonly part: string;
  readonly rows: number;
  readonly bytes: number;
  /** Rows that stay because they are evidence; null where that is counted only when it is done. */
  readonly evidence: number | null;
}

/** What is older than it is kept at `now`, epoch ms: nothing is changed. */
export async function overdue(stores: Stores, now: number): Promise<Dropped[]> {
  const { db } = stores;
  const since = new Map<TableName, number | undefined>();
  for (const table of Object.keys(TABLES) as TableName[]) since.set(table, await keptSince(db, table, now));
  const { rows: settled } = await sql<{ table: string; part: string; evidence: number }>`
    SELECT table_name AS "table", part, evidence FROM history_drop WHERE done_at IS NOT NULL`.execute(db);
  const stays = new Map(settled.map(({ table, part, evidence }) => [`${table} ${part}`, evidence]));
  const parts = (await partsOf(stores)).filter(
    // What is left of a month that went is its evidence; more than that came since.
    ({ table, part, rows }) =>
      monthOf(part).to <= (since.get(table) ?? 0) && rows > (stays.get(`${table} ${part}`) ?? 0),
  );
  const begun = await sql<{ table: TableName; part: string; rows: number; bytes: number }>`
    SELECT table_name AS "table", part, rows, bytes FROM history_drop WHERE done_at IS NULL AND table_name <> 'outbox'`.execute(
    db,
  );
  const known = new Set(parts.map(({ table, part }) => `${table} ${part}`));
  const all = [...begun.rows.filter(({ table, part }) => !known.has(`${table} ${part}`)), ...parts];
  const events = await oldEvents(db, now);
  return [...all.map((one) => ({ ...one, evidence: null })), ...(events === undefined ? [] : [events])];
}

async function oldEvents(db: Database, now: number): Promise<Dropped | undefined> {
  const before = new Date(Math.floor((now - (await longestOf(db, 'history.outbox-days', now)) * DAY) / DAY) * DAY);
  const { rows } = await sql<{ n: number; bytes: number }>`
    SELECT count(*)::int AS n, coalesce(sum(pg_column_size(o.*)), 0)::float8 AS bytes FROM outbox o WHERE ${gone(before)}`.execute(
    db,
  );
  const { n, bytes } = rows[0]!;
  return n === 0
    ? undefined
    : { table: 'outbox', part: before.toISOString().slice(0, 10), rows: n, bytes, evidence: 0 };
}

/** Events that everybody has had; the last one stays, as followers begin after it. */
const gone = (before: Date) => sql`o.at < ${before} AND o.cursor < (SELECT max(cursor) FROM outbox)
  AND o.cursor <= coalesce((SELECT min(position) FROM journal_cursor WHERE consumer = 'notify'), 0)`;

/**
 * Lets go what is older than it is kept: whole months, after what alarms and cases need of them was copied out, which is put
 * back. Each is written into the audit. Cut short at any moment, the next run ends what was begun.
 */
export async function retain(stores: Stores, now: number): Promise<Dropped[]> {
  const done: Dropped[] = [];
  for (const one of await overdue(stores, now)) {
    const { table } = one;
    done.push(table === 'outbox' ? await dropEvents(stores.db, one) : await dropMonth(stores, { ...one, table }, now));
  }
  return done;
}

async function dropMonth(stores: Stores, one: Part, now: number): Promise<Dropped> {
  const { table, part, rows, bytes } = one;
  await begin(stores.db, one);
  let evidence = 0;
  if (table === 'reading' || table === 'fix') {
    const hours = await longestOf(stores.db, 'history.evidence-hours', now);
    evidence = await keepEvidence(stores, table, part, await windowsOf(stores.db, table, monthOf(part), hours));
    // From here on the hours of the month are what they are: what is left of its readings is not all of them.
    if (table === 'reading') await letGo(stores, monthOf(part).to);
  }
  await dropPart(stores, table, part);
  if (table === 'fix') await dropPart(stores, 'fix_by_time', part);
  if (evidence > 0 && (table === 'reading' || table === 'fix')) await putBack(stores, table, part);
  await settle(stores.db, one, evidence);
  return { table, part, rows, bytes, evidence };
}

async function letGo({ clickhouse }: Stores, until: number): Promise<void> {
  const before = (await readMarks(clickhouse)).get('reading') ?? 0;
  if (until > before) await writeMark(clickhouse, 'reading', until);
}

async function begin(db: Database, { table, part, rows, bytes }: Part): Promise<void> {
  await sql`
    INSERT INTO history_drop (table_name, part, begun_at, rows, bytes) VALUES (${table}, ${part}, now(), ${rows}, ${bytes})
    ON CONFLICT (table_name, part) DO UPDATE SET begun_at = now(), done_at = NULL,
      rows = CASE WHEN history_drop.done_at IS NULL THEN history_drop.rows ELSE excluded.rows END,
      bytes = CASE WHEN history_drop.done_at IS NULL THEN history_drop.bytes ELSE excluded.bytes END`.execute(db);
}

async function settle(db: Database, { table, part, rows, bytes }: Part, evidence: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`
      UPDATE history_drop SET done_at = now(), evidence = ${evidence} WHERE table_name = ${table} AND part = ${part}`.execute(
      tx,
    );
    await record(tx, BY, 'history.drop', { kind: table, id: part }, 'done', { rows, bytes, evidence });
  });
}

async function dropEvents(db: Database, one: Dropped): Promise<Dropped> {
  const before = new Date(one.part);
  let rows = 0;
  for (;;) {
    const { numAffectedRows } = await sql`
      DELETE FROM outbox WHERE cursor IN (SELECT o.cursor FROM outbox o WHERE ${gone(before)} ORDER BY o.cursor LIMIT ${AT_ONCE})`.execute(
      db,
    );
    rows += Number(numAffectedRows ?? 0);
    if (Number(numAffectedRows ?? 0) < AT_ONCE) break;
  }
  await db.transaction().execute(async (tx) => {
    await sql`
      INSERT INTO history_drop (table_name, part, begun_at, done_at, rows, bytes) VALUES ('outbox', ${one.part}, now(), now(), ${rows}, ${one.bytes})
      ON CONFLICT (table_name, part) DO UPDATE SET done_at = now(), rows = history_drop.rows + excluded.rows`.execute(
      tx,
    );
    await record(tx, BY, 'history.drop', { kind: 'outbox', id: one.part }, 'done', { rows, bytes: one.bytes });
  });
  return { ...one, rows };
}
