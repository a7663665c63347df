/** ISO/IEC 14496-12 boxes, written from their parts. */
export type Part = Uint8Array | readonly number[];

/** Unsigned integers, big-endian. */
export const u16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
export const u32 = (value: number): number[] => [
  (value >>> 24) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
];
export const u64 = (value: number): number[] => [...u32(Math.floor(value / 2 ** 32)), ...u32((value % 2 ** 32) >>> 0)];

export const zeros = (count: number): Uint8Array => new Uint8Array(count);

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

export function box(type: string, ...parts: readonly Part[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  const out = new Uint8Array(size);
  out.set(u32(size));
  out.set(ascii(type), 4);
  let at = 8;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A box with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...parts: readonly Part[]): Uint8Array {
  return box(type, [version, (flags >> 16) & 0xff, (flags >> 8) & 0xff, flags & 0xff], ...parts);
}

export const text = (value: string): number[] => [...ascii(value), 0];

export const brand = (name: string): number[] => ascii(name);
