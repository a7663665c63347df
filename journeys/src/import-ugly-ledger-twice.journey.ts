import { readFile } from 'node:fs/promises';
import { openXlsx, saveXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { creditCodeCheck } from '@anlan/domain/identity-codes';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Cell = string | number | null;

interface Listed {
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    readonly [field: string]: unknown;
  }[];
  readonly total: number;
}

/** A valid code of the demonstration's own kind, beside all that exist. */
function code(n: number): string {
  const body = `91361129DEM9${String(n).padStart(5, '0')}`;
  return body + creditCodeCheck(body)!;
}
const wide = (text: string): string =>
  [...text]
    .map((letter) => (letter >= '!' && letter <= '~' ? String.fromCodePoint(letter.codePointAt(0)! + 0xfee0) : letter))
    .join('');

describe('an inspector imports an ugly ledger twice', () => {
  let stage: Stage;
  let api: Api;
  let page: Page;
  let town: { path: string; name: string };
  let key: string;

  /** The ledger as a county keeps it: titles, a heading of two merged rows, dates and numbers as people type them, a total, a note. */
  const ledger = async (records: readonly (readonly Cell[])[]): Promise<Buffer> => {
    const rows: Cell[][] = [
      ['万年县工贸企业安全生产基本情况统计表', ...Array<null>(7).fill(null)],
      ['填报单位（盖章）：', null, null, null, '填报日期：2026年11月22日', null, null, null],
      ['序号', '单 位 名 称', '社会信用代码', '属地', '行业类别', '风险等级', '基本情况', null],
      [null, null, null, null, null, null, '职工人数（人）', '许可证有效期'],
      ...records.map((record, index) => [index + 1, ...record]),
      Array<null>(8).fill(null),
      ['合计', null, null, null, null, null, 512, null],
      ['制表：张三　　审核：李四', ...Array<null>(7).fill(null)],
    ];
    const merges = [
      { startRow: 0, startCol: 0, endRow: 0, endCol: 7 },
      ...[0, 1, 2, 3, 4, 5].map((column) => ({ startRow: 2, startCol: column, endRow: 3, endCol: column })),
      { startRow: 2, startCol: 6, endRow: 2, endCol: 7 },
    ];
    return Buffer.from(
      await writeXlsx({
        sheets: [
          { name: '填表说明', rows: [['一、本表由县应急局汇总'], ['二、如实填写']] },
          { name: 'Sheet1', rows, merges },
        ],
      }),
    );
  };
  const good = (): Cell[][] => [
    ['万年鸿途陶瓷有限公司（演示）', wide(code(1)), town.name, '建材', '一般', '１２８人', '2027.3.5'],
    [
      '万年鸿途机械有限公司（演示）',
      ` ${code(2).slice(0, 8)} ${code(2).slice(8)}`,
      town.name,
      '机械',
      '低风险',
      '0.02万',
      '2027年3月15日',
    ],
    ['万年鸿途食品有限公司（演示）', code(3), town.name, '轻工', '蓝', 86, 46_461],
  ];
  const bad = (): Cell[] => [
    '万年鸿途仓储有限公司（演示）',
    code(4).slice(0, 17) + (code(4)[17] === '0' ? '1' : '0'),
    town.name,
    '仓储',
    '紫色',
    '若干',
    '2024.2.30',
  ];

  async function bring(name: string, bytes: Buffer): Promise<void> {
    await page.goto(`${stage.platform.url}/registry/enterprises/import`);
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: XLSX, buffer: bytes });
    await page.getByText('跳过（空行、合计、说明）').waitFor();
  }
  const counts = async (): Promise<Record<string, number>> => {
    const chips = await page.getByRole('group').first().locator('button[aria-pressed]').allInnerTexts();
    return Object.fromEntries(
      chips.map((text) => [text.replaceAll(/[\d,\s]/g, ''), Number(text.replaceAll(/[^\d]/g, ''))]),
    );
  };
  const ours = () => api.get<Listed>(`/api/enterprises?search=${encodeURIComponent('万年鸿途')}&size=50`);

  beforeAll(async () => {
    // A busy machine starts slowly; what is measured here is not the start.
    stage = await openStage({ within: 280_000 });
    const identities = (await (await fetch(`${stage.platform.url}/api/platform/demonstration`)).json()) as {
      key: string;
      mark: string;
      jurisdiction: string;
    }[];
    key = identities.find(({ mark, jurisdiction }) => mark === '执' && jurisdiction === 'cn.36.11.')!.key;
    api = await stage.api(key);
    const regions = await api.get<{ path: string; name: string; kind: string }[]>('/api/regions');
    town = regions.find(({ kind }) => kind === 'town')!;
    page = await stage.page('/registry/enterprises', key);
  }, 320_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('import-failed');
  });
  afterAll(() => stage.close());

  it('[S01.1] sees what the ledger says and which cells are wrong, and nothing is written yet', async () => {
    await page.getByRole('button', { name: '导入' }).click();
    await page.waitForURL('**/registry/enterprises/import');
    await stage.shot(page, 'import-drop');
    await bring('万年县台账.xlsx', await ledger([...good(), bad()]));
    expect(await counts()).toEqual({ 有误: 1, 有变化: 0, 新增: 3, 无变化: 0 });
    const wrong = page.getByRole('table', { name: '有误' });
    for (const text of ['校验位不对', '只能是重大、较大', '不是有效数字', '不是有效日期'])
      await wrong.getByText(text).first().waitFor();
    await stage.shot(page, 'import-errors');
    expect((await ours()).total).toBe(0);
  });

  it('gets the ledger back with the wrong cells marked, corrects them, and brings it again', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /下载标出错误的原表/ }).click(),
    ]);
    const workbook = await openXlsx(await readFile(await download.path()), { readStyles: true });
    const sheet = workbook.sheets.find(({ name }) => name === 'Sheet1')!;
    expect(sheet.cells?.get('7,2')?.comment?.text).toContain('校验位不对');
    expect(JSON.stringify(sheet.cells?.get('7,5')?.style?.fill)).toContain('FFC7CE');
    const corrections: readonly (readonly [string, Cell])[] = [
      ['7,2', code(4)],
      ['7,5', '较大'],
      ['7,6', '45人'],
      ['7,7', '2027-06-30'],
    ];
    for (const [at, value] of corrections) {
      const [row, column] = at.split(',').map(Number) as [number, number];
      sheet.rows[row]![column] = value;
      sheet.cells?.set(at, { value, type: typeof value as 'string' });
    }
    await bring('万年县台账-已改.xlsx', Buffer.from(await saveXlsx(workbook)));
    expect(await counts()).toEqual({ 有误: 0, 有变化: 0, 新增: 4, 无变化: 0 });
    await page.getByRole('button', { name: /导入全部 4 条/ }).click();
    await page.getByText('已导入：新增 4 条，修改 0 条').waitFor();
    await stage.shot(page, 'import-applied');
    const { rows, total } = await ours();
    expect(total).toBe(4);
    const byName = new Map(rows.map((row) => [row.name, row]));
    expect(byName.get('万年鸿途机械有限公司（演示）')).toMatchObject({
      creditCode: code(2),
      employees: 200,
      licenceUntil: '2027-03-15',
      provenance: 'import',
      version: 1,
    });
    expect(byName.get('万年鸿途食品有限公司（演示）')).toMatchObject({
      licenceUntil: '2027-03-15',
      riskLevel: 'blue',
      employees: 86,
    });
    expect(byName.get('万年鸿途陶瓷有限公司（演示）')).toMatchObject({
      creditCode: code(1),
      employees: 128,
      regionPath: town.path,
    });
  });

  it('[S01.3] brings a changed ledger: the difference is exactly the changes, and only they are applied', async () => {
    const records = [...good(), ['万年鸿途仓储有限公司（演示）', code(4), town.name, '仓储', '较大', 45, '2027-06-30']];
    records[0]![5] = '131 人';
    records[2]![6] = '2029/1/2';
    await bring('万年县台账-二季度.xlsx', await ledger(records));
    expect(await counts()).toEqual({ 有误: 0, 有变化: 2, 新增: 0, 无变化: 2 });
    const table = page.getByRole('table', { name: '有变化' });
    await table.getByText('2029-01-02').waitFor();
    expect(await table.locator('del').allInnerTexts()).toEqual(['128', '2027-03-15']);
    expect(await table.locator('ins').allInnerTexts()).toEqual(['131', '2029-01-02']);
    await stage.shot(page, 'import-diff');
    await page.getByRole('button', { name: /导入全部 2 条/ }).click();
    await page.getByText('已导入：新增 0 条，修改 2 条').waitFor();
    const versions = Object.fromEntries((await ours()).rows.map(({ name, version }) => [name.slice(4, 6), version]));
    expect(versions).toEqual({ 陶瓷: 2, 机械: 1, 食品: 2, 仓储: 1 });
    const changed = (await ours()).rows.find(({ name }) => name.includes('陶瓷'))!;
    const history = await api.get<{ source: string; changes: { field: string; from: unknown; to: unknown }[] }[]>(
      `/api/enterprises/${changed.id}/history`,
    );
    expect(history[0]).toMatchObject({ changes: [{ field: 'employees', from: 128, to: 131 }] });
    expect(history[0]?.source).toMatch(/^import:/);

    await bring('万年县台账-二季度.xlsx', await ledger(records));
    expect(await counts()).toEqual({ 有误: 0, 有变化: 0, 新增: 0, 无变化: 4 });
    expect(await page.getByRole('button', { name: '没有要写入的变化' }).isDisabled()).toBe(true);
    expect((await ours()).rows.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 1, 2, 2]);
  });

  it('[S01.1] [S01.2] verifies one in its file: verified until it changes', async () => {
    const one = (await ours()).rows.find(({ name }) => name.includes('机械'))!;
    await page.goto(`${stage.platform.url}/registry/enterprises/${one.id}`);
    const standing = page.getByTestId('standing');
    await standing.getByText('未核实').waitFor();
    expect(await standing.innerText()).toMatch(/缺 \d+ 项/);
    await standing.getByRole('button', { name: /核\s*实/ }).click();
    await page.locator('[data-testid=standing][data-verified=true]').waitFor();
    await stage.shot(page, 'import-verified');
  });

  it('[S01.5] counts them in the sector by area matrix, which opens the list', async () => {
    const county = (await api.get<{ scope: { path: string } }>('/api/session')).scope.path;
    const matrix = await api.get<{
      total: { counts: Record<string, number> };
      rows: { path: string; counts: Record<string, number> }[];
    }>(`/api/registry/population?entity=enterprise&region=${county}`);
    await page.goto(`${stage.platform.url}/registry/overview?entity=enterprise`);
    const cell = page.locator('td[data-sector="non-coal-mine"]').first();
    await cell.waitFor();
    expect(Number(await cell.innerText())).toBe(matrix.total.counts['non-coal-mine']);
    await stage.shot(page, 'import-overview');
    await cell.getByRole('link').click();
    await page.getByRole('table', { name: '企业' }).waitFor();
    const list = await api.get<Listed>('/api/enterprises?sector=non-coal-mine');
    expect(list.total).toBe(matrix.total.counts['non-coal-mine']);
  });

  it('no page threw an error', () => expect(stage.faults).toEqual([]));
});
