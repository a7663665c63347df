import { deserialize, serialize } from 'node:v8';
import type { Latest, LatestFix, LatestReading } from './latest.ts';
import { QUALITY } from './record.ts';

/** What ingest tells an api process: first all, then what changed. Ids with their state. */
export interface Feed {
  readonly readings: readonly (readonly [string, LatestReading])[];
  readonly fixes: readonly (readonly [string, LatestFix])[];
}

/** What an api process is told of what changed. */
export function changesOf(latest: Latest, changed: { readings: readonly string[]; fixes: readonly string[] }): Feed {
  return {
    readings: changed.readings.map((id) => [id, latest.readings.get(id) as LatestReading] as const),
    fixes: changed.fixes.map((id) => [id, latest.fixes.get(id) as LatestFix] as const),
  };
}

/** Ids, and of each row so many numbers side by side; one that is missing is not a number. */
interface Packed {
  readonly ids: readonly string[];
  readonly rows: Float64Array;
}

const READING = 4;
const FIX = 7;

/** A piece of the feed for a process of this machine, which runs the same Node, as V8 writes it: numbers need not become text. */
export function packed({ readings, fixes }: Feed): Buffer {
  const values = packedRows(readings, READING, ({ at, value, quality, receivedAt }, rows, from) => {
    rows[from] = at;
    rows[from + 1] = value ?? NaN;
    rows[from + 2] = QUALITY.indexOf(quality);
    rows[from + 3] = receivedAt;
  });
  const places = packedRows(fixes, FIX, ({ at, lon, lat, speed, heading, receivedAt, statusBits }, rows, from) => {
    rows[from] = at;
    rows[from + 1] = lon;
    rows[from + 2] = lat;
    rows[from + 3] = speed ?? NaN;
    rows[from + 4] = heading ?? NaN;
    rows[from + 5] = receivedAt;
    rows[from + 6] = statusBits ?? NaN;
  });
  return serialize([values, places]);
}

export function unpacked(piece: Buffer): Feed {
  const [values, places] = deserialize(piece) as [Packed, Packed];
  return {
    readings: unpackedRows(values, READING, (rows, from) => ({
      at: rows[from]!,
      value: there(rows[from + 1]!) ?? null,
      quality: QUALITY[rows[from + 2]!]!,
      receivedAt: rows[from + 3]!,
    })),
    fixes: unpackedRows(places, FIX, (rows, from) => {
      const statusBits = there(rows[from + 6]!);
      return {
        at: rows[from]!,
        lon: rows[from + 1]!,
        lat: rows[from + 2]!,
        speed: there(rows[from + 3]!) ?? null,
        heading: there(rows[from + 4]!) ?? null,
        receivedAt: rows[from + 5]!,
        ...(statusBits !== undefined && { statusBits }),
      };
    }),
  };
}

function packedRows<T>(
  all: readonly (readonly [string, T])[],
  width: number,
  write: (row: T, rows: Float64Array, from: number) => void,
): Packed {
  const rows = new Float64Array(width * all.length);
  for (let index = 0; index < all.length; index += 1) write(all[index]![1], rows, width * index);
  return { ids: all.map(([id]) => id), rows };
}

const unpackedRows = <T>({ ids, rows }: Packed, width: number, read: (rows: Float64Array, from: number) => T) =>
  ids.map((id, index) => [id, read(rows, width * index)] as const);

const there = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
