import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NODES, openCluster } from './cluster.ts';
import { rate } from './rate.ts';
import { test } from './test.ts';

const USAGE = `npm run cluster -- COMMAND [--folder F]      a cluster on this machine, on loopback, for trying and for tests
  up [--demo off]     3 nats-servers, PostgreSQL primary and replica, ClickHouse, two machines with api, ingest, work
  status              what every node is at the moment
  kill NODE           SIGKILL: ${NODES.join(', ')}
  down [--remove]     ends all; the data stays unless removed
  test [--rounds N] [--seed S] [--node NODE] [--keep]
                      load through the real ports, one node killed a round (20); ends with lost and duplicated
  rate                how much three servers of the bus acknowledge, sent as the log sends it`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string' },
    demo: { type: 'string', default: 'on' },
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    node: { type: 'string' },
    keep: { type: 'boolean', default: false },
    remove: { type: 'boolean', default: false },
  },
});
const folder = resolve(values.folder ?? '/var/tmp/anlan-cluster');
const keeperFile = `${folder}/keeper.json`;

/** The process that holds a cluster, and the port on loopback at which it takes orders. */
interface Keeper {
  readonly pid: number;
  readonly port: number;
}

const COMMANDS: Readonly<Record<string, () => Promise<number>>> = {
  up,
  keep: keeper,
  status: () => order('/status'),
  kill: () => order(`/kill/${positionals[1] ?? ''}`),
  down,
  rate,
  test: () =>
    test({
      rounds: Number(values.rounds),
      seed: Number(values.seed),
      keep: values.keep,
      ...(values.node === undefined ? {} : { only: values.node }),
      ...(values.folder === undefined ? {} : { folder }),
    }),
};

async function up(): Promise<number> {
  if ((await keeperOf()) !== undefined) {
    console.error(`${folder} is up already`);
    return 1;
  }
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const log = await open(`${folder}/keeper.log`, 'w');
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [script, 'keep', '--folder', folder, '--demo', values.demo], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  while (!ended && (await keeperOf()) === undefined) await pause(300);
  await log.close();
  if (!ended) return order('/status');
  console.error(await readFile(`${folder}/keeper.log`, 'utf8'));
  return 1;
}

/** Runs in the background until it is told to end. */
async function keeper(): Promise<number> {
  const { promise: told, end } = ending();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  const cluster = await openCluster(folder, { demo: values.demo === 'on', tell: (line) => console.log(line) });
  await Promise.race([cluster.well(600_000), told]);
  const server = createServer((request, response) => {
    const [, verb, node = ''] = (request.url ?? '').split('/');
    const answer = async (): Promise<string> => {
      if (verb === 'kill') await cluster.kill(node);
      if (verb === 'down') end();
      const lines = await cluster.status();
      const urls = Object.values(cluster.layout.machines).map(({ web }) => `http://127.0.0.1:${web}`);
      return [...lines.map((one) => `${one.node.padEnd(12)} ${one.state}`), ...urls].join('\n');
    };
    answer().then(
      (text) => response.end(`${text}\n`),
      (error: Error) => response.writeHead(400).end(`${error.message}\n`),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await writeFile(keeperFile, JSON.stringify({ pid: process.pid, port } satisfies Keeper), { mode: 0o600 });
  await told;
  await rm(keeperFile, { force: true });
  server.close();
  await cluster.down();
  return 0;
}

function ending(): { promise: Promise<void>; end: () => void } {
  let end = (): void => {};
  const promise = new Promise<void>((settle) => (end = settle));
  return { promise, end };
}

async function keeperOf(): Promise<Keeper | undefined> {
  const text = await readFile(keeperFile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const found = JSON.parse(text) as Keeper;
  const answer = await fetch(`http://127.0.0.1:${found.port}/status`).catch(() => undefined);
  return answer === undefined ? undefined : found;
}

async function order(path: string): Promise<number> {
  const found = await keeperOf();
  if (found === undefined) {
    console.error(`no cluster is up in ${folder}`);
    return 1;
  }
  const answer = await fetch(`http://127.0.0.1:${found.port}${path}`);
  console.log((await answer.text()).trim());
  return answer.ok ? 0 : 1;
}

async function down(): Promise<number> {
  const found = await keeperOf();
  if (found !== undefined) {
    await fetch(`http://127.0.0.1:${found.port}/down`);
    while ((await keeperOf()) !== undefined) await pause(200);
    // Its end is the end of all nodes.
    for (let i = 0; i < 300 && isAlive(found.pid); i += 1) await pause(200);
  }
  if (values.remove) await rm(folder, { recursive: true, force: true });
  return 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const command = COMMANDS[positionals[0] ?? ''];
if (command === undefined) console.error(USAGE);
process.exit(command === undefined ? 2 : await command());
