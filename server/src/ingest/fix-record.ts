import type { Fix } from '@anlan/kernel/position';
import { parse, text } from './points.ts';

/** A fix of a vehicle or vessel (`object` is its id). */
export interface MovedFix {
  readonly object: string;
  readonly fix: Fix;
}

/**
 * The members of a fix that may be absent, in the order in which they stand; the first three are then null. The order is
 * that of the bits that say which are there: what is new comes at the end.
 */
const NUMBERS = [
  'speed',
  'heading',
  'altitude',
  'recorded',
  'odometer',
  'satellites',
  'navStatus',
  'alarmBits',
  'statusBits',
] as const satisfies readonly (keyof Fix)[];

const POSITIONED = 1 << 14;
const LIVE = 1 << 15;
const SAFETY = 1 << 13;
/** Object 16 bytes, what is there u16, time, longitude and latitude f64. */
const HEAD = 42;

/** What is there of a fix, as bits. */
function presentIn(fix: Fix): number {
  let present = (fix.positioned ? POSITIONED : 0) | (fix.live ? LIVE : 0) | (fix.safety === undefined ? 0 : SAFETY);
  for (let bit = 0; bit < NUMBERS.length; bit += 1) if (fix[NUMBERS[bit]!] != null) present |= 1 << bit;
  return present;
}

/** Bytes of the fixes as `writeFixes` writes them. */
export function sizeOfFixes(fixes: readonly MovedFix[]): number {
  let size = 0;
  for (const { fix } of fixes) {
    size += HEAD;
    for (const name of NUMBERS) if (fix[name] != null) size += 8;
    if (fix.safety !== undefined) size += 4 + Buffer.byteLength(JSON.stringify(fix.safety));
  }
  return size;
}

/**
 * Writes fixes one behind the other, little-endian: which members are there, then those as f64, then what the terminal's
 * own instruments saw as a length u32 and JSON, where they saw anything. Throws where an object is no id.
 */
export function writeFixes(fixes: readonly MovedFix[], target: Buffer, from: number): void {
  let at = from;
  for (const { object, fix } of fixes) {
    const present = presentIn(fix);
    if (!parse(object, target.subarray(at, at + 16))) throw new Error(`not an id: ${object}`);
    at = target.writeUInt16LE(present, at + 16);
    at = target.writeDoubleLE(fix.at, at);
    at = target.writeDoubleLE(fix.lon, at);
    at = target.writeDoubleLE(fix.lat, at);
    for (let bit = 0; bit < NUMBERS.length; bit += 1)
      if ((present & (1 << bit)) !== 0) at = target.writeDoubleLE(fix[NUMBERS[bit]!]!, at);
    if (fix.safety === undefined) continue;
    const length = target.write(JSON.stringify(fix.safety), at + 4);
    at = target.writeUInt32LE(length, at) + length;
  }
}

/** The fixes that stand in a piece of a payload, to its end. */
export function readFixes(bytes: Buffer): MovedFix[] {
  const fixes: MovedFix[] = [];
  let at = 0;
  const number = (): number => {
    at += 8;
    return bytes.readDoubleLE(at - 8);
  };
  while (at < bytes.length) {
    const object = text(bytes.subarray(at, at + 16));
    const present = bytes.readUInt16LE(at + 16);
    at += 18;
    const fix: { -readonly [K in keyof Fix]: Fix[K] } = {
      at: number(),
      lon: number(),
      lat: number(),
      speed: null,
      heading: null,
      altitude: null,
      positioned: (present & POSITIONED) !== 0,
      live: (present & LIVE) !== 0,
    };
    for (let bit = 0; bit < NUMBERS.length; bit += 1) if ((present & (1 << bit)) !== 0) fix[NUMBERS[bit]!] = number();
    if ((present & SAFETY) !== 0) {
      const end = at + 4 + bytes.readUInt32LE(at);
      fix.safety = JSON.parse(bytes.toString('utf8', at + 4, end)) as NonNullable<Fix['safety']>;
      at = end;
    }
    fixes.push({ object, fix });
  }
  return fixes;
}
