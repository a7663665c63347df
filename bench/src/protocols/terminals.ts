import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Platform } from '@anlan/journeys';

/** The first phone of terminals that only benches have. */
export const FIRST_PHONE = '019000000001';
const REGION = 'cn.36.11.02.001.';

/** Enters so many vehicles with terminals, counted up from the first phone; the intake knows them a moment later. */
export async function enterTerminals(platform: Platform, count: number): Promise<void> {
  const kept = JSON.parse(await readFile(join(platform.home, 'postgres.json'), 'utf8')) as {
    owner: string;
    port: number;
  };
  const client = new pg.Client({ connectionString: `postgres://anlan:${kept.owner}@127.0.0.1:${kept.port}/anlan` });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `CREATE TEMP TABLE entered ON COMMIT DROP AS
         SELECT gen_random_uuid() AS vehicle, gen_random_uuid() AS device, lpad(($1::bigint + n)::text, 12, '0') AS phone, n
         FROM generate_series(0, $2::int - 1) AS n`,
      [FIRST_PHONE, count],
    );
    await client.query(
      `INSERT INTO vehicle (id, name, region_path, sector, category, speed_limit, demonstration)
         SELECT vehicle, '测' || lpad(n::text, 5, '0'), $1, 'transport', 'freight', 80, true FROM entered`,
      [REGION],
    );
    await client.query(
      `INSERT INTO device (id, name, region_path, sector, demonstration, identity, protocol, origin, vehicle)
         SELECT device, '测试终端 ' || n, $1, 'transport', true, 'jt808:' || phone, 'jt808', 'generated', vehicle FROM entered`,
      [REGION],
    );
    await client.query(`SELECT pg_notify('registry', 'device')`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Resident memory of the intake process (MB). */
export async function intakeMemory(platform: Platform): Promise<number> {
  const ingest = (await platform.processes()).find(({ role }) => role === 'ingest');
  if (ingest === undefined) throw new Error('the intake process was not found');
  const status = await readFile(`/proc/${ingest.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
