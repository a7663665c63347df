import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRow, ImportRun } from '@anlan/kernel/registry';
import { asker, askAs, enterPerson, openStage, type Ask, type Stage } from '../../http/testing/stage.ts';
import type { App } from '../../http/index.ts';
import { openSession } from '../../identity/session.ts';
import { openFiles } from '../../store/index.ts';
import { creditCode } from '../testing/sample.ts';
import { readWorkbook, unpackedSize } from './workbook.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

let stage: Stage;
let app: App;
let ask: Ask;
let officer: Ask;
let folder: string;

type Cell = string | number | Date | null;

/** An ugly ledger: a title over merged cells, a heading of two rows, a total and a note at the end, a second sheet. */
async function ledger(
  records: readonly (readonly Cell[])[],
  extra: readonly (readonly Cell[])[] = [],
): Promise<Buffer> {
  const rows: Cell[][] = [
    ['信州区危险化学品企业台账（2024年）', null, null, null, null, null, null, null],
    ['填报单位：信州区应急局', null, null, null, null, null, null, null],
    ['序号', '单 位 名 称', '信用代码', '所属乡镇', '行业', '风险等级', '基本情况', null],
    [null, null, null, null, null, null, '从业人数（人）', '许可证有效期'],
    ...records.map((record, index) => [index + 1, ...record]),
    [null, null, null, null, null, null, null, null],
    ...extra.map((row) => [...row]),
    ['合计', null, null, null, null, null, 999, null],
    ['填表人：李四', null, null, null, null, null, null, null],
  ];
  const merges = [
    { startRow: 0, startCol: 0, endRow: 0, endCol: 7 },
    ...[0, 1, 2, 3, 4, 5].map((column) => ({ startRow: 2, startCol: column, endRow: 3, endCol: column })),
    { startRow: 2, startCol: 6, endRow: 2, endCol: 7 },
  ];
  return Buffer.from(
    await writeXlsx({
      sheets: [
        { name: '说明', rows: [['填表须知'], ['如实填写']] },
        { name: '台账', rows, merges },
      ],
    }),
  );
}

const wide = (text: string) =>
  [...text]
    .map((letter) => (letter >= '!' && letter <= '~' ? String.fromCodePoint(letter.codePointAt(0)! + 0xfee0) : letter))
    .join('');
const GOOD: Cell[][] = [
  [
    '甲化工有限公司',
    ` ${creditCode(1).slice(0, 9)} ${creditCode(1).slice(9)} `,
    '信州区水南街道',
    '危险化学品生产企业',
    '重大',
    '１２０人',
    '2027.3.5',
  ],
  ['乙仓储有限公司', wide(creditCode(2)), '水南街道', '危险化学品经营储存', '较大风险', '1.2万', '2027年3月15日'],
  ['丙化工有限公司', creditCode(3), '上饶市/信州区/水南街道', '危险化学品生产', '蓝', 86, 46_461],
];

async function send(bytes: Buffer, plural = 'enterprises', by = ask) {
  return by('POST', `/api/${plural}/imports?name=${encodeURIComponent('台账.xlsx')}`, bytes, {
    'content-type': XLSX,
  });
}

async function settled(id: string, by = ask): Promise<ImportRun> {
  for (let tries = 0; tries < 300; tries += 1) {
    const run = (await by('GET', `/api/imports/${id}`)).json<ImportRun>();
    if (run.state !== 'reading' && run.state !== 'applying') return run;
    await pause(50);
  }
  throw new Error('the import did not settle');
}

async function read(bytes: Buffer, plural = 'enterprises', by = ask): Promise<ImportRun> {
  const answer = await send(bytes, plural, by);
  expect(answer.statusCode, answer.body).toBe(201);
  return settled(answer.json<ImportRun>().id, by);
}
const rowsOf = async (run: ImportRun, state?: string) =>
  (await ask('GET', `/api/imports/${run.id}/rows?size=500${state === undefined ? '' : `&state=${state}`}`)).json<
    ImportRow[]
  >();
