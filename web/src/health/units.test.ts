import { describe, expect, it } from 'vitest';
import { bytesText, msText } from './units.ts';

describe('amounts', () => {
  it('of bytes have two or three digits', () => {
    expect([0, 999, 1024, 5.5 * 2 ** 20, 300 * 2 ** 20, 3 * 2 ** 40, null].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '5.5 MB',
      '300 MB',
      '3.0 TB',
      '—',
    ]);
  });

  it('of time go from fractions of a millisecond to minutes', () => {
    expect([0.04, 3.14, 37.4, 2100, -7_200_000, undefined].map(msText)).toEqual([
      '0 ms',
      '3.1 ms',
      '37 ms',
      '2.1 s',
      '−120 min',
      '—',
    ]);
  });
});
