import { rounded } from '../../table.ts';
import { flatOut } from '../pace.ts';
import { openInfluxdb, openVictoria } from './lines.ts';
import { bytesBelow, usageOfPeer, type Load } from './peer.ts';
import { openPostgresql } from './postgresql.ts';

const PEERS = [openInfluxdb, openVictoria, openPostgresql] as const;

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
  for (const open of PEERS) {
    const peer = await open({ ...load, stream: streamOf() });
    if (typeof peer === 'string') {
      rows.push([peer]);
      continue;
    }
    try {
      const before = await usageOfPeer(peer);
      const own = process.cpuUsage();
      const run = await flatOut(peer.senders, seconds);
      const sender = process.cpuUsage(own);
      const after = await usageOfPeer(peer);
      for (const one of peer.senders) await one.end();
      const bytes = (await bytesBelow(peer.folder)) / run.acknowledged;
      const cpu = rounded(after.cpu - before.cpu);
      const spent = rounded((sender.user + sender.system) / 1e6);
      rows.push([
        peer.name,
        peer.durable,
        run.perSecond,
        rounded(run.p50),
        rounded(run.p99),
        cpu,
        spent,
        rounded(after.memory),
        rounded(bytes),
      ]);
    } finally {
      await peer.end();
    }
  }
  return rows;
}