const apply = (run: ImportRun, what: 'all' | 'valid') => ask('POST', `/api/imports/${run.id}/apply`, { what });
const count = async () =>
  (await sql<{ n: number }>`SELECT count(*)::int AS n FROM enterprise`.execute(stage.db)).rows[0]!.n;

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-import-'));
  Object.assign(stage.context, { files: await openFiles(pathToFileURL(folder).href) });
  app = await stage.app();
  await enterPerson(stage.db, { id: uuid(1), account: '李监察', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(2), account: '王镇', role: 'town-officer', region: 'cn.36.11.02.002.' });
  ask = await askAs(app, stage.db, uuid(1));
  officer = await askAs(app, stage.db, uuid(2));
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

describe('an ugly ledger', () => {
  it('[S01.1] is read whole, shows what it would do, and writes nothing before it is confirmed', async () => {
    const run = await read(await ledger(GOOD));
    expect(run.layout).toMatchObject({ sheet: '台账', headerRow: 2, headerRows: 2 });
    expect(run.summary).toEqual({
      new: 3,
      changed: 0,
      unchanged: 0,
      invalid: 0,
      skipped: 3,
      missing: 0,
      notices: 0,
      limits: [],
    });
    expect(await count()).toBe(0);
    expect((await apply(run, 'all')).statusCode).toBe(200);
    expect((await settled(run.id)).state).toBe('applied');
    const { rows } = (await ask('GET', '/api/enterprises?sort=employees')).json();
    expect(
      rows.map((row: Record<string, unknown>) => [
        row['name'],
        row['creditCode'],
        row['employees'],
        row['licenceUntil'],
        row['riskLevel'],
        row['sector'],
        row['regionName'],
        row['provenance'],
      ]),
    ).toEqual([
      ['丙化工有限公司', creditCode(3), 86, '2027-03-15', 'blue', 'hazchem-production', '水南街道', 'import'],
      ['甲化工有限公司', creditCode(1), 120, '2027-03-05', 'red', 'hazchem-production', '水南街道', 'import'],
      ['乙仓储有限公司', creditCode(2), 12_000, '2027-03-15', 'orange', 'hazchem-storage', '水南街道', 'import'],
    ]);
    expect((await ask('GET', `/api/enterprises/${rows[0].id}/history`)).json()[0]).toMatchObject({
      source: `import:${run.id}`,
    });
  });

  it('imported a second time changes nothing', async () => {
    const run = await read(await ledger(GOOD));
    expect(run.summary).toMatchObject({ new: 0, changed: 0, unchanged: 3, invalid: 0 });
  });

  it('[S01.3] changed in two cells shows exactly those, field by field, and applies only them', async () => {
    const changed = GOOD.map((row) => [...row]);
    changed[0]![5] = '130人';
    changed[2]![4] = '低风险';
    changed[1]![6] = '2028-01-01';
    const run = await read(await ledger(changed.slice(0, 2)));
    expect(run.summary).toMatchObject({ new: 0, changed: 2, unchanged: 0, missing: 1 });
    expect(run.missing.map(({ name }) => name)).toEqual(['丙化工有限公司']);
    expect((await rowsOf(run, 'changed')).map(({ name, changes }) => [name, changes])).toEqual([
      ['甲化工有限公司', [{ field: 'employees', label: '从业人员', from: 120, to: 130 }]],
      [
        '乙仓储有限公司',
        [{ field: 'licenceUntil', label: '安全生产许可证有效期至', from: '2027-03-15', to: '2028-01-01' }],
      ],
    ]);
    await apply(run, 'all');
    await settled(run.id);
    const versions = (await ask('GET', '/api/enterprises'))
      .json()
      .rows.map(({ name, version }: { name: string; version: number }) => [name, version]);
    expect(Object.fromEntries(versions)).toEqual({ 甲化工有限公司: 2, 乙仓储有限公司: 2, 丙化工有限公司: 1 });
  });

  it('with errors is returned with the wrong cells filled and explained; its valid lines may go in alone', async () => {
    const bad = creditCode(10).slice(0, 17) + (creditCode(10)[17] === '0' ? '1' : '0');
    const records: Cell[][] = [
      ['丁化工有限公司', bad, '水南街道', '危险化学品生产', '重大', 5, '2027-01-01'],
      ['戊化工有限公司', creditCode(11), '火星街道', '炼金术', '紫', '一百', '2024.2.30'],
      ['己化工有限公司', creditCode(12), '水南街道', '危险化学品生产', '一般', 7, null],
      ['庚化工有限公司', creditCode(12), '水南街道', '危险化学品生产', '一般', 7, null],
    ];
    const run = await read(await ledger(records));
    expect(run.summary).toMatchObject({ new: 1, invalid: 3 });
    const invalid = await rowsOf(run, 'invalid');
    expect(invalid.map(({ line, errors }) => [line, errors.map(({ member }) => member).toSorted()])).toEqual([
      [5, ['creditCode']],
      [6, ['employees', 'licenceUntil', 'regionPath', 'riskLevel', 'sector']],
      [8, ['creditCode']],
    ]);
    expect((await apply(run, 'all')).json()).toMatchObject({ code: 'import-errors', facts: { count: 3 } });
    const marked = await ask('GET', `/api/imports/${run.id}/marked.xlsx`);
    const workbook = await readXlsx(marked.rawPayload, { readStyles: true });
    const sheet = workbook.sheets.find(({ name }) => name === '台账')!;
    const cell = sheet.cells?.get('4,2');
    expect(cell?.comment?.text).toContain('校验位不对');
    expect(JSON.stringify(cell?.style?.fill)).toContain('FFC7CE');
    expect(sheet.cells?.get('5,3')?.comment?.text).toContain('火星街道');
    expect(sheet.rows[4]?.[1]).toBe('丁化工有限公司');
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['说明', '台账']);
    const before = await count();
    await apply(run, 'valid');
    expect((await settled(run.id)).state).toBe('applied');
    expect((await count()) - before).toBe(1);
    expect((await apply(run, 'valid')).json()).toMatchObject({ code: 'import-state' });
  });

  it('is its bringer’s alone, stays within the scope, and tells what others hold only as taken', async () => {
    const run = await read(
      await ledger([['辛化工有限公司', creditCode(1), '水南街道', '危险化学品生产', '一般', 7, null]]),
      'enterprises',
      officer,
    );
    const rows = (await officer('GET', `/api/imports/${run.id}/rows`)).json<ImportRow[]>();
    expect(rows[0]?.errors.map(({ problem }) => problem).toSorted()).toEqual([
      '已在范围外登记',
      '范围内没有辖区“水南街道”',
    ]);
    for (const tail of ['', '/rows', '/marked.xlsx'])
      expect((await ask('GET', `/api/imports/${run.id}${tail}`)).statusCode).toBe(404);
    expect((await ask('POST', `/api/imports/${run.id}/apply`, { what: 'valid' })).statusCode).toBe(404);
  });

  it('takes another meaning for a column, and is cancelled leaving nothing', async () => {
    const run = await read(await ledger(GOOD));
    const employees = run.layout!.columns.find(({ member }) => member === 'employees')!;
    await ask('PATCH', `/api/imports/${run.id}`, { members: { [employees.column]: null } });
    const again = await settled(run.id);
    expect(again.layout!.columns.find(({ column }) => column === employees.column)!.member).toBeNull();
    expect((await ask('POST', `/api/imports/${run.id}/cancel`, {})).json()).toMatchObject({ state: 'cancelled' });
    expect((await apply(run, 'all')).json()).toMatchObject({ code: 'import-state' });
  });
});

