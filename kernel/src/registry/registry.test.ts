import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditCodeCheck, isCreditCode } from '@anlan/domain/identity-codes';
import { defineEntity, type Field } from '../entity/index.ts';
import {
  cleanCreditCode,
  cleanDate,
  cleanNumber,
  cleanValue,
  findLayout,
  halfWidth,
  isNoRecord,
  isSlip,
  keysOf,
  placesOf,
  readName,
  suspect,
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
    ['creditCode', '', { problem: '必须填写' }],
  ])('of %s reads %s as %o', (key, text, expected) =>
    expect(cleanValue(key, entity.fields[key]!, text)).toEqual(expected),
  );
});

describe('a trade as people write it', () => {
  const sector: Field = {
    kind: 'choice',
    label: '行业',
    labelEn: 'Trade',
    options: [
      { value: 'made', label: '危险化学品生产', labelEn: 'Production' },
      { value: 'kept', label: '危险化学品经营储存', labelEn: 'Storage' },
      { value: 'mine', label: '非煤矿山', labelEn: 'Mine' },
    ],
  };
  it.each([
    ['危化生产', 'made'],
    ['危化品经营储存', 'kept'],
    ['危化品生产企业', 'made'],
    ['非煤', 'mine'],
    ['非煤矿山', 'mine'],
  ])('reads %s as %s', (text, value) => expect(cleanValue('sector', sector, text)).toEqual({ value }));

  it('refuses 危化, which may be either', () => {
    expect(cleanValue('sector', sector, '危化')).toHaveProperty('problem');
  });
});

