import { sql } from 'kysely';
import { z } from 'zod';
import { CAPACITY_KEYS, type Actor, type Participation } from '@anlan/kernel/access';
import { tableName } from '@anlan/kernel/entity';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import { record } from '../audit/record.ts';
import { withScope, type Database, type Tx } from './scoped.ts';

const ENTITIES = new Map(SYSTEMS.flatMap((system) => system.entities.map((entity) => [entity.key, entity] as const)));

export const participationInput = z.strictObject({
  entity: z.enum([...ENTITIES.keys()]),
  record: z.guid(),
  account: z.string().trim().min(3).max(60),
  capacity: z.enum(CAPACITY_KEYS),
  reason: z.string().trim().min(1, '不能为空').max(500, '最长 500 字'),
  from: z.number().min(0).max(8.64e15).optional(),
  to: z.number().min(0).max(8.64e15).nullable().optional(),
});
type Wish = z.infer<typeof participationInput>;

function tableOf(entity: string): string {
  const declared = ENTITIES.get(entity);
  if (declared === undefined) throw new Error(`unknown entity ${entity}`);
  return tableName(declared);
}

/** Opens one record of the actor's scope to a person who holds a participant's grant. Returns the id. */
export async function participate(db: Database, actor: Actor, wish: Wish, now: number): Promise<string | Refusal> {
  const { from = now, to = null, capacity, reason } = wish;
  const table = tableOf(wish.entity);
  const seen = await withScope(db, actor.scope, (tx) =>
    sql`SELECT FROM ${sql.table(table)} WHERE id = ${wish.record} AND retired_at IS NULL`.execute(tx),
  );
  if (seen.rows.length === 0) return refuse('not-found');
  if (to !== null && to <= Math.max(from, now))
    return refuse(
      'field-invalid',
      {
        field: both('结束时间', 'End'),
        problem: both('须晚于现在与开始时间', 'it must be later than now and than the start'),
      },
      'to',
    );
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM person p WHERE lower(p.account) = lower(${wish.account}) AND p.retired_at IS NULL
      AND EXISTS (SELECT FROM live_grant WHERE person_id = p.id AND scope_kind = 'participant')`.execute(db);
  const person = rows[0];
  if (person === undefined)
    return refuse(
      'field-invalid',
      {
        field: both('账号', 'Account'),
        problem: both('没有这个参与人账号', 'there is no such account of a participant'),
      },
      'account',
    );
  return db.transaction().execute(async (tx) => {
    const made = await sql<{ id: string }>`
      INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, valid_from, valid_to, added_by)
      VALUES (${table}, ${wish.record}, ${person.id}, ${capacity}, ${reason}, ${new Date(from)},
        ${to === null ? null : new Date(to)}, ${actor.personId}) RETURNING id`.execute(tx);
    const { id } = made.rows[0]!;
    const detail = { person: person.id, capacity, reason, from, to };
    await record(tx, actor, 'participation.write', { kind: wish.entity, id: wish.record }, 'done', detail);
    return id;
  });
}

interface Row {
  id: string;
  entity_kind: string;
  entity_id: string;
  person: string;
  capacity: Participation['capacity'];
  reason: string;
  valid_from: Date;
  valid_to: Date | null;
  by: string | null;
  ended_at: Date | null;
}

const ALL = sql`
  SELECT t.id, t.entity_kind, t.entity_id, p.name AS person, t.capacity, t.reason, t.valid_from, t.valid_to, a.name AS by, t.ended_at
  FROM participation t JOIN person p ON p.id = t.person_id LEFT JOIN person a ON a.id = t.added_by`;
const ROWS = sql`${ALL} WHERE t.ended_at IS NULL AND (t.valid_to IS NULL OR t.valid_to > now())`;

/** Where records that no register declares are opened. */
const PAGES: Readonly<Record<string, string>> = {
  case_file: '/case',
  check_run: '/checks',
  expert_assignment: '/expert-service/visits',
};

/** Names of the records as far as the transaction's role shows them. */
async function namesOf(tx: Database | Tx, rows: readonly Row[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const table of new Set(rows.map((row) => row.entity_kind))) {
    const ids = rows.filter((row) => row.entity_kind === table).map((row) => row.entity_id);
    // Registers call it a name, cases and checks a title; the rest goes by its number.
    const found = await sql<{ id: string; name: string }>`
      SELECT t.id, coalesce(j ->> 'name', j ->> 'title', j ->> 'number', '') AS name
      FROM ${sql.table(table)} t CROSS JOIN LATERAL to_jsonb(t) j WHERE t.id = ANY (${ids})`.execute(tx);
    for (const { id, name } of found.rows) names.set(id, name);
  }
  return names;
}

/** Records open to a person, with their names. */
export async function participationsOf(db: Database, personId: string): Promise<Participation[]> {
  const { rows } = await sql<Row>`${ROWS} AND t.person_id = ${personId} ORDER BY t.added_at DESC LIMIT 500`.execute(db);
  const names = await namesOf(db, rows);
  return rows.map((row) => viewOf(row, names.get(row.entity_id) ?? null));
}

function viewOf(row: Row, label: string | null): Participation {
  const entity = [...ENTITIES.values()].find((one) => tableName(one) === row.entity_kind);
  return {
    id: row.id,
    entity: entity?.key ?? row.entity_kind,
    record: row.entity_id,
    label,
    href: `${PAGES[row.entity_kind] ?? `/registry/${entity?.plural ?? row.entity_kind}`}/${row.entity_id}`,
    person: row.person,
    capacity: row.capacity,
    reason: row.reason,
    from: row.valid_from.getTime(),
    to: row.valid_to?.getTime() ?? null,
    by: row.by,
    endedAt: row.ended_at?.getTime() ?? null,
  };
}

const MOST = 2000;

/** Everything of the actor's scope that is open to somebody, or was: the newest first, at most two thousand looked at. */
export async function participationsIn(db: Database, actor: Actor, past: boolean): Promise<Participation[]> {
  const { rows } = await sql<Row>`${past ? ALL : ROWS} ORDER BY t.added_at DESC LIMIT ${MOST}`.execute(db);
  const names = await withScope(db, actor.scope, (tx) => namesOf(tx, rows));
  return rows.flatMap((row) => {
    const name = names.get(row.entity_id);
    return name === undefined ? [] : [viewOf(row, name)];
  });
}

/** Who takes part in a record of the actor's scope. */
export async function participantsOf(
  db: Database,
  actor: Actor,
  entity: string,
  id: string,
): Promise<Participation[] | Refusal> {
  const table = tableOf(entity);
  const seen = await withScope(db, actor.scope, (tx) =>
    sql<{ name: string }>`SELECT name FROM ${sql.table(table)} WHERE id = ${id}`.execute(tx),
  );
  const [record] = seen.rows;
  if (record === undefined) return refuse('not-found');
  const { rows } =
    await sql<Row>`${ROWS} AND t.entity_kind = ${table} AND t.entity_id = ${id} ORDER BY t.added_at LIMIT 500`.execute(
      db,
    );
  return rows.map((row) => viewOf(row, record.name));
}

/** Closes a record to a person again; only who may see the record may. */
export async function endParticipation(db: Database, actor: Actor, id: string): Promise<Refusal | undefined> {
  const found = await sql<{ entity_kind: string; entity_id: string; person_id: string }>`
    SELECT entity_kind, entity_id, person_id FROM participation WHERE id = ${id} AND ended_at IS NULL`.execute(db);
  const [row] = found.rows;
  if (row === undefined) return refuse('not-found');
  const seen = await withScope(db, actor.scope, (tx) =>
    sql`SELECT FROM ${sql.table(row.entity_kind)} WHERE id = ${row.entity_id}`.execute(tx),
  );
  if (seen.rows.length === 0) return refuse('not-found');
  await db.transaction().execute(async (tx) => {
    await sql`UPDATE participation SET ended_at = now(), ended_by = ${actor.personId} WHERE id = ${id} AND ended_at IS NULL`.execute(
      tx,
    );
    const subject = { kind: row.entity_kind, id: row.entity_id };
    await record(tx, actor, 'participation.end', subject, 'done', { person: row.person_id });
  });
  return undefined;
}
