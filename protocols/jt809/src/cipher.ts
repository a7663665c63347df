/** The three constants the platforms agree upon for an access code, each 0..4294967295. */
export interface CipherConstants {
  readonly m1: number;
  readonly ia1: number;
  readonly ic1: number;
}

/**
 * Encrypts or decrypts a body, which is the same: each byte XOR bits 20–27 of a linear congruential generator.
 *
 * `key` is the one of the header; a key or M1 of 0 counts as 1. Answers a fresh array.
 */
export function crypt(bytes: Uint8Array, key: number, { m1, ia1, ic1 }: CipherConstants): Uint8Array {
  const modulus = m1 >>> 0 || 1;
  let state = key >>> 0 || 1;
  const result = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(ia1, state % modulus) + ic1) >>> 0;
    result[i] = bytes[i]! ^ ((state >>> 20) & 0xff);
  }
  return result;
}
