import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { covers, type Actor, type Scope } from '@anlan/kernel/access';
import { tableName } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import { enterPerson, openStage, type PersonOf, type Stage } from '../http/testing/stage.ts';
import { openSession, readVisit } from '../identity/session.ts';
import { withScope } from './scoped.ts';

const [OURS, NEXT, RIVER] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];
const EXPERT = '00000000-0000-4000-8000-000000000009';
const TOWN = 'cn.36.11.02.001.';
const PLACES = [
  { organisationId: OURS, regionPath: TOWN, sector: 'non-coal-mine' },
  { organisationId: NEXT, regionPath: 'cn.36.11.02.002.', sector: 'fireworks' },
  { organisationId: RIVER, regionPath: 'cn.50.115.004.', sector: null },
] as const;
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000000${n}`;
/** People of every kind of scope, and the scope their session must come to. */
const ACTORS: readonly (readonly [PersonOf, Scope])[] = [
  [
    { id: uuid(21), account: 'town', role: 'town-officer', region: TOWN },
    { kind: 'region', path: TOWN },
  ],
  [
    { id: uuid(22), account: 'county', role: 'inspector', region: 'cn.36.11.02.' },
    { kind: 'region', path: 'cn.36.11.02.' },
  ],
  [
    {
      id: uuid(23),
      account: 'city and sector',
      role: 'inspector',
      region: 'cn.36.11.',
      sectors: ['fireworks', 'port'],
    },
    { kind: 'region', path: 'cn.36.11.', sectors: ['fireworks', 'port'] },
  ],
  [
    { id: uuid(24), account: 'another city', role: 'leader', region: 'cn.50.' },
    { kind: 'region', path: 'cn.50.' },
  ],
  [
    { id: uuid(25), account: 'enterprise', role: 'safety-officer', organisation: NEXT },
    { kind: 'organisation', organisationId: NEXT },
  ],
  [{ id: uuid(26), account: 'all', role: 'inspector' }, { kind: 'all' }],
  [
    { id: EXPERT, account: 'expert', role: 'participant', region: TOWN, participant: true },
    { kind: 'participant', personId: EXPERT },
  ],
];
const ROLES = {
  region: 'anlan_region',
  organisation: 'anlan_organisation',
  participant: 'anlan_participant',
  all: 'anlan_all',
};

/** Settings and norms are law for everybody below: whoever is judged by one may read it. */
const NORMS: ReadonlySet<string> = new Set([
  'code_list_change',
  'parameter_setting',
  'law',
  'issuing_authority',
  'grading_model',
  'standardisation_target',
]);

let stage: Stage;
let tables: string[];
/** table → ids in the order of PLACES; tables whose rows have no id of their own are asked by place. */
const rows = new Map<string, string[]>();

beforeAll(async () => {
  stage = await openStage();
  const found = await sql<{ table: string }>`
    SELECT DISTINCT tablename::text AS table FROM pg_policies WHERE schemaname = 'public' AND policyname = 'all_scope' ORDER BY 1`.execute(
    stage.db,
  );
  tables = found.rows.map(({ table }) => table);
  for (const [person] of ACTORS) await enterPerson(stage.db, person);
  for (const table of tables) rows.set(table, await fill(table));
});
afterAll(() => stage.close());

/** Three rows of any table: what is not about scope is taken off it, in this test's own database. */
async function fill(table: string): Promise<string[]> {
  const { db } = stage;
  const constraints = await sql<{ name: string }>`
    SELECT conname AS name FROM pg_constraint WHERE conrelid = ${table}::regclass AND contype IN ('c', 'f', 'x') AND conparentid = 0`.execute(
    db,
  );
  for (const { name } of constraints.rows)
    await sql`ALTER TABLE ${sql.table(table)} DROP CONSTRAINT ${sql.id(name)}`.execute(db);
  await sql`ALTER TABLE ${sql.table(table)} DISABLE TRIGGER USER`.execute(db);
  const columns = await sql<{ name: string; type: string; key: boolean; generated: boolean }>`
    SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attgenerated <> '' OR a.attidentity = 'a' AS generated,
      EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS key
    FROM pg_attribute a WHERE a.attrelid = ${table}::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attnotnull AND (NOT a.atthasdef OR a.attname = 'id' AND a.atttypid = 'uuid'::regtype)`.execute(db);
  const ids: string[] = [];
  for (const [index, place] of PLACES.entries()) {
    const id = randomUUID();
    const values = new Map<string, unknown>([
      ['region_path', place.regionPath],
      ['organisation_id', place.organisationId],
      ['sector', place.sector],
    ]);
    for (const { name, type, generated } of columns.rows)
      if (!generated && !values.has(name))
        values.set(name, name === 'id' && type === 'uuid' ? id : valueOf(type, index));
    const names = sql.join([...values.keys()].map((name) => sql.id(name)));
    await sql`INSERT INTO ${sql.table(table)} (${names}) VALUES (${sql.join([...values.values()])})`.execute(db);
    ids.push(id);
  }
  return ids;
}

function valueOf(type: string, index: number): unknown {
  if (type === 'uuid') return randomUUID();
  if (type.startsWith('timestamp') || type === 'date') return '2026-11-22';
  if (type === 'jsonb' || type === 'json') return '{}';
  if (type === 'boolean') return false;
  if (type.endsWith('[]')) return '{}';
  return /int|double|numeric|real/.test(type) ? index + 1 : `${index + 1}-${randomUUID()}`;
}

/** The actor of a session of the person, as every request reads it. */
async function actorOf(personId: string): Promise<Actor> {
  const token = await stage.db.transaction().execute((tx) => openSession(tx, personId, 'test'));
  return (await readVisit(stage.db, token))!.actor;
}

/** Places of a table's rows of organisations that a scope sees; lists of nobody in particular are norms for everybody. */
async function seen(scope: Scope, table: string): Promise<string[]> {
  const { rows: found } = await withScope(stage.db, scope, (tx) =>
    sql<{
      region_path: string;
    }>`SELECT region_path FROM ${sql.table(table)} WHERE organisation_id IS NOT NULL ORDER BY region_path`.execute(tx),
  );
  return found.map(({ region_path }) => region_path);
}

describe('the catalogue of protected tables', () => {
  it('has every table with rows of places, and every declared entity, each under four policies', async () => {
    const placed = await sql<{ table: string }>`
      SELECT c.relname::text AS table FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'region_path'
      WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
        AND EXISTS (SELECT FROM unnest(ARRAY['anlan_region', 'anlan_organisation', 'anlan_participant', 'anlan_all']) role
          WHERE has_any_column_privilege(role, c.oid, 'SELECT'))`.execute(stage.db);
    const shared = await sql<{ table: string }>`
      SELECT DISTINCT tablename::text AS table FROM pg_policies WHERE policyname = 'party_scope'`.execute(stage.db);
    const parties = new Set(shared.rows.map(({ table }) => table));
    const bare = placed.rows
      .map(({ table }) => table)
      .filter((table) => !tables.includes(table) && !parties.has(table) && !NORMS.has(table));
    expect(bare).toEqual([]);
    for (const entity of SYSTEMS.flatMap((system) => system.entities))
      expect(tables, entity.key).toContain(tableName(entity));
    const { rows: policies } = await sql<{ table: string; roles: string[] }>`
      SELECT tablename::text AS table, array_agg(DISTINCT role::text ORDER BY role::text) AS roles
      FROM pg_policies, unnest(roles) role WHERE schemaname = 'public' AND permissive = 'PERMISSIVE' GROUP BY 1`.execute(
      stage.db,
    );
    for (const { table, roles } of policies.filter((policy) => tables.includes(policy.table)))
      expect({ table, roles }).toEqual({ table, roles: Object.values(ROLES).sort() });
  });

  it('lets the participant ask of the same tables as the others: a new one without the right would fail on use', async () => {
    const { rows: missing } = await sql<{ table: string }>`
      SELECT c.relname::text AS table FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'p')
        AND has_any_column_privilege('anlan_all', c.oid, 'SELECT')
        AND NOT has_any_column_privilege('anlan_participant', c.oid, 'SELECT')`.execute(stage.db);
    expect(missing).toEqual([]);
  });

  it('leaves what guards the platform itself to its owner', async () => {
    const secrets = [
      'person',
      'session',
      'access_grant',
      'totp',
      'passkey',
      'api_token',
      'password_history',
      'audit',
      'participation',
    ];
    for (const table of secrets)
      for (const role of Object.values(ROLES)) {
        const { rows: found } = await sql<{
          may: boolean;
        }>`SELECT has_any_column_privilege(${role}, ${table}, 'SELECT') AS may`.execute(stage.db);
        expect({ table, role, ...found[0] }).toEqual({ table, role, may: false });
      }
  });
});

describe('kind of scope × protected table × actor', () => {
  it('has an actor of every kind of scope', () => {
    expect(new Set(ACTORS.map(([, { kind }]) => kind))).toEqual(new Set(Object.keys(ROLES)));
  });

  it.each(ACTORS.map(([person, scope]) => [person.account, person, scope] as const))(
    '%s sees of every table what the kernel says it covers, and enters nothing elsewhere',
    async (_, person, wanted) => {
      const { scope } = await actorOf(person.id);
      expect(scope).toEqual(wanted);
      const expected = PLACES.filter((place) => covers(scope, place))
        .map((place) => place.regionPath)
        .sort();
      for (const table of tables) {
        expect({ table, seen: await seen(scope, table) }).toEqual({ table, seen: expected });
        for (const place of PLACES.filter((one) => !covers(scope, one))) {
          const moving = withScope(stage.db, scope, (tx) =>
            sql`UPDATE ${sql.table(table)} SET region_path = ${place.regionPath}, organisation_id = ${place.organisationId}, sector = ${place.sector}`.execute(
              tx,
            ),
          );
          // Nothing to move is as good as refused.
          if (expected.length > 0) await expect(moving, table).rejects.toThrow(/row-level security|permission denied/);
          else await moving.catch((error: Error) => expect(error.message).toMatch(/permission denied/));
        }
      }
    },
  );

  it('a participant sees the opened rows and only those, from when to when', async () => {
    const { scope } = await actorOf(EXPERT);
    for (const table of tables) {
      expect({ table, seen: await seen(scope, table) }).toEqual({ table, seen: [] });
      const { rows: own } = await sql<{ id: string }>`
        SELECT a.attname AS id FROM pg_attribute a WHERE a.attrelid = ${table}::regclass AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype`.execute(
        stage.db,
      );
      if (own.length === 0) continue;
      const [record] = rows.get(table)!;
      const open = (from: string, to: string | null) =>
        sql`
        INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, valid_from, valid_to, added_by)
        VALUES (${table}, ${record}, ${EXPERT}, 'expert', '会诊', now() + ${from}::interval, now() + ${to}::interval, ${EXPERT})`.execute(
          stage.db,
        );
      const real = await sql<{ id: string }>`SELECT id FROM ${sql.table(table)} WHERE region_path = ${TOWN}`.execute(
        stage.db,
      );
      expect(
        real.rows.map(({ id }) => id),
        table,
      ).toContain(record);
      await open('1 day', null);
      await open('-2 days', '-1 day');
      expect({ table, seen: await seen(scope, table) }).toEqual({ table, seen: [] });
      await open('-1 day', '1 day');
      expect({ table, seen: await seen(scope, table) }).toEqual({ table, seen: [TOWN] });
    }
  });

  it('a participant’s rows come by their key, also where the table is long', async () => {
    await sql`ALTER TABLE tank DISABLE TRIGGER USER`.execute(stage.db);
    await sql`
      INSERT INTO tank (id, name, region_path, enterprise, substance)
      SELECT gen_random_uuid(), 'T' || n, ${TOWN}, ${OURS}, '甲醇' FROM generate_series(1, 20000) n`.execute(stage.db);
    await sql`ANALYZE tank`.execute(stage.db);
    const { rows: plan } = await withScope(stage.db, { kind: 'participant', personId: EXPERT }, (tx) =>
      sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT id, name FROM tank`.execute(tx),
    );
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index|Bitmap/);
  });
});
