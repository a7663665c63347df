import { encodeGb18030 } from '@anlan/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, judgeFile, LAYOUTS, parseFile, parseFileName, peopleInside, timeMs, timeText } from './index.ts';
import { trackOf, writeFile, type Contents, type Kind, type MineFile } from './index.ts';

const HEAD = '620823009203;测试煤矿;2026-09-23 10:13:19~';
const METHANE = '62082300920301MN00010001;环境瓦斯;1301综采工作面T1;0.35;%;0;2026-09-23 10:13:19~';
const MINE = { type: 'CDSS', mineCode: '620823009203' };
const read = (text: string | Uint8Array, type = 'CDSS'): MineFile => {
  const file = parseFile(text, { ...MINE, type });
  if (!file.ok) throw new Error(`${file.reason}: ${file.detail}`);
  return file;
};

describe('a name', () => {
  it('tells sender, type and time of upload', () => {
    const name = '620823009203_RYSS_20260923101319.txt';
    expect(parseFileName(name)).toEqual({
      ok: true,
      sender: '620823009203',
      type: 'RYSS',
      time: '2026-09-23 10:13:19',
    });
    expect(fileName('620823009203', 'RYSS', timeMs('2026-09-23 10:13:19')!)).toBe(name);
    expect(parseFileName('150622B0012000200092_CDSS_20260923101319.txt')).toMatchObject({ ok: true, type: 'CDSS' });
  });

  it.each([
    '620823009203_ryss_20260923101319.txt',
    '../620823009203_RYSS_20260923101319.txt',
    '620823009203_RYSS_20260923101319.txt.tmp',
    '620823009203_RYSS_20260923101319.TXT',
    '620823009203_RYSS_20260231101319.txt',
    '62082300920_RYSS_20260923101319.txt',
    '620823009203_RYSS_20260923101319.txt\n',
    '',
  ])('%j is refused', (name) => {
    expect(parseFileName(name)).toMatchObject({ ok: false, reason: 'name' });
  });

  it('is not made of a type that none can have', () => {
    expect(() => fileName('620823009203', '../x', 0)).toThrow(RangeError);
  });
});

describe('a file', () => {
  it('is the same in UTF-8 with a mark, in GBK, and with line breaks', () => {
    const text = `${HEAD}${METHANE}||`;
    const file = read(text);
    expect(file.records).toMatchObject([{ typeName: '环境瓦斯', value: '0.35', unit: '%' }]);
    expect(read(new TextEncoder().encode(`\ufeff${text}`))).toEqual(file);
    expect(read(encodeGb18030(text))).toEqual(file);
    expect(read(text.replaceAll('~', '~\r\n').concat('\r\n  '))).toEqual(file);
  });

  it('cut anywhere is incomplete, or refused, but never taken', () => {
    const text = `${HEAD}${METHANE}${METHANE}||`;
    for (let at = 0; at < text.length; at++) {
      expect(parseFile(text.slice(0, at), MINE)).toMatchObject({ ok: false, reason: 'incomplete' });
    }
  });

  it.each([
    ['header-mine', `${HEAD.replace('6208', '6108')}||`],
    ['header-time', `${HEAD.replace('-09-', '/09/')}||`],
    ['header-time', `${HEAD.replace('-09-23', '-02-30')}||`],
    ['header-fields', '620823009203;2026-09-23 10:13:19~||'],
    ['after-end', `${HEAD}||${METHANE}`],
    ['too-large', `${HEAD}||`.padEnd(151)],
  ])('is refused for %s', (reason, text) => {
    expect(parseFile(text, { ...MINE, longest: 150 })).toMatchObject({ ok: false, reason });
  });

  it('without records is a snapshot of nobody', () => {
    const file = read(`${HEAD}||`, 'RYSS');
    expect(file).toMatchObject({ records: [], recordCount: 0, skipped: [] });
    expect(judgeFile(file, { now: Date.now() + 1e12 })).toBe('apply');
  });

  it('whose last record is not closed skips that one', () => {
    expect(read(`${HEAD}${METHANE}${METHANE.slice(0, -1)}||`)).toMatchObject({
      recordCount: 2,
      skipped: [{ record: 2, reason: 'not closed by ~' }],
    });
  });

  it('keeps the last of two records with one key', () => {
    const file = read(`${HEAD}${METHANE}${METHANE.replace('0.35', '0.36')}||`);
    expect(file).toMatchObject({ recordCount: 2, records: [{ value: '0.36' }], replaced: [{ record: 1, by: 2 }] });
  });

  it('of a type without layout has its fields by number, of one that begins with N its own ends', () => {
    expect(read(`${HEAD}a;b~||`, 'KGBH').records).toEqual([{ field1: 'a', field2: 'b' }]);
    expect(read(`${HEAD.replace('~', '^')}a;b^]]]`, 'NRYSS').records).toEqual([{ field1: 'a', field2: 'b' }]);
    const layouts = {
      KGBH: { title: '开关量变化', extras: [], key: ['code'], fields: [['code'], ['state']] as const },
    };
    expect(parseFile(`${HEAD}a;b~||`, { ...MINE, type: 'KGBH', layouts })).toMatchObject({
      records: [{ code: 'a', state: 'b' }],
    });
  });

  it('with extras in its header names them', () => {
    const head = '620823009203;测试煤矿;KJ000;安全监控系统;厂家;2030-01-01;2026-09-23 10:13:19~||';
    expect(read(head, 'CDDY').header).toEqual({
      mineCode: '620823009203',
      mineName: '测试煤矿',
      extras: { systemModel: 'KJ000', systemName: '安全监控系统', manufacturer: '厂家', expiry: '2030-01-01' },
      time: '2026-09-23 10:13:19',
    });
  });
});

