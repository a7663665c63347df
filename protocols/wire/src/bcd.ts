/** The value 0..99 of one BCD byte, or −1 when a nibble is above 9. */
export function bcdByte(byte: number): number {
  const high = byte >> 4;
  const low = byte & 15;
  return high > 9 || low > 9 ? -1 : 10 * high + low;
}

/** True when the text consists of decimal digits only, so that its bytes are proper BCD. */
export function isBcd(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
