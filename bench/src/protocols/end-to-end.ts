import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectApi, type Platform, startPlatform, until } from '@anlan/journeys';
import { printTable } from '../table.ts';
import { enterTerminals, FIRST_PHONE, intakeMemory } from './terminals.ts';

const SIMULATOR = fileURLToPath(new URL('../../../tools/dist/simulate/main.js', import.meta.url));
const CAUGHT_UP_WITHIN = 120_000;
const CONNECTED_WITHIN = 240_000;
/** Idle connections are left alone so long before their memory is read. */
const SETTLE = 10_000;

interface Report {
  readonly connected: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly perSecond: number;
  readonly lost: number;
  readonly held: number;
  readonly seconds: number;
  readonly latency: { readonly p50: number; readonly p99: number } | null;
}

export interface EndToEnd {
  /** Connections of each run under load. */
  readonly loads: readonly number[];
  /** Positions offered a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Connections that say nothing; 0 leaves the run out. */
  readonly idle: number;
}

/**
 * JT/T 808 from the terminals' sockets to the store and the rules, with the simulator as another process: positions
 * acknowledged (on disk) and judged a second, and what connections that say nothing cost.
 */
export async function endToEnd({ loads, rate, seconds, idle }: EndToEnd): Promise<number> {
  const platform = await startPlatform({ within: 300_000 });
  try {
    await enterTerminals(platform, Math.max(...loads, idle));
    await pause(3000);
    // First, while the heap has grown for nothing else.
    if (idle > 0) await silent(platform, idle);
    const rows = [];
    for (const connections of loads) rows.push(await load(platform, connections, rate, seconds));
    printTable(
      ['connections', 'offered/s', 'on disk and acknowledged/s', 'stored and judged/s', 'lost', 'p50 ms', 'p99 ms'],
      rows.map(({ row }) => row),
    );
    return rows.every(({ lost }) => lost === 0) ? 0 : 1;
  } finally {
    await platform.remove();
  }
}

async function load(platform: Platform, connections: number, rate: number, seconds: number) {
  const { report } = await simulator(platform, connections, rate, seconds);
  const done = await report;
  if (done === undefined) throw new Error('the simulator ended without a report');
  const ended = performance.now();
  await until('history and rules', async () => (await behind(platform)) === 0, CAUGHT_UP_WITHIN, 100);
  // The simulator waits up to five seconds for the last answers; what is judged after it ended counts against the rate.
  const judgedIn = done.seconds + (performance.now() - ended) / 1000;
  const judged = Math.round(done.acknowledged / judgedIn);
  const { latency, lost } = done;
  const row = [done.connected, rate, done.perSecond, judged, lost, latency?.p50 ?? '–', latency?.p99 ?? '–'];
  return { row, lost };
}

/** Memory of the intake with so many signed-on connections that say nothing, and without. */
async function silent(platform: Platform, connections: number): Promise<void> {
  await pause(SETTLE);
  const before = await intakeMemory(platform);
  const { child, report } = await simulator(platform, connections, 0.1, 600);
  const api = await connectApi(platform.url, 'shangrao.duty');
  const sessions = async (): Promise<number> => {
    const listeners = await api.get<{ listener: string; sessions: number }[]>('/api/intake');
    return listeners.find(({ listener }) => listener === 'jt808')?.sessions ?? 0;
  };
  await until('all connections', async () => (await sessions()) >= connections, CONNECTED_WITHIN, 500);
  await pause(SETTLE);
  const with_ = await intakeMemory(platform);
  const held = await sessions();
  child.kill('SIGTERM');
  await report;
  const each = ((with_ - before) * 1024) / held;
  printTable(
    ['idle connections', 'intake before, MB', 'with them, MB', 'KB each', 'extrapolated to 100,000, GB'],
    [[held, before.toFixed(0), with_.toFixed(0), each.toFixed(1), ((each * 100_000) / 1024 ** 2).toFixed(2)]],
  );
}

/** How many entries history and rules have still to take. */
async function behind(platform: Platform): Promise<number> {
  const response = await fetch(`${platform.url}/api/health`, { signal: AbortSignal.timeout(20_000) });
  const { parts } = (await response.json()) as { parts: { name: string; detail: string | null }[] };
  const late = parts.filter(({ name }) => name === 'history' || name === 'rules');
  if (late.length !== 2) return Number.POSITIVE_INFINITY;
  return late.reduce((sum, { detail }) => sum + Number(/\d+/.exec(detail ?? '')?.[0] ?? Number.POSITIVE_INFINITY), 0);
}

async function simulator(
  platform: Platform,
  connections: number,
  rate: number,
  seconds: number,
): Promise<{ readonly child: ChildProcess; readonly report: Promise<Report | undefined> }> {
  const { jt808: port } = platform.ports;
  const numbers = ['--devices', connections, '--rate', rate, '--seconds', seconds, '--port', port].map(String);
  const child = spawn(process.execPath, [SIMULATOR, 'jt808', ...numbers, '--first', FIRST_PHONE, '--json'], {
    env: { ...process.env, ANLAN_HOME: platform.home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  const report = new Promise<Report | undefined>((resolve) => {
    child.once('exit', () => {
      const line = text.trim().split('\n').at(-1) ?? '';
      resolve(line.startsWith('{') ? (JSON.parse(line) as Report) : undefined);
    });
  });
  return { child, report };
}
