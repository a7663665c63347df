import { rm } from 'node:fs/promises';
import { answering, freePort, freshFolder, installed, startProgram } from '../program.ts';
import { asked, lineSenders } from './lines.ts';
import type { OpenStore } from './store.ts';

const SECOND = 1000;

/** VictoriaMetrics single node; it answers before anything is on disk and has no setting to change that. */
export const openVictoriaMetrics: OpenStore = async () => {
  if (!installed('victoria-metrics')) return 'victoria-metrics is not installed';
  const folder = await freshFolder('victoria');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = [
    'victoria-metrics',
    `-storageDataPath=${folder}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=12',
    '-search.maxQueryDuration=10m',
    '-search.maxPointsPerTimeseries=1000000',
  ];
  const program = await startProgram(command, folder, () => answering(`${url}/health`));
  return {
    ...program,
    name: 'VictoriaMetrics 1.79',
    durable: 'none: answers before the disk',
    folder,
    senders: async (load) => lineSenders(load, port, '/write?precision=ms'),
    async count(from, to) {
      const query = encodeURIComponent('sum(count_over_time(reading_value[1s]))');
      const span = `start=${from / SECOND}&end=${to / SECOND - 1}&step=1s&nocache=1`;
      const { data } = await asked<Answer>(`${url}/api/v1/query_range?query=${query}&${span}`);
      return new Map(data.result[0]?.values.map(([at, count]) => [at * SECOND, Number(count)]));
    },
    async end() {
      await program.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

interface Answer {
  readonly data: { readonly result: readonly { readonly values: readonly (readonly [at: number, count: string])[] }[] };
}
