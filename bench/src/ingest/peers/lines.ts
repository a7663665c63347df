import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import type { Sender } from '../pace.ts';
import { answering, ended, freePort, freshFolder, installed, start, turns, type Load, type OpenPeer } from './peer.ts';

/** InfluxDB 1.x, its write-ahead log synced with every write (its default). */
export const openInfluxdb: OpenPeer = async (load) => {
  if (!installed('influxd')) return 'influxd is not installed';
  const folder = await freshFolder('influx');
  const [port, rpc] = [await freePort(), await freePort()];
  const configuration = `
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
  await writeFile(`${folder}/influxdb.conf`, configuration);
  const child = start('influxd', ['-config', `${folder}/influxdb.conf`]);
  await answering(`http://127.0.0.1:${port}/ping`);
  await fetch(`http://127.0.0.1:${port}/query?q=${encodeURIComponent('CREATE DATABASE anlan')}`, { method: 'POST' });
  return {
    name: 'InfluxDB 1.6',
    durable: 'write-ahead log synced before the answer',
    senders: lineSenders(load, port, '/write?db=anlan&precision=ms'),
    pid: child.pid!,
    folder,
    end: () => ended(child, folder),
  };
};

/** VictoriaMetrics single node; it answers before anything is on disk and has no setting to change that. */
export const openVictoria: OpenPeer = async (load) => {
  if (!installed('victoria-metrics')) return 'victoria-metrics is not installed';
  const folder = await freshFolder('victoria');
  const port = await freePort();
  const child = start('victoria-metrics', [
    `-storageDataPath=${folder}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=12',
  ]);
  await answering(`http://127.0.0.1:${port}/health`);
  return {
    name: 'VictoriaMetrics 1.79',
    durable: 'none: answers before the disk',
    senders: lineSenders(load, port, '/write?precision=ms'),
    pid: child.pid!,
    folder,
    end: () => ended(child, folder),
  };
};

/** The same readings as InfluxDB's lines. */
function lineSenders(load: Load, port: number, path: string): Sender[] {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const turn = turns(load);
  return Array.from({ length: load.connections }, () => ({
    send: () => {
      const { from, at, value } = turn();
      let text = '';
      for (let index = 0; index < value.length; index += 1)
        text += `reading,point=${from + index} value=${value[index]} ${at}\n`;
      return new Promise<number>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent }, (response) => {
          response.resume().on('end', () => {
            if ((response.statusCode ?? 500) < 300) resolve(value.length);
            else reject(new Error(`answered ${response.statusCode}`));
          });
        });
        sent.on('error', reject).end(text);
      });
    },
    end: () => agent.destroy(),
  }));
}
