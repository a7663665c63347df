/** A column of a block in ClickHouse's Native format: its name, its type as ClickHouse writes it, and its bytes. */
export interface NativeColumn {
  readonly name: string;
  readonly type: string;
  readonly bytes: readonly Uint8Array[];
}

/** One block of `rows` rows: the form in which ClickHouse takes rows without reading a text, or a row at a time. */
export function nativeBlock(rows: number, columns: readonly NativeColumn[]): Buffer {
  const parts: Uint8Array[] = [varint(columns.length), varint(rows)];
  for (const { name, type, bytes } of columns) parts.push(text(name), text(type), ...bytes);
  return Buffer.concat(parts);
}

export const uuids = (name: string, words: Uint32Array): NativeColumn => ({
  name,
  type: 'UUID',
  bytes: [halvesTurned(words)],
});

/** Milliseconds since 1970 as `DateTime64(3, 'UTC')`. */
export function times(name: string, ms: Float64Array): NativeColumn {
  const words = new Uint32Array(2 * ms.length);
  for (let row = 0; row < ms.length; row += 1) {
    const high = Math.floor(ms[row]! / 2 ** 32);
    words[2 * row] = ms[row]! - high * 2 ** 32;
    words[2 * row + 1] = high;
  }
  return { name, type: "DateTime64(3, 'UTC')", bytes: [bytesOf(words)] };
}

type Plain = Uint8Array | Uint32Array | Float64Array;

/** Numbers that are always there, as `UInt8`, `UInt32` or `Float64`. */
export function plain(name: string, values: Plain): NativeColumn {
  const type = values instanceof Uint8Array ? 'UInt8' : values instanceof Uint32Array ? 'UInt32' : 'Float64';
  return { name, type, bytes: [bytesOf(values)] };
}

/** Numbers some of which are missing, as `Nullable(Float32)` or `Nullable(Float64)`; a missing one is not a number in the column. */
export function perhaps(name: string, values: Float32Array | Float64Array): NativeColumn {
  const missing = new Uint8Array(values.length);
  const given = values.slice();
  for (let row = 0; row < given.length; row += 1) {
    if (!Number.isNaN(given[row]!)) continue;
    missing[row] = 1;
    given[row] = 0;
  }
  const type = values instanceof Float32Array ? 'Nullable(Float32)' : 'Nullable(Float64)';
  return { name, type, bytes: [missing, bytesOf(given)] };
}

const ONE_DICTIONARY = 1n;
/** Places of one byte, with their own dictionary: `hasAdditionalKeys` and `needUpdateDictionary`. */
const SMALL_PLACES = 0x600n;

/** Words of a small set, each row its place among them. */
export function words(name: string, set: readonly string[], places: Uint8Array): NativeColumn {
  // The first key of a dictionary is the default of its type.
  const keys = ['', ...set].map(text);
  const head = new BigUint64Array([ONE_DICTIONARY, SMALL_PLACES, BigInt(keys.length)]);
  const own = places.map((place) => place + 1);
  return {
    name,
    type: 'LowCardinality(String)',
    bytes: [bytesOf(head), ...keys, bytesOf(new BigUint64Array([BigInt(places.length)])), own],
  };
}

function bytesOf(column: Plain | Float32Array | BigUint64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** ClickHouse keeps a UUID as two numbers of eight bytes, the more significant half first, each little-endian. */
function halvesTurned(words: Uint32Array): Uint8Array {
  const turned = Buffer.from(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  return turned.swap64();
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push(left > 127 ? (left % 128) + 128 : left);
    if (left <= 127) return Uint8Array.from(bytes);
  }
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}
