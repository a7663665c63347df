import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditCodeCheck, isCreditCode } from '@anlan/domain/identity-codes';
import { defineEntity } from '../entity/index.ts';
import {
  cleanCreditCode,
  cleanDate,
  cleanNumber,
  cleanValue,
  findDuplicates,
  findLayout,
  halfWidth,
  isNoRecord,
  isSlip,
  nameKey,
  type Comparable,
  type Grid,
} from './index.ts';

const wide = (text: string): string =>
  [...text]
    .map((letter) => (letter >= '!' && letter <= '~' ? String.fromCodePoint(letter.codePointAt(0)! + 0xfee0) : letter))
    .join('');
const day = fc
  .date({ min: new Date('1954-11-01'), max: new Date('2118-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const code = fc.array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 }).map((letters) => {
  const body = letters.join('');
  return body + creditCodeCheck(body)!;
});

describe('a date of a ledger', () => {
  const parts = (text: string) => text.split('-').map(Number) as [number, number, number];
  const WRITINGS: readonly ((text: string) => unknown)[] = [
    (text) => text,
    (text) => wide(text),
    (text) => ` ${text} `,
    (text) => parts(text).join('.'),
    (text) => parts(text).join('/'),
    (text) => {
      const [y, m, d] = parts(text);
      return `${y}年${m}月${d}日`;
    },
    (text) => {
      const [y, m, d] = parts(text);
      return `${y} 年 ${m} 月 ${d} 日`;
    },
    (text) => text.replaceAll('-', ''),
    (text) => Number(text.replaceAll('-', '')),
    (text) => `${text} 08:30:00`,
    (text) => new Date(`${text}T00:00:00Z`),
    (text) => Math.round((Date.parse(text) - Date.UTC(1899, 11, 30)) / 86_400_000),
  ];

  it('is the same day however it is written: text, full width, serial number', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...WRITINGS), (text, write) => {
        expect(cleanDate(write(text))).toEqual({ value: text });
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['2024.2.30', '2023-13-01', '24.3.5', '2024年3月', '长期', '', '2024', 'NaN', '99999999', '1.5'])(
    'is refused rather than guessed: %s',
    (text) => expect(cleanDate(text)).toHaveProperty('problem'),
  );
});

describe('a number of a ledger', () => {
  it('is the same however it is written', () => {
    const number = fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 1e7 }).map((whole) => whole / 100),
    );
    const writings: readonly ((value: number) => unknown)[] = [
      (value) => value,
      String,
      (value) => wide(String(value)),
      (value) => `${value}人`,
      (value) => ` ${value} 人 `,
      (value) => `约${value}人`,
      (value) => value.toLocaleString('en-US', { maximumFractionDigits: 2 }),
    ];
    fc.assert(
      fc.property(number, fc.constantFrom(...writings), (value, write) => {
        expect(cleanNumber(write(value), '人')).toEqual({ value: Object.is(value, -0) ? 0 : value });
      }),
      { numRuns: 1000 },
    );
  });

  it('knows 万 and the units of the field, and no others', () => {
    expect(cleanNumber('1.2万', '人')).toEqual({ value: 12_000 });
    expect(cleanNumber('50立方米', 'm³')).toEqual({ value: 50 });
    expect(cleanNumber('50 吨', 'm³')).toEqual({ problem: '单位应为“m³”，不是“吨”' });
    for (const text of ['100-200', '若干', '1.2.3', 'Infinity', ''])
      expect(cleanNumber(text, '人'), text).toHaveProperty('problem');
  });
});

describe('a credit code of a ledger', () => {
  it('is found under blanks, hyphens, quotes, width, case and look-alike letters', () => {
    const noise: readonly ((text: string) => string)[] = [
      (text) => text,
      wide,
      (text) => text.toLowerCase(),
      (text) => `'${text}`,
      (text) => text.replaceAll(/(.{4})/g, '$1 '),
      (text) => text.replaceAll('0', 'O').replaceAll('1', 'I'),
    ];
    fc.assert(
      fc.property(code, fc.constantFrom(...noise), (text, write) => {
        expect(cleanCreditCode(write(text))).toEqual({ value: text });
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused with one character changed or two neighbours swapped, and told as a slip of the right one', () => {
    fc.assert(
      fc.property(code, fc.nat(16), fc.constantFrom(...ALPHABET), fc.boolean(), (text, at, letter, swap) => {
        const letters = [...text];
        if (swap) [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!];
        else letters[at] = letter;
        const slipped = letters.join('');
        fc.pre(slipped !== text);
        expect(isCreditCode(slipped)).toBe(false);
        if (at < 16) expect(isSlip(text, slipped)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('never comes out wrong: what is given is right, or refused', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 24 }), (text) => {
        const cleaned = cleanCreditCode(text);
        if ('value' in cleaned) expect(isCreditCode(cleaned.value)).toBe(true);
      }),
    );
  });
});

it('takes text apart from its width exactly once', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(halfWidth(halfWidth(text))).toBe(halfWidth(text));
    }),
  );
});