describe('a receiver', () => {
  const now = timeMs('2026-09-23 10:14:00')!;
  const good = METHANE.replace('MN00010001', 'MN0001000');
  const file = (bad: number) =>
    read(`${HEAD}${Array.from({ length: 10 }, (_, i) => (i < bad ? 'x~' : good.replace(';', `${i};`))).join('')}||`);

  it('applies, takes in part, keeps, ignores or rejects a file', () => {
    expect(judgeFile(file(0), { now })).toBe('apply');
    expect(judgeFile(file(2), { now })).toBe('partial');
    expect(judgeFile(file(3), { now })).toBe('bad');
    expect(judgeFile(file(3), { now, badShare: 0.5 })).toBe('partial');
    expect(judgeFile(file(0), { now, newest: timeMs('2026-09-23 10:13:20')! })).toBe('stale');
    expect(judgeFile(file(0), { now, seen: true })).toBe('duplicate');
    expect(judgeFile(file(0), { now: timeMs('2026-09-23 10:13:18')! })).toBe('future');
  });

  it('counts who is in the mine and follows their track', () => {
    const person = (card: string, flag: number) =>
      `${card};张三;${flag};2026-09-23 06:33:52;;a;;s;;三八制;-3.50;正常;0;1;s1&2026-09-23 06:33:52,s2&2026-09-23 07:00:00,x~`;
    const file = read(`${HEAD}${person('1', 1)}${person('2', 2)}${person('3', 1)}${person('3', 0)}||`, 'RYSS');
    expect(peopleInside(file)).toBe(1);
    expect(trackOf(file.records[0]!.track!)).toEqual([
      { stationCode: 's1', time: '2026-09-23 06:33:52' },
      { stationCode: 's2', time: '2026-09-23 07:00:00' },
    ]);
  });
});

const text = fc.string({ unit: fc.constantFrom(...'ab01 .-瓦斯%&,'), maxLength: 8 }).map((it) => it.trim());
const time = fc.integer({ min: 0, max: 4e9 }).map((seconds) => timeText(seconds * 1000));
const valueOf = (kind: Kind): fc.Arbitrary<string> => {
  if (kind === 'text') return text;
  if (kind === 'time') return fc.oneof(time, fc.constant(''));
  return kind === 'number' ? fc.constantFrom('', '0', '-3.50', '12') : fc.constantFrom('', ...kind);
};

/** Files of a type, each record with a key of its own. */
const contents: fc.Arbitrary<Contents> = fc.constantFrom(...Object.keys(LAYOUTS)).chain((type) => {
  const { fields, extras, key } = LAYOUTS[type]!;
  const record = fc.record(Object.fromEntries(fields.map(([name, kind = 'text']) => [name, valueOf(kind)])));
  return fc.record({
    type: fc.constant(type),
    header: fc.record({
      mineCode: fc.constant('620823009203'),
      mineName: text,
      extras: fc.record(Object.fromEntries(extras.map((name) => [name, text]))),
      time,
    }),
    records: fc.array(record, { maxLength: 5 }).map((records) =>
      records.map((it, index) => ({
        ...it,
        ...Object.fromEntries(key.map((name) => [name, name === 'beginTime' ? timeText(0) : `k${index}`])),
      })),
    ),
  });
});

describe('what is written', () => {
  it('is read as the same', () => {
    fc.assert(
      fc.property(contents, (it) => {
        const file = parseFile(writeFile(it) as string, { type: it.type, mineCode: it.header.mineCode });
        expect(file).toMatchObject({ ok: true, ...it, recordCount: it.records.length, skipped: [], replaced: [] });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['record', { type: 'RYQY', records: [{ areaCode: '1', areaName: 'a;b' }] }],
    ['record', { type: 'RYQY', records: [{ areaCode: '1', areaName: 'a；b' }] }],
    ['record', { type: 'RYQY', records: [{ areaCode: '1', areaName: 'a~b' }] }],
    ['record', { type: 'RYQY', records: [{ areaName: 'b' }] }],
    ['record', { type: 'JZSS', records: [{ stationCode: '1', status: '5' }] }],
    ['layout', { type: 'KGBH', records: [] }],
  ])('is refused for %s: %j', (reason, { type, records }) => {
    const header = { mineCode: '620823009203', mineName: '测试煤矿', extras: {}, time: '2026-09-23 10:13:19' };
    expect(writeFile({ type, header, records: records })).toMatchObject({ ok: false, reason });
  });
});
