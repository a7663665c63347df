import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demonstrationSecret } from '@anlan/gateways';
import type { Platform } from '@anlan/journeys';
import pg from 'pg';

const REGION = 'cn.36.11.02.001.';
/** What the points of a gateway measure, in turn, and within which limits. */
const KINDS = [
  ['level', '%', { L: 15, LL: 10, H: 80, HH: 90 }],
  ['pressure', '%', { H: 80, HH: 90 }],
  ['temperature', '%', { H: 80, HH: 90 }],
  ['combustible', '%', { first: 80, second: 90 }],
] as const;

/** An identifier made of a text, with the version and variant a UUID has: routes refuse others. */
const benchId = (text: string): string =>
  `overlay(overlay(md5(${text}) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`;

/** The identifier of point `k` of gateway `n`, as SQL. */
export const POINT_ID = benchId("'bench-point-' || n || '-' || k");

/** Gateways that only benches have: `bench-000000` and so on, each with the points `p0`, `p1` … of 0 to 100 %. */
export interface Field {
  readonly gateways: number;
  readonly each: number;
  serial(gateway: number): string;
  secret(gateway: number): string;
}

/** The owner's connection to a platform's system of record. */
export async function ownerOf(platform: Platform): Promise<pg.Client> {
  const kept = JSON.parse(await readFile(join(platform.home, 'postgres.json'), 'utf8')) as {
    owner: string;
    port: number;
  };
  const client = new pg.Client({ connectionString: `postgres://anlan:${kept.owner}@127.0.0.1:${kept.port}/anlan` });
  await client.connect();
  return client;
}

/** Enters gateways with `each` points, beside those of an earlier call with fewer; the intake knows them a moment later. */
export async function enterField(platform: Platform, gateways: number, each: number): Promise<Field> {
  const client = await ownerOf(platform);
  try {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO device (id, name, region_path, sector, demonstration, identity, protocol, origin)
       SELECT ${benchId("'bench-device-' || n")}, '测试网关 ' || n, $1, 'hazchem', true, 'mqtt:bench-' || lpad(n::text, 6, '0'), 'mqtt', 'generated'
       FROM generate_series(0, $2::int - 1) AS n ON CONFLICT DO NOTHING`,
      [REGION, gateways],
    );
    for (const [turn, [kind, unit, limits]] of KINDS.entries()) {
      await client.query(
        `INSERT INTO public.point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, limits, system, region_path, sector)
         SELECT ${POINT_ID}, ${benchId("'bench-device-' || n")}, 'p' || k, '测点 ' || k, $3, $4, 0, 100, 60, $5::jsonb,
           'S17', $1, 'hazchem'
         FROM generate_series(0, $2::int - 1) AS n, generate_series($6::int, $7::int - 1, ${KINDS.length}) AS k ON CONFLICT DO NOTHING`,
        [REGION, gateways, kind, unit, JSON.stringify(limits), turn, each],
      );
    }
    await client.query(`SELECT pg_notify('registry', 'device')`);
    await client.query('COMMIT');
    await client.query('ANALYZE device; ANALYZE public.point');
  } finally {
    await client.end();
  }
  const key = await platform.key();
  const serial = (gateway: number): string => `bench-${String(gateway).padStart(6, '0')}`;
  return { gateways, each, serial, secret: (gateway) => demonstrationSecret(key, `mqtt:${serial(gateway)}`) };
}
