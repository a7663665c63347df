/**
 * A batch of readings as bytes, for senders of many points. Little-endian; every column begins where its values are aligned:
 *
 *     0  u32  0x31524e41, the letters "ANR1"
 *     4  u32  flags: 1 = one time for all readings, 2 = qualities follow
 *     8  u32  count of readings n, at most 16,384
 *    12  u32  0
 *    16  16 bytes  number of the batch, a UUID of the sender's making: the same number is taken once
 *    32  f64 × n   device times, ms since 1970 (with flag 1: one)
 *        f64 × n   values in the points' units
 *        u32 × n   places of the points in the sender's list
 *        u8  × n   qualities, with flag 2: place in good, suspect, bad, calibration, maintenance; without it all are good
 */
export const PACKED = {
  type: 'application/vnd.anlan.readings',
  mark: 0x31524e41,
  oneTime: 1,
  qualities: 2,
  head: 32,
  most: 16_384,
} as const;

/** A batch of readings side by side. `at` has one time for all, or one each. */
export interface Packed {
  readonly batch: Uint8Array;
  readonly at: Float64Array;
  readonly value: Float64Array;
  readonly place: Uint32Array;
  readonly quality?: Uint8Array;
}

/** The bytes of a batch. */
export function packReadings({ batch, at, value, place, quality }: Packed): Uint8Array {
  const count = value.length;
  const one = at.length === 1 && count !== 1;
  const bytes = new Uint8Array(sizeOf(count, one, quality !== undefined));
  const words = new Uint32Array(bytes.buffer, 0, 4);
  words[0] = PACKED.mark;
  words[1] = (one ? PACKED.oneTime : 0) | (quality === undefined ? 0 : PACKED.qualities);
  words[2] = count;
  bytes.set(batch, 16);
  const columns = columnsOf(bytes, count, one, quality !== undefined);
  columns.at.set(at);
  columns.value.set(value);
  columns.place.set(place);
  if (quality !== undefined) columns.quality!.set(quality);
  return bytes;
}

/**
 * The columns of a batch where they lie in its bytes, which must begin at a multiple of eight; a text where they are none.
 * Times, values, places and qualities are not judged here.
 */
export function unpackReadings(bytes: Uint8Array): Packed | string {
  if (bytes.length < PACKED.head) return 'shorter than its head';
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, 4);
  const [mark, flags, count] = [words[0]!, words[1]!, words[2]!];
  if (mark !== PACKED.mark) return 'does not begin with "ANR1"';
  if (flags > (PACKED.oneTime | PACKED.qualities) || words[3] !== 0) return `flags ${flags} are not known`;
  if (count === 0 || count > PACKED.most) return `${count} readings; 1 to ${PACKED.most} are possible`;
  const [one, qualities] = [(flags & PACKED.oneTime) !== 0, (flags & PACKED.qualities) !== 0];
  const size = sizeOf(count, one, qualities);
  if (bytes.length !== size) return `${bytes.length} bytes instead of ${size}`;
  return { batch: bytes.subarray(16, 32), ...columnsOf(bytes, count, one, qualities) };
}

function sizeOf(count: number, one: boolean, qualities: boolean): number {
  return PACKED.head + 8 * (one ? 1 : count) + 12 * count + (qualities ? count : 0);
}

function columnsOf(bytes: Uint8Array, count: number, one: boolean, qualities: boolean) {
  const { buffer } = bytes;
  const times = bytes.byteOffset + PACKED.head;
  const values = times + 8 * (one ? 1 : count);
  const places = values + 8 * count;
  return {
    at: new Float64Array(buffer, times, one ? 1 : count),
    value: new Float64Array(buffer, values, count),
    place: new Uint32Array(buffer, places, count),
    ...(qualities ? { quality: new Uint8Array(buffer, places + 4 * count, count) } : {}),
  };
}
