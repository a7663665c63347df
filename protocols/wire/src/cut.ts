/** Bytes that are cut into pieces for short arrays. */
const SHEET = 16_384;
/** What is longer gets memory of its own, lest a kept one holds much that nobody needs. */
const LONGEST = 1024;

let sheet = new ArrayBuffer(SHEET);
let used = 0;

/**
 * A new array of zeros. Short ones share their memory with others, each byte given out once: an array with memory of its
 * own costs half a microsecond, and again when it is collected.
 */
export function zeros(length: number): Uint8Array {
  if (length > LONGEST) return new Uint8Array(length);
  if (used + length > SHEET) {
    sheet = new ArrayBuffer(SHEET);
    used = 0;
  }
  const bytes = new Uint8Array(sheet, used, length);
  used += length;
  return bytes;
}
