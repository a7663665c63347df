import { creditCodeCheck } from '@anlan/domain/identity-codes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const FIRST = '上饶琉璃光特种玻璃有限公司（演示）';
const TWIN = '上饶市琉璃光特种玻璃有限责任公司（演示）';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Made {
  readonly id: string;
  readonly name: string;
}

function code(n: number): string {
  const body = `91361100DEM8${String(n).padStart(5, '0')}`;
  return body + creditCodeCheck(body)!;
}

describe('two records of one enterprise are found, merged into one, and taken apart again', () => {
  let stage: Stage;
  let desk: Page;
  let api: Api;
  let key: string;
  let keep: Made;
  let twin: Made;
  let tank: Made;

  const ownerOf = async (): Promise<string> =>
    (await api.get<{ enterprise: string }>(`/api/tanks/${tank.id}`)).enterprise;
  const pair = () =>
    desk
      .locator('section')
      .filter({ has: desk.getByRole('link', { name: TWIN }) })
      .first();

  beforeAll(async () => {
    stage = await openStage({ within: 280_000 });
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    key = identities.find(({ mark, jurisdiction }) => mark === '执' && jurisdiction === 'cn.36.11.')!.key;
    api = await stage.api(key);
    const town = (await api.get<{ path: string; kind: string }[]>('/api/regions')).find(({ kind }) => kind === 'town')!;
    const firm = (n: number, name: string, phone: string | null): Promise<Made> =>
      api.post('/api/enterprises', {
        name,
        regionPath: town.path,
        creditCode: code(n),
        sector: 'building-materials',
        riskLevel: 'yellow',
        phone,
        lon: 117.97,
        lat: 28.45,
      });
    keep = await firm(11_111, FIRST, null);
    twin = await firm(77_777, TWIN, '0793-8765432');
    tank = await api.post('/api/tanks', {
      name: '琉璃光1号罐',
      regionPath: town.path,
      enterprise: twin.id,
      substance: '液氨',
    });
    desk = await stage.page('/registry/duplicates?entity=enterprise', key);
  }, 320_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('duplicate-failed');
  });
  afterAll(() => stage.close());

  it('[S01.1] stand side by side with what speaks for it, as soon as the second is registered', async () => {
    await desk.getByRole('link', { name: TWIN }).waitFor();
    expect(await shown(desk.getByRole('link', { name: FIRST }))).toBe(true);
    expect(await shown(pair().getByText('同名'))).toBe(true);
    await stage.shot(desk, 'duplicates');
    const phone = await stage.page('/registry/duplicates?entity=enterprise', key, PHONE);
    await phone.getByRole('link', { name: TWIN }).waitFor();
    await stage.shot(phone, 'duplicates-phone');
  });

  it('[S01.4] become one, field by field, with a reason; what referred to the other refers to the one', async () => {
    await button(pair(), '合并').click();
    const dialog = desk.getByRole('dialog');
    // The smaller id stands first; it is the other way round that shows the tank moving.
    if (twin.id < keep.id) await button(dialog, '对调').click();
    // What the survivor lacks is taken from the other.
    await dialog.getByText('0793-8765432').waitFor();
    expect(await button(dialog, '合并').isDisabled()).toBe(true);
    await dialog.getByLabel('合并理由（必填）').fill('同一家，营业执照换发');
    await stage.shot(desk, 'duplicates-merge');
    await button(dialog, '合并').click();
    await desk.getByText(/已合并/).waitFor();
    expect(await ownerOf()).toBe(keep.id);
    expect(await api.get(`/api/enterprises/${keep.id}`)).toMatchObject({ phone: '0793-8765432' });
    expect(await api.get(`/api/enterprises/${keep.id}/standing`)).toMatchObject({ merged: [{ id: twin.id }] });
    await expect.poll(() => desk.getByRole('link', { name: TWIN }).count()).toBe(0);
  });

  it('[S01.4] are taken apart again from the record itself, and all returns', async () => {
    expect((await api.ask('GET', `/api/enterprises/${twin.id}`)).body).toMatchObject({ id: keep.id });
    await desk.goto(`${stage.platform.url}/registry/enterprises/${keep.id}`);
    await desk.getByText(/并入（/).waitFor();
    await stage.shot(desk, 'duplicates-merged');
    await button(desk, '撤销合并').click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('理由（必填）').fill('是两家：一个是分公司');
    await button(dialog, '撤销合并').click();
    await desk.getByText(/已撤销/).waitFor();
    expect(await ownerOf()).toBe(twin.id);
    expect(await api.get(`/api/enterprises/${twin.id}`)).toMatchObject({ id: twin.id, retiredAt: null });
    const [latest] = await api.get<{ reason: string | null; source: string }[]>(`/api/enterprises/${twin.id}/history`);
    expect(latest).toMatchObject({ source: `unmerge:${twin.id}`, reason: '是两家：一个是分公司' });
  });

  it('are told as two, and not asked about again', async () => {
    await desk.goto(`${stage.platform.url}/registry/duplicates?entity=enterprise`);
    await button(pair(), '不是同一家').click();
    await desk.getByText('记住了，不再提示').waitFor();
    await desk.reload();
    await desk.getByText('疑似重复').first().waitFor();
    await expect.poll(() => desk.getByRole('link', { name: TWIN }).count()).toBe(0);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