const entity = defineEntity({
  key: 'firm',
  plural: 'firms',
  label: '企业',
  labelEn: 'Firm',
  about: '',
  family: 'registry',
  nameLabel: '企业名称',
  nameLabelEn: 'Name',
  nameAlso: ['单位名称'],
  located: true,
  fields: {
    creditCode: { kind: 'text', label: '统一社会信用代码', labelEn: 'Code', also: ['信用代码'], required: true },
    employees: { kind: 'number', label: '从业人员', labelEn: 'Employees', unit: '人' },
    grade: {
      kind: 'choice',
      label: '标准化等级',
      labelEn: 'Grade',
      options: [
        { value: 'three', label: '三级', labelEn: 'Three' },
        { value: 'none', label: '无', labelEn: 'None' },
      ],
    },
    risk: { kind: 'level', label: '风险等级', labelEn: 'Risk' },
    until: { kind: 'date', label: '有效期至', labelEn: 'Until' },
  },
});

describe('the heading of an ugly sheet', () => {
  const grid: Grid = {
    name: '台账',
    rows: [
      ['2024 年企业基本情况统计表', '2024 年企业基本情况统计表', null, null, null],
      ['填报单位：某镇', null, null, null, null],
      ['序号', '单位 名称*', '信用代码', '基本情况', '基本情况'],
      ['序号', '单位 名称*', '信用代码', '从业人员（人）', '有效期至'],
      [1, '甲厂', '9136', '12', '2024.3.5'],
      [null, null, null, null, null],
      ['合计', null, null, 12, null],
      ['填表人：张三', '填表人：张三', null, null, null],
    ],
  };
  const layout = findLayout(entity, grid)!;

  it('is found under titles, over two rows, by other words', () => {
    expect({ row: layout.headerRow, rows: layout.headerRows }).toEqual({ row: 2, rows: 2 });
    expect(layout.columns.map(({ member }) => member)).toEqual([null, 'name', 'creditCode', 'employees', 'until']);
  });

  it('is followed by records only where there are some: not by blanks, totals and notes', () => {
    expect(grid.rows.slice(4).map((row) => isNoRecord(layout, row))).toEqual([false, true, true, true]);
  });

  it('is not seen where there is none', () => {
    expect(findLayout(entity, { name: '说明', rows: [['请按要求填写'], ['谢谢']] })).toBeUndefined();
  });
});

describe('a cell', () => {
  it.each([
    ['grade', '三级企业', { value: 'three' }],
    ['grade', '3级', { value: 'three' }],
    ['grade', '无', { value: 'none' }],
    ['risk', '红', { value: 'red' }],
    ['risk', '较大风险', { value: 'orange' }],
    ['risk', '低', { value: 'blue' }],
    ['employees', '／', { value: null }],
    ['creditCode', '', { problem: '统一社会信用代码必须填写' }],
  ])('of %s reads %s as %o', (key, text, expected) =>
    expect(cleanValue(key, entity.fields[key]!, text)).toEqual(expected),
  );
});

describe('records that may be one', () => {
  const record = (id: string, name: string, members: Partial<Comparable> = {}): Comparable => ({
    id,
    name,
    creditCode: null,
    lon: null,
    lat: null,
    ...members,
  });
  const PLACES = ['上饶市', '广丰区', '上饶', '广丰'];

  it.each([
    ['上饶市鸿源化工有限公司', '上饶鸿源化工有限责任公司'],
    ['江西省上饶市广丰区鸿源化工有限公司', '鸿源化工有限公司'],
    ['鸿源化工（集团）股份有限公司', '鸿源化工(集团)有限公司'],
    ['鸿源化工ＡＢＣ有限公司', '鸿源化工abc有限公司'],
  ])('have one name: %s = %s', (one, other) => expect(nameKey(one, PLACES)).toBe(nameKey(other, PLACES)));

  it('are found by name, by a slip in the code, and by alike names within 300 m only', () => {
    const body = '91361100DEM10000';
    const right = `${body}6`;
    const codeOf = (head: string) => head + creditCodeCheck(head)!;
    const found = findDuplicates(
      [
        record('a', '上饶市鸿源化工有限公司', { creditCode: codeOf(right) }),
        record('b', '完全不同的名字', { creditCode: codeOf(`${body}7`) }),
        record('c', '鸿源化工有限责任公司'),
        record('d', '瑞腾矿业第一采石场', { lon: 117.9, lat: 28.4 }),
        record('e', '瑞腾矿业第二采石场', { lon: 117.9005, lat: 28.4005 }),
        record('f', '瑞腾矿业第三采石场', { lon: 117.95, lat: 28.4 }),
      ],
      PLACES,
    );
    expect(
      found
        .map(({ one, other, reasons }) => [one, other, ...reasons])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      ['a', 'b', 'code'],
      ['a', 'c', 'name'],
      ['d', 'e', 'near'],
    ]);
  });

  it('are found among ten thousand without comparing each with each, no pair twice', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      record(String(index).padStart(5, '0'), `企业${(index * 7919) % 100_003}号厂`, {
        creditCode: `91361100MA${String(index * 37).padStart(8, '0')}`,
        lon: 117 + (index % 300) / 100,
        lat: 28 + index / 10_000,
      }),
    );
    // Each with each would be fifty million comparisons and run into the test's own time limit many times over.
    const pairs = findDuplicates(many, PLACES).map(({ one, other }) => `${one} ${other}`);
    expect(pairs.length).toBeGreaterThan(0);
    expect(new Set(pairs).size).toBe(pairs.length);
  }, 60_000);
});
