import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClickhouseHandle, openClickhouse } from '../clickhouse/index.ts';
import { openPostgres, type PostgresHandle, withClient } from '../postgres/index.ts';
import { temporaryHome } from '../testing/folders.ts';
import { migrate } from './index.ts';

let home: Awaited<ReturnType<typeof temporaryHome>>;
let postgres: PostgresHandle;
let clickhouse: ClickhouseHandle;
let folder: string;

beforeAll(async () => {
  home = await temporaryHome();
  postgres = await openPostgres({ home: home.home, postgresUrl: undefined });
  clickhouse = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
});
afterAll(async () => {
  await clickhouse.stop();
  await postgres.stop();
  await home.remove();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await withClient(postgres.url, (client) => client.query('drop schema public cascade; create schema public'));
  await clickhouse.client.command({ query: 'DROP DATABASE anlan' });
  // Opening makes the database again.
  await openClickhouse({ home: '/nonexistent', clickhouseUrl: clickhouse.url }).then((other) => other.stop());
  folder = await mkdtemp(join(tmpdir(), 'anlan-sql-'));
  await mkdir(join(folder, 'postgres'));
  await mkdir(join(folder, 'clickhouse'));
});

const write = (path: string, sql: string) => writeFile(join(folder, path), sql);
const run = () => migrate({ postgres: postgres.url, clickhouse: clickhouse.client, folder });

async function ask(sql: string): Promise<unknown[]> {
  return withClient(postgres.url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows.flat());
}

describe('migrate', () => {
  it('applies what is new, in order, in both stores, and nothing twice', async () => {
    await write('postgres/0001-places.sql', 'create table place (id int); insert into place values (1);');
    await write(
      'clickhouse/0001-readings.sql',
      `-- ; \nCREATE TABLE IF NOT EXISTS reading (x UInt8, s String DEFAULT ';') ENGINE = MergeTree ORDER BY x;\nALTER TABLE reading ADD COLUMN IF NOT EXISTS y UInt8;`,
    );
    expect(await run()).toEqual({ ok: true, applied: ['postgres/0001-places', 'clickhouse/0001-readings'] });
    await write('postgres/0002-more.sql', 'insert into place values (2)');
    expect(await run()).toEqual({ ok: true, applied: ['postgres/0002-more'] });
    expect(await run()).toEqual({ ok: true, applied: [] });
    expect(await ask('select id from place order by id')).toEqual([1, 2]);
    await clickhouse.client.insert({ table: 'reading', values: [{ x: 1, y: 2 }], format: 'JSONEachRow' });
  });

  it('applies a file wholly or not at all, and says the line', async () => {
    await write('postgres/0001-good.sql', 'create table place (id int)');
    await write('postgres/0002-bad.sql', 'insert into place values (1);\n\ninsert into plaice values (2);');
    const result = await run();
    expect(result.ok ? '' : result.problem).toMatch(/^postgres: 0002-bad .*plaice.*\(line 3\)/);
    expect(await ask('select id from place')).toEqual([]);
    expect(await ask('select name from migration')).toEqual(['0001-good']);
  });

  it('refuses a file that was changed after it had been applied', async () => {
    await write('postgres/0001-places.sql', 'create table place (id int)');
    await run();
    await write('postgres/0001-places.sql', 'create table place (id bigint)');
    const result = await run();
    expect(result.ok ? '' : result.problem).toMatch(/^postgres: 0001-places .*was changed/);
  });

  it('refuses a database that a newer program has used, in ClickHouse too', async () => {
    await write('clickhouse/0001-a.sql', 'SELECT 1');
    await write('clickhouse/0002-b.sql', 'SELECT 1');
    await run();
    await rm(join(folder, 'clickhouse', '0002-b.sql'));
    const result = await run();
    expect(result.ok ? '' : result.problem).toMatch(/^clickhouse: .*newer than this program: it has 0002-b/);
  });

  it('lets one of several servers that start at once do the work', async () => {
    await write('postgres/0001-places.sql', 'create table place (id int); select pg_sleep(0.3)');
    const results = await Promise.all([run(), run(), run()]);
    const applied = results.map((result) => (result.ok ? result.applied.length : result.problem));
    expect(applied.map(String).sort((a, b) => (a < b ? -1 : 1))).toEqual(['0', '0', '1']);
  });
});
