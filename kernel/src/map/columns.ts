/** Level codes in a column of bytes: 0 none, then as risk grows. */
export const LEVEL_CODES = ['', 'blue', 'yellow', 'orange', 'red'] as const;

/**
 * Located records of a layer as columns: what travels for a layer of a million. Places in ten-millionths of a degree
 * (a centimetre), ids as 16 bytes each, levels by {@link LEVEL_CODES}, silent as 0 or 1; names only for small layers.
 */
export interface PlaceColumns {
  readonly length: number;
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  readonly level: Uint8Array;
  readonly silent: Uint8Array;
  readonly ids: Uint8Array;
  readonly names: readonly string[] | null;
}

/** Parts of a degree in the place columns. */
export const DEGREE = 1e7;
/** `ANL1`, then the number of rows and the number of bytes of names, both 32 bit; everything little-endian. */
const MAGIC = 0x314c4e41;
const HEAD = 12;

/** Bytes of the columns, as {@link decodePlaces} reads them. */
export function encodePlaces(columns: PlaceColumns): Uint8Array {
  const { length } = columns;
  const names = columns.names === null ? new Uint8Array(0) : new TextEncoder().encode(columns.names.join('\n'));
  const bytes = new Uint8Array(HEAD + length * 26 + names.length);
  const view = new DataView(bytes.buffer);
  [MAGIC, length, names.length].forEach((value, index) => view.setUint32(4 * index, value, true));
  let at = HEAD;
  for (const column of [columns.lon, columns.lat, columns.ids, columns.level, columns.silent, names]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

/** The columns of an answer, as views on its bytes; undefined when these are something else or cut short. */
export function decodePlaces(buffer: ArrayBuffer): PlaceColumns | undefined {
  if (buffer.byteLength < HEAD) return undefined;
  const [magic = 0, length = 0, named = 0] = new Uint32Array(buffer, 0, 3);
  if (magic !== MAGIC || buffer.byteLength !== HEAD + length * 26 + named) return undefined;
  const text = new TextDecoder().decode(new Uint8Array(buffer, HEAD + length * 26, named));
  return {
    length,
    lon: new Int32Array(buffer, HEAD, length),
    lat: new Int32Array(buffer, HEAD + 4 * length, length),
    ids: new Uint8Array(buffer, HEAD + 8 * length, 16 * length),
    level: new Uint8Array(buffer, HEAD + 24 * length, length),
    silent: new Uint8Array(buffer, HEAD + 25 * length, length),
    names: named === 0 && length > 0 ? null : text.split('\n').slice(0, length),
  };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The id of a row as text. */
export function idAt(ids: Uint8Array, row: number): string {
  let text = '';
  for (let i = 0; i < 16; i += 1) {
    text += (HEX[ids[16 * row + i] ?? 0] ?? '00') + (i === 3 || i === 5 || i === 7 || i === 9 ? '-' : '');
  }
  return text;
}

/** Writes an id into its row. */
export function putId(ids: Uint8Array, row: number, id: string): void {
  const hex = id.replaceAll('-', '');
  for (let i = 0; i < 16; i += 1) ids[16 * row + i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
}
