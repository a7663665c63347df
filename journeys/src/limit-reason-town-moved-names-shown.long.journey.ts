import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const REASON = '交警批复，按新标志核定';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Named {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly speedLimit: number | null;
}
interface Region {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly parentPath: string;
}

describe('a limit changes with a reason, a town moves with a warning, names are shown with a trace', () => {
  let stage: Stage;
  let key: string;
  let api: Api;
  let system: Api;
  let desk: Page;

  beforeAll(async () => {
    stage = await openStage({ within: 280_000 });
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    key = identities.find(({ mark, jurisdiction }) => mark === '执' && jurisdiction === 'cn.36.11.')!.key;
    [api, system] = await Promise.all([stage.api(key), stage.api('shangrao.system')]);
  }, 320_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('limit-failed');
  });
  afterAll(() => stage.close());

  it('asks why as soon as the speed limit of a vehicle is touched, and keeps the reason with the values', async () => {
    const { rows } = await api.get<{ rows: Named[] }>('/api/vehicles?size=1');
    const vehicle = rows[0]!;
    const next = vehicle.speedLimit === 60 ? 50 : 60;
    desk = await stage.page(`/registry/vehicles/${vehicle.id}`, key);
    await button(desk, '修改').click();
    expect(await desk.getByLabel('修改理由').count()).toBe(0);
    await desk.getByLabel('限速').fill(String(next));
    await desk.getByLabel('修改理由').waitFor();
    await button(desk, '保存').click();
    await desk.getByText('「限速」是报警判断的依据，修改须写明理由', { exact: true }).first().waitFor();
    expect((await api.get<Named>(`/api/vehicles/${vehicle.id}`)).version).toBe(vehicle.version);
    await stage.shot(desk, 'limit-reason');
    const phone = await stage.page(`/registry/vehicles/${vehicle.id}`, key, PHONE);
    await button(phone, '修改').click();
    await phone.getByLabel('限速').fill(String(next));
    await phone.getByLabel('修改理由').scrollIntoViewIfNeeded();
    await stage.shot(phone, 'limit-reason-phone');
    await phone.close();
    await desk.getByLabel('修改理由').fill(REASON);
    await button(desk, '保存').click();
    await desk.getByText('历史', { exact: true }).first().click();
    expect(await shown(desk.getByText(`理由：${REASON}`))).toBe(true);
    await stage.shot(desk, 'limit-history');
    expect(await api.get(`/api/vehicles/${vehicle.id}`)).toMatchObject({ speedLimit: next });
  });

  it('says what goes along before a town is moved under a zone, and keeps the move with its reason', async () => {
    const regions = await system.get<Region[]>('/api/regions');
    const town = regions.find(({ kind, parentPath }) => kind === 'town' && parentPath.startsWith('cn.36.11.'))!;
    await system.post('/api/registry/regions', {
      parent: 'cn.36.11.',
      name: '云湖经济开发区',
      kind: 'zone',
      reason: '省政府批复设立',
    });
    const along = await system.get<{ organisations: number; records: number }>(
      `/api/registry/regions/move?path=${town.path}`,
    );
    const page = await stage.page(`/registry/regions?under=${town.parentPath}`, 'shangrao.system');
    const row = page.getByRole('button', { name: town.name, exact: true }).first().locator('xpath=ancestor::div[1]');
    await row.getByRole('button', { name: '改变隶属' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`企业 ${along.organisations} 家，各类台账 ${along.records} 条`).waitFor();
    const go = button(dialog, '改变隶属');
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByLabel('移到哪个辖区之下（必选）').fill('云湖');
    await page.locator('.ant-select-item-option[title="云湖经济开发区"]').click();
    await dialog.getByLabel('理由（必填）').fill('市政府会议纪要');
    await page.locator('.ant-select-dropdown').waitFor({ state: 'hidden' });
    await stage.shot(page, 'region-move');
    await go.click();
    await page.getByText(`“${town.name}”已移到“云湖经济开发区”之下`).waitFor();
    const zone = (await system.get<Region[]>('/api/regions')).find(({ name }) => name === '云湖经济开发区')!;
    await page.goto(`${stage.platform.url}/registry/regions?under=${zone.path}`);
    expect(await shown(page.getByText(/改变隶属 cn\.36\.11\..*市政府会议纪要/))).toBe(true);
    await stage.shot(page, 'region-moved');
  });

  it('shows a name in clear to who may see it, audits that, and hides it again', async () => {
    const { rows } = await api.get<{ rows: Named[] }>('/api/risk-points?size=1');
    const path = `/control/points/${rows[0]!.id}`;
    const audit = await stage.api('shangrao.audit');
    const readings = async () => (await audit.get<{ total: number }>('/api/audit?verb=personal.reveal')).total;
    const before = await readings();
    await desk.goto(`${stage.platform.url}${path}`);
    const show = button(desk, '显示').first();
    await show.waitFor();
    const masked = desk.getByText(/^[\u4e00-\u9fff]\*+/).first();
    await masked.waitFor();
    expect(await readings()).toBe(before);
    await show.click();
    await expect.poll(readings).toBe(before + 1);
    await expect.poll(() => desk.getByText(/^[\u4e00-\u9fff]\*+/).count()).toBe(0);
    await stage.shot(desk, 'names-shown');
    await button(desk, '隐藏').first().click();
    await masked.waitFor();
    const phone = await stage.page(path, key, PHONE);
    await button(phone, '显示').first().waitFor();
    await stage.shot(phone, 'names-shown-phone');
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
