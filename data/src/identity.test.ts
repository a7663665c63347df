import { describe, expect, it } from 'vitest';
import { creditCodeHolds, demonstrationCreditCode, demonstrationVin } from './identity.ts';

describe('credit codes (GB 32100-2015)', () => {
  it('accept a code issued elsewhere and refuse it with any one character changed', () => {
    const code = '91350100M000100Y43';
    expect(creditCodeHolds(code)).toBe(true);
    for (let i = 0; i < code.length; i++) {
      const other = code.charAt(i) === '7' ? '8' : '7';
      expect(creditCodeHolds(code.slice(0, i) + other + code.slice(i + 1))).toBe(false);
    }
  });

  it('are made from county and serial with the reserved organisation part', () => {
    const code = demonstrationCreditCode('361126', 7);
    expect(code).toMatch(/^91361126DEM00007[0-9X][0-9A-Y]$/);
    expect(creditCodeHolds(code)).toBe(true);
  });
});

it('gives vehicle identification numbers the check digit of ISO 3779', () => {
  const values = new Map(
    [...'ABCDEFGH.JKLMN.P.R..STUVWXYZ'].map((letter, i) => [
      letter,
      [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 0, 0, 2, 3, 4, 5, 6, 7, 8, 9][i] ?? 0,
    ]),
  );
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  for (const serial of [0, 1, 99, 123_456]) {
    const vin = demonstrationVin(serial);
    const sum = [...vin].reduce(
      (total, letter, i) => total + (weights[i] ?? 0) * (values.get(letter) ?? Number(letter)),
      0,
    );
    expect(vin).toMatch(/^[A-HJ-NPR-Z0-9]{17}$/);
    expect(vin.charAt(8)).toBe(sum % 11 === 10 ? 'X' : String(sum % 11));
  }
});
