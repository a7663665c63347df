import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Configuration } from '../../configuration/index.ts';
import { type Child, endProcess, type PartState, signal, supervise } from '../../supervise/index.ts';
import { freePort, keep, newPassword, prepareHome, recall } from '../keep.ts';
import { lock, present, readHolder } from '../lock.ts';
import { StoreProblem } from '../problem.ts';
import type { ChildTask } from './child-task.ts';
import { DISTRIBUTED_SETTINGS } from './distributed.ts';

/** An open store of readings and tracks, embedded or elsewhere. */
export interface ClickhouseHandle {
  /** Address with user, password and database; holds the password. */
  url: string;
  client: ClickHouseClient;
  embedded: boolean;
  /** The cluster named in the address by `?cluster=`. */
  cluster?: string;
  health(): Promise<PartState>;
  stop(): Promise<void>;
}

const databaseName = 'anlan';

/** What `<home>/clickhouse.json` remembers, readable by its owner only. */
interface Memory {
  password: string;
  port: number;
}

/**
 * Opens ClickHouse: the one at `clickhouseUrl`, else the embedded engine in `home`, as a child process that ends with
 * us. Throws StoreProblem for whatever the operator can change. `tell` receives lines worth showing.
 */
export async function openClickhouse(
  configuration: Pick<Configuration, 'home' | 'clickhouseUrl'>,
  tell: (line: string) => void = () => {},
): Promise<ClickhouseHandle> {
  if (configuration.clickhouseUrl !== undefined) return external(configuration.clickhouseUrl);
  const { home } = configuration;
  await prepareHome(home);
  const letGo = await lock(join(home, 'clickhouse.lock'), 'ClickHouse');
  try {
    return await embedded(home, tell, letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function embedded(
  home: string,
  tell: (line: string) => void,
  letGo: () => Promise<void>,
): Promise<ClickhouseHandle> {
  const memory = (await recall<Memory>(join(home, 'clickhouse.json'))) ?? { password: newPassword(), port: 0 };
  const folder = join(home, 'clickhouse');
  const lockFile = join(home, 'clickhouse-engine.lock');
  await endOrphan(lockFile);
  memory.port = await freePort(memory.port || undefined);
  await keep(join(home, 'clickhouse.json'), memory);

  const task: ChildTask = {
    folder,
    lockFile,
    scratchName: `anlan-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`,
    port: memory.port,
    credentials: { user: databaseName, password: memory.password },
  };
  const url = `http://${databaseName}:${memory.password}@127.0.0.1:${memory.port}/${databaseName}`;
  const child = supervise({
    name: 'ClickHouse',
    tell,
    start: () => start(task),
    health: () => ping(memory.port),
    stop: ({ pid }) => signal(pid, 'SIGTERM'),
    limits: { readyWithin: 60_000, stopWithin: 10_000 },
  });
  try {
    await child.ready();
    const client = await connect(url);
    return {
      url,
      client,
      embedded: true,
      health: async () => child.state(),
      stop: async () => {
        await client.close();
        await child.stop();
        await letGo();
      },
    };
  } catch (error) {
    await child.stop();
    throw new StoreProblem(
      `内置 ClickHouse 未能启动（日志 ${join(folder, 'clickhouse.log')}）：${(error as Error).message}`,
      `the embedded ClickHouse did not start, see its log`,
      error,
    );
  }
}

async function start(task: ChildTask): Promise<Child> {
  await mkdir(task.folder, { recursive: true, mode: 0o700 });
  const log = await open(join(task.folder, 'clickhouse.log'), 'w', 0o600);
  try {
    // The same kind of file as this one: source beside source, compiled beside compiled.
    const program = new URL(`./child${extname(import.meta.url)}`, import.meta.url);
    const child = fork(program, {
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      // Times without a zone mean UTC on every machine. Statements and files share libuv's threads.
      env: { ...process.env, TZ: 'UTC', UV_THREADPOOL_SIZE: '16', ANLAN_CLICKHOUSE_CHILD: JSON.stringify(task) },
    });
    await once(child, 'spawn');
    const exited = once(child, 'exit').then(([code, name]) => String(name ?? `exit code ${code}`));
    return { pid: child.pid!, exited };
  } finally {
    await log.close();
  }
}

/** A child whose parent was killed ends by itself; one that hangs is ended here, before a second one is started. */
async function endOrphan(lockFile: string): Promise<void> {
  const holder = await readHolder(lockFile);
  if (holder && (await present(holder))) await endProcess(holder.pid, ['SIGTERM'], 8_000);
}

async function ping(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(4_000) });
  if (!response.ok) throw new Error(`ping answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

/** Makes the database, unless it exists, and opens the client that works in it. */
async function connect(url: string): Promise<ClickHouseClient> {
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1)) || databaseName;
  address.pathname = '';
  // Whoever asks gets the error; a second copy on standard error would only blur the log.
  const log = { level: ClickHouseLogLevel.OFF };
  const maker = createClient({ url: address, log });
  try {
    await maker.command({ query: `CREATE DATABASE IF NOT EXISTS \`${database}\`` });
  } finally {
    await maker.close();
  }
  return createClient({
    url: address,
    database,
    log,
    max_open_connections: 16,
    request_timeout: 120_000,
    // One insert is one part, acknowledged when it is durable, on the embedded engine and on a cluster alike.
    clickhouse_settings: { async_insert: 0, session_timezone: 'UTC' },
  });
}

/** The driver's address, with what a cluster's inserts need as parameters that it understands, and the cluster's name. */
function addressOf(given: string): { url: string; cluster?: string } {
  const address = new URL(given);
  const cluster = address.searchParams.get('cluster');
  address.searchParams.delete('cluster');
  if (cluster === null) return { url: address.href };
  for (const [name, value] of Object.entries(DISTRIBUTED_SETTINGS))
    address.searchParams.set(`clickhouse_setting_${name}`, value);
  return { url: address.href, cluster };
}

/** A ClickHouse that somebody else runs. */
async function external(given: string): Promise<ClickhouseHandle> {
  const { url, cluster } = addressOf(given);
  const place = new URL(url).host;
  const client = await connect(url).catch((error: Error) => {
    throw new StoreProblem(
      `ANLAN_CLICKHOUSE_URL 指向的 ClickHouse（${place}）连不上：${error.message}`,
      `the ClickHouse of ANLAN_CLICKHOUSE_URL cannot be used`,
      error,
    );
  });
  let since = new Date();
  let state: PartState['state'] = 'ready';
  return {
    url,
    client,
    embedded: false,
    ...(cluster === undefined ? {} : { cluster }),
    health: async () => {
      const answer = await client.ping();
      const now = answer.success ? 'ready' : 'failed';
      if (now !== state) [state, since] = [now, new Date()];
      const detail = answer.success ? undefined : answer.error.message;
      return { name: 'ClickHouse', state, since, restarts: 0, detail };
    },
    stop: () => client.close(),
  };
}
