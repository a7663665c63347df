import { ByteReader, type ByteWriter } from '@anlan/wire';
import type { Edition } from './edition.ts';

/** What precedes the body of a frame. */
export interface Header {
  /** Length of the whole frame as declared: flags, header, body and CRC, before escaping. */
  length: number;
  /** Serial number of the message, per link. */
  serial: number;
  /** Message type, such as 0x1200. */
  type: number;
  /** Access code of the lower platform (GNSSCENTERID). */
  accessCode: number;
  /** Protocol version as three bytes, such as [1, 0, 0]. */
  version: readonly [number, number, number];
  /** Encrypt flag: 0 plain, 1 encrypted. */
  encryption: number;
  /** Key of the encryption. */
  key: number;
  edition: Edition;
  /** When it was sent, 2019 only: UTC in seconds, from some platforms in milliseconds. */
  sentAt?: number;
}

/** Bytes of a header. */
export const HEADER_BYTES = { 2011: 22, 2019: 30 } as const;

/** Both flags and the CRC. */
export const FRAME_BYTES = 4;

const SEND_TIME_AT = 22;

/** Body bytes of the messages with a fixed layout, in the edition of 2011 and that of 2019. */
const FIXED_BODIES = new Map<number, readonly [number, number]>([
  [0x1001, [46, 50]],
  [0x1002, [5, 5]],
  [0x1003, [12, 12]],
  [0x1004, [0, 0]],
  [0x1005, [0, 0]],
  [0x1006, [0, 0]],
  [0x1007, [1, 1]],
  [0x1008, [1, 1]],
  [0x9001, [4, 4]],
  [0x9002, [1, 1]],
  [0x9003, [4, 4]],
  [0x9004, [0, 0]],
  [0x9005, [0, 0]],
  [0x9006, [0, 0]],
  [0x9007, [1, 1]],
  [0x9008, [1, 1]],
  [0x9101, [20, 20]],
]);

/**
 * Reads the header of an un-escaped frame of `length` bytes (flags and CRC excluded), or null when it is too short.
 *
 * No bit tells the editions apart: without `edition`, the size of a body with a fixed layout decides, or else whether
 * the eight bytes after the header of 2011 are a time.
 */
export function readHeader(bytes: Uint8Array, length: number, edition?: Edition): Header | null {
  const spoken = edition ?? detectEdition(bytes, length);
  if (length < HEADER_BYTES[spoken]) return null;
  const input = new ByteReader(bytes, 0, length);
  const header: Header = {
    length: input.u32(),
    serial: input.u32(),
    type: input.u16(),
    accessCode: input.u32(),
    version: [input.u8(), input.u8(), input.u8()],
    encryption: input.u8(),
    key: input.u32(),
    edition: spoken,
  };
  if (spoken === 2019) header.sentAt = input.u32() * 2 ** 32 + input.u32();
  return header;
}

function detectEdition(bytes: Uint8Array, length: number): Edition {
  if (length < HEADER_BYTES[2019]) return 2011;
  const fixed = FIXED_BODIES.get((bytes[8]! << 8) | bytes[9]!);
  if (fixed && length === HEADER_BYTES[2011] + fixed[0]) return 2011;
  if (fixed && length === HEADER_BYTES[2019] + fixed[1]) return 2019;
  const input = new ByteReader(bytes, SEND_TIME_AT, length);
  return epochMsOf(input.u32() * 2 ** 32 + input.u32()) === null ? 2011 : 2019;
}

const YEAR_2000_S = 946_684_800;
const YEAR_2100_S = 4_102_444_800;

/** Milliseconds since 1970 of a UTC count in seconds or milliseconds; null unless it is in the years 2000 to 2099. */
export function epochMsOf(count: number): number | null {
  if (count >= YEAR_2000_S && count < YEAR_2100_S) return count * 1000;
  return count >= YEAR_2000_S * 1000 && count < YEAR_2100_S * 1000 ? count : null;
}

/** Writes a header; throws a RangeError when a value does not fit its field. */
export function writeHeader(output: ByteWriter, header: Header): void {
  output.u32(header.length);
  output.u32(header.serial);
  output.u16(header.type);
  output.u32(header.accessCode);
  for (const part of header.version) output.u8(part);
  output.u8(header.encryption);
  output.u32(header.key);
  if (header.edition === 2019) writeCount(output, header.sentAt ?? 0);
}

/** Writes a whole number of 0..2⁵³−1 in eight bytes; throws a RangeError for any other. */
export function writeCount(output: ByteWriter, count: number): void {
  if (!Number.isSafeInteger(count)) throw new RangeError(`${count} is no count of seconds or milliseconds`);
  output.u32(Math.floor(count / 2 ** 32));
  output.u32(count % 2 ** 32);
}
