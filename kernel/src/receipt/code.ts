/** 31 characters that are not mistaken for each other on paper or by ear: no 0, 1, I, O, U. A prime number of them. */
export const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTVWXYZ';
const PRIME = BigInt(ALPHABET.length);
/** Characters of chance before the check character: 31⁹ ≈ 2⁴⁴·⁶; with a six-digit PIN 2⁶⁴·⁵. */
const FREE = 9;
const PIN_DIGITS = 6;

/** What a reporter is given and nobody else has: `QH7K2-39MDP` with its PIN `406182`. */
export interface Receipt {
  readonly code: string;
  readonly pin: string;
}

/**
 * The check character: the weighted sum of all ten characters is a multiple of 31. Weights are the places 1…10 and the
 * modulus is prime, so every single wrong character and every exchange of two characters is noticed.
 */
function checkOf(free: string): string {
  let sum = 0;
  for (let index = 0; index < free.length; index += 1) sum += (index + 1) * ALPHABET.indexOf(free.charAt(index));
  const modulus = ALPHABET.length;
  const wanted = (modulus - (sum % modulus)) % modulus;
  for (let value = 0; value < modulus; value += 1)
    if (((free.length + 1) * value) % modulus === wanted) return ALPHABET.charAt(value);
  throw new Error('a prime modulus has an inverse for every weight');
}

/** Makes a receipt from at least 24 random (or keyed) bytes; the same bytes give the same receipt. */
export function makeReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length < 24) throw new Error('a receipt wants 24 bytes');
  const numberOf = (part: Uint8Array): bigint => part.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let rest = numberOf(bytes.subarray(0, 16));
  let free = '';
  for (let index = 0; index < FREE; index += 1) {
    free += ALPHABET.charAt(Number(rest % PRIME));
    rest /= PRIME;
  }
  const pin = String(numberOf(bytes.subarray(16, 24)) % 10n ** BigInt(PIN_DIGITS)).padStart(PIN_DIGITS, '0');
  const body = free + checkOf(free);
  return { code: `${body.slice(0, 5)}-${body.slice(5)}`, pin };
}

/** The code as it is kept, however it was typed (spaces, dashes, small letters); undefined where it cannot be one. */
export function readCode(text: string): string | undefined {
  const body = text.toUpperCase().replaceAll(/[\s\-–—_.]/g, '');
  if (body.length !== FREE + 1) return undefined;
  for (const character of body) if (!ALPHABET.includes(character)) return undefined;
  return checkOf(body.slice(0, FREE)) === body.charAt(FREE) ? `${body.slice(0, 5)}-${body.slice(5)}` : undefined;
}

/** The PIN as it is kept, spaces left out; undefined where it cannot be one. */
export function readPin(text: string): string | undefined {
  const digits = text.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}
