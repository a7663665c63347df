import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from './lines.ts';

/** One unit for a Chinese character, half for a Latin one. */
const measure = (text: string): number => [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 128 ? 0.5 : 1), 0);

describe('a text in lines of 28 characters', () => {
  it('begins no line with a comma and ends none with an opening bracket', () => {
    const text =
      '经查，你单位存在下列问题：速冻作业间内有作业人员十一人，超过九人（《工贸企业重大事故隐患判定标准》）；';
    for (const line of breakLines(text, 28, 2, measure)) {
      expect(line).not.toMatch(/^[，。、；：）》]/);
      expect(line).not.toMatch(/[（《]$/);
    }
  });

  it('loses nothing, and no line is longer than its width', () => {
    const letters = fc.constantFrom(...'安全生产监督管理局，。（）《》、：；A1b2.-'.split(''));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 300 }), (parts) => {
        const text = parts.join('');
        const lines = breakLines(text, 28, 2, measure);
        expect(lines.join('')).toBe(text);
        lines.forEach((line, index) => expect(measure(line)).toBeLessThanOrEqual(index === 0 ? 26 : 28));
      }),
    );
  });
});
