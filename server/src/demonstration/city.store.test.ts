import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationCity } from '@anlan/data';
import { ROLES } from '@anlan/kernel/access';
import { dayOf } from '@anlan/domain/calendar';
import { columnName, columnsOf, doubtsOf, inputSchema, tableName, type Entity } from '@anlan/kernel/entity';
import { checkSystems } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import type { Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { openRegister } from '../ingest/register.ts';
import { initialsOf } from '../registry/index.ts';
import { openFiles } from '../store/index.ts';
import '../store/testing/run-source.ts';
import { SEED } from './city-rows.ts';
import type { Rows } from './insert.ts';
import { loadDemonstration } from './load.ts';
import { loadPacks } from './packs.ts';
import { rowsOf } from './rows.ts';

const ENTITIES = SYSTEMS.flatMap((system) => system.entities);
/** Columns of a table that no form fills in. */
const HIDDEN: Record<string, readonly string[]> = {
  device: ['secret_hash'],
  fence: ['shape', 'geometry', 'periods', 'margin', 'delay', 'west', 'south', 'east', 'north'],
};

let stage: Stage;
let db: Database;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
});
afterAll(() => stage.close());

async function columns(table: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ column_name: string; data_type: string }>`
    SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ${table} AND table_schema = 'public'`.execute(
    db,
  );
  return Object.fromEntries(rows.map(({ column_name, data_type }) => [column_name, data_type]));
}

describe('the declared systems', () => {
  it('fit together', () => {
    expect(checkSystems(SYSTEMS)).toEqual([]);
  });

  it.each(ENTITIES.map((entity) => [entity.key, entity] as const))(
    'have in the database exactly the columns declared: %s',
    async (_, entity) => {
      const real = await columns(tableName(entity));
      for (const hidden of HIDDEN[tableName(entity)] ?? []) {
        expect(real).toHaveProperty(hidden);
        delete real[hidden];
      }
      expect(real).toEqual(columnsOf(entity));
    },
  );

  it.each(ENTITIES.map((entity) => [entity.key, entity] as const))(
    'let the database require no more of %s than the form does',
    async (_, entity) => {
      const { rows } = await sql<{ column_name: string }>`
      SELECT column_name FROM information_schema.columns
      WHERE table_name = ${tableName(entity)} AND table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL`.execute(
        db,
      );
      const required = Object.entries(entity.fields).filter(([, field]) => field.required === true);
      const given = new Set(['id', 'name', 'region_path', ...required.map(([key]) => columnName(key))]);
      expect(rows.map(({ column_name }) => column_name).filter((column) => !given.has(column))).toEqual([]);
    },
  );

  it('protect every table of records by the policies of scope', async () => {
    const { rows } = await sql<{
      tablename: string;
      n: number;
    }>`SELECT tablename, count(*)::int AS n FROM pg_policies WHERE permissive = 'PERMISSIVE' GROUP BY 1`.execute(db);
    const policies = new Map(rows.map(({ tablename, n }) => [tablename, n]));
    for (const table of [
      ...ENTITIES.map(tableName),
      'point',
      'alarm',
      'alarm_entry',
      'desk_entry',
      'instruction',
      'record_history',
      'case_file',
      'case_entry',
      'message',
    ])
      expect(policies.get(table), table).toBe(4);
  });
});

