import { loadavg } from 'node:os';
import { startPlatform, until, type Platform } from '@anlan/journeys';
import { optionsOf } from '../options.ts';
import { beside, PEER_HEAD } from '../peers/stores/beside.ts';
import { machine, printTable, rounded } from '../table.ts';
import { behind } from './behind.ts';
import { judged } from './judged.ts';
import { bytesOf, type Bytes } from './bytes.ts';
import { batchSenders, knows } from './batch.ts';
import { enterField, type Field } from './field.ts';
import { mqttSender } from './mqtt.ts';
import { flatOut, type Run, type Sender } from './pace.ts';
import { streamOf, type Stream } from './stream.ts';
import { usageOf, type Usage } from './usage.ts';

/** All that a way of sending needs. */
interface Bed {
  readonly platform: Platform;
  readonly field: Field;
  readonly stream: Stream;
  readonly options: Options;
}

const OPTIONS = {
  ways: 'batch,mqtt',
  seconds: 15,
  gateways: 1000,
  each: 100,
  connections: 8,
  readings: 100,
  batch: 10_000,
  window: 4,
  peers: 'off',
  points: 0,
  rules: 10_000,
};
type Options = typeof OPTIONS;

const WAYS: Readonly<Record<string, (bed: Bed) => Promise<Sender[]>>> = {
  batch: ({ platform, field, stream, options }) => batchSenders(platform, field, stream, options.window, options.batch),
  mqtt: ({ platform, field, stream, options }) =>
    Promise.all(
      Array.from({ length: options.connections }, (_, gateway) =>
        mqttSender(platform, field, gateway, stream, options.readings),
      ),
    ),
};

/** Readings a second that are on disk before they are acknowledged, by every way in; what they cost, and where they end. */
export async function ingest(args: readonly string[]): Promise<number> {
  const options = optionsOf(args, OPTIONS);
  console.log(`ingest ${args.join(' ')} · ${machine()} · load average ${loadavg()[0]!.toFixed(1)}`);
  if (options.points > 0) return judged(options.points, options.rules);
  const platform = await startPlatform({ demo: false, within: 300_000 });
  try {
    const field = await enterField(platform, options.gateways, options.each);
    await until('the register', () => knows(platform, field), 120_000, 500);
    const stream = streamOf(options.gateways, options.each, Date.now() - 3_600_000);
    const rows = [];
    for (const way of options.ways.split(',')) rows.push(await measured(way, { platform, field, stream, options }));
    printTable(
      [
        'way',
        'acknowledged/s',
        'p50, ms',
        'p99, ms',
        'no room',
        'stored and judged/s',
        'CPU s: intake',
        'api',
        'history',
        'database',
        'sender',
        'intake, MB',
        'CPU s per million',
        'journal, bytes a reading',
        'history',
        'merged',
      ],
      rows,
    );
    const { batch, window: connections, seconds } = options;
    const size = options.gateways * options.each;
    const fresh = (): Stream => streamOf(options.gateways, options.each, Date.now() - 3_600_000);
    if (options.peers === 'on') printTable(PEER_HEAD, await beside({ size, batch, connections }, fresh, seconds));
  } finally {
    await platform.remove();
  }
  return 0;
}

async function measured(way: string, bed: Bed): Promise<(string | number)[]> {
  const open = WAYS[way];
  if (open === undefined) throw new Error(`no way in is called ${way}`);
  const senders = await open(bed);
  const before = await usageOf(bed.platform);
  const stored = await bytesOf(bed.platform);
  const own = process.cpuUsage();
  const began = performance.now();
  const run = await flatOut(senders, bed.options.seconds);
  const sender = process.cpuUsage(own);
  await until('history and rules', async () => (await behind(bed.platform)) === 0, 120_000, 100);
  const judged = run.acknowledged / ((performance.now() - began) / 1000);
  const after = await usageOf(bed.platform);
  for (const one of senders) await one.end();
  const bytes = await bytesOf(bed.platform, stored);
  return [...line(way, run, judged, before, after, (sender.user + sender.system) / 1e6), ...figures(bytes)];
}

function line(
  way: string,
  run: Run,
  judged: number,
  before: ReadonlyMap<string, Usage>,
  after: ReadonlyMap<string, Usage>,
  sender: number,
): (string | number)[] {
  const used = (role: string): number => (after.get(role)?.cpu ?? 0) - (before.get(role)?.cpu ?? 0);
  const cpu = (role: string): string => rounded(used(role));
  return [
    way,
    run.perSecond,
    rounded(run.p50),
    rounded(run.p99),
    run.refused,
    Math.round(judged),
    cpu('ingest'),
    cpu('api'),
    cpu('clickhouse'),
    // What the postmaster has started has names of its own.
    rounded(used('postgres') + used('other')),
    rounded(sender),
    rounded(after.get('ingest')?.memory ?? 0),
    (([...after.keys()].reduce((sum, role) => sum + used(role), 0) / run.acknowledged) * 1e6).toFixed(2),
  ];
}

const figures = ({ journal, history, merged }: Bytes): string[] =>
  [journal, history, merged].map((one) => one.toFixed(1));
