import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { chmod, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endAll, processesBelow, processesOf, type Running } from './processes.ts';
import { until } from './wait.ts';

export interface Ports {
  readonly web: number;
  readonly jt808: number;
  readonly ais: number;
  readonly mqtt: number;
  readonly hj212: number;
  readonly gb26875: number;
  readonly jt808Attachment: number;
  readonly jt809: number;
  readonly jt1078: number;
  readonly gb28181: number;
  readonly batch: number;
}

export interface PlatformOptions {
  readonly demo?: boolean;
  readonly replay?: boolean;
  /** An existing data folder; a fresh one below the system's temporary folder otherwise. */
  readonly home?: string;
  /** The same ports as a platform before it. */
  readonly ports?: Ports;
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of the server's main program. */
  readonly program?: string;
  /** ms until the ready line at the latest. */
  readonly within?: number;
}

/** A running platform of its own: its own ports, its own data folder. */
export interface Platform {
  readonly url: string;
  readonly ports: Ports;
  readonly home: string;
  /** ms from start of the process to its ready line. */
  readonly readyAfter: number;
  /** All it has printed so far. */
  log(): string;
  running(): boolean;
  processes(): Promise<Running[]>;
  /** The demonstration devices' key, from which their secrets derive. */
  key(): Promise<string>;
  /** Asks it to end as Ctrl-C does, kills what is left after 20 s; the data stays. */
  stop(): Promise<void>;
  /** SIGKILL to everything at once; the data stays. */
  killAll(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
/** For what shows nothing about crashes: the disk is not waited for, and what is copied has a short write-ahead log. */
export const QUICK = { ANLAN_POSTGRES_SETTINGS: 'fsync=off,full_page_writes=off,wal_recycle=off' };

/** The ready line and the address after it. */
const READY = /ready in [\d.]+ s\n.+\n/;

/** Starts `node server/dist/main.js` and waits for its ready line; throws with its output when it does not come. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const home = options.home ?? (await freshHome());
  const ports = options.ports ?? (await freePorts());
  const started = performance.now();
  const child = spawn(process.execPath, [options.program ?? MAIN], {
    env: environmentOf(options, home, ports),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = outputOf(child);
  const platform = platformOf(child, home, ports, output);
  try {
    await until(
      'ready line',
      () => (child.exitCode !== null ? 'ended' : READY.test(output())),
      options.within ?? 120_000,
      5,
    );
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
  } catch (error) {
    // Only what this start has begun: what an earlier one left over is for the platform itself to deal with.
    if (child.pid !== undefined) await endAll(await processesBelow(child.pid), 0);
    throw new Error(`the platform did not start: ${(error as Error).message}\n${output()}`, { cause: error });
  }
  return { ...platform, readyAfter: performance.now() - started };
}

function environmentOf(
  { demo = true, replay = false, env = {} }: PlatformOptions,
  home: string,
  ports: Ports,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANLAN_'));
  return {
    ...Object.fromEntries(inherited),
    ANLAN_HOME: home,
    ANLAN_PORT: String(ports.web),
    ANLAN_JT808_PORT: String(ports.jt808),
    ANLAN_AIS_PORT: String(ports.ais),
    ANLAN_MQTT_PORT: String(ports.mqtt),
    ANLAN_HJ212_PORT: String(ports.hj212),
    ANLAN_GB26875_PORT: String(ports.gb26875),
    ANLAN_JT808_ATTACHMENT_PORT: String(ports.jt808Attachment),
    ANLAN_JT809_PORT: String(ports.jt809),
    ANLAN_JT1078_PORT: String(ports.jt1078),
    ANLAN_GB28181_PORT: String(ports.gb28181),
    ANLAN_BATCH_PORT: String(ports.batch),
    ANLAN_DEMO: demo ? 'on' : 'off',
    ANLAN_REPLAY: replay ? 'on' : 'off',
    ANLAN_LOG_LEVEL: 'warn',
    ...env,
  };
}

function platformOf(child: ChildProcess, home: string, ports: Ports, log: () => string): Omit<Platform, 'readyAfter'> {
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const processes = (): Promise<Running[]> => processesOf(home, running() ? child.pid : undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  async function stop(): Promise<void> {
    const known = await processes();
    if (running()) child.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
    await endAll([...known, ...(await processes())], 0);
  }
  return {
    url: `http://127.0.0.1:${ports.web}`,
    ports,
    home,
    log,
    running,
    processes,
    key: async () => (await readFile(join(home, 'demonstration.key'), 'utf8')).trim(),
    stop,
    killAll: async () => endAll(await processes(), 0),
    remove: async () => {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => (text = (text + String(chunk)).slice(-200_000)));
  return () => text;
}

/** An empty data folder of its own, which other users may traverse: the database runs as its own. */
export async function freshHome(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'anlan-try-'));
  await chmod(home, 0o711);
  return home;
}

export async function freePorts(): Promise<Ports> {
  const names = [
    'web',
    'jt808',
    'ais',
    'mqtt',
    'hj212',
    'gb26875',
    'jt808Attachment',
    'jt809',
    'jt1078',
    'gb28181',
    'batch',
  ] as const;
  const ports = await Promise.all(names.map(async (name) => [name, await freePort()] as const));
  return Object.fromEntries(ports) as unknown as Ports;
}

/** Below what the system gives to connections that go out: those would take a port between its choice and its use. */
const BELOW = { from: 10_000, many: 22_000 };

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () => void freePort().then(resolve, reject));
    server.listen(BELOW.from + Math.floor(Math.random() * BELOW.many), '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
