import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Runs a statement in the history of a platform. */
type Command = (query: string) => Promise<void>;

async function historyOf(home: string): Promise<Command> {
  const { password, port } = JSON.parse(await readFile(join(home, 'clickhouse.json'), 'utf8')) as {
    password: string;
    port: number;
  };
  const headers = { authorization: `Basic ${Buffer.from(`anlan:${password}`).toString('base64')}` };
  return async (query) => {
    const response = await fetch(`http://127.0.0.1:${port}/?database=anlan`, { method: 'POST', headers, body: query });
    if (!response.ok) throw new Error(`history answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  };
}

async function ownerOf(home: string): Promise<pg.Client> {
  const { owner, port } = JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8')) as {
    owner: string;
    port: number;
  };
  const client = new pg.Client({ connectionString: `postgres://anlan:${owner}@127.0.0.1:${port}/anlan` });
  await client.connect();
  return client;
}

/** Id of the n-th vehicle of the bench, the same in both stores. */
export const vehicleId = (n: number): string => `0b000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** West, south, east, north of what is filled: the box of the jurisdiction. */
export const BOX = [116.2, 27.7, 118.5, 29.7] as const;

/**
 * Fills a platform at the size the map is for: `places` enterprises spread over the jurisdiction, thicker in the middle,
 * and `moving` vehicles with ten minutes of fixes every ten seconds.
 */
export async function fill(home: string, places: number, moving: number): Promise<void> {
  const owner = await ownerOf(home);
  const region = 'cn.36.11.02.001.';
  await owner.query(`
    INSERT INTO enterprise (id, name, region_path, lon, lat, credit_code, risk_level, employees, demonstration)
    SELECT gen_random_uuid(), '压测企业' || i, '${region}',
      ${BOX[0]} + ${BOX[2] - BOX[0]} * (CASE WHEN i % 2 = 0 THEN random() ELSE (random() + random() + random()) / 3 END),
      ${BOX[1]} + ${BOX[3] - BOX[1]} * (CASE WHEN i % 2 = 0 THEN random() ELSE (random() + random() + random()) / 3 END),
      'BENCH' || i, (ARRAY['red', 'orange', 'orange', 'yellow', 'yellow', 'yellow', 'blue', 'blue', 'blue', 'blue'])[1 + i % 10],
      10 + i % 300, true
    FROM generate_series(1, ${places}) i`);
  await owner.query(`
    INSERT INTO vehicle (id, name, region_path, category, demonstration)
    SELECT ('0b000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '压E' || i, '${region}', 'dangerous-goods', true
    FROM generate_series(0, ${moving - 1}) i`);
  await owner.query(`
    INSERT INTO device (id, name, region_path, identity, protocol, origin, vehicle, demonstration)
    SELECT gen_random_uuid(), '压测终端' || i, '${region}', 'bench:' || i, 'jt808', 'generated', ('0b000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, true
    FROM generate_series(0, ${moving - 1}) i`);
  await owner.query('ANALYZE enterprise, vehicle, device');
  await owner.end();
  const history = await historyOf(home);
  await history(`
    INSERT INTO fix
    SELECT toUUID(concat('0b000000-0000-4000-8000-', lower(leftPad(hex(number % ${moving}), 12, '0')))) AS object,
      toDateTime64(now64(3) - 600 + 10 * intDiv(number, ${moving}), 3, 'UTC') AS at,
      ${BOX[0]} + ${BOX[2] - BOX[0]} * (number % 997) / 997 AS lon, ${BOX[1]} + ${BOX[3] - BOX[1]} * (number % 991) / 991 AS lat,
      60 AS speed, 90 AS heading, 50 AS altitude, 1 AS positioned, 1 AS live, 0 AS alarm_bits, 0 AS status_bits, at AS received
    FROM numbers(${60 * moving})`);
}
