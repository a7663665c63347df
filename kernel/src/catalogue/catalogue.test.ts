import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  articleLabel,
  checkItem,
  defineCatalogue,
  fromChinese,
  gramsOf,
  judge,
  match,
  rank,
  readReference,
  spokenArticle,
  toChinese,
  undecided,
  type CatalogueItem,
  type Condition,
} from './index.ts';

const item = (code: string, when: Condition, from = '2026-01-01', until: string | null = null): CatalogueItem => ({
  id: code,
  code,
  title: code,
  from,
  until,
  when,
  effect: { kind: 'propose', values: { grade: 'major' } },
  clauses: [],
});

describe('a rule as data', () => {
  it('holds, fails or cannot be said, and names the facts that decided or are lacking', () => {
    const rule: Condition = {
      all: [
        { fact: 'class', is: ['material'] },
        { fact: 'excess', least: 1.2 },
      ],
    };
    expect(judge(rule, { class: 'material', excess: 1.2 })).toEqual({
      holds: true,
      because: ['class', 'excess'],
      lacking: [],
    });
    expect(judge(rule, { class: 'place' })).toMatchObject({ holds: false, because: ['class'] });
    expect(judge(rule, { class: 'material' })).toMatchObject({ holds: null, lacking: ['excess'] });
    expect(judge({ not: rule }, { class: 'material' }).holds).toBeNull();
    expect(judge({ fact: 'text', has: ['LNG', '联锁'] }, { text: '储罐 lng 泄漏' }).holds).toBe(true);
  });

  it('is three-valued: what becomes known never turns an answer round', () => {
    const leaf = fc.record({
      fact: fc.constantFrom('a', 'b', 'c'),
      is: fc.array(fc.boolean(), { minLength: 1, maxLength: 2 }),
    });
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.record({ all: fc.array(tie('tree'), { maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('tree') }),
      ),
    }));
    const value = fc.option(fc.boolean(), { nil: undefined });
    fc.assert(
      fc.property(
        tree,
        fc.record({ a: value, b: value, c: value }),
        fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }),
        (rule, some, rest) => {
          const early = judge(rule, some).holds;
          const known = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, some[key as 'a'] ?? one]));
          const late = judge(rule, known).holds;
          expect(late).not.toBeNull();
          if (early !== null) expect(late).toBe(early);
        },
      ),
    );
  });

  it('matches only what is in force on the day; the last day is the day before it ends', () => {
    const items = [item('old', { all: [] }, '2020-01-01', '2026-03-01'), item('new', { all: [] }, '2026-03-01')];
    const codes = (day: string) => match(items, {}, day).map(({ item: one }) => one.code);
    expect(codes('2026-02-28')).toEqual(['old']);
    expect(codes('2026-03-01')).toEqual(['new']);
    expect(codes('2019-12-31')).toEqual([]);
    const open = item('open', { fact: 'x', is: [1] });
    expect(undecided([open], {}, '2026-05-01')).toEqual([{ item: open, lacking: ['x'] }]);
  });

  it('is checked against what its list may ask and propose', () => {
    const list = defineCatalogue({
      key: 'k',
      label: '目录',
      labelEn: 'List',
      about: '',
      facts: { class: { kind: 'text', label: '类', labelEn: 'Class' } },
      effects: ['propose'],
      proposes: { grade: { kind: 'text', label: '级', labelEn: 'Grade' } },
      keeper: 'jurisdiction',
      source: '',
    });
    expect(checkItem(list, item('ok', { fact: 'class', is: ['a'] }))).toEqual([]);
    expect(checkItem(list, item('bad', { fact: 'wat', is: ['a'] })).map(({ field }) => field)).toEqual(['when']);
    const refusing = { ...item('bad', { all: [] }), effect: { kind: 'refuse', because: 'x' } as const };
    expect(checkItem(list, refusing).map(({ field }) => field)).toEqual(['effect']);
    expect(checkItem(list, item('bad', { all: [] }, '2026-02-01', '2026-02-01')).map(({ field }) => field)).toEqual([
      'until',
    ]);
  });
});

describe('article references', () => {
  it('reads Chinese numbers as it writes them', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9999 }), (value) => fromChinese(toChinese(value)) === value));
    expect([10, 41, 101, 110, 1260].map(toChinese)).toEqual(['十', '四十一', '一百零一', '一百一十', '一千二百六十']);
    expect(fromChinese('一百一十七')).toBe(117);
    expect(fromChinese('１２')).toBe(12);
    expect(fromChinese('条')).toBeUndefined();
  });

  it('knows references from words, and articles named in words', () => {
    expect(readReference('work-safety-law/41')).toEqual({ law: 'work-safety-law', article: '41' });
    expect(readReference('gb-30871/5.2.3')).toEqual({ law: 'gb-30871', article: '5.2.3' });
    expect(readReference('安全生产法第四十一条')).toBeUndefined();
    expect(articleLabel('134-1')).toBe('第一百三十四条之一');
    expect(spokenArticle('安全生产法第四十一条')).toEqual({ article: '41', rest: '安全生产法' });
    expect(spokenArticle('刑法134条之一')).toEqual({ article: '134-1', rest: '刑法' });
    expect(spokenArticle('条件')).toBeUndefined();
  });
});

describe('words of a text', () => {
  it('are pairs of neighbouring signs, and letters and digits as a whole', () => {
    expect(gramsOf('安全生产 GB 30871-2022，罐')).toEqual(['安全', '全生', '生产', 'gb', '30871-2022', '罐']);
  });

  it('weigh the more the rarer they are', () => {
    const items = ['安全出口堵塞', '安全阀失效', '安全帽破损', '液氨储罐安全距离不足'];
    expect(rank(items, (text) => text, '液氨安全', 0.1)[0]?.item).toBe('液氨储罐安全距离不足');
    expect(rank(items, (text) => text, '完全无关的话')).toEqual([]);
  });
});
