import { spawn } from 'node:child_process';
import { open, stat, truncate } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Configuration } from '../../configuration/index.ts';
import { type Child, supervise } from '../../supervise/index.ts';
import { freePort, keep, newPassword, prepareHome, recall } from '../keep.ts';
import { lock } from '../lock.ts';
import { StoreProblem } from '../problem.ts';
import { type Account, databaseAccount } from './account.ts';
import { databaseName, makeCluster, makeDatabase, type Passwords, withClient } from './cluster.ts';
import { externalPostgres } from './external.ts';
import type { PostgresHandle } from './handle.ts';
import { findPlace, type Place } from './place.ts';
import { adopted, endPostmaster, readPostmaster, runningPostmaster, startedWith, stopFast } from './postmaster.ts';
import { serverArguments } from './settings.ts';

/** What `<home>/postgres.json` remembers, readable by its owner only. */
interface Memory extends Passwords {
  port: number;
  /** Where the data is, once it has been made. */
  folder?: string;
}

/**
 * Opens PostgreSQL: the one at `postgresUrl`, else the embedded one in `home`, started or, when it survived its parent,
 * taken over. Throws StoreProblem for whatever the operator can change. `tell` receives lines worth showing.
 */
export async function openPostgres(
  configuration: Pick<Configuration, 'home' | 'postgresUrl'> & Partial<Pick<Configuration, 'postgresSettings'>>,
  tell: (line: string) => void = () => {},
): Promise<PostgresHandle> {
  if (configuration.postgresUrl !== undefined) return externalPostgres(configuration.postgresUrl);
  const { home, postgresSettings } = configuration;
  await prepareHome(home);
  const letGo = await lock(join(home, 'postgres.lock'), '数据库');
  try {
    return await openEmbedded(home, postgresSettings ?? {}, tell, letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function openEmbedded(
  home: string,
  settings: Readonly<Record<string, string>>,
  tell: (line: string) => void,
  letGo: () => Promise<void>,
): Promise<PostgresHandle> {
  const account = await databaseAccount();
  const file = join(home, 'postgres.json');
  const memory = (await recall<Memory>(file)) ?? { superuser: newPassword(), owner: newPassword(), port: 0 };
  await refuseLostData(memory.folder, file);
  // Kept before the cluster is made: a kill in between must not lose the password of a cluster that exists.
  await keep(file, memory);
  const place = await findPlace(home, account, memory.folder, tell);
  const data = await makeCluster(place, account, memory);
  memory.folder = place.folder;
  memory.port = (await readPostmaster(data))?.port || (await freePort(memory.port || undefined));
  await runningPostmaster(data);
  await keep(file, memory);

  const superuserUrl = address('postgres', memory.superuser, memory.port, 'postgres');
  const server = supervise({
    name: 'PostgreSQL',
    tell,
    start: () => startOrAdopt({ place, data, account, settings, port: memory.port, superuserUrl }),
    health: () => answers(superuserUrl),
    stop: (child) => stopFast(child.pid),
    limits: { readyWithin: 60_000, stopWithin: 20_000 },
  });
  try {
    await server.ready();
    await makeDatabase(superuserUrl, memory);
  } catch (error) {
    await server.stop();
    throw new StoreProblem(
      `PostgreSQL 未能启动（日志 ${join(place.folder, 'postgres.log')}）：${(error as Error).message}`,
      `PostgreSQL did not start, see its log`,
      error,
    );
  }
  return {
    url: address(databaseName, memory.owner, memory.port, databaseName),
    embedded: true,
    health: async () => server.state(),
    stop: async () => {
      await server.stop();
      await letGo();
    },
  };
}

interface Server {
  place: Place;
  data: string;
  account: Account | undefined;
  settings: Readonly<Record<string, string>>;
  port: number;
  superuserUrl: string;
}

async function startOrAdopt(server: Server): Promise<Child> {
  const program = join(server.place.engine.folder, 'bin', 'postgres');
  const args = serverArguments(server.data, server.port, server.settings);
  const running = await runningPostmaster(server.data);
  if (running) {
    const same = running.port === server.port && (await startedWith(server.data, program, args));
    if (same && (await answersWithin(server.superuserUrl, 15_000))) return adopted(running);
    await endPostmaster(running.pid);
    await runningPostmaster(server.data);
  }
  const log = await openLog(join(server.place.folder, 'postgres.log'));
  try {
    // Its own process group: Ctrl-C in the terminal must not stop the database before those who write to it.
    const options = { ...server.account, cwd: '/', detached: true, env: { LC_ALL: 'C', PGTZ: 'UTC' } };
    const child = spawn(program, args, { ...options, stdio: ['ignore', log.fd, log.fd] });
    await once(child, 'spawn');
    const exited = once(child, 'exit').then(([code, signal]) => String(signal ?? `exit code ${code}`));
    child.unref();
    return { pid: child.pid!, exited };
  } finally {
    await log.close();
  }
}

/** The log goes straight to a file, so that the server outlives our death without losing its standard error. */
async function openLog(file: string): ReturnType<typeof open> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 10_000_000) await truncate(file);
  return open(file, 'a', 0o600);
}

async function answers(url: string): Promise<void> {
  await withClient(url, (client) => client.query('select 1'));
}

async function answersWithin(url: string, within: number): Promise<boolean> {
  const end = Date.now() + within;
  do {
    const well = await answers(url).then(
      () => true,
      () => false,
    );
    if (well) return true;
    await pause(250);
  } while (Date.now() < end);
  return false;
}

/** An empty database in place of one that is gone would look like a fresh installation. */
async function refuseLostData(folder: string | undefined, file: string): Promise<void> {
  if (folder === undefined || (await stat(join(folder, 'data')).catch(() => undefined))) return;
  throw new StoreProblem(
    `数据库目录 ${folder} 不见了；请恢复它，或删除 ${file} 以新建空库`,
    `the database folder ${folder} is gone: restore it, or remove ${file} to begin with an empty database`,
  );
}

function address(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}