describe('people', () => {
  it('are found in the enterprise their ledger names, and certificates with them', async () => {
    const people = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: '人员',
            rows: [
              ['姓名', '单位名称', '人员类别'],
              ['张三', '甲化工有限公司', '主要负责人'],
              ['李四', creditCode(3), '特种作业人员'],
              ['王五', '没有的厂', '特种作业人员'],
            ],
          },
        ],
      }),
    );
    const second = await read(people, 'workers');
    expect(second.summary).toMatchObject({ new: 2, invalid: 1 });
    await apply(second, 'valid');
    await settled(second.id);
    // A regulator's list has names masked until they are asked for.
    const rows = (await ask('GET', '/api/workers')).json().rows as { name: string; labels: object }[];
    expect(rows.map(({ name, labels }) => [name, labels])).toEqual([
      ['李*', { enterprise: '丙化工有限公司' }],
      ['张*', { enterprise: '甲化工有限公司' }],
    ]);
  });
});

describe('a file that is no ledger', () => {
  it.each([
    ['text', Buffer.from('企业名称,信用代码')],
    ['an old or locked workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a torn archive', Buffer.from('504b0304000000', 'hex')],
  ])('is refused in words: %s', async (_, bytes) =>
    expect((await send(bytes)).json()).toMatchObject({ code: 'import-unreadable' }),
  );

  it('is refused where no heading is known', async () => {
    const bytes = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: 'x',
            rows: [
              ['甲', '乙'],
              [1, 2],
            ],
          },
        ],
      }),
    );
    expect((await send(bytes)).json()).toMatchObject({ code: 'import-unreadable' });
  });

  it('is refused by what it would unpack to, before anything is unpacked', async () => {
    const bytes = Buffer.from(await ledger(GOOD));
    const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
    const directory = bytes.readUInt32LE(end + 16);
    bytes.writeUInt32LE(3_000_000_000, directory + 24);
    expect(unpackedSize(bytes)).toBeGreaterThan(3e9);
    expect(await readWorkbook(bytes)).toMatchObject({ refused: 'import-unreadable' });
  });

  it('is refused to those who may not write', async () => {
    await enterPerson(stage.db, { id: uuid(9), account: '领导', role: 'leader', region: 'cn.36.11.' });
    const token = await stage.db.transaction().execute((tx) => openSession(tx, uuid(9), 'test'));
    expect((await send(await ledger(GOOD), 'enterprises', asker(app, token))).statusCode).toBe(403);
  });
});

