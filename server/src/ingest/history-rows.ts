import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { nativeBlock, perhaps, plain, times, uuids, words } from './native.ts';
import { parse, points } from './points.ts';
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
  const insert = async (table: string, block: Buffer): Promise<void> => {
    const { stream } = await clickhouse.exec({
      query: `INSERT INTO ${table} FORMAT Native`,
      values: Readable.from([block]),
      clickhouse_settings: token(table),
    });
    for await (const _ of stream);
  };
  const readings = batches.reduce((sum, batch) => sum + batch.readings.count, 0);
  if (readings > 0) await insert('reading', blockOf(batches, readings));
  const fixes = batches.reduce((sum, batch) => sum + batch.fixes.length, 0);
  if (fixes > 0) await insert('fix', fixesOf(batches, fixes));
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
    perhaps('value', value),
    words('quality', QUALITY, quality),
    times('received', received),
  ]);
}

/** The fixes of all batches as one block. */
function fixesOf(batches: readonly Batch[], rows: number): Buffer {
  const ids = new Uint32Array(4 * rows);
  const id = new Uint8Array(ids.buffer);
  const [at, received] = [new Float64Array(rows), new Float64Array(rows)];
  const [lon, lat, odometer] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  const [speed, recorded] = [new Float32Array(rows), new Float32Array(rows)];
  const [heading, altitude] = [new Float32Array(rows), new Float32Array(rows)];
  const [positioned, live] = [new Uint8Array(rows), new Uint8Array(rows)];
  const [alarmBits, statusBits] = [new Uint32Array(rows), new Uint32Array(rows)];
  let row = 0;
  for (const { receivedAt, fixes } of batches)
    for (const { object, fix } of fixes) {
      if (!parse(object, id.subarray(16 * row))) throw new Error(`not an id: ${object}`);
      at[row] = fix.at;
      lon[row] = fix.lon;
      lat[row] = fix.lat;
      speed[row] = fix.speed ?? NaN;
      heading[row] = fix.heading ?? NaN;
      altitude[row] = fix.altitude ?? NaN;
      positioned[row] = fix.positioned ? 1 : 0;
      live[row] = fix.live ? 1 : 0;
      alarmBits[row] = fix.alarmBits ?? 0;
      statusBits[row] = fix.statusBits ?? 0;
      recorded[row] = fix.recorded ?? NaN;
      odometer[row] = fix.odometer ?? NaN;
      received[row] = receivedAt;
      row += 1;
    }
  return nativeBlock(rows, [
    uuids('object', ids),
    times('at', at),
    plain('lon', lon),
    plain('lat', lat),
    perhaps('speed', speed),
    perhaps('heading', heading),
    perhaps('altitude', altitude),
    plain('positioned', positioned),
    plain('live', live),
    plain('alarm_bits', alarmBits),
    plain('status_bits', statusBits),
    perhaps('recorded', recorded),
    perhaps('odometer', odometer),
    times('received', received),
  ]);
}
