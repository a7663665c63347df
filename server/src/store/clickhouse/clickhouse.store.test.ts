import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alive, gone } from '../../supervise/index.ts';
import { holdStores, temporaryHome } from '../testing/folders.ts';
import { type ClickhouseHandle, openClickhouse } from './index.ts';

const table = `CREATE OR REPLACE TABLE reading (point UInt64, at DateTime64(3), value Nullable(Float64), note String)
  ENGINE = MergeTree ORDER BY (point, at) SETTINGS non_replicated_deduplication_window = 1000`;

/** `point UInt64, at DateTime64(3), value Nullable(Float64), note String` in RowBinary. */
function rowBinary(from: number, count: number): Buffer {
  const rows = Array.from({ length: count }, (_, i) => {
    const row = Buffer.alloc(8 + 8 + 1 + 8 + 3);
    row.writeBigUInt64LE(BigInt(from + i), 0);
    row.writeBigInt64LE(1_700_000_000_000n + BigInt(i), 8);
    row.writeUInt8(0, 16);
    row.writeDoubleLE(i / 7, 17);
    row.set([2, 0x6f, 0x6b], 25);
    return row;
  });
  return Buffer.concat(rows);
}

async function rows<T>(client: ClickHouseClient, query: string, query_params?: Record<string, unknown>): Promise<T[]> {
  return (await client.query({ query, query_params, format: 'JSONEachRow' })).json<T>();
}

async function count(client: ClickHouseClient): Promise<number> {
  return Number((await rows<{ n: string }>(client, 'SELECT count() AS n FROM reading'))[0]!.n);
}

