import type { ClickHouseClient } from '@clickhouse/client';
import type { Sample } from '@anlan/kernel/alarm';
import { QUALITIES, type Quality } from '@anlan/kernel/telemetry';

const NAMES = Object.keys(QUALITIES) as Quality[];
/** Time 8, value 8, quality 1, place of the point 2. */
const WIDTH = 19;
/** Readings asked for at once: some ten megabytes, whatever the span. */
const AT_ONCE = 500_000;
const DAY = 86_400_000;

/** Points that are judged together, by id; `period` is the shortest of their expected periods (s), 0 = unknown. */
export interface Asked {
  readonly points: readonly string[];
  readonly period: number;
  readonly from: number;
  readonly to: number;
}

/** A stored reading and the place of its point among those asked for. */
export type Read = (place: number, sample: Sample) => void;

/**
 * Reads the stored readings of points in order of device time, in pieces of bounded size; of a reading that was stored
 * twice the newest. Between two pieces `piece` may end it by giving false. Gives how many were read.
 */
export async function readReadings(
  clickhouse: ClickHouseClient,
  asked: Asked,
  read: Read,
  piece: (read: number) => Promise<boolean>,
): Promise<number> {
  const perDay = (86_400 / Math.max(1, asked.period === 0 ? 10 : asked.period)) * asked.points.length;
  const width = Math.max(DAY, Math.floor(AT_ONCE / perDay) * DAY);
  let count = 0;
  for (let from = asked.from; from < asked.to; from += width) {
    const bytes = await piecesOf(clickhouse, asked.points, from, Math.min(asked.to, from + width));
    count += decode(bytes, read);
    if (!(await piece(count))) break;
  }
  return count;
}

async function piecesOf(
  clickhouse: ClickHouseClient,
  points: readonly string[],
  from: number,
  to: number,
): Promise<Buffer> {
  // One point's rows lie in order of time; of several they are put in order by the store.
  const { stream } = await clickhouse.exec({
    query: `
      SELECT toFloat64(toUnixTimestamp64Milli(at)), ifNull(value, nan), toUInt8(indexOf({qualities:Array(String)}, quality)),
        toUInt16(indexOf({points:Array(UUID)}, point))
      FROM reading
      WHERE point IN {points:Array(UUID)} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
      ORDER BY ${points.length === 1 ? 'point, ' : ''}at, received DESC
      FORMAT RowBinary`,
    query_params: { points, qualities: NAMES, from, to },
  });
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Hands on every row; a reading without a value is one of bad quality. */
function decode(bytes: Buffer, read: Read): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.byteLength / WIDTH);
  for (let row = 0; row < count; row += 1) {
    const offset = row * WIDTH;
    const value = view.getFloat64(offset + 8, true);
    const known = NAMES[view.getUint8(offset + 16) - 1] ?? 'bad';
    const quality = Number.isNaN(value) ? 'bad' : known;
    read(view.getUint16(offset + 17, true) - 1, { at: view.getFloat64(offset, true), value, quality });
  }
  return count;
}
