import { randomBytes } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { probePort, readConfiguration, type Configuration } from './configuration/index.ts';
import { migrate, openClickhouse, openPostgres, StoreProblem } from './store/index.ts';
import {
  onTermination,
  stopInOrder,
  supervise,
  type Child,
  type Stoppable,
  type Supervised,
} from './supervise/index.ts';

/** The platform cannot start for a reason its operator can change: one line in both languages. */
class StartProblem extends Error {}

/**
 * What came in within the last tenths of a second is held until it is on disk, stored and judged. With V8's 16 MB for
 * young objects most of it would be moved to the old ones first: a third of the intake's processor under load.
 */
const ROOM_FOR_THE_YOUNG = '--max-semi-space-size=64';
/** Roles in the order of their start; they end in the other. */
const ROLES = ['ingest', 'work', 'api'] as const;
/** How long the start waits for what relays video. */
const VIDEO_MS = 5000;
const startedAt = Date.now();
const tell = (line: string): void => console.log(line);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const read = readConfiguration(process.env);
if (!read.ok) {
  for (const problem of read.problems) console.error(problem);
  process.exit(1);
}
const { configuration } = read;
const parts: Stoppable[] = [];
onTermination(async () => {
  tell('正在停止 · stopping');
  await stopInOrder([...parts].reverse());
});

try {
  await start(configuration);
} catch (error) {
  console.error(error instanceof StoreProblem || error instanceof StartProblem ? error.message : error);
  await stopInOrder([...parts].reverse());
  process.exit(1);
}

async function start(configuration: Configuration): Promise<void> {
  const programs = programsOf(configuration);
  await refuseBusyPorts(configuration);
  await reachBus(configuration);
  await mkdir(configuration.home, { recursive: true });
  // What fills the stores is read in while the engines start.
  const [[postgres, clickhouse], { prepareData }] = await Promise.all([
    openStores(configuration),
    import('./prepare.ts'),
  ]);
  const migrated = await migrate({
    postgres: postgres.url,
    clickhouse: clickhouse.client,
    ...(clickhouse.cluster === undefined ? {} : { clickhouseCluster: clickhouse.cluster }),
  });
  if (!migrated.ok) throw new StartProblem(migrated.problem);
  const keys = {
    demonstration: await keyFile(configuration, 'demonstration.key'),
    device: await keyFile(configuration, 'device.key'),
    notify: await keyFile(configuration, 'notify.key'),
  };
  // Sealed settings must be opened on every machine; where there is one only, its key is made when it is needed.
  const shared =
    configuration.nats === undefined ? undefined : { ...keys, 'sign-in': await keyFile(configuration, 'sign-in.key') };
  const setup = await prepareData(postgres.url, configuration, shared);
  const handed = {
    configuration,
    postgres: postgres.url,
    clickhouse: clickhouse.url,
    startedAt,
    supervisor: process.pid,
    link: { port: await freePort(), token: randomBytes(24).toString('base64url') },
    media: { port: await freePort(), token: randomBytes(24).toString('base64url') },
    keys,
  };
  const environment = { ...process.env, ANLAN_HANDED: JSON.stringify(handed) };
  const roles = programs.map((name) => role(name, here(`./${name}/main.js`), [], environment));
  parts.push(...roles);
  const video = relaysVideo(configuration) ? role('media', here('./media/main.js'), [], environment) : undefined;
  if (video !== undefined) parts.push(video);
  await Promise.all(roles.map((one) => one.ready()));
  // Video is no condition of anything else: the platform is ready without it, and goes on when it fails.
  await Promise.race([video?.ready().catch(() => undefined), pause(VIDEO_MS, undefined, { ref: false })]);
  const whole = configuration.roles.length === ROLES.length;
  if (configuration.demo && configuration.replay && whole) parts.push(replay(configuration));
  announce(configuration, setup);
}

/** The programs of this machine's roles. Without a bus only the process that writes the log can read it: it does the work. */
function programsOf({ roles, nats }: Configuration): string[] {
  if (nats === undefined && roles.length < ROLES.length)
    throw new StartProblem(
      'ANLAN_ROLES 少于全部角色时，各机器须共用 ANLAN_NATS · fewer roles than all need an ANLAN_NATS that the machines share',
    );
  return ROLES.filter((name) => roles.includes(name) && !(name === 'work' && nats === undefined));
}

/** Terminals are asked for streams over ingest's connections, and browsers get them through the api process of the same machine. */
function relaysVideo({ roles }: Configuration): boolean {
  return roles.includes('ingest') && roles.includes('api');
}

