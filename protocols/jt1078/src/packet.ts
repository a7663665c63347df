import { ByteReader, ByteWriter } from '@anlan/wire';

/** Data types of JT/T 1078-2016 table 19, in the order of their numbers. */
export const DATA_TYPES = ['i-frame', 'p-frame', 'b-frame', 'audio', 'transparent'] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** Where a packet stands in its picture, in the order of the numbers of table 19. */
export const PART_MARKS = ['whole', 'first', 'last', 'middle'] as const;
export type PartMark = (typeof PART_MARKS)[number];

/** Load types (table 12) that a picture or sound may have; others stand as their number only. */
export const LOAD_TYPES: Readonly<Record<number, string>> = {
  1: 'g721',
  2: 'g722',
  3: 'g723',
  4: 'g728',
  5: 'g729',
  6: 'g711a',
  7: 'g711u',
  8: 'g726',
  9: 'g729a',
  15: 'pcm',
  19: 'aac',
  20: 'aac',
  25: 'mp3',
  26: 'adpcm',
  91: 'transparent',
  98: 'h264',
  99: 'h265',
  100: 'avs',
  101: 'svac',
};

/** Bytes of the number of the SIM card: BCD[6] in the 2016 edition; terminals of JT/T 808-2019 may write BCD[10]. */
export type PhoneSize = 6 | 10;

/** One packet of a media stream (table 19). */
export interface Packet {
  readonly ok: true;
  /** The M bit: the end of a whole picture. Some terminals never set it. */
  readonly marker: boolean;
  readonly loadType: number;
  readonly sequence: number;
  /** Digits of the SIM card, padded with zeros on the left. */
  readonly phone: string;
  readonly channel: number;
  readonly dataType: DataType;
  readonly part: PartMark;
  /** Milliseconds of the terminal's own clock; absent from transparent data. */
  readonly timestamp?: bigint;
  /** Milliseconds since the last I frame and since the last frame; of pictures only. */
  readonly sinceKey?: number;
  readonly sinceFrame?: number;
  readonly body: Uint8Array;
}

export const MARK = Uint8Array.of(0x30, 0x31, 0x63, 0x64);
/** V 2, P 0, X 0, CC 1. */
const VERSION_BYTE = 0x81;
/** "Not more than 950": what this side sends. Terminals do exceed it, so that the limit of what is taken is an option. */
export const LONGEST_BODY = 950;

const isPicture = (dataType: DataType): boolean => dataType.endsWith('-frame');

/** The header's length by its data type: without times 20 bytes with a BCD[6] number. */
function headerLength(dataType: DataType, phoneSize: PhoneSize): number {
  const fixed = 4 + 1 + 1 + 2 + phoneSize + 1 + 1;
  const times = (dataType === 'transparent' ? 0 : 8) + (isPicture(dataType) ? 4 : 0);
  return fixed + times + 2;
}

/** What can be said of the packet at `start` before all of it has come. */
export type Measured =
  | { readonly kind: 'more' }
  | { readonly kind: 'none' }
  | { readonly kind: 'packet'; readonly header: number; readonly body: number };

/** Measures the packet that begins at `start` as one whose number has `phoneSize` bytes. */
export function measure(bytes: Uint8Array, start: number, phoneSize: PhoneSize): Measured {
  const typeAt = start + 8 + phoneSize + 1;
  if (typeAt >= bytes.length) return { kind: 'more' };
  const dataType = DATA_TYPES[bytes[typeAt]! >> 4];
  if (dataType === undefined || PART_MARKS[bytes[typeAt]! & 0x0f] === undefined) return { kind: 'none' };
  if (bytes[start + 4]! >> 6 !== 2 || !isBcdRun(bytes, start + 8, phoneSize)) return { kind: 'none' };
  const header = headerLength(dataType, phoneSize);
  if (start + header > bytes.length) return { kind: 'more' };
  return { kind: 'packet', header, body: (bytes[start + header - 2]! << 8) | bytes[start + header - 1]! };
}

function isBcdRun(bytes: Uint8Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at += 1) {
    if (bytes[at]! >> 4 > 9 || (bytes[at]! & 0x0f) > 9) return false;
  }
  return true;
}

/** Reads one packet whose bytes `measure` has found complete; the body is a view on them. */
export function readPacket(bytes: Uint8Array, start: number, phoneSize: PhoneSize): Packet {
  const input = new ByteReader(bytes, start + 5);
  const kind = input.u8();
  const sequence = input.u16();
  const phone = input.hex(phoneSize);
  const channel = input.u8();
  const type = input.u8();
  const dataType = DATA_TYPES[type >> 4] ?? 'transparent';
  const part = PART_MARKS[type & 0x0f] ?? 'whole';
  const timestamp = dataType === 'transparent' ? undefined : (BigInt(input.u32()) << 32n) | BigInt(input.u32());
  const times = isPicture(dataType) ? { sinceKey: input.u16(), sinceFrame: input.u16() } : {};
  const body = input.take(input.u16());
  return {
    ok: true,
    marker: kind >= 0x80,
    loadType: kind & 0x7f,
    sequence,
    phone,
    channel,
    dataType,
    part,
    ...(timestamp !== undefined && { timestamp }),
    ...times,
    body,
  };
}

/** Writes one packet; throws a RangeError for a value that does not fit its field. */
export function writePacket(packet: Packet, phoneSize: PhoneSize = 6): Uint8Array {
  const output = new ByteWriter(32 + packet.body.length);
  output.write(MARK);
  output.u8(VERSION_BYTE);
  output.u8((packet.marker ? 0x80 : 0) | packet.loadType);
  output.u16(packet.sequence);
  const digits = packet.phone.padStart(2 * phoneSize, '0');
  if (digits.length !== 2 * phoneSize || !/^\d*$/.test(digits)) throw new RangeError(`'${packet.phone}' is no number`);
  for (let at = 0; at < digits.length; at += 2) output.u8(Number.parseInt(digits.slice(at, at + 2), 16));
  output.u8(packet.channel);
  output.u8((DATA_TYPES.indexOf(packet.dataType) << 4) | PART_MARKS.indexOf(packet.part));
  if (packet.dataType !== 'transparent') {
    const time = packet.timestamp ?? 0n;
    output.u32(Number(time >> 32n));
    output.u32(Number(time & 0xffff_ffffn));
  }
  if (isPicture(packet.dataType)) {
    output.u16(packet.sinceKey ?? 0);
    output.u16(packet.sinceFrame ?? 0);
  }
  output.u16(packet.body.length);
  output.write(packet.body);
  return output.finish();
}