describe('records that may be one', () => {
  const record = (id: string, name: string, members: Partial<Comparable> = {}): Comparable => ({
    id,
    name,
    creditCode: null,
    lon: null,
    lat: null,
    regionPath: 'cn.36.11.02.001.',
    ...members,
  });
  const PLACES = placesOf([
    { name: '上饶市', path: 'cn.36.11.' },
    { name: '广丰区', path: 'cn.36.11.03.' },
    { name: '信州区', path: 'cn.36.11.02.' },
    { name: '中', path: 'cn.1.' },
  ]);
  const named = (one: Comparable) => ({ ...one, ...readName(one.name, PLACES) });

  it.each([
    ['上饶市鸿源化工有限公司', '上饶鸿源化工有限责任公司'],
    ['江西省上饶市广丰区鸿源化工有限公司', '鸿源化工有限公司'],
    ['鸿源化工（集团）股份有限公司', '鸿源化工(集团)有限公司'],
    ['鸿源化工ＡＢＣ有限公司', '鸿源化工abc有限公司'],
  ])('have one name: %s = %s', (one, other) => expect(readName(one, PLACES).core).toBe(readName(other, PLACES).core));

  it('keep two letters of a name behind a place, or the place is the name', () => {
    expect(readName('广丰一厂', PLACES).core).toBe('一厂');
    expect(readName('广丰厂', PLACES).core).toBe('广丰厂');
  });

  it('[S01.1] are told by name, by a slip in the code, and by alike names within 300 m only', () => {
    const body = '91361100DEM10000';
    const right = `${body}6`;
    const codeOf = (head: string) => head + creditCodeCheck(head)!;
    const records = [
      record('a', '上饶市鸿源化工有限公司', { creditCode: codeOf(right) }),
      record('b', '完全不同的名字', { creditCode: codeOf(`${body}7`) }),
      record('c', '鸿源化工有限责任公司'),
      record('d', '瑞腾矿业第一采石场', { lon: 117.9, lat: 28.4 }),
      record('e', '瑞腾矿业第二采石场', { lon: 117.9005, lat: 28.4005 }),
      record('f', '瑞腾矿业第三采石场', { lon: 117.95, lat: 28.4 }),
    ].map(named);
    const told = records.flatMap((one, at) => records.slice(at).flatMap((other) => suspect(other, one) ?? []));
    expect(
      told
        .map(({ one, other, reasons }) => [one, other, ...reasons])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      ['a', 'b', 'code'],
      ['a', 'c', 'name'],
      ['d', 'e', 'near'],
    ]);
  });

  it.each([
    ['信州区应急管理局', '广丰区应急管理局', undefined],
    ['上饶市应急管理局', '广丰区应急管理局', undefined],
    ['上饶市应急管理局（演示）', '广丰区应急管理局（演示）', undefined],
    ['上饶市消防救援支队', '广丰区消防救援支队', undefined],
    ['上饶市人民医院', '广丰区人民医院', undefined],
    ['江西省上饶市应急管理局', '上饶应急管理局', ['name']],
    ['上饶市鸿源化工有限公司', '广丰区鸿源化工有限公司', ['name']],
    ['应急管理局', '广丰区应急管理局', ['name']],
    ['江西省上饶市广丰区应急管理局', '广丰应急管理局', ['name']],
  ])('say where they are: %s, %s', (one, other, reasons) => {
    expect(suspect(named(record('a', one)), named(record('b', other)))?.reasons).toEqual(reasons);
  });

  it('rank by what speaks for it: two reasons, then the same name close by, alike names close by, the same name far away', () => {
    const here = { lon: 117.9, lat: 28.4 };
    const one = named(record('a', '瑞腾矿业第一采石场', { ...here, creditCode: '913611003091234567' }));
    const ranks = [
      record('b', '瑞腾矿业第一采石场', { ...here, creditCode: '913611003091234577' }),
      record('b', '瑞腾矿业第一采石场', here),
      record('b', '瑞腾矿业第二采石场', here),
      record('b', '瑞腾矿业第一采石场', { lon: 120, lat: 28.4 }),
    ].map((other) => suspect(one, named(other))!.rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    expect(new Set(ranks).size).toBe(4);
  });

  it('of the same pairs of characters in another order have not the same name', () => {
    const here = { lon: 117.9, lat: 28.4 };
    const [one, other] = ['化化鸿化', '化鸿化化'].map((name, at) => named(record('ab'.charAt(at), name, here)));
    expect(suspect(one!, other!)?.reasons).toEqual(['near']);
    expect(suspect({ ...one!, lon: 120 }, other!)).toBeUndefined();
  });

  describe('things', () => {
    const here = { lon: 117.9, lat: 28.4 };
    const thing = (
      name: string,
      members: Partial<Comparable> = {},
      owner: string | null = 'firm',
      apart: (string | null)[] = [],
    ) => named(record(members.id ?? 'a', name, { ...members, thing: { owner, apart } }));
    const reasons = (one: ReturnType<typeof thing>, other: ReturnType<typeof thing>) =>
      suspect(one, { ...other, id: 'b' })?.reasons;

    it('of one owner are one by their name, of two owners never', () => {
      expect(reasons(thing('反应釜区'), thing('反应釜区'))).toEqual(['name']);
      expect(reasons(thing('反应釜区', here), thing('反应釜区', here, 'other'))).toBeUndefined();
      expect(reasons(thing('反应釜区', here), thing('反应釜区', { ...here, lon: 118 }))).toBeUndefined();
    });

    it('that differ in a number, or in what they refer to, are two; what is not filled in tells nothing', () => {
      const certificate = (holder: string | null, number: string | null) =>
        thing('低压电工作业', {}, 'firm', [holder, number]);
      expect(reasons(certificate('张', 'T1'), certificate('李', 'T1'))).toBeUndefined();
      expect(reasons(certificate('张', 'T1'), certificate('张', 'T2'))).toBeUndefined();
      expect(reasons(certificate('张', 'T1'), certificate('张', null))).toEqual(['name']);
      expect(reasons(certificate('张', 'T1'), certificate('张', 'T1'))).toEqual(['name']);
    });

    it.each([
      ['液氯一号储罐', '液氯二号储罐'],
      ['V-101储罐', 'V-102储罐'],
      ['成品库房A区', '成品库房B区'],
      ['厂区东门门卫室', '厂区西门门卫室'],
      ['一号硫酸储罐', '一号盐酸储罐'],
    ])('in a row, or of another word, are not alike: %s, %s', (one, other) => {
      expect(reasons(thing(one, here), thing(other, here))).toBeUndefined();
    });

    it('alike within 300 m may be one', () => {
      expect(reasons(thing('液氯储罐区', here), thing('液氯储罐区域', here))).toEqual(['near']);
    });

    it('of nobody are one by their name within 300 m, or in one town where their place is not known', () => {
      const of = (members: Partial<Comparable>) => thing('城南供水站', members, null);
      expect(reasons(of(here), of({ ...here, lon: 117.901 }))).toEqual(['name']);
      expect(reasons(of(here), of({ ...here, lon: 117.95 }))).toBeUndefined();
      expect(reasons(of(here), of({}))).toEqual(['name']);
      expect(reasons(of(here), of({ regionPath: 'cn.36.11.02.002.' }))).toBeUndefined();
    });
  });

  it('are looked for under a key the other is kept under, whatever speaks for them', () => {
    const LETTERS = [...'鸿源瑞腾化工矿业一二'];
    // 300 m: 0.0027 degrees of latitude, up to 0.0046 of longitude.
    const near = fc.integer({ min: -500, max: 500 }).map((steps) => steps / 100_000);
    const met = { code: 0, name: 0, near: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(12), fc.constantFrom('', ...LETTERS)), { maxLength: 3 }),
        fc.tuple(
          fc.double({ min: 73, max: 135, noNaN: true }),
          fc.double({ min: 3, max: 54, noNaN: true }),
          near,
          near,
        ),
        code,
        fc.tuple(fc.nat(16), fc.constantFrom(...ALPHABET), fc.boolean()),
        fc.constantFrom(undefined, null, 'firm'),
        (name, edits, [lon, lat, east, north], right, [at, letter, swaps], owner) => {
          const other = [...name];
          for (const [place, put] of edits) other.splice(place, 1, put);
          const letters = Array.from({ length: 17 }, (_, index) => right.charAt(index));
          if (swaps && at < 16) [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!];
          else letters[at] = letter;
          const slipped = letters.join('');
          const thing = owner === undefined ? undefined : { owner, apart: [] };
          const pair = [
            record('a', name.join(''), { lon, lat, creditCode: right, thing }),
            record('b', other.join(''), {
              lon: lon + east,
              lat: lat + north,
              creditCode: slipped + creditCodeCheck(slipped)!,
              thing,
            }),
          ].map(named) as [ReturnType<typeof named>, ReturnType<typeof named>];
          const found = suspect(...pair);
          if (found === undefined) return;
          for (const reason of found.reasons) met[reason] += 1;
          for (const [one, two] of [pair, [pair[1], pair[0]] as const]) {
            const kept = new Set(keysOf(two).kept);
            const { sought } = keysOf(one);
            for (const reason of found.reasons)
              expect(
                sought[reason].some((key) => kept.has(key)),
                `${reason} ${one.core} ${two.core}`,
              ).toBe(true);
          }
        },
      ),
      { numRuns: 4000 },
    );
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(100);
  });
});
