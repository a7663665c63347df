import { describe, expect, it } from 'vitest';
import { KINDS, kindByKey } from './kinds.ts';
import { caseEntryText } from './told.ts';

const danger = kindByKey('hidden-danger')!;
const CHINESE = /[\u3400-\u9fff]/;
const say = (action: string, text: string): string =>
  caseEntryText(danger, { action, from: action === 'open' ? null : 'grading', text }, 'en');

describe('the trail of a case in English', () => {
  it('says what was filled in by the names of the declaration', () => {
    expect(say('grade', '分级：一般隐患；颜色：低；类别：设备；定级依据：一般隐患')).toBe(
      'Grade: General; Colour: low; Class: Equipment; Basis of the grade: 一般隐患',
    );
    expect(say('carry', '所在清单与责任人：季清单（企业主要负责人）；自：2026-11-20')).not.toMatch(
      /^[^:]*[\u3400-\u9fff]/,
    );
  });

  it('says what the platform did by itself', () => {
    expect(say('overdue', '逾期 3 日，升级到乡镇（街道）')).toBe('Overdue by 3 days: on to the town');
    expect(say('credit', '诚信扣 5 分：隐患逾期未整改')).toBe(
      '5 credit points taken: hidden danger not put right in time',
    );
    expect(say('recount', '放假安排已公布，期限由 2026-02-10 改为 2026-02-12')).toBe(
      'Holidays are announced: due on 2026-02-12 instead of 2026-02-10',
    );
  });

  it('leaves people’s own words, a text with the same marks in it, and everything in Chinese', () => {
    expect(say('rectify', '已更换；现场：正常')).toBe('已更换；现场：正常');
    expect(say('open', '隐患：配电箱；门：缺失')).toBe('What is wrong: 配电箱; 门：缺失');
    expect(caseEntryText(danger, { action: 'overdue', from: 'grading', text: '逾期，告知市' }, 'zh')).toBe(
      '逾期，告知市',
    );
  });

  it('has an English word for every option that can be chosen in any kind', () => {
    const said = KINDS.flatMap((kind) =>
      Object.values(kind.fields).flatMap((field) =>
        field.kind === 'choice'
          ? field.options.map(({ label }) =>
              caseEntryText(kind, { action: 'x', from: 'y', text: `${field.label}：${label}` }, 'en'),
            )
          : [],
      ),
    );
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter((text) => CHINESE.test(text))).toEqual([]);
  });
});
