import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { nativeBlock, numbers, times, uuids, words } from './native.ts';
import { points } from './points.ts';
import { QUALITY, type Batch } from './record.ts';

/**
 * Stores batches under tokens that follow from their bounds: sent again within the window of the tables, they change
 * nothing. Rejects with ClickHouse's reason.
 */
export async function storeRows(
  clickhouse: ClickHouseClient,
  batches: readonly Batch[],
  after: number,
  to: number,
): Promise<void> {
  const token = (table: string) => ({
    insert_deduplication_token: `${table}-${after}-${to}`,
    // A crash between a table and what follows it is made good by sending again: each drops what it has.
    deduplicate_blocks_in_dependent_materialized_views: 1 as const,
  });
  const readings = batches.reduce((sum, batch) => sum + batch.readings.count, 0);
  if (readings > 0) {
    const { stream } = await clickhouse.exec({
      query: 'INSERT INTO reading FORMAT Native',
      values: Readable.from([blockOf(batches, readings)]),
      clickhouse_settings: token('reading'),
    });
    for await (const _ of stream);
  }
  const fixes = batches.flatMap(fixRows);
  if (fixes.length > 0)
    await clickhouse.insert({
      table: 'fix',
      values: fixes,
      format: 'JSONEachRow',
      clickhouse_settings: token('fix'),
    });
}

/** The readings of all batches as one block. */
function blockOf(batches: readonly Batch[], rows: number): Buffer {
  const ids = new Uint32Array(4 * rows);
  const at = new Float64Array(rows);
  const value = new Float64Array(rows);
  const quality = new Uint8Array(rows);
  const received = new Float64Array(rows);
  let row = 0;
  for (const { readings, receivedAt } of batches) {
    const { count, point } = readings;
    for (let index = 0; index < count; index += 1) points.copy(point[index]!, ids, 4 * (row + index));
    at.set(readings.at, row);
    value.set(readings.value, row);
    quality.set(readings.quality, row);
    received.fill(receivedAt, row, row + count);
    row += count;
  }
  return nativeBlock(rows, [
    uuids('point', ids),
    times('at', at),
    numbers('value', value),
    words('quality', QUALITY, quality),
    times('received', received),
  ]);
}

function fixRows({ receivedAt, fixes }: Batch): object[] {
  return fixes.map(({ object, fix }) => ({
    object,
    at: fix.at,
    lon: fix.lon,
    lat: fix.lat,
    speed: fix.speed,
    heading: fix.heading,
    altitude: fix.altitude,
    positioned: fix.positioned ? 1 : 0,
    live: fix.live ? 1 : 0,
    alarm_bits: fix.alarmBits ?? 0,
    status_bits: fix.statusBits ?? 0,
    recorded: fix.recorded ?? null,
    odometer: fix.odometer ?? null,
    received: receivedAt,
  }));
}
