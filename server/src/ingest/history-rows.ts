import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { nativeBlock, perhaps, plain, times, uuids, words } from './native.ts';
import { parse, points } from './points.ts';
import { QUALITY, type Batch } from './record.ts';

/**
 * Rows on their way to the history store, as columns. A batch is copied when it comes and let go at once: kept until it is
 * stored, tens of thousands of them a second outlive collection after collection of garbage.
 */
export class HistoryRows {
  readonly #readings = new ReadingRows();
  readonly #fixes = new FixRows();

  get readings(): number {
    return this.#readings.count;
  }

  add({ readings, fixes, receivedAt }: Batch): void {
    if (readings.count > 0) this.#readings.add(readings, receivedAt);
    if (fixes.length > 0) this.#fixes.add(fixes, receivedAt);
  }

  /**
   * Stores the rows under tokens that follow from the bounds of their entries: sent again within the window of the tables,
   * they change nothing. Rejects with ClickHouse's reason.
   */
  async store(clickhouse: ClickHouseClient, after: number, to: number): Promise<void> {
    const insert = async (table: string, block: Buffer): Promise<void> => {
      const { stream } = await clickhouse.exec({
        query: `INSERT INTO ${table} FORMAT Native`,
        values: Readable.from([block]),
        clickhouse_settings: {
          insert_deduplication_token: `${table}-${after}-${to}`,
          // A crash between a table and what follows it is made good by sending again: each drops what it has.
          deduplicate_blocks_in_dependent_materialized_views: 1,
        },
      });
      for await (const _ of stream);
    };
    if (this.#readings.count > 0) await insert('reading', this.#readings.block());
    if (this.#fixes.count > 0) await insert('fix', this.#fixes.block());
  }
}

/** Rows there is room for at first. */
const LEAST = 1024;

type Column = Float64Array | Float32Array | Uint32Array | Uint8Array;

/** The columns with room for as many rows as are needed, and more: what stands in them is copied when they grow. */
function roomIn<T extends Readonly<Record<string, Column>>>(columns: T, rows: number, make: (room: number) => T): T {
  if (rows <= columns['at']!.length) return columns;
  const wider = make(Math.max(LEAST, 2 * rows));
  for (const [name, column] of Object.entries(columns)) wider[name]!.set(column);
  return wider;
}

const readingColumns = (room: number) => ({
  ids: new Uint32Array(4 * room),
  at: new Float64Array(room),
  value: new Float64Array(room),
  quality: new Uint8Array(room),
  received: new Float64Array(room),
});

class ReadingRows {
  count = 0;
  #columns = readingColumns(0);

  add({ count, point, at, value, quality }: Batch['readings'], receivedAt: number): void {
    const row = this.count;
    const columns = roomIn(this.#columns, row + count, readingColumns);
    for (let index = 0; index < count; index += 1) points.copy(point[index]!, columns.ids, 4 * (row + index));
    columns.at.set(at, row);
    columns.value.set(value, row);
    columns.quality.set(quality, row);
    columns.received.fill(receivedAt, row, row + count);
    this.#columns = columns;
    this.count += count;
  }

  block(): Buffer {
    const { count } = this;
    const { ids, at, value, quality, received } = this.#columns;
    return nativeBlock(count, [
      uuids('point', ids.subarray(0, 4 * count)),
      times('at', at.subarray(0, count)),
      perhaps('value', value.subarray(0, count)),
      words('quality', QUALITY, quality.subarray(0, count)),
      times('received', received.subarray(0, count)),
    ]);
  }
}

const fixColumns = (room: number) => ({
  ids: new Uint32Array(4 * room),
  at: new Float64Array(room),
  lon: new Float64Array(room),
  lat: new Float64Array(room),
  speed: new Float32Array(room),
  heading: new Float32Array(room),
  altitude: new Float32Array(room),
  positioned: new Uint8Array(room),
  live: new Uint8Array(room),
  alarmBits: new Uint32Array(room),
  statusBits: new Uint32Array(room),
  recorded: new Float32Array(room),
  odometer: new Float64Array(room),
  received: new Float64Array(room),
});

class FixRows {
  count = 0;
  #columns = fixColumns(0);

  add(fixes: Batch['fixes'], receivedAt: number): void {
    const columns = roomIn(this.#columns, this.count + fixes.length, fixColumns);
    let row = this.count;
    for (const { object, fix } of fixes) {
      if (!parse(object, new Uint8Array(columns.ids.buffer, 16 * row, 16))) throw new Error(`not an id: ${object}`);
      columns.at[row] = fix.at;
      columns.lon[row] = fix.lon;
      columns.lat[row] = fix.lat;
      columns.speed[row] = fix.speed ?? NaN;
      columns.heading[row] = fix.heading ?? NaN;
      columns.altitude[row] = fix.altitude ?? NaN;
      columns.positioned[row] = fix.positioned ? 1 : 0;
      columns.live[row] = fix.live ? 1 : 0;
      columns.alarmBits[row] = fix.alarmBits ?? 0;
      columns.statusBits[row] = fix.statusBits ?? 0;
      columns.recorded[row] = fix.recorded ?? NaN;
      columns.odometer[row] = fix.odometer ?? NaN;
      columns.received[row] = receivedAt;
      row += 1;
    }
    this.#columns = columns;
    this.count = row;
  }

  block(): Buffer {
    const { count } = this;
    const { ids, ...columns } = this.#columns;
    const of = <T extends Column>(column: T): T => column.subarray(0, count) as T;
    return nativeBlock(count, [
      uuids('object', ids.subarray(0, 4 * count)),
      times('at', of(columns.at)),
      plain('lon', of(columns.lon)),
      plain('lat', of(columns.lat)),
      perhaps('speed', of(columns.speed)),
      perhaps('heading', of(columns.heading)),
      perhaps('altitude', of(columns.altitude)),
      plain('positioned', of(columns.positioned)),
      plain('live', of(columns.live)),
      plain('alarm_bits', of(columns.alarmBits)),
      plain('status_bits', of(columns.statusBits)),
      perhaps('recorded', of(columns.recorded)),
      perhaps('odometer', of(columns.odometer)),
      times('received', of(columns.received)),
    ]);
  }
}
