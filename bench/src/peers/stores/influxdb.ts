import { rm, writeFile } from 'node:fs/promises';
import { answering, freePort, freshFolder, installed, startProgram } from '../program.ts';
import { asked, lineSenders } from './lines.ts';
import type { OpenStore } from './store.ts';

/** InfluxDB 1.x, its write-ahead log synced with every write (its default). */
export const openInfluxdb: OpenStore = async () => {
  if (!installed('influxd')) return 'influxd is not installed';
  const folder = await freshFolder('influx');
  const [port, rpc] = [await freePort(), await freePort()];
  await writeFile(`${folder}/influxdb.conf`, configuration(folder, port, rpc));
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram(['influxd', '-config', `${folder}/influxdb.conf`], folder, () =>
    answering(`${url}/ping`),
  );
  await fetch(`${url}/query?q=${encodeURIComponent('CREATE DATABASE anlan')}`, { method: 'POST' });
  return {
    ...program,
    name: 'InfluxDB 1.6',
    durable: 'write-ahead log synced before the answer',
    folder,
    senders: async (load) => lineSenders(load, port, '/write?db=anlan&precision=ms'),
    async count(from, to) {
      const query = `SELECT count(value) FROM reading WHERE time >= ${from}ms AND time < ${to}ms GROUP BY time(1s) fill(none)`;
      const { results } = await asked<Answer>(`${url}/query?db=anlan&epoch=ms&q=${encodeURIComponent(query)}`);
      if (results[0]?.error !== undefined) throw new Error(results[0].error);
      return new Map(results[0]?.series?.[0]?.values);
    },
    async end() {
      await program.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

interface Answer {
  readonly results: readonly {
    readonly series?: readonly { readonly values: readonly (readonly [at: number, count: number])[] }[];
    readonly error?: string;
  }[];
}

const configuration = (folder: string, port: number, rpc: number): string => `
bind-address = "127.0.0.1:${rpc}"
reporting-disabled = true
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  wal-fsync-delay = "0s"
  max-series-per-database = 0
  max-values-per-tag = 0
  query-log-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[monitor]
  store-enabled = false
`;
