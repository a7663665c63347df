import { execFile } from 'node:child_process';
import { chown, lstat, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from 'pg';
import { StoreProblem } from '../problem.ts';
import type { Account } from './account.ts';
import { openClient } from './client.ts';
import type { Place } from './place.ts';

const run = promisify(execFile);

/** Name of the database and of the role that owns it. */
export const databaseName = 'anlan';

export interface Passwords {
  superuser: string;
  owner: string;
}

/** Makes an empty database cluster, unless there is one. A half-made one, left by a kill, is thrown away. */
export async function makeCluster(place: Place, account: Account | undefined, passwords: Passwords): Promise<string> {
  const data = join(place.folder, 'data');
  if (await lstat(data).catch(() => undefined)) return data;
  const fresh = join(place.folder, 'data.new');
  const passwordFile = join(place.folder, 'password');
  await rm(fresh, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, passwords.superuser, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  try {
    // The built-in C.UTF-8 sorts by code point on every machine; libc's order changes between versions of a system.
    const args = ['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'];
    const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
    await run(join(place.engine.folder, 'bin', 'initdb'), [...args, ...locale], { ...account, cwd: '/', env });
  } catch (error) {
    const reason = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? (error as Error).message;
    throw new StoreProblem(`无法建立数据库：${reason}`, `cannot make the database: ${reason}`, error);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, data);
  return data;
}

/** Makes the owner and its database, unless they exist. The owner is no superuser: row-level security binds it. */
export async function makeDatabase(superuserUrl: string, passwords: Passwords): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [databaseName]);
    const attributes = 'login createrole nosuperuser';
    if (role.rowCount === 0) {
      await client.query(`create role ${databaseName} ${attributes} password ${client.escapeLiteral(passwords.owner)}`);
    }
    const database = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (database.rowCount === 0) await client.query(`create database ${databaseName} owner ${databaseName}`);
  });
}

/** Connects, does the work, and disconnects whatever happens. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = openClient(url, { connectionTimeoutMillis: 5_000, application_name: 'anlan' });
  // Without a listener a connection that the server ends would be an uncaught exception; the query fails anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
