import { describe, expect, it } from 'vitest';
import { toldInEnglish, type Sentences } from './told.ts';

const SENTENCES: Sentences = [
  ['升为{label}：{value}，限 {limit}', 'up to {label}: {value}, limit {limit}'],
  ['{label}：{value}，限 {limit}', '{label}: {value}, limit {limit}'],
  ['恢复正常：{value}', 'back to normal: {value}'],
];

describe('a sentence told in English', () => {
  it('is that of the first form that fits, with what stands at its places', () => {
    expect(toldInEnglish(SENTENCES, '超速 20 %：97.6 km/h，限 96')).toBe('超速 20 %: 97.6 km/h, limit 96');
    expect(
      toldInEnglish(SENTENCES, '升为高高限：91 %，限 90', (value) => (value === '高高限' ? 'High-high' : value)),
    ).toBe('up to High-high: 91 %, limit 90');
  });

  it('is not made of what people wrote, nor of a part of it', () => {
    expect(toldInEnglish(SENTENCES, '已到现场，关阀')).toBeUndefined();
    expect(toldInEnglish(SENTENCES, '恢复正常：')).toBeUndefined();
  });
});