describe('the embedded ClickHouse over HTTP', () => {
  let folder: Awaited<ReturnType<typeof temporaryHome>>;
  let store: ClickhouseHandle;
  let client: ClickHouseClient;
  beforeAll(async () => {
    folder = await temporaryHome();
    store = await openClickhouse({ home: folder.home, clickhouseUrl: undefined });
    client = store.client;
  });
  afterAll(async () => {
    await store.stop();
    await folder.remove();
  });
  beforeEach(() => client.command({ query: table }));

  /** A raw request, as any ClickHouse client might make it. */
  function post(address: Record<string, string>, init: RequestInit = {}): Promise<Response> {
    const { username, password, port } = new URL(store.url);
    const query = new URLSearchParams({ database: 'anlan', ...address });
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password, ...init.headers };
    return fetch(`http://127.0.0.1:${port}/?${query}`, { method: 'POST', ...init, headers });
  }

  it('is durable by default: every table syncs parts and their folders', async () => {
    const found = await rows<{ name: string; value: string }>(
      client,
      `SELECT name, value FROM system.merge_tree_settings WHERE name IN ('fsync_after_insert', 'fsync_part_directory')`,
    );
    expect(found.map(({ value }) => value)).toEqual(['1', '1']);
  });

  it.each([
    [
      'JSONEachRow',
      `{"point":1,"at":"2024-01-01 00:00:00.5","value":1.5,"note":"x"}\n{"point":2,"at":"2024-01-01","note":"中"}\n`,
    ],
    ['CSV', `1,"2024-01-01 00:00:00.5",1.5,x\n2,2024-01-01 00:00:00,\\N,中\n`],
    ['TabSeparated', `1\t2024-01-01 00:00:00.5\t1.5\tx\n2\t2024-01-01 00:00:00\t\\N\t中\n`],
    ['Values', `(1,'2024-01-01 00:00:00.5',1.5,'x'),(2,'2024-01-01 00:00:00',NULL,'中')`],
  ])('takes rows as %s', async (format, body) => {
    const response = await post({ query: `INSERT INTO reading FORMAT ${format}` }, { body });
    expect([response.status, JSON.parse(response.headers.get('x-clickhouse-summary')!)]).toMatchObject([
      200,
      { written_rows: '2' },
    ]);
    expect(await rows(client, 'SELECT * FROM reading ORDER BY point')).toEqual([
      { point: 1, at: '2024-01-01 00:00:00.500', value: 1.5, note: 'x' },
      { point: 2, at: '2024-01-01 00:00:00.000', value: null, note: '中' },
    ]);
  });

  it('takes RowBinary streams through the client, one part for one insert', async () => {
    for (const from of [0, 60_000]) {
      const values = Readable.from([rowBinary(from, 30_000), rowBinary(from + 30_000, 30_000)]);
      await client
        .exec({ query: 'INSERT INTO reading FORMAT RowBinary', values })
        .then(({ stream }) => stream.resume());
    }
    expect(
      await rows(client, 'SELECT count() AS n, uniqExact(point) AS points, uniq(_part) <= 2 AS few FROM reading'),
    ).toEqual([{ n: 120_000, points: 120_000, few: 1 }]);
  });

  it('removes what was merged away with few threads: they would stay, with their memory', async () => {
    await client.command({
      query: `CREATE TABLE merged (point UInt64) ENGINE = MergeTree ORDER BY point SETTINGS old_parts_lifetime = 0,
        concurrent_part_removal_threshold = 10, cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, max_cleanup_delay_period = 1`,
    });
    await client.command({ query: 'SYSTEM STOP MERGES merged' });
    for (let part = 0; part < 60; part += 1) await client.command({ query: `INSERT INTO merged VALUES (${part})` });
    const threads = async (): Promise<number> =>
      Number(
        (await rows<{ value: string }>(client, `SELECT value FROM system.metrics WHERE metric = 'GlobalThread'`))[0]!
          .value,
      );
    const before = await threads();
    await client.command({ query: 'SYSTEM START MERGES merged' });
    await client.command({ query: 'OPTIMIZE TABLE merged FINAL' });
    const left = `SELECT count() AS n FROM system.parts WHERE table = 'merged' AND NOT active`;
    await expect.poll(async () => Number((await rows<{ n: string }>(client, left))[0]!.n), { timeout: 30_000 }).toBe(0);
    expect((await threads()) - before).toBeLessThan(16);
  });

  it('takes back in Native what it gave out in Native', async () => {
    await post({ query: 'INSERT INTO reading FORMAT RowBinary' }, { body: rowBinary(0, 1000) });
    const native = Buffer.from(await (await post({ query: 'SELECT * FROM reading FORMAT Native' })).arrayBuffer());
    await client.command({ query: 'CREATE OR REPLACE TABLE copy AS reading' });
    expect((await post({ query: 'INSERT INTO copy FORMAT Native' }, { body: native })).status).toBe(200);
    expect(await rows(client, 'SELECT count() AS n FROM (SELECT * FROM copy EXCEPT SELECT * FROM reading)')).toEqual([
      { n: 0 },
    ]);
    expect(await rows(client, 'SELECT count() AS n FROM copy')).toEqual([{ n: 1000 }]);
  });

  it('unpacks gzipped requests and packs answers for a client that asks', async () => {
    const body = gzipSync(rowBinary(0, 1000));
    const headers = { 'Content-Encoding': 'gzip' };
    expect((await post({ query: 'INSERT INTO reading FORMAT RowBinary' }, { body, headers })).status).toBe(200);
    const packing = createClient({ url: store.url, compression: { request: true, response: true } });
    await packing.insert({ table: 'reading', values: [{ point: 9999, at: 0 }], format: 'JSONEachRow' });
    expect(await count(packing)).toBe(1001);
    expect((await rows(packing, 'SELECT * FROM reading')).length).toBe(1001);
    await packing.close();
  });

  it('takes a body larger than it keeps in memory', async () => {
    const piece = rowBinary(0, 50_000);
    const values = Readable.from(Array.from({ length: 30 }, () => piece));
    await client.exec({ query: 'INSERT INTO reading FORMAT RowBinary', values }).then(({ stream }) => stream.resume());
    expect(await count(client)).toBe(1_500_000);
    expect(await readdir(join(folder.home, 'clickhouse', 'scratch'))).toEqual([]);
  });

  it.runIf(existsSync('/dev/shm'))('takes rows through the disk when its folder in memory is gone', async () => {
    const name = createHash('sha256').update(folder.home).digest('hex').slice(0, 12);
    await rm(`/dev/shm/anlan-${name}`, { recursive: true });
    await client.insert({ table: 'reading', values: [{ point: 1, at: 0 }], format: 'JSONEachRow' });
    expect(await count(client)).toBe(1);
  });

  it('drops an insert with a token it has seen, within the window of the table, and only there', async () => {
    const insert = (token: string, from: number) =>
      client.insert({
        table: 'reading',
        values: [{ point: from, at: 0 }],
        format: 'JSONEachRow',
        clickhouse_settings: { insert_deduplication_token: token },
      });
    await client.command({ query: table.replace('= 1000', '= 3') });
    await insert('a', 1);
    await insert('a', 1);
    await insert('a', 2);
    expect(await count(client)).toBe(1);
    for (const token of ['b', 'c', 'd']) await insert(token, 3);
    expect(await count(client)).toBe(4);
    // Three newer tokens have pushed "a" out: a replay from further back must be caught elsewhere.
    await insert('a', 1);
    expect(await count(client)).toBe(5);
  });

  it('drops a repeated insert of a large body as a whole', async () => {
    const send = () =>
      post(
        { query: 'INSERT INTO reading FORMAT RowBinary', insert_deduplication_token: 'big' },
        { body: rowBinary(0, 200_000) },
      );
    await send();
    await send();
    expect(await count(client)).toBe(200_000);
  });

  it('does not let a token or a setting of one statement reach another', async () => {
    await post(
      { query: 'INSERT INTO reading FORMAT RowBinary', insert_deduplication_token: 'once' },
      { body: rowBinary(0, 1) },
    );
    await post({ query: 'INSERT INTO reading FORMAT RowBinary' }, { body: rowBinary(0, 2) });
    await post({ query: 'INSERT INTO reading FORMAT RowBinary' }, { body: rowBinary(0, 3) });
    expect(await count(client)).toBe(6);
    const limited = await post({ query: 'SELECT number FROM numbers(5)', limit: '2' });
    expect(await limited.text()).toBe('0\n1\n');
    expect(await (await post({ query: 'SELECT number FROM numbers(5)' })).text()).toBe('0\n1\n2\n3\n4\n');
    expect(await (await post({ query: 'SELECT {x:UInt8}', param_x: '7' })).text()).toBe('7\n');
    expect((await post({ query: 'SELECT {x:UInt8}' })).headers.get('x-clickhouse-exception-code')).toBe('456');
  });

  it('binds parameters as values, whatever they hold', async () => {
    const nasty = `it's \\ "quoted"\t\n; DROP TABLE reading -- 安澜 \u0000`;
    const when = new Date(1_700_000_000_123);
    const query = 'SELECT {s:String} AS s, {a:Array(String)} AS a, {n:Nullable(Int32)} AS n, {t:DateTime64(3)} AS t';
    expect(await rows(client, query, { s: nasty, a: [nasty, ''], n: null, t: when })).toEqual([
      { s: nasty, a: [nasty, ''], n: null, t: '2023-11-14 22:13:20.123' },
    ]);
    expect(await count(client)).toBe(0);
  });

  it('answers in the format asked for, whole also when it comes in pieces', async () => {
    const n = 300_000;
    const stream = await (
      await client.query({ query: `SELECT number AS n FROM numbers(${n})`, format: 'JSONEachRow' })
    ).json<{ n: string }>();
    expect([stream.length, Number(stream.at(-1)!.n)]).toEqual([n, n - 1]);
    const json = await (await client.query({ query: `SELECT number AS n FROM numbers(${n})`, format: 'JSON' })).json();
    expect(json).toMatchObject({ rows: n, meta: [{ name: 'n', type: 'UInt64' }] });
    const csv = await (await post({ query: `SELECT number AS n FROM numbers(${n}) FORMAT CSVWithNames` })).text();
    expect(csv.trimEnd().split('\n').length).toBe(n + 1);
    expect(await (await post({}, { body: 'SELECT 1 AS x FORMAT JSONCompactEachRow' })).text()).toBe('[1]\n');
    expect(await (await post({ default_format: 'CSV' }, { body: "SELECT 'a'" })).text()).toBe('"a"\n');
  });

  it.each([
    ['SELEC 1', 400, '62', 'SYNTAX_ERROR'],
    ['SELECT * FROM nowhere', 404, '60', 'UNKNOWN_TABLE'],
    ['SELECT 1; SELECT 2', 400, '62', 'SYNTAX_ERROR'],
    ['', 400, '62', 'SYNTAX_ERROR'],
    ["SELECT throwIf(number = 3, 'stop') FROM numbers(5)", 500, '395', 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO'],
    ['INSERT INTO nowhere FORMAT JSONEachRow', 404, '60', 'UNKNOWN_TABLE'],
  ])('refuses %j as ClickHouse does', async (query, status, code, type) => {
    const response = await post({ query }, { body: query.startsWith('INSERT') ? '{"x":1}' : undefined });
    expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([status, code]);
    expect(await response.text()).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: [^]*\\(${type}\\)`));
  });

  it('gives the client errors it understands', async () => {
    await expect(client.command({ query: 'DROP TABLE nowhere' })).rejects.toMatchObject({
      code: '60',
      type: 'UNKNOWN_TABLE',
    });
    const bad = client.insert({
      table: 'reading',
      values: [{ point: 1, at: 0, value: 'much' }],
      format: 'JSONEachRow',
    });
    await expect(bad).rejects.toThrow(/value/);
    expect(await count(client)).toBe(0);
  });

  it('breaks off, rather than ending well, when a question fails after half the answer', async () => {
    const response = await post({
      query: `SELECT throwIf(number = 3000000, 'late') FROM numbers(5000000) SETTINGS max_block_size = 1000`,
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(/terminated|aborted/);
    expect(await (await post({ query: 'SELECT 1' })).text()).toBe('1\n');
  });

  it('refuses a wrong password and an unknown user, and pings without one', async () => {
    const { port } = new URL(store.url);
    const attempts: Record<string, string>[] = [{ 'X-ClickHouse-User': 'anlan', 'X-ClickHouse-Key': 'guess' }, {}];
    for (const headers of attempts) {
      const response = await fetch(`http://127.0.0.1:${port}/?query=SELECT+1`, { headers });
      expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([403, '516']);
    }
    expect(await (await fetch(`http://127.0.0.1:${port}/ping`)).text()).toBe('Ok.\n');
    expect(await client.ping()).toEqual({ success: true });
  });

  it('lets rows in while long questions run, and stops a question that nobody waits for', async () => {
    const leaving = new AbortController();
    const long = Array.from({ length: 6 }, () =>
      client
        .query({ query: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)', abort_signal: leaving.signal })
        .catch(() => 'left'),
    );
    await pause(300);
    const began = Date.now();
    await client.insert({ table: 'reading', values: [{ point: 1, at: 0 }], format: 'JSONEachRow' });
    expect(Date.now() - began).toBeLessThan(2_000);
    leaving.abort();
    expect(await Promise.all(long)).toEqual(Array.from({ length: 6 }, () => 'left'));
    let running = Number.NaN;
    for (let i = 0; i < 100 && running !== 0; i++) {
      await pause(100);
      running = Number(
        (
          await rows<{ n: string }>(
            client,
            `SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%' AND NOT is_cancelled`,
          )
        )[0]!.n,
      );
    }
    expect(running).toBe(0);
  });

  it('carries many statements at once', async () => {
    const tasks = Array.from({ length: 60 }, async (_, i) => {
      await client.insert({ table: 'reading', values: [{ point: i, at: i }], format: 'JSONEachRow' });
      return rows<{ x: number }>(client, 'SELECT {x:UInt32} AS x', { x: i });
    });
    expect((await Promise.all(tasks)).map(([row]) => row!.x)).toEqual(tasks.map((_, i) => i));
    expect(await count(client)).toBe(60);
  });
});

