import { readFileSync } from 'node:fs';
import { roleOf, splitNals } from '../mp4/nal.ts';
import type { AccessUnit } from '../unit.ts';

const PACK = new URL('../../../../data/packs/media/', import.meta.url);
/** Pictures per second of the recorded streams. */
export const RATE = 12.5;

const pack = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, PACK)));

/** The recorded pictures, each with the parameter sets before it, 80 ms apart. */
export function recordedPictures(codec: 'h264' | 'h265'): AccessUnit[] {
  return picturesOf(codec, pack(`testsrc.${codec}`), RATE);
}

/** The pictures of a byte stream with one slice a picture, at so many a second. */
export function picturesOf(codec: 'h264' | 'h265', bytes: Uint8Array, rate: number): AccessUnit[] {
  const units: AccessUnit[] = [];
  let nals: Uint8Array[] = [];
  for (const nal of splitNals(bytes)) {
    const role = roleOf(codec, nal);
    nals.push(nal);
    if (role !== 'key' && role !== 'picture') continue;
    units.push({ codec, at: (units.length * 1000) / rate, key: role === 'key', nals });
    nals = [];
  }
  return units;
}

/** The recorded sound, 64 ms a frame. */
export function recordedSound(): AccessUnit[] {
  const bytes = pack('sine.aac');
  const units: AccessUnit[] = [];
  for (let at = 0; at + 7 < bytes.length;) {
    const length = (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
    units.push({ codec: 'aac', at: units.length * 64, key: true, nals: [bytes.subarray(at, at + length)] });
    at += length;
  }
  return units;
}
