import type { DurableLog } from '../journal/log.ts';
import { batchOf } from '../record.ts';

/** Entries looked back on after a start. */
const LOOK_BACK = 20_000;

/** Numbers of batches that are in the log's last entries, with the readings made durable of each. */
export async function knownBatches(journal: Pick<DurableLog, 'read' | 'last'>): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  for await (const { payload } of journal.read(Math.max(0, journal.last() - LOOK_BACK))) {
    const { key, readings } = batchOf(payload);
    if (key !== '') known.set(key, readings.count);
  }
  return known;
}
