import { fullBox, u32, u64, box, type Part } from './boxes.ts';

/** One picture or frame of sound in a fragment of its own; times in ms of the stream. */
export interface Sample {
  readonly track: number;
  readonly sequence: number;
  /** When it is to be decoded, and how much later (or earlier) shown. */
  readonly decodeAt: number;
  readonly shift: number;
  readonly duration: number;
  readonly key: boolean;
  readonly data: readonly Part[];
}

/** Sample flags: depends on no other; or depends on others and is no place to begin (ISO/IEC 14496-12 8.8.3.1). */
const KEY_FLAGS = 0x0200_0000;
const OTHER_FLAGS = 0x0101_0000;
const BASE_IS_MOOF = 0x02_0000;
/** Data offset; duration, size, flags and shift of each sample. */
const RUN_FLAGS = 0x00_0f01;

/** moof, mfhd, traf and tfhd stand before the decode time, and their sizes do not change. */
const DECODE_TIME_AT = 8 + 16 + 8 + 16 + 12;
const MOOF_LENGTH = 8 + 16 + 8 + 16 + 20 + 36;

/** A fragment (moof and mdat) with one sample. */
export function fragment(sample: Sample): Uint8Array {
  const size = sample.data.reduce((sum, part) => sum + part.length, 0);
  const run = [
    u32(1),
    u32(MOOF_LENGTH + 8),
    u32(sample.duration),
    u32(size),
    u32(sample.key ? KEY_FLAGS : OTHER_FLAGS),
    u32(sample.shift),
  ];
  const moof = box(
    'moof',
    fullBox('mfhd', 0, 0, u32(sample.sequence)),
    box(
      'traf',
      fullBox('tfhd', 0, BASE_IS_MOOF, u32(sample.track)),
      fullBox('tfdt', 1, 0, u64(sample.decodeAt)),
      fullBox('trun', 1, RUN_FLAGS, ...run),
    ),
  );
  return Buffer.concat([moof, box('mdat', ...sample.data)]);
}

/** Copies fragments written here, one after another, so that their time begins `by` ms earlier (never below 0). */
export function movedEarlier(fragments: Uint8Array, by: number): Uint8Array {
  const out = Buffer.from(fragments);
  for (let at = 0; at + MOOF_LENGTH <= out.length; at += out.readUInt32BE(at) || out.length) {
    if (out.toString('latin1', at + 4, at + 8) !== 'moof') continue;
    const time = Number(out.readBigUInt64BE(at + DECODE_TIME_AT));
    out.writeBigUInt64BE(BigInt(Math.max(0, time - by)), at + DECODE_TIME_AT);
  }
  return out;
}
