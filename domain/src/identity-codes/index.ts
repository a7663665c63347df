const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * Check character of a unified social credit code (GB 32100-2015 §5.4: weights 3^(i−1) mod 31).
 * `body` is the first 17 characters; undefined when one of them is outside the code's alphabet.
 */
export function creditCodeCheck(body: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = CREDIT_ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31];
}

/** Is it a well-formed unified social credit code, check character included (GB 32100-2015)? */
export function isCreditCode(code: string): boolean {
  return code.length === 18 && creditCodeCheck(code.slice(0, 17)) === code[17];
}
