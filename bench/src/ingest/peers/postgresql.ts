import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Sender } from '../pace.ts';
import { ended, freePort, freshFolder, start, turns, type OpenPeer } from './peer.ts';

const PROGRAMS = '/usr/lib/postgresql/15/bin';
/** postgres does not run as root. */
const AS_OTHER =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--'] : [];

/** PostgreSQL 15 of Debian: one row a reading, inserted as arrays, each batch a transaction that is synced. */
export const openPostgresql: OpenPeer = async (load) => {
  if (!existsSync(`${PROGRAMS}/postgres`)) return 'postgresql-15 is not installed';
  const folder = await freshFolder('postgresql');
  const command = [
    ...AS_OTHER,
    `${PROGRAMS}/initdb`,
    '-D',
    `${folder}/data`,
    '-U',
    'anlan',
    '-A',
    'trust',
    '--no-sync',
  ];
  const made = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8', timeout: 60_000 });
  if (made.status !== 0) return `initdb: ${made.stderr.slice(0, 200)}`;
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=`,
    'max_wal_size=4GB',
    'shared_buffers=512MB',
  ];
  const run = [...AS_OTHER, `${PROGRAMS}/postgres`, '-D', `${folder}/data`, ...settings.flatMap((one) => ['-c', one])];
  const child = start(run[0]!, run.slice(1));
  const connectionString = `postgres://anlan@127.0.0.1:${port}/postgres`;
  const clients: pg.Client[] = [];
  for (let tries = 0; clients.length < load.connections; tries += 1) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => {});
    try {
      await client.connect();
      clients.push(client);
    } catch (error) {
      if (tries > 200) throw error;
      await pause(100);
    }
  }
  await clients[0]!.query(
    'CREATE TABLE reading (point integer, at timestamptz, value float8, PRIMARY KEY (point, at))',
  );
  const turn = turns(load);
  const senders = clients.map((client): Sender => ({
    async send() {
      const { from, at, value } = turn();
      const given = [from, new Date(at).toISOString(), `{${value.join(',')}}`];
      await client.query({
        name: 'insert',
        text: `INSERT INTO reading SELECT $1::int + n - 1, $2::timestamptz, v FROM unnest($3::float8[]) WITH ORDINALITY AS x (v, n)
          ON CONFLICT (point, at) DO UPDATE SET value = excluded.value`,
        values: given,
      });
      return value.length;
    },
    end: () => client.end(),
  }));
  return {
    name: 'PostgreSQL 15',
    durable: 'write-ahead log synced before the answer',
    senders,
    pid: child.pid!,
    folder: `${folder}/data`,
    end: () => ended(child, folder),
  };
};
