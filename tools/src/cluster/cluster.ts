import { cp, mkdir, readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { endAll, processesOf, until } from '@anlan/journeys';
import { openPair, type Pair } from './database.ts';
import { layoutOf, MACHINES, NATS, POSTGRES, ROLES, type Layout, type Machine } from './layout.ts';
import { homeOf, isWell, startClickhouse, startMachine } from './machine.ts';
import { logState, startNats } from './nats.ts';
import type { Running } from './process.ts';

/** All a cluster consists of that can be killed: servers of the bus, databases, processes, and whole machines. */
export const NODES: readonly string[] = [
  ...NATS,
  ...POSTGRES,
  ...MACHINES.flatMap((machine) => [machine, ...ROLES.map((role) => `${machine}.${role}`)]),
];

export interface Cluster {
  readonly layout: Layout;
  readonly database: Pair;
  /** Which node is what at the moment, one line each. */
  status(): Promise<readonly { readonly node: string; readonly state: string }[]>;
  /** SIGKILL; who watches over the nodes brings it back after a moment. */
  kill(node: string): Promise<void>;
  /** Waits until every node is up and well, and all data is where it should be. */
  well(within: number): Promise<void>;
  down(): Promise<void>;
}

const LOOK_MS = 300;
/** As long as a service manager waits before it starts something again. */
const RESTART_MS = 1500;

/** Brings a cluster up in a folder, on loopback, and keeps its nodes running. What a failed start began is ended. */
export async function openCluster(
  folder: string,
  options: { demo: boolean; tell(line: string): void },
): Promise<Cluster> {
  const layout = await layoutOf(folder);
  const parts = new Map<string, Running>();
  const pair: { stop?: () => Promise<void> } = {};
  try {
    return await bringUp(layout, parts, pair, options);
  } catch (error) {
    await Promise.all([...parts.values()].map((part) => part.end()));
    await pair.stop?.();
    throw error;
  }
}

async function bringUp(
  layout: Layout,
  parts: Map<string, Running>,
  pair: { stop?: () => Promise<void> },
  { demo, tell }: { demo: boolean; tell(line: string): void },
): Promise<Cluster> {
  const starts = new Map<string, () => Promise<Running>>([
    ...NATS.map((name) => [name, () => startNats(layout, name)] as const),
    ['clickhouse', () => startClickhouse(layout)],
  ]);
  await Promise.all([...starts].map(async ([name, start]) => void parts.set(name, await start())));
  const database = await openPair(layout, tell);
  pair.stop = () => database.stop();
  for (const name of MACHINES) {
    const start = (): Promise<Running> => startMachine(layout, name, demo);
    starts.set(name, start);
    const started = await start();
    parts.set(name, started);
    // The first one makes the tables and the keys that the others need.
    await until(`machine ${name}`, () => isUp(layout, name, started), 600_000, 200);
    if (name === MACHINES[0]) await shareKeys(layout);
  }

  let stopped = false;
  const keeping = (async () => {
    while (!stopped) {
      await database.tend().catch((error: unknown) => tell(`PostgreSQL: ${(error as Error).message}`));
      for (const [name, part] of parts) if (!part.alive() && !stopped) await startAgain(name);
      await pause(LOOK_MS);
    }
  })();

  async function startAgain(name: string): Promise<void> {
    await pause(RESTART_MS);
    const started = await starts
      .get(name)?.()
      .catch((error: unknown) => tell(`${name}: ${(error as Error).message}`));
    if (started !== undefined && started !== null) parts.set(name, started);
  }

  async function kill(node: string): Promise<void> {
    const [machine = '', role] = node.split('.');
    const part = database.running(node) ?? parts.get(machine);
    if (part === undefined) throw new Error(`there is no node ${node}; there are ${NODES.join(', ')}`);
    if (!(MACHINES as readonly string[]).includes(machine)) return part.kill();
    const all = await processesOf(homeOf(layout, machine as Machine), part.pid);
    await endAll(role === undefined ? all : all.filter((one) => one.role === role), 0);
  }

  async function status(): Promise<{ node: string; state: string }[]> {
    const log = await logState(layout);
    const said = (alive: boolean | undefined, more: string): string => (alive === true ? more : 'down');
    return [
      ...NATS.map((node) => ({
        node,
        state: said(parts.get(node)?.alive(), log?.leader === node ? 'leads the log' : 'up'),
      })),
      ...POSTGRES.map((node) => ({
        node,
        state: said(database.running(node)?.alive(), database.primary() === node ? 'primary' : 'replica'),
      })),
      { node: 'clickhouse', state: said(parts.get('clickhouse')?.alive(), 'up') },
      ...(await Promise.all(
        MACHINES.map(async (node) => ({
          node,
          state: said(parts.get(node)?.alive(), (await isWell(layout, node)) ? 'well' : 'in trouble'),
        })),
      )),
    ];
  }

  async function isAllWell(): Promise<boolean> {
    if (!database.safe() || [...parts.values()].some((part) => !part.alive())) return false;
    if ((await logState(layout))?.current !== true) return false;
    return (await Promise.all(MACHINES.map((name) => isWell(layout, name)))).every(Boolean);
  }

  return {
    layout,
    database,
    status,
    kill,
    well: async (within) => void (await until('all nodes well', isAllWell, within, 200)),
    async down() {
      stopped = true;
      await keeping;
      await Promise.all(MACHINES.map(async (name) => parts.get(name)?.end()));
      await parts.get('clickhouse')?.end();
      await database.stop();
      await Promise.all(NATS.map(async (name) => parts.get(name)?.end()));
    },
  };
}

/** Is it well? Throws when its process has ended instead. */
async function isUp(layout: Layout, name: Machine, started: Running): Promise<boolean> {
  if (!started.alive()) throw new Error(`machine ${name} has ended, see ${homeOf(layout, name)}/out.log`);
  return isWell(layout, name);
}

/** Device secrets and sealed settings are derived from keys: every machine has those of the first. */
async function shareKeys(layout: Layout): Promise<void> {
  const [first, ...others] = MACHINES.map((name) => homeOf(layout, name)) as [string, ...string[]];
  const names = (await readdir(first)).filter((name) => name.endsWith('.key') || name === 'reports');
  for (const other of others) {
    await mkdir(other, { recursive: true, mode: 0o711 });
    for (const name of names)
      await cp(`${first}/${name}`, `${other}/${name}`, { recursive: true, preserveTimestamps: true });
  }
}
