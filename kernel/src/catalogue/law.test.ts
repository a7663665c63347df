import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffArticles, readLaw } from './index.ts';

const LAW = `示例市安全条例
（2020年1月1日某市人大常委会通过）
第一章　总 则
第一条　为了加强安全工作，制定本条例。
第二条　依照本法第一条的规定：
（一）甲；
（二）乙。
第二章 附则
第三条 本条例自2020年3月1日起施行。`;

describe('the text of a law', () => {
  it('is read into articles with their chapters and paragraphs', () => {
    const read = readLaw(LAW);
    expect(read.title).toBe('示例市安全条例');
    expect(read.preface).toContain('2020年1月1日');
    expect(read.problems).toEqual([]);
    expect(read.articles.map(({ number, label, chapter }) => [number, label, chapter])).toEqual([
      ['1', '第一条', '第一章 总 则'],
      ['2', '第二条', '第一章 总 则'],
      ['3', '第三条', '第二章 附则'],
    ]);
    expect(read.articles[1]?.text).toBe('依照本法第一条的规定：\n（一）甲；\n（二）乙。');
  });

  it('takes a sentence that mentions an article for no beginning of one', () => {
    const read = readLaw('第一条 甲。\n第五条规定的行为，从重处罚。\n第二条乙。');
    expect(read.articles.map(({ number }) => number)).toEqual(['1', '2']);
    expect(read.articles[0]?.text).toContain('第五条规定');
  });

  it('marks what is twice, empty or missing at its line', () => {
    const read = readLaw('第一条 甲\n第三条 丙\n第三条 丁\n第四条\n');
    expect(read.problems.map(({ line, weight }) => [line, weight])).toEqual([
      [2, 'warning'],
      [3, 'error'],
      [4, 'error'],
    ]);
    expect(readLaw('随便一段文字').problems[0]?.weight).toBe('error');
  });

  it('reads standards by their numbered clauses and Markdown headings', () => {
    const read = readLaw('# GB 1-2020 示例\n\n## 5 动火\n5.1 一般要求\n动火前应检测。\n5.1.1 气体检测\n');
    expect(read.articles.map(({ number, chapter }) => [number, chapter])).toEqual([
      ['5.1', '5 动火'],
      ['5.1.1', '5 动火'],
    ]);
    expect(read.title).toBe('GB 1-2020 示例');
  });
});

describe('two versions of a law', () => {
  const article = (number: number, text: string) => ({ number: String(number), text });

  it('keep an article apart from its number: what is inserted moves the rest', () => {
    const before = [
      article(1, '生产经营单位应当建立隐患排查治理制度并如实记录'),
      article(2, '从业人员有权了解作业场所的危险因素'),
      article(3, '主管部门应当在三日内答复'),
    ];
    const after = [
      article(1, '生产经营单位应当建立隐患排查治理制度并如实记录'),
      article(2, '平台企业应当参照执行有关规定，履行同等义务'),
      article(3, '从业人员有权了解作业场所的危险因素'),
      article(4, '主管部门应当在五日内书面答复'),
    ];
    expect(diffArticles(before, after)).toEqual([
      { kind: 'same', from: '1', to: '1' },
      { kind: 'new', from: null, to: '2' },
      { kind: 'renumbered', from: '2', to: '3' },
      { kind: 'changed', from: '3', to: '4' },
    ]);
    expect(diffArticles(before, after.slice(0, 1)).map(({ kind }) => kind)).toEqual(['same', 'repealed', 'repealed']);
  });

  it('tell of every article of either version exactly once', () => {
    const texts = fc.array(
      fc.constantFrom(
        '甲乙丙丁戊',
        '应当立即整改并报告',
        '罚款一万元以上',
        '应当立即整改且报告',
        '本法自公布之日起施行',
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const before = one.map((text, index) => article(index + 1, text));
        const after = other.map((text, index) => article(index + 1, text));
        const changes = diffArticles(before, after);
        const numbers = (key: 'from' | 'to') => changes.flatMap((change) => change[key] ?? []).toSorted();
        expect(numbers('from')).toEqual(before.map(({ number }) => number).toSorted());
        expect(numbers('to')).toEqual(after.map(({ number }) => number).toSorted());
        for (const { kind, from, to } of changes) {
          if (kind !== 'same' && kind !== 'renumbered') continue;
          expect(before[Number(from) - 1]?.text).toBe(after[Number(to) - 1]?.text);
        }
      }),
    );
  });

  it('are the same law compared with itself', () => {
    const { articles } = readLaw(LAW);
    expect(diffArticles(articles, articles).every(({ kind }) => kind === 'same')).toBe(true);
  });
});