describe('a run that is looked at all the time', () => {
  it('never looks cut off, also where it ends while it is read', async () => {
    const bytes = await ledger(GOOD);
    const told = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const { id } = (await send(bytes)).json<ImportRun>();
      const look = async (): Promise<void> => {
        for (let tries = 0, state = 'reading'; tries < 500 && state === 'reading'; tries += 1) {
          ({ state } = (await ask('GET', `/api/imports/${id}`)).json<ImportRun>());
          told.add(state);
        }
      };
      await Promise.all(Array.from({ length: 6 }, look));
    }
    expect([...told].toSorted((one, other) => one.localeCompare(other))).toEqual(['reading', 'ready']);
  });
});

describe('the template', () => {
  it('has Chinese headings, lists for choices, hints and an example that is never imported', async () => {
    const answer = await ask('GET', '/api/enterprises/template.xlsx');
    const workbook = await readXlsx(answer.rawPayload);
    const [sheet] = workbook.sheets;
    expect(sheet!.rows[0]?.slice(0, 3)).toEqual(['*企业名称', '*所在辖区', '*统一社会信用代码']);
    expect(sheet!.dataValidations?.length).toBeGreaterThanOrEqual(5);
    expect(sheet!.cells?.get('0,0')?.comment?.text).toContain('必填');
    const run = await read(Buffer.from(answer.rawPayload));
    expect(run.summary).toMatchObject({ new: 0, invalid: 0 });
    expect(run.layout!.columns.every(({ member }) => member !== null)).toBe(true);
  });
});

describe('an export', () => {
  it('of a register read back changes nothing, and holds formulas as text', async () => {
    const evil = {
      name: '=HYPERLINK("http://evil")',
      regionPath: 'cn.36.11.02.001.',
      creditCode: creditCode(77),
      sector: 'other',
      riskLevel: 'blue',
      address: '+1+1',
    };
    expect((await ask('POST', '/api/enterprises', evil)).statusCode).toBe(201);
    const answer = await ask('GET', '/api/enterprises/export.xlsx');
    expect(answer.headers['content-type']).toBe(XLSX);
    const [sheet] = (await readXlsx(answer.rawPayload, { readStyles: true })).sheets;
    const line = sheet!.rows.findIndex((row) => row[0] === evil.name);
    expect(line).toBeGreaterThan(0);
    const cell = sheet!.cells?.get(`${line},0`);
    expect(cell?.formula).toBeUndefined();
    const run = await read(Buffer.from(answer.rawPayload));
    expect(run.summary).toMatchObject({ new: 0, changed: 0, invalid: 0 });
    const csv = (await ask('GET', '/api/enterprises/export.csv')).body;
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv.startsWith('\uFEFF企业名称')).toBe(true);
  });
});
