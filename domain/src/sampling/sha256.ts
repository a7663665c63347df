const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

const PRIMES = (() => {
  const found: number[] = [];
  for (let candidate = 2; found.length < 64; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
})();

/** First 32 bits of the fraction of n^(1/root), exact in integers so that every machine has the same constants. */
function fraction(n: number, root: 2n | 3n): number {
  const target = BigInt(n) << (32n * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** root <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}

const K = PRIMES.map((prime) => fraction(prime, 3n));
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));

function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) << 6) + 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(bytes.length / 0x2000_0000));
  view.setUint32(view.byteLength - 4, bytes.length << 3);
  return view;
}

function schedule(block: DataView, offset: number): number[] {
  const w = Array.from({ length: 64 }, (_, t) => (t < 16 ? block.getUint32(offset + 4 * t) : 0));
  for (let t = 16; t < 64; t++) {
    const [a, b] = [w[t - 15] as number, w[t - 2] as number];
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
  }
  return w;
}

type State = [number, number, number, number, number, number, number, number];

function compress(state: readonly number[], w: readonly number[]): number[] {
  let [a, b, c, d, e, f, g, h] = state as State;
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (state[index] as number)) | 0);
}

/** UTF-8 bytes of a text. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    // A lone surrogate becomes U+FFFD, as encoders everywhere write it.
    const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x1_0000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

/** SHA-256 (FIPS 180-4) of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  const message = padded(utf8(text));
  let state: readonly number[] = INITIAL;
  for (let offset = 0; offset < message.byteLength; offset += 64) state = compress(state, schedule(message, offset));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
