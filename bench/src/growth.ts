import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { connectApi, historyOf, startPlatform, type Api, type Platform } from '@anlan/journeys';
import { batchSenders } from './ingest/batch.ts';
import { POINT_ID, enterField, ownerOf, type Field } from './ingest/field.ts';
import { flatOut, type Sender } from './ingest/pace.ts';
import { streamOf } from './ingest/stream.ts';
import { usageOf } from './ingest/usage.ts';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

const EACH = 100;
const ROUNDS = 10;
const SECONDS = 5;
const WITHIN = 600_000;
const DAY = 86_400_000;

/** What grows with points and history, at 1, 10 and 100 times of both: taking in, lists, series, an indicator, the start. */
export async function growth(args: readonly string[]): Promise<number> {
  const { points, history, scales } = optionsOf(args, { points: 1000, history: 100_000, scales: '1,10,100' });
  console.log(`growth ${args.join(' ')} · ${machine()} · load average ${loadavg()[0]!.toFixed(1)}`);
  let platform = await startPlatform({ within: WITHIN });
  const rows: (string | number)[][] = [];
  try {
    for (const scale of scales.split(',').map(Number)) {
      const gateways = Math.max(1, Math.round((points * scale) / EACH));
      await enterField(platform, gateways, EACH);
      await fill(platform, gateways * EACH, history * scale);
      await platform.stop();
      platform = await startPlatform({ home: platform.home, ports: platform.ports, within: WITHIN });
      rows.push([`${scale} ×`, gateways * EACH, history * scale, ...(await measured(platform, gateways))]);
    }
    printTable(
      [
        'size',
        'points',
        'readings stored',
        'warm start, s',
        'taken in/s',
        'CPU s per million',
        'intake, MB',
        'list p50, ms',
        'points of a device',
        'day of a point',
        'coverage',
      ],
      rows,
    );
  } finally {
    await platform.remove();
  }
  return 0;
}

/** Readings of the last day, as many of each point, written past the intake: it is not what is measured here. */
async function fill(platform: Platform, points: number, rows: number): Promise<void> {
  const run = await historyOf(platform.home);
  const client = await ownerOf(platform);
  const { rows: known } = await client.query<{ id: string }>(
    `SELECT id FROM public.point WHERE id IN (SELECT ${POINT_ID} FROM generate_series(0, $1::int) n, generate_series(0, $2::int) k)`,
    [Math.ceil(points / EACH) - 1, EACH - 1],
  );
  await client.end();
  const each = Math.max(1, Math.floor(rows / known.length));
  const step = Math.floor(DAY / each);
  const start = Date.now() - DAY - 3_600_000;
  await run('TRUNCATE TABLE anlan.reading');
  for (let from = 0; from < known.length; from += 2000) {
    const ids = known.slice(from, from + 2000).map(({ id }) => `'${id}'`);
    await run(
      `INSERT INTO anlan.reading SELECT toUUID(arrayJoin([${ids.join(',')}])) AS point, fromUnixTimestamp64Milli(toInt64(${start} + number * ${step})) AS at,
         50 + (number % 7) AS value, 'good' AS quality, at AS received FROM numbers(${each})`,
    );
  }
}

async function measured(platform: Platform, gateways: number): Promise<(string | number)[]> {
  const field = await enterField(platform, gateways, EACH);
  const taken = await takenIn(platform, field);
  const api = await connectApi(platform.url, 'shangrao.duty');
  const { rows } = await api.get<{ rows: { id: string }[] }>(`/api/devices?search=${encodeURIComponent('测试网关 0')}`);
  const device = rows[0]?.id ?? '';
  const [point] = await api.get<{ id: string }[]>(`/api/points?device=${device}`);
  const now = Date.now();
  return [
    (platform.readyAfter / 1000).toFixed(1),
    ...taken,
    await p50(api, `/api/devices?search=${encodeURIComponent('测试网关')}`),
    await p50(api, `/api/points?device=${device}`),
    await p50(api, `/api/points/${point?.id ?? ''}/readings?from=${now - DAY}&to=${now}`),
    await p50(api, '/api/coverage'),
  ];
}

/** Readings acknowledged a second, processor of the whole platform for a million of them, memory of the intake. */
async function takenIn(platform: Platform, field: Field): Promise<(string | number)[]> {
  const stream = streamOf(field.gateways, EACH, Date.now() - 3_600_000);
  let senders: Sender[] | undefined;
  for (let tries = 0; senders === undefined; tries += 1) {
    senders = await batchSenders(platform, field, stream, 4, 10_000).catch(() => undefined);
    if (tries > 60) throw new Error('the intake does not know the points');
    if (senders === undefined) await pause(1000);
  }
  await flatOut(senders, SECONDS);
  const before = await usageOf(platform);
  const run = await flatOut(senders, SECONDS);
  const after = await usageOf(platform);
  for (const sender of senders) await sender.end();
  const cpu = [...after].reduce((sum, [role, usage]) => sum + usage.cpu - (before.get(role)?.cpu ?? 0), 0);
  return [run.perSecond, ((cpu / run.acknowledged) * 1e6).toFixed(2), rounded(after.get('ingest')?.memory ?? 0)];
}

async function p50(api: Api, path: string): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await api.get(path);
    times.push(performance.now() - began);
  }
  return rounded(quantile(times, 0.5));
}
