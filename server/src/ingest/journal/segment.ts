import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Length u32 and CRC-32 u32, little-endian, before every payload. */
export const FRAME_HEAD = 8;
/** Bytes of one payload at most. */
export const LARGEST = 16 * 1024 * 1024;

/** Payloads up to so many bytes are brought together: one piece is written faster than many. */
const SMALL = 4096;

/** Payloads as they stand in a segment, each behind its head: small ones brought together into one piece, others as they are. */
export function piecesOf(payloads: readonly Buffer[]): Buffer[] {
  const pieces: Buffer[] = [];
  const bytes = payloads.reduce((sum, { length }) => sum + FRAME_HEAD + (length > SMALL ? 0 : length), 0);
  const together = Buffer.allocUnsafe(bytes);
  let from = 0;
  let at = 0;
  for (const payload of payloads) {
    at = together.writeUInt32LE(payload.length, at);
    at = together.writeUInt32LE(crc32(payload), at);
    if (payload.length <= SMALL) {
      at += payload.copy(together, at);
      continue;
    }
    pieces.push(together.subarray(from, at), payload);
    from = at;
  }
  if (from < at) pieces.push(together.subarray(from, at));
  return pieces;
}

/** Walks a segment up to its first incomplete or damaged entry; `size` is where the good part ends. */
export async function scan(
  file: FileHandle,
  options: { keep?: boolean } = {},
): Promise<{ count: number; size: number; payloads: Buffer[] }> {
  const bytes = Buffer.alloc((await file.stat()).size);
  await file.read(bytes, 0, bytes.length, 0);
  const payloads: Buffer[] = [];
  let count = 0;
  let at = 0;
  while (at + FRAME_HEAD <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const end = at + FRAME_HEAD + length;
    // Nothing is written without a payload; zeros are what a disk shows that grew a file and lost what was to be in it.
    if (length === 0 || length > LARGEST || end > bytes.length) break;
    const payload = bytes.subarray(at + FRAME_HEAD, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break;
    if (options.keep === true) payloads.push(payload);
    count += 1;
    at = end;
  }
  return { count, size: at, payloads };
}
