import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Length u32 and CRC-32 u32, little-endian, before every payload. */
export const FRAME_HEAD = 8;
/** Bytes of one payload at most. */
export const LARGEST = 16 * 1024 * 1024;

/** What stands before a payload in a segment. */
export function headOf(payload: Buffer): Buffer {
  const head = Buffer.allocUnsafe(FRAME_HEAD);
  head.writeUInt32LE(payload.length, 0);
  head.writeUInt32LE(crc32(payload), 4);
  return head;
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