async function refuseBusyPorts(configuration: Configuration): Promise<void> {
  const { host, port, jt808Port, aisPort, mqttPort, hj212Port, gb26875Port, batchPort } = configuration;
  const { jt808AttachmentPort, jt809Port } = configuration;
  const wanted = [
    [port, 'ANLAN_PORT', 'tcp'],
    [jt808Port, 'ANLAN_JT808_PORT', 'tcp'],
    [aisPort, 'ANLAN_AIS_PORT', 'tcp'],
    [aisPort, 'ANLAN_AIS_PORT', 'udp'],
    [mqttPort, 'ANLAN_MQTT_PORT', 'tcp'],
    [hj212Port, 'ANLAN_HJ212_PORT', 'tcp'],
    [gb26875Port, 'ANLAN_GB26875_PORT', 'tcp'],
    [batchPort, 'ANLAN_BATCH_PORT', 'tcp'],
    [jt808AttachmentPort, 'ANLAN_JT808_ATTACHMENT_PORT', 'tcp'],
    [jt809Port, 'ANLAN_JT809_PORT', 'tcp'],
  ] as const;
  for (const [number, variable, transport] of wanted) {
    if (!configuration.roles.includes(variable === 'ANLAN_PORT' ? 'api' : 'ingest')) continue;
    // Of several machines the one that leads opens it.
    if (variable === 'ANLAN_JT809_PORT' && configuration.nats !== undefined) continue;
    const probed = await probePort(number, variable, { host, transport });
    if (!probed.ok) throw new StartProblem(probed.problem);
  }
}

/** Its roles would only wait for a bus that is not there; here that is one clear line. */
async function reachBus({ nats }: Configuration): Promise<void> {
  if (nats === undefined) return;
  const { openBus } = await import('./bus/index.ts');
  const bus = await openBus(nats, 'start');
  await bus.close();
}

async function openStores(configuration: Configuration) {
  const opening = [openPostgres(configuration, tell), openClickhouse(configuration, tell)] as const;
  const settled = await Promise.allSettled(opening);
  for (const result of settled) {
    if (result.status === 'fulfilled') parts.push({ name: 'store', stop: () => result.value.stop() });
  }
  return Promise.all(opening);
}

/** A random key, made once and readable by its owner only. */
async function keyFile(configuration: Configuration, name: string): Promise<string> {
  const path = join(configuration.home, name);
  if (!existsSync(path)) await writeFile(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return (await readFile(path, 'utf8')).trim();
}

function role(name: string, script: string, args: readonly string[], environment: NodeJS.ProcessEnv): Supervised {
  const readiness = new WeakMap<Child, { ready: boolean }>();
  return supervise({
    name,
    tell,
    async start() {
      const execArgv = [...process.execArgv, ...(name === 'ingest' ? [ROOM_FOR_THE_YOUNG] : [])];
      const child = fork(script, args, { env: environment, execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const running = asChild(child);
      const state = { ready: false };
      readiness.set(running, state);
      child.on('message', (message) => {
        if ((message as { ready?: boolean }).ready === true) state.ready = true;
      });
      return running;
    },
    async health(child) {
      if (readiness.get(child)?.ready !== true) throw new Error('not ready yet');
    },
    stop(child) {
      process.kill(child.pid, 'SIGTERM');
    },
    // A machine that does much else reads our programs slowly: that is no reason to give up.
    limits: { readyWithin: 180_000 },
  });
}

function asChild(child: ChildProcess): Child {
  if (child.pid === undefined) throw new Error('the process could not be started');
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  return { pid: child.pid, exited };
}

/** Recorded and generated signals through the real ports; its end is no trouble of the platform. */
function replay(configuration: Configuration): Stoppable {
  const ports = [
    '--jt808-port',
    configuration.jt808Port,
    '--ais-port',
    configuration.aisPort,
    '--mqtt-port',
    configuration.mqttPort,
    '--hj212-port',
    configuration.hj212Port,
    '--gb26875-port',
    configuration.gb26875Port,
    '--gb28181-port',
    configuration.gb28181Port,
  ];
  const script = here('../../tools/dist/replay/main.js');
  const child = fork(script, ['city', ...ports.map(String)], {
    env: { ...process.env, ANLAN_HOME: configuration.home },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.once('error', (error) => tell(`回放未能开始 · replay did not start: ${error.message}`));
  return {
    name: 'replay',
    async stop() {
      if (child.exitCode !== null || child.pid === undefined) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function announce({ publicUrl, demo }: Configuration, setup: string | null): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  tell(`安澜已就绪 · ready in ${seconds} s`);
  tell(setup === null ? publicUrl : `首次设置 · set up once: ${publicUrl}/setup?token=${setup}`);
  if (demo) tell('演示模式：数据均为编造 · demonstration data (ANLAN_DEMO=off turns it off)');
}
