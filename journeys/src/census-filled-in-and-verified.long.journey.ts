import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const NAME = '从业人员与值班电话普查';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Firm {
  readonly id: string;
  readonly name: string;
  readonly sector: string;
  readonly employees: number | null;
  readonly version: number;
}
interface Census {
  readonly id: string;
  readonly name: string;
  readonly population: number;
  readonly filled: number;
  readonly merged: number;
  readonly returned: number;
}

describe('a census goes out, is filled in on a phone, returned once, and verified into the register', () => {
  let stage: Stage;
  let desk: Page;
  let phone: Page;
  let inspecting: Api;
  let filling: Api;
  let firm: Firm;
  let census: Census;

  const read = async (api: Api): Promise<Census> =>
    (await api.get<Census[]>('/api/censuses')).find(({ name }) => name === NAME)!;
  const register = (): Promise<Firm> => inspecting.get(`/api/enterprises/${firm.id}`);
  /** The sheet of the enterprise, opened from the list on the screen. */
  const open = async (page: Page, word: string) => {
    const row = page.getByRole('row').filter({ hasText: firm.name });
    await button(row.first(), word).click();
    const sheet = page.getByRole('dialog').filter({ hasText: firm.name });
    await sheet.waitFor();
    return sheet;
  };
  const answer = async (employees: string): Promise<void> => {
    const sheet = await open(phone, '填报');
    await sheet.getByLabel('从业人员').fill(employees);
    await sheet.getByLabel('值班电话').fill('0793-8123456');
    await stage.shot(phone, 'census-fill-phone');
    await button(sheet, '提交').click();
    await sheet.waitFor({ state: 'hidden' });
  };

  beforeAll(async () => {
    stage = await openStage({ within: 280_000 });
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    const keyOf = (mark: string): string =>
      identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.')!.key;
    inspecting = await stage.api(keyOf('执'));
    filling = await stage.api(keyOf('企'));
    const { scope } = await filling.get<{ scope: { organisationId: string } }>('/api/session');
    firm = await inspecting.get(`/api/enterprises/${scope.organisationId}`);
    desk = await stage.page('/registry/censuses', keyOf('执'));
    phone = await stage.page('/home', keyOf('企'), PHONE);
  }, 320_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('census-failed');
  });
  afterAll(() => stage.close());

  it('[S04.1] [S04.2] is issued to every enterprise of the area, each with a sheet of its own', async () => {
    await button(desk, '下发普查').click();
    const form = desk.getByRole('dialog');
    await form.getByLabel('普查名称').fill(NAME);
    const fields = form.getByLabel('要填的项目');
    for (const field of ['从业人员', '值班电话']) {
      await fields.fill(field);
      await desk.locator(`.ant-select-item-option[title="${field}"]`).click();
    }
    await desk.keyboard.press('Escape');
    await form.getByLabel('截止').fill('2099-12-31');
    await stage.shot(desk, 'census-issue');
    await button(form, '下发普查').click();
    await desk.getByRole('link', { name: NAME }).waitFor();
    census = await read(inspecting);
    expect(census.population).toBeGreaterThan(100);
    expect(census).toMatchObject({ filled: 0, merged: 0 });
    await stage.shot(desk, 'census-list');
  });

  it('[S04.3] asks the enterprise for its own sheet and shows it no other', async () => {
    expect(await read(filling)).toMatchObject({ id: census.id, population: 1 });
    await phone.goto(`${stage.platform.url}/registry/censuses/${census.id}`);
    await phone.getByRole('row').filter({ hasText: firm.name }).waitFor();
    expect(await phone.getByRole('row').count()).toBe(1);
    await stage.shot(phone, 'census-own-phone');
    await answer('12');
    expect(await shown(phone.getByText('待核').first())).toBe(true);
    // Nothing is in the register before somebody answered for it.
    expect((await register()).version).toBe(firm.version);
    expect(await read(inspecting)).toMatchObject({ filled: 1, merged: 0 });
  });

  it('[S04.4] is returned with a reason the enterprise reads, and filled in again', async () => {
    await desk.goto(`${stage.platform.url}/registry/censuses/${census.id}`);
    await desk.getByText('待核 1', { exact: true }).click();
    const sheet = await open(desk, '核实入库');
    await sheet.getByPlaceholder('退回理由').fill('人数与社保不符');
    await stage.shot(desk, 'census-verify');
    await button(sheet, '退回').click();
    await sheet.waitFor({ state: 'hidden' });
    expect(await read(inspecting)).toMatchObject({ filled: 0, returned: 1 });
    await phone.reload();
    expect(await shown(phone.getByText('人数与社保不符'))).toBe(true);
    await stage.shot(phone, 'census-returned-phone');
    await answer('345');
  });

  it('[S04.5] [S04.6] is verified into the register: the value, who stands for it, and where it came from', async () => {
    await desk.reload();
    await desk.getByText('待核 1', { exact: true }).click();
    const sheet = await open(desk, '核实入库');
    expect(await shown(sheet.getByText('345'))).toBe(true);
    await button(sheet, '核实入库').click();
    await sheet.waitFor({ state: 'hidden' });
    expect(await read(inspecting)).toMatchObject({ filled: 1, merged: 1 });
    expect(await register()).toMatchObject({ employees: 345 });
    expect(await inspecting.get(`/api/enterprises/${firm.id}/standing`)).toMatchObject({ verified: true });
    const [latest] = await inspecting.get<{ source: string; version: number }[]>(`/api/enterprises/${firm.id}/history`);
    expect(latest).toMatchObject({ source: `census:${census.id}`, version: (await register()).version });
    // What is in the register is answered no more.
    const again = await filling.ask('POST', `/api/censuses/${census.id}/sheets/${firm.id}`, {
      answers: { employees: 1, phone: '0793-1' },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'census-state' } });
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
