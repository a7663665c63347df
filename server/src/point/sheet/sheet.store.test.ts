import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import type { Sheet } from '@anlan/kernel/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../../http/testing/stage.ts';
import { openRegister } from '../../ingest/register.ts';
import { uuid } from '../../ingest/testing/devices.ts';
import { enterWorks, type Works } from '../testing/works.ts';
import { pointSheetRoutes } from './routes.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEADINGS = [
  '设备接入标识',
  '通道',
  '点位名称',
  '监测量',
  '单位',
  '量程下限',
  '量程上限',
  '绑定类别',
  '绑定对象',
  '限值',
];
const MANY = 2000;
/** Points of the plant's other gateway, which the register holds from the beginning. */
const OTHERS = 5;

type Cell = string | number | null;

let stage: Stage;
let ours: Works;
let safety: Ask;
let inspector: Ask;
let elsewhere: Ask;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{ path: string }>`
    SELECT path FROM region WHERE kind = 'town' AND path LIKE 'cn.36.11.%' ORDER BY path LIMIT 2`.execute(db);
  ours = await enterWorks(db, 1, rows[0]!.path);
  const app = await stage.app({ modules: [...OWN_ROUTES, pointSheetRoutes] });
  await enterPerson(db, { id: uuid(901), account: 'safety', role: 'safety-officer', organisation: ours.enterprise });
  await enterPerson(db, { id: uuid(902), account: 'inspector', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(903), account: 'elsewhere', role: 'inspector', region: rows[1]!.path });
  [safety, inspector, elsewhere] = (await Promise.all(
    [901, 902, 903].map((number) => askAs(app, db, uuid(number))),
  )) as [Ask, Ask, Ask];
});
afterAll(() => stage.close());

const book = async (lines: readonly (readonly Cell[])[]): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '监测点', rows: [HEADINGS, ...lines.map((line) => [...line])] }] }));
const send = (bytes: Buffer, write = '', by = safety) =>
  by('POST', `/api/enterprises/${ours.enterprise}/points/sheet${write}`, bytes, { 'content-type': XLSX });
const sheetOf = async (bytes: Buffer, write = '', by = safety): Promise<Sheet> => {
  const answer = await send(bytes, write, by);
  expect(answer.statusCode, answer.body.slice(0, 500)).toBe(200);
  return answer.json<Sheet>();
};
const count = async (): Promise<number> =>
  (
    await sql<{ n: number }>`SELECT count(*)::int AS n FROM public.point WHERE device_id = ${ours.mqtt}`.execute(
      stage.db,
    )
  ).rows[0]!.n;

const line = (number: number, more: Partial<Record<number, Cell>> = {}): Cell[] => {
  const cells = [
    'mqtt:works-1',
    `LT-${number}`,
    `${number} 号液位（上部）`,
    '液位',
    '%',
    0,
    100,
    '储罐',
    'V-101 储罐（甲醇）',
    '高限=80；高高限=90',
  ];
  for (const [column, cell] of Object.entries(more)) cells[Number(column)] = cell as string;
  return cells;
};
const lines = (more: (number: number) => Partial<Record<number, Cell>> = () => ({})): Cell[][] =>
  Array.from({ length: MANY }, (_, number) => line(number, more(number)));

