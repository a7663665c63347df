import { describe, expect, it } from 'vitest';
import { groupInEnglish, sourceInEnglish } from './index.ts';

describe('a source in English', () => {
  it('names laws as they are officially called, and standards with their title', () => {
    expect(sourceInEnglish('行政处罚法 第六十条：自立案之日起九十日内')).toBe(
      'Administrative Penalty Law, Art. 60: within ninety days of filing',
    );
    expect(sourceInEnglish('GB 18218-2018 表 5')).toBe(
      'GB 18218-2018 table 5 [GB 18218-2018: Identification of major hazard installations for hazardous chemicals]',
    );
  });

  it('is put together of its parts, and is none where one of them is not known', () => {
    expect(sourceInEnglish('IEC 62682 第 12 章；平台初值为一个班')).toContain(
      "IEC 62682 clause 12; the platform's first value is one shift",
    );
    expect(sourceInEnglish('平台初值：来源文件未给数字')).toBe(
      'first value of the platform: the documents give no number',
    );
    expect(sourceInEnglish('D2:112')).toBe('D2:112');
    expect(sourceInEnglish('平台初值：没有人写过')).toBeUndefined();
    expect(sourceInEnglish('IEC 62682 第 12 章；没有人写过')).toBeUndefined();
    expect(groupInEnglish('没有人写过')).toBeUndefined();
  });

  it('does not take GB 18564 for GB 18564.1', () => {
    expect(sourceInEnglish('GB 18564.1')).toBe('GB 18564.1');
  });
});
