import { describe, expect, it } from 'vitest';
import { isRefusal, refuse, REFUSALS, toProblem, type RefusalCode } from './index.ts';

const CODES = Object.keys(REFUSALS) as RefusalCode[];
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string).sort();

describe('every refusal', () => {
  it.each(CODES)('%s has a status of the 4xx or 5xx kind and the same facts in both languages', (code) => {
    const [status, zh, en] = REFUSALS[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).toMatch(/^[\x20-\x7e{}]+$/);
    expect(places(en)).toEqual(places(zh));
  });

  it.each(CODES)('%s leaves no placeholder once its facts are given', (code) => {
    const facts = Object.fromEntries(places(REFUSALS[code][1]).map((name) => [name, '$&1']));
    const problem = toProblem(refuse(code, facts), 'zh');
    expect(problem.zh + problem.en).not.toMatch(/[{}]/);
    for (const value of Object.values(facts)) expect(problem.zh).toContain(value);
  });
});

describe('a problem document', () => {
  it('speaks both languages, titled in the reader’s, with field and instance only where known', () => {
    const refusal = refuse('shelve-too-long', { hours: 8 }, 'until');
    expect(toProblem(refusal, 'en', 'r-1')).toEqual({
      type: '/api/refusals#shelve-too-long',
      title: 'Shelving lasts 8 hours at most',
      status: 422,
      code: 'shelve-too-long',
      zh: '搁置最长 8 小时',
      en: 'Shelving lasts 8 hours at most',
      facts: { hours: 8 },
      field: 'until',
      instance: 'r-1',
    });
    expect(Object.keys(toProblem(refuse('not-found'), 'zh'))).not.toContain('field');
  });

  it('shows a forgotten fact by its name instead of “undefined”', () => {
    expect(toProblem(refuse('too-large'), 'zh').zh).toBe('内容超过 {limit}');
  });

  it('is told from other results', () => {
    expect([refuse('not-found'), null, undefined, 'refused', { state: 'normal' }].map(isRefusal)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
