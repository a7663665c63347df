import { execFile } from 'node:child_process';
import { appendFile, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Layout } from './layout.ts';
import { run, type Running } from './process.ts';

const execute = promisify(execFile);
/** Debian's PostgreSQL 15. */
const BIN = process.env['ANLAN_CLUSTER_POSTGRES'] ?? '/usr/lib/postgresql/15/bin';

/** PostgreSQL does not run as root. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

async function account(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all([execute('id', ['-u', 'postgres']), execute('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

const dataOf = ({ folder }: Layout, name: string): string => join(folder, name, 'data');
const tool = async (name: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> => {
  await execute(join(BIN, name), args, {
    ...(await account()),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...env },
  });
};

export async function exists(layout: Layout, name: string): Promise<boolean> {
  return (await stat(join(dataOf(layout, name), 'PG_VERSION')).catch(() => undefined)) !== undefined;
}

async function folderOf(layout: Layout, name: string): Promise<string> {
  const folder = join(layout.folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, gid } = await account();
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  return folder;
}

/** Makes an empty primary that lets replicas in. */
export async function makePrimary(layout: Layout, name: string): Promise<void> {
  const folder = await folderOf(layout, name);
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, layout.passwords.superuser, { mode: 0o600 });
  const { uid, gid } = await account();
  if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid);
  const data = dataOf(layout, name);
  // By code point, as the embedded engine sorts: libc's order changes between versions of a system.
  await tool('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]);
  await rm(passwordFile);
  await appendFile(join(data, 'pg_hba.conf'), 'host replication replicator 127.0.0.1/32 scram-sha-256\n');
  await appendFile(
    join(data, 'postgresql.conf'),
    `listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
wal_level = replica
max_wal_senders = 10
wal_keep_size = 512MB
hot_standby = on
synchronous_commit = on
timezone = 'UTC'
`,
  );
}

/** Starts a server on the data it has, and waits until it answers. */
export async function startPostgres(layout: Layout, name: string): Promise<Running> {
  const folder = await folderOf(layout, name);
  const args = ['-D', dataOf(layout, name), '-c', `port=${layout.postgres[name]}`];
  const options = { ...(await account()), cwd: '/', env: { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' } };
  const server = await run(join(BIN, 'postgres'), args, join(folder, 'postgres.log'), options);
  for (const end = Date.now() + 60_000; Date.now() < end && server.alive(); await pause(100))
    if (await answers(layout, name)) return server;
  throw new Error(`${name} did not start, see ${folder}/postgres.log`);
}

async function answers(layout: Layout, name: string): Promise<boolean> {
  return asSuperuser(layout, name, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

/** One statement on one server. */
export async function asSuperuser<T extends pg.QueryResultRow>(
  layout: Layout,
  name: string,
  query: string,
  database = 'postgres',
): Promise<T[]> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: layout.postgres[name],
    user: 'postgres',
    password: layout.passwords.superuser,
    database,
    connectionTimeoutMillis: 3000,
    query_timeout: 40_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<T>(query)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The owner of the platform's database, and who replicas connect as. */
export async function makeRoles(layout: Layout, name: string): Promise<void> {
  const { owner, replication } = layout.passwords;
  await asSuperuser(layout, name, `CREATE ROLE replicator LOGIN REPLICATION PASSWORD '${replication}'`);
  await asSuperuser(layout, name, `CREATE ROLE anlan LOGIN CREATEROLE NOSUPERUSER PASSWORD '${owner}'`);
  await asSuperuser(layout, name, 'CREATE DATABASE anlan OWNER anlan');
}

/** Makes `name` a fresh copy of the running primary `of`, and starts it as a replica. */
export async function makeReplica(layout: Layout, name: string, of: string): Promise<Running> {
  await folderOf(layout, name);
  const data = dataOf(layout, name);
  await rm(data, { recursive: true, force: true });
  const from = ['-h', '127.0.0.1', '-p', String(layout.postgres[of]), '-U', 'replicator'];
  // No slot: a replica that stays away must not fill the primary's disk.
  await tool('pg_basebackup', ['-D', data, ...from, '-X', 'stream', '-c', 'fast', '-R'], {
    PGPASSWORD: layout.passwords.replication,
    PGAPPNAME: name,
  });
  return startPostgres(layout, name);
}

/** Has the primary wait for its replica before it acknowledges, or not. */
export async function waitForReplica(layout: Layout, primary: string, wait: boolean): Promise<void> {
  await asSuperuser(layout, primary, `ALTER SYSTEM SET synchronous_standby_names = '${wait ? '*' : ''}'`);
  await asSuperuser(layout, primary, 'SELECT pg_reload_conf()');
}

/** Does a replica stream, and has it all that the primary had written when asked? */
export async function isCaughtUp(layout: Layout, primary: string): Promise<boolean> {
  const rows = await asSuperuser<{ caught: boolean }>(
    layout,
    primary,
    `SELECT flush_lsn >= pg_current_wal_flush_lsn() AS caught FROM pg_stat_replication WHERE state = 'streaming'`,
  );
  return rows.some(({ caught }) => caught);
}

export async function isSynchronous(layout: Layout, primary: string): Promise<boolean> {
  const rows = await asSuperuser(layout, primary, `SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`);
  return rows.length > 0;
}

/** Makes the replica the primary; what the old one had acknowledged is in it. */
export async function promote(layout: Layout, name: string): Promise<void> {
  await asSuperuser(layout, name, 'SELECT pg_promote(true, 30)');
  // It has its settings from the primary, whose replica it was: it has none itself yet.
  await waitForReplica(layout, name, false);
}