describe('the demonstration city', () => {
  const today = '2026-03-18';
  const registers = (): Rows =>
    Object.assign({}, ...rowsOf(demonstrationCity(SEED, today), initialsOf, (path) => path));

  const city = registers();

  it('is the same on every machine: ids and accounts do not change', () => {
    const ids = (all: Rows) =>
      Object.entries(all).map(([table, rows]) => [table, rows.map(({ id, account }) => `${id} ${account}`)]);
    expect(ids(registers())).toEqual(ids(city));
    const own = Object.values(city).flatMap((rows) => rows.flatMap(({ id }) => (id === undefined ? [] : [id])));
    expect(own.length).toBeGreaterThan(100_000);
    expect(new Set(own).size).toBe(own.length);
  });

  it('loads once, into an empty system of record only', async () => {
    const files = await openFiles(stage.context.configuration.filesUrl);
    expect(await loadDemonstration(db, files)).toBe(true);
    expect(await loadDemonstration(db, files)).toBe(false);
    await loadPacks(db);
    const { rows } = await sql<{
      n: number;
      points: number;
    }>`SELECT (SELECT count(*) FROM enterprise)::int AS n, (SELECT count(*) FROM point p JOIN device d ON d.id = p.device_id WHERE d.protocol NOT IN ('watch', 'gb28181'))::int AS points`.execute(
      db,
    );
    // What the platform computes itself, and the points it gives to cameras, are no records of the city.
    expect(rows).toEqual([{ n: city['enterprise']?.length, points: city['point']?.length }]);
    // Half a minute on two idle cores; on a busy machine as long as it takes.
  }, 240_000);

  it.each(ENTITIES.map((entity) => [entity.key, entity] as const))(
    '[S01.1] holds only what the form would accept: %s',
    async (_, entity) => {
      const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.id(tableName(entity))}`.execute(db);
      expect(rows.length).toBeGreaterThan(0);
      const schema = inputSchema(entity);
      const refused = rows.flatMap((row) => {
        const result = schema.safeParse(asInput(entity, row));
        return result.success
          ? []
          : [
              `${String(row['name'])}: ${result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ')}`,
            ];
      });
      expect(refused.slice(0, 5)).toEqual([]);
      const odd = rows.flatMap((row) => {
        const input = asInput(entity, row);
        return doubtsOf(entity, input, Object.keys(input), dayOf(Date.now())).map(
          ({ key, problem }) => `${String(row['name'])}: ${key} ${problem.zh}`,
        );
      });
      expect(odd.slice(0, 5)).toEqual([]);
      expect(rows.every((row) => row['demonstration'] === true && row['provenance'] === 'demonstration')).toBe(true);
    },
  );

  it('owns every record by an enterprise of its own place and sector, and public instruments by a public body', async () => {
    for (const entity of ENTITIES.filter(({ ownerField }) => ownerField !== undefined)) {
      const { rows } = await sql`
        SELECT r.name FROM ${sql.id(tableName(entity))} r LEFT JOIN enterprise e ON e.id = r.${sql.id(columnName(entity.ownerField!))}
          LEFT JOIN organisation o ON o.id = r.organisation_id AND o.kind = 'authority'
        WHERE (e.id IS NULL AND (${entity.fields[entity.ownerField!]?.required === true} OR (r.organisation_id IS NOT NULL AND o.id IS NULL))) OR r.organisation_id <> e.id
          OR (r.sector IS DISTINCT FROM e.sector AND r.sector IS DISTINCT FROM ${entity.watchedBy?.sector ?? null}) LIMIT 3`.execute(
        db,
      );
      expect(rows, entity.key).toEqual([]);
    }
  });

  it('has a register in which every device, its points and what carries it are found', async () => {
    const register = await openRegister(db);
    const devices = [...register.devices()];
    const { rows } = await sql<{
      devices: number;
      points: number;
    }>`SELECT (SELECT count(*) FROM device)::int AS devices, (SELECT count(*) FROM point)::int AS points`.execute(db);
    expect(devices).toHaveLength(rows[0]!.devices);
    expect(devices.reduce((sum, { points }) => sum + points.size, 0)).toBe(rows[0]!.points);
    for (const { points, moving, identity } of devices) {
      // What is computed has no measuring range.
      if (!identity.startsWith('watch:'))
        for (const point of points.values()) expect(point.limits['span'], identity).toBeGreaterThan(0);
      if (moving !== null) expect(moving.quantity).toBe('speed');
    }
  });

  it('offers one post of every role in each jurisdiction, in the same order', async () => {
    const { rows } = await sql<{
      role: string;
      account: string;
      offered: { order: number; place: string; jurisdiction: string };
    }>`
      SELECT role, account, offered FROM person WHERE offered IS NOT NULL ORDER BY offered->>'jurisdiction', (offered->>'order')::int`.execute(
      db,
    );
    // A participant sees what was opened to them: nothing, in a city that has just been loaded.
    const roles = ROLES.map(({ key }) => key).filter((key) => key !== 'participant');
    // Beside them the fire desk, a second officer to hand over to, a county's desk and its leader, and who keeps the fund.
    const posts = rows.filter(({ account }) => !/\.fire$|\.duty2$|\.finance$|\.\w+\.(duty|leader)$/.test(account));
    expect(posts.map(({ role, offered }) => `${offered.jurisdiction} ${role}`)).toEqual(
      ['cn.36.11.', 'cn.50.'].flatMap((jurisdiction) => roles.map((role) => `${jurisdiction} ${role}`)),
    );
    for (const { offered, account } of rows) expect(offered.place, account).toMatch(/[\u4e00-\u9fff]/);
    expect(new Set(rows.map(({ account }) => account)).size).toBe(rows.length);
  });

  it('gives the offered safety officer a plant with points, and the town officer its town', async () => {
    const { rows } = await sql<{ jurisdiction: string; points: number; same: boolean }>`
      SELECT s.offered->>'jurisdiction' AS jurisdiction, (SELECT count(*) FROM point p WHERE p.organisation_id = s.scope_organisation)::int AS points,
             e.region_path = t.scope_path AS same
      FROM person s JOIN enterprise e ON e.id = s.scope_organisation
      JOIN person t ON t.role = 'town-officer' AND t.offered->>'jurisdiction' = s.offered->>'jurisdiction'
      WHERE s.role = 'safety-officer' AND s.offered IS NOT NULL ORDER BY 1`.execute(db);
    expect(rows.map(({ jurisdiction, same }) => [jurisdiction, same])).toEqual([
      ['cn.36.11.', true],
      ['cn.50.', true],
    ]);
    for (const { points } of rows) expect(points).toBeGreaterThan(10);
  });
});

/** A row as a person would have filled it in. */
function asInput(entity: Entity, row: Record<string, unknown>): Record<string, unknown> {
  const fields = Object.keys(entity.fields).map((key) => [key, row[columnName(key)]] as const);
  return {
    name: row['name'],
    regionPath: row['region_path'],
    lon: row['lon'],
    lat: row['lat'],
    ...Object.fromEntries(fields),
  };
}