describe('a workbook of points', () => {
  it('shows what is wrong cell by cell, marks it in the workbook, and writes nothing', async () => {
    const bytes = await book([
      line(1),
      line(2, { 3: '快乐', 0: 'mqtt:nobody' }),
      line(3, { 4: 'MPa' }),
      line(4, { 8: '别家的罐' }),
      line(5, { 9: '太高=3' }),
      line(1),
      line(6, { 5: 'x' }),
    ]);
    const sheet = await sheetOf(bytes);
    expect(sheet).toMatchObject({ written: false, summary: { new: 1, invalid: 6 } });
    const wrong = sheet.rows.filter(({ state }) => state === 'invalid');
    expect(wrong.map(({ line: at, errors }) => [at, ...errors.map(({ column }) => column)])).toEqual([
      [3, 0, 3],
      [4, 4],
      [5, 8],
      [6, 9],
      [7, 1],
      [8, 5],
    ]);
    expect((await send(bytes, '?write=all')).json()).toMatchObject({ code: 'import-errors', facts: { count: 6 } });
    expect(await count()).toBe(0);
    const marked = await safety('POST', `/api/enterprises/${ours.enterprise}/points/sheet/marked`, bytes, {
      'content-type': XLSX,
    });
    const read = await readXlsx(marked.rawPayload, { readStyles: true });
    expect(read.sheets[0]?.cells?.get('3,4')?.comment?.text).toContain('「液位」的单位是');
    expect(read.sheets[0]?.cells?.get('1,4')?.comment).toBeUndefined();
  });

  it('of 2,000 points is entered at once with limits and bindings, and read by the intake', async () => {
    const started = performance.now();
    const sheet = await sheetOf(await book(lines()), '?write=all&reason=竣工验收');
    expect(sheet).toMatchObject({ written: true, summary: { new: MANY, invalid: 0 } });
    expect(performance.now() - started).toBeLessThan(30_000);
    const register = await openRegister(stage.db);
    const device = register.find('mqtt:works-1');
    expect(device?.points.size).toBe(MANY);
    expect(device?.points.get('LT-1999')).toMatchObject({ unitKind: 'tank', limits: { H: 80, HH: 90 } });
    const kept = await sql`SELECT DISTINCT reason, set_by FROM point_limit`.execute(stage.db);
    expect(kept.rows).toEqual([{ reason: '竣工验收', set_by: 'enterprise' }]);
  });

  it('taken out and brought back unchanged changes nothing', async () => {
    const out = await safety('GET', `/api/enterprises/${ours.enterprise}/points.xlsx`);
    expect(out.statusCode).toBe(200);
    expect((await sheetOf(out.rawPayload)).summary).toEqual({
      new: 0,
      changed: 0,
      unchanged: MANY + OTHERS,
      invalid: 0,
      missing: 0,
    });
  });

  it('brought back with changes shows exactly those and writes only them', async () => {
    const changed = await book(
      lines((number) => (number === 7 ? { 2: '七号液位', 9: '高限=75' } : number === 8 ? { 4: 'm' } : {})).slice(
        0,
        MANY - 1,
      ),
    );
    const sheet = await sheetOf(changed);
    expect(sheet.summary).toEqual({ new: 0, changed: 1, unchanged: MANY - 3, invalid: 1, missing: 1 });
    expect(sheet.rows.find(({ state }) => state === 'changed')?.changes).toEqual([
      { label: '点位名称', from: '7 号液位（上部）', to: '七号液位' },
      { label: '高限', from: '80', to: '75' },
    ]);
    expect(sheet.rows[0]?.errors).toMatchObject([{ label: '单位' }]);
    await sheetOf(changed, '?write=valid&reason=收紧');
    const { rows } = await sql`SELECT name, limits FROM public.point WHERE key = 'LT-7'`.execute(stage.db);
    expect(rows).toEqual([{ name: '七号液位', limits: { H: 75, HH: 90 } }]);
    const history = await sql`SELECT reason FROM point_limit WHERE value = 75`.execute(stage.db);
    expect(history.rows).toEqual([{ reason: '收紧' }]);
    expect(await count()).toBe(MANY);
  });

  it('is for those who may: limits need their own permission, another place sees no such enterprise', async () => {
    const one = await book([line(9000)]);
    expect((await sheetOf(one, '', inspector)).rows[0]).toMatchObject({
      state: 'invalid',
      errors: [{ label: '限值' }],
    });
    const without = await book([line(9000, { 9: null })]);
    expect((await sheetOf(without, '', inspector)).summary.new).toBe(1);
    expect((await send(without, '', elsewhere)).statusCode).toBe(404);
    expect((await send(await book([['mqtt:works-1']]).then(() => Buffer.from('no workbook')))).json()).toMatchObject({
      code: 'import-unreadable',
    });
  });
});