describe('the ClickHouse child', () => {
  const cleanUp: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function newHome(mode?: number): Promise<string> {
    const { home, remove } = await temporaryHome(mode);
    cleanUp.push(remove);
    return home;
  }

  async function open(home: string): Promise<ClickhouseHandle> {
    const handle = await openClickhouse({ home, clickhouseUrl: undefined });
    cleanUp.push(() => handle.stop());
    return handle;
  }

  it('keeps every acknowledged row when it is killed right after the answer, and comes back at the same address', async () => {
    const { client, health } = await open(await newHome());
    await client.command({ query: table });
    for (let round = 1; round <= 3; round++) {
      const { pid } = await health();
      await client.insert({ table: 'reading', values: [{ point: round, at: round }], format: 'JSONEachRow' });
      process.kill(pid!, 'SIGKILL');
      for (let i = 0; i < 200 && (await health()).restarts < round; i++) await pause(50);
      for (let i = 0; i < 200 && (await health()).state !== 'ready'; i++) await pause(50);
      expect(await count(client)).toBe(round);
    }
  });

  it('ends with its killed parent, and the next start finds every row', async () => {
    const home = await newHome();
    const held = await holdStores(home, 'clickhouse');
    cleanUp.push(held.kill);
    const client = createClient({ url: held.clickhouse });
    await client.command({ query: table });
    await client.insert({ table: 'reading', values: [{ point: 1, at: 1 }], format: 'JSONEachRow' });
    await client.close();
    await held.kill();
    const next = await open(home);
    expect(await gone(held.pids.clickhouse, 0)).toBe(true);
    expect(next.url).toBe(held.clickhouse);
    expect(await count(next.client)).toBe(1);
  });

  it('ends by itself when its parent is killed and nobody starts it again', async () => {
    const held = await holdStores(await newHome(), 'clickhouse');
    cleanUp.push(held.kill);
    await held.kill();
    expect(await gone(held.pids.clickhouse, 8_000)).toBe(true);
  });

  it('refuses a second process on the same folder in one clear line', async () => {
    const home = await newHome();
    const held = await holdStores(home, 'clickhouse');
    cleanUp.push(held.kill);
    await expect(open(home)).rejects.toThrow(/ClickHouse正由进程 \d+ 使用.*ANLAN_HOME/);
    expect(alive(held.pids.clickhouse)).toBe(true);
  });

  it('works below a folder that only its user may enter', async () => {
    const { client } = await open(await newHome(0o700));
    expect(await rows(client, 'SELECT 1 AS x')).toEqual([{ x: 1 }]);
  });

  it('is reached by address in the same way as one elsewhere', async () => {
    const { url } = await open(await newHome());
    const other = await openClickhouse({ home: '/nonexistent', clickhouseUrl: url });
    expect(await rows(other.client, 'SELECT currentDatabase() AS name, timezone() AS zone')).toEqual([
      { name: 'anlan', zone: 'UTC' },
    ]);
    expect(await other.health()).toMatchObject({ state: 'ready' });
    await other.stop();
    const wrong = openClickhouse({ home: '/nonexistent', clickhouseUrl: url.replace(/:[^:@/]+@/, ':hush@') });
    const message = await wrong.catch((error: Error) => `${error.name} ${error.message}`);
    expect(message).toMatch(/^StoreProblem ANLAN_CLICKHOUSE_URL .*Authentication failed/);
    expect(message).not.toContain('hush');
  });
});
