import { flatOut } from '../../ingest/pace.ts';
import { usageOfTree } from '../../ingest/usage.ts';
import { rounded } from '../../table.ts';
import { openInfluxdb } from './influxdb.ts';
import { openPostgresql } from './postgresql.ts';
import { bytesBelow, type Load } from './store.ts';
import { openVictoriaMetrics } from './victoria-metrics.ts';

/** The stores that the platform is measured beside. */
export const STORES = [openInfluxdb, openVictoriaMetrics, openPostgresql] as const;

export const PEER_HEAD = [
  'store',
  'durability',
  'acknowledged/s',
  'p50, ms',
  'p99, ms',
  'CPU s',
  'sender',
  'MB',
  'bytes per reading',
];

/** The same stream into other stores, one after the other; a store that is not installed is left out in words. */
export async function beside(
  load: Omit<Load, 'stream'>,
  streamOf: () => Load['stream'],
  seconds: number,
): Promise<(string | number)[][]> {
  const rows: (string | number)[][] = [];
  for (const open of STORES) {
    const store = await open();
    if (typeof store === 'string') {
      rows.push([store]);
      continue;
    }
    try {
      const senders = await store.senders({ ...load, stream: streamOf() });
      const before = await usageOfTree(store.pid());
      const own = process.cpuUsage();
      const run = await flatOut(senders, seconds);
      const sender = process.cpuUsage(own);
      const after = await usageOfTree(store.pid());
      for (const one of senders) await one.end();
      const bytes = (await bytesBelow(store.folder)) / run.acknowledged;
      const cpu = rounded(after.cpu - before.cpu);
      const spent = rounded((sender.user + sender.system) / 1e6);
      rows.push([
        store.name,
        store.durable,
        run.perSecond,
        rounded(run.p50),
        rounded(run.p99),
        cpu,
        spent,
        rounded(after.memory),
        rounded(bytes),
      ]);
    } finally {
      await store.end();
    }
  }
  return rows;
}
