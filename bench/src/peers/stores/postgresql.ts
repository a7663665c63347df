import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import pg from 'pg';
import type { Sender } from '../../ingest/pace.ts';
import { freePort, freshFolder, startProgram } from '../program.ts';
import { turns, type Load, type OpenStore } from './store.ts';

const PROGRAMS = '/usr/lib/postgresql/15/bin';
/** postgres does not run as root. */
const AS_OTHER =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--'] : [];

/** PostgreSQL 15 of Debian: one row a reading, inserted as arrays, each batch a transaction that is synced. */
export const openPostgresql: OpenStore = async () => {
  if (!existsSync(`${PROGRAMS}/postgres`)) return 'postgresql-15 is not installed';
  const folder = await freshFolder('postgresql');
  const data = `${folder}/data`;
  const made = initialised(data);
  if (made !== undefined) return made;
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=`,
    'max_wal_size=4GB',
    'shared_buffers=512MB',
  ];
  const command = [...AS_OTHER, `${PROGRAMS}/postgres`, '-D', data, ...settings.flatMap((one) => ['-c', one])];
  const connected = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: `postgres://anlan@127.0.0.1:${port}/postgres` });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  async function asked<T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const client = await connected();
    try {
      return (await client.query<T>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }
  const answers = (): Promise<boolean> =>
    asked('SELECT 1').then(
      () => true,
      () => false,
    );
  const program = await startProgram(command, folder, answers);
  await asked('CREATE TABLE reading (point integer, at timestamptz, value float8, PRIMARY KEY (point, at))');
  return {
    ...program,
    name: 'PostgreSQL 15',
    durable: 'write-ahead log synced before the answer',
    folder: data,
    senders: async (load) =>
      insertSenders(load, await Promise.all(Array.from({ length: load.connections }, connected))),
    async count(from, to) {
      const rows = await asked<{ at: Date; count: number }>(
        'SELECT at, count(*)::int AS count FROM reading WHERE at >= $1 AND at < $2 GROUP BY at',
        [new Date(from), new Date(to)],
      );
      return new Map(rows.map(({ at, count }) => [at.getTime(), count]));
    },
    async end() {
      await program.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Makes an empty cluster; says what went wrong otherwise. */
function initialised(data: string): string | undefined {
  const [command, ...args] = [...AS_OTHER, `${PROGRAMS}/initdb`, '-D', data, '-U', 'anlan', '-A', 'trust', '--no-sync'];
  const made = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  return made.status === 0 ? undefined : `initdb: ${made.stderr.slice(0, 200)}`;
}

function insertSenders(load: Load, clients: readonly pg.Client[]): Sender[] {
  const turn = turns(load);
  return clients.map((client) => ({
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
}
