import { describe, expect, it } from 'vitest';
import { creditCodeCheck, isCreditCode } from './index.ts';

describe('unified social credit code (GB 32100-2015)', () => {
  // Published codes of state bodies and companies.
  it.each(['91110000802100433B', '91440300708461136T', '91330100799655058B'])('accepts %s', (code) => {
    expect(isCreditCode(code)).toBe(true);
  });

  it('refuses a wrong check character, a wrong length and letters outside the alphabet', () => {
    expect(isCreditCode('91110000802100433A')).toBe(false);
    expect(isCreditCode('91110000802100433')).toBe(false);
    expect(creditCodeCheck('9111000080210043I')).toBeUndefined();
  });
});
