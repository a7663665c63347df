/** Cuts a byte stream (ITU-T H.264 / H.265 Annex B) into NAL units without start codes and without trailing zeros. */
export function splitNals(data: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = [];
  let start = -1;
  let zeros = 0;
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at];
    if (byte === 1 && zeros >= 2) {
      if (start >= 0) addNal(nals, data, start, at - zeros);
      start = at + 1;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  if (start >= 0) addNal(nals, data, start, data.length);
  return nals;
}

function addNal(nals: Uint8Array[], data: Uint8Array, start: number, end: number): void {
  while (end > start && data[end - 1] === 0) end -= 1;
  if (end > start) nals.push(data.subarray(start, end));
}

/** What one NAL unit is, as far as a relay needs to know. */
export type NalRole = 'vps' | 'sps' | 'pps' | 'key' | 'picture' | 'delimiter' | 'other';

/** H.264 table 7-1. */
const H264_ROLES: Readonly<Record<number, NalRole>> = {
  1: 'picture',
  2: 'picture',
  3: 'picture',
  4: 'picture',
  5: 'key',
  7: 'sps',
  8: 'pps',
  9: 'delimiter',
};

/** H.265 table 7-1: 0–9 pictures, 16–21 those at which decoding may begin, then the parameter sets. */
const H265_ROLES: Readonly<Record<number, NalRole>> = {
  ...Object.fromEntries(Array.from({ length: 10 }, (_, type) => [type, 'picture'] as const)),
  ...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [16 + index, 'key'] as const)),
  32: 'vps',
  33: 'sps',
  34: 'pps',
  35: 'delimiter',
};

/** The role of a NAL unit by its header. */
export function roleOf(codec: 'h264' | 'h265', nal: Uint8Array): NalRole {
  const head = nal[0] ?? 0;
  return (codec === 'h264' ? H264_ROLES[head & 0x1f] : H265_ROLES[(head >> 1) & 0x3f]) ?? 'other';
}

/** A NAL unit without the bytes that keep start codes out of it (H.264 7.3.1, H.265 7.3.1.1). */
export function unescapeNal(nal: Uint8Array): Uint8Array {
  const out = new Uint8Array(nal.length);
  let length = 0;
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}
