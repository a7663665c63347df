import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { connectApi, startPlatform } from '@anlan/journeys';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

const DAYS = 30;

/** Enters alarms of thirty days at the city's points, in bursts as plants have them; their number is what is measured. */
async function fill(home: string, alarms: number): Promise<void> {
  const { owner, port } = JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8')) as {
    owner: string;
    port: number;
  };
  const client = new pg.Client({ connectionString: `postgres://anlan:${owner}@127.0.0.1:${port}/anlan` });
  await client.connect();
  const { rows } = await client.query<{ points: number }>('SELECT count(*)::int AS points FROM public.point');
  await client.query(
    `INSERT INTO alarm (id, number, rule, rule_label, system, level, label, response, subject_kind, subject_id, subject_name, device_id, place_name,
       region_path, region_name, organisation_id, sector, value, limit_value, unit, origin, since, raised_at, seen_at, acknowledged_at, recovered_at, demonstration)
     SELECT gen_random_uuid(), 'Q-' || n, (ARRAY['level-high', 'pressure-high', 'combustible-gas', 'temperature-high'])[1 + n % 4], '', 'S17',
       (ARRAY['blue', 'blue', 'yellow', 'yellow', 'yellow', 'orange', 'blue', 'red'])[1 + (n * 7) % 8], '高限', 'acknowledged', 'point', p.id, p.name, p.device_id,
       '', p.region_path, '', p.organisation_id, p.sector, 1, 1, '', 'generated', t, t, t, t + interval '90 s', t + (1 + n % 600) * interval '1 s', true
     FROM generate_series(1, $1::int) n
     CROSS JOIN LATERAL (SELECT now() - interval '${DAYS} days' + (n / 25) * (interval '${DAYS} days' * 25 / $1::int) + (n % 25) * interval '11 s' AS t) time
     JOIN (SELECT p.*, row_number() OVER (ORDER BY p.device_id, p.id) AS place FROM public.point p) p
       ON p.place = 1 + ((n / 25) * 37 + n % 9) % $2::int`,
    [alarms, rows[0]!.points],
  );
  await client.query('VACUUM ANALYZE alarm');
  await client.end();
}

/** The report of a city and of a county, and what stands beside the city's desk, over 10⁵ alarms (or `--alarms`) of thirty days. */
export async function alarmQuality(args: readonly string[]): Promise<number> {
  const { alarms, rounds } = optionsOf(args, { alarms: 100_000, rounds: 20 });
  const platform = await startPlatform({ within: 600_000 });
  try {
    const began = performance.now();
    await fill(platform.home, alarms);
    const filled = rounded((performance.now() - began) / 1000);
    console.log(
      `alarm-quality · ${machine()} · ${alarms.toLocaleString('en-US')} alarms in ${DAYS} days, entered in ${filled} s`,
    );
    const to = Date.now();
    const span = `from=${to - DAYS * 86_400_000}&to=${to}`;
    const wishes = [
      ['report, city', () => `/api/alarm-quality?${span}`],
      ['report, county', () => `/api/alarm-quality?${span}&region=cn.36.11.26.`],
      // Another span each time, as an answer is shared for a while by those who ask the same; all alarms lie in each.
      ['figures beside the desk, computed', (round: number) => `/api/alarms/quality?days=${DAYS + 1 + round}`],
      ['figures beside the desk, shared', () => `/api/alarms/quality?days=${DAYS}`],
    ] as const;
    const api = await connectApi(platform.url, 'shangrao.duty');
    const rows: (string | number)[][] = [];
    for (const [what, path] of wishes) {
      const times: number[] = [];
      let count = '';
      for (let round = 0; round < rounds + 1; round += 1) {
        const asked = performance.now();
        const answer = await api.get<{ whole?: { count: number; floods: number }; enterprises?: unknown[] }>(
          path(round),
        );
        if (round > 0) times.push(performance.now() - asked);
        if (answer.whole !== undefined)
          count = `${answer.whole.count} alarms, ${answer.whole.floods} floods, ${answer.enterprises?.length} enterprises`;
      }
      rows.push([what, count, rounded(quantile(times, 0.5)), rounded(quantile(times, 0.95))]);
    }
    printTable(['answer', 'of', 'p50, ms', 'p95, ms'], rows);
    return 0;
  } finally {
    await platform.remove();
  }
}
