import { ByteWriter } from '@anlan/wire';
import { type AccessUnit, STREAM_TYPES } from './unit.ts';

const VIDEO = 0xe0;
const AUDIO = 0xc0;
/** Payload of a packet: its length field holds 16 bits, and header and stuffing count. */
const MOST_PAYLOAD = 65_000;
const TICKS = 90;

/** What a program stream is to hold. */
export interface Program {
  readonly video: 'h264' | 'h265';
  readonly audio?: 'g711a' | 'g711u' | 'aac';
}

/**
 * Writes a picture or a frame of sound as a pack (GB/T 28181-2016 appendix C): pack header; before a key picture system
 * header and stream map; packets with the time. AAC is to be given with its ADTS header.
 */
export function writePack(unit: AccessUnit, program: Program): Uint8Array {
  const ticks = Math.round(unit.at * TICKS) % 2 ** 33;
  const seen = unit.codec === 'h264' || unit.codec === 'h265';
  const body = seen ? annexB(unit.nals) : (unit.nals[0] ?? new Uint8Array(0));
  const output = new ByteWriter(body.length + 256);
  packHeader(output, ticks);
  if (seen && unit.key) {
    systemHeader(output);
    streamMap(output, program);
  }
  for (let at = 0; at === 0 || at < body.length; at += MOST_PAYLOAD) {
    packet(output, seen ? VIDEO : AUDIO, body.subarray(at, at + MOST_PAYLOAD), at === 0 ? ticks : undefined);
  }
  return output.finish();
}

function annexB(nals: readonly Uint8Array[]): Uint8Array {
  const output = new ByteWriter(nals.reduce((sum, nal) => sum + nal.length + 4, 0));
  for (const nal of nals) {
    output.u32(1);
    output.write(nal);
  }
  return output.finish();
}

/** ISO/IEC 13818-1 table 2-33, with the clock reference of the picture's time. */
function packHeader(output: ByteWriter, ticks: number): void {
  output.u32(0x1ba);
  const [high, middle, low] = [Math.floor(ticks / 2 ** 30), Math.floor(ticks / 2 ** 15) & 0x7fff, ticks & 0x7fff];
  output.u8(0x44 | (high << 3) | (middle >> 13));
  output.u8((middle >> 5) & 0xff);
  output.u8(((middle & 31) << 3) | 4 | (low >> 13));
  output.u8((low >> 5) & 0xff);
  output.u8(((low & 31) << 3) | 4);
  output.u8(1);
  // Rate 6106 × 50 bytes/s between marker bits, no stuffing.
  output.integer((6106 << 2) | 3, 3);
  output.u8(0xf8);
}

/** ISO/IEC 13818-1 table 2-34: one video and one audio stream. */
function systemHeader(output: ByteWriter): void {
  output.u32(0x1bb);
  output.u16(12);
  output.integer(0x800001 | (6106 << 1), 3);
  output.u8(0x04);
  output.u8(0xe1);
  output.u8(0x7f);
  output.u8(VIDEO);
  output.u16(0xe080);
  output.u8(AUDIO);
  output.u16(0xc020);
}

/** ISO/IEC 13818-1 table 2-35. */
function streamMap(output: ByteWriter, { video, audio }: Program): void {
  const streams = [[typeOf(video), VIDEO], ...(audio === undefined ? [] : [[typeOf(audio), AUDIO]])];
  const from = output.length;
  output.u32(0x1bc);
  output.u16(6 + 4 * streams.length + 4);
  output.u16(0xe0ff);
  output.u16(0);
  output.u16(4 * streams.length);
  for (const [type, id] of streams) {
    output.u8(type!);
    output.u8(id!);
    output.u16(0);
  }
  output.u32(crc32(output.finish().subarray(from)));
}

function typeOf(codec: AccessUnit['codec']): number {
  return Number(Object.entries(STREAM_TYPES).find(([, name]) => name === codec)?.[0]);
}

function packet(output: ByteWriter, id: number, payload: Uint8Array, ticks: number | undefined): void {
  output.u32(0x100 | id);
  const header = ticks === undefined ? 0 : 5;
  output.u16(3 + header + payload.length);
  output.u8(0x80);
  output.u8(ticks === undefined ? 0 : 0x80);
  output.u8(header);
  if (ticks !== undefined) {
    output.u8(0x21 | (Math.floor(ticks / 2 ** 30) << 1));
    output.u16((((Math.floor(ticks / 2 ** 15) & 0x7fff) << 1) | 1) & 0xffff);
    output.u16((((ticks & 0x7fff) << 1) | 1) & 0xffff);
  }
  output.write(payload);
}

/** ISO/IEC 13818-1 annex A: polynomial 04C11DB7, most significant bit first. */
function crc32(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1)
      register = register & 0x80000000 ? (register << 1) ^ 0x04c11db7 : register << 1;
  }
  return register >>> 0;
}
