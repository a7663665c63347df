import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enrol, inspectorOf, type Account } from './accounts.ts';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const PHONE = { width: 390, height: 844 };
const NAME = '冬季消防安全专项行动';
const XINZHOU = 'cn.36.11.02.';
const WUYUAN = 'cn.36.11.30.';

interface Part {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly path: string;
  readonly caseId: string | null;
  readonly figures: {
    readonly targets: number;
    readonly planned: number;
    readonly inspected: number;
    readonly found: number;
  };
}
interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly frozen: number;
  readonly state: string;
  readonly kinds: readonly string[];
  readonly parts: readonly Part[];
  readonly total: Part['figures'] & { readonly penalised: number };
}
interface Calendar {
  readonly rows: readonly { readonly name: string; readonly missing: boolean }[];
}

interface Counts {
  readonly units: number;
  readonly unitsCovered: number;
  readonly villages: number;
  readonly organised: number;
}
interface Fire {
  readonly total: Counts;
  readonly regions: readonly (Counts & { readonly path: string })[];
}

const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

describe('a campaign goes from the city to its counties and comes back as numbers with their records', () => {
  let stage: Stage;
  let city: Api;
  let county: Api;
  let second: Api;
  let other: Api;
  let inspector: Account;
  let page: Page;
  let campaign: Campaign;

  const read = (api: Api): Promise<Campaign> => api.get(`/api/campaigns/${campaign.id}`);
  const partOf = (one: Campaign, name: string): Part => one.parts.find((part) => part.name === name)!;
  const act = async (api: Api, caseId: string, action: string, input: object = {}) => {
    const { case: view } = await api.get<{ case: { version: number } }>(`/api/cases/${caseId}`);
    return api.ask('POST', `/api/cases/${caseId}/acts/${action}`, { version: view.version, input });
  };

  beforeAll(async () => {
    stage = await openStage();
    const accounts = await enrol(stage, {
      county: inspectorOf('信州区', XINZHOU, 'xinzhou.zhifa1'),
      second: inspectorOf('信州区', XINZHOU, 'xinzhou.zhifa2'),
      other: inspectorOf('婺源县', WUYUAN, 'wuyuan.zhifa1'),
    });
    inspector = accounts.county;
    city = await stage.api('shangrao.leader');
    county = await stage.api(accounts.county);
    second = await stage.api(accounts.second);
    other = await stage.api(accounts.other);
    page = await stage.page('/campaigns', 'shangrao.leader');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('campaign-failed');
  });
  afterAll(() => stage.close());

  it('[S68.1] the running and the finished ones are there with their figures, and the year’s calendar flags who had none', async () => {
    await page.getByTestId('campaigns').waitFor();
    await stage.shot(page, 'campaigns');
    await page.goto(`${stage.platform.url}/campaigns?tab=calendar`);
    await page.getByTestId('fire-calendar').waitFor();
    const calendar = await city.get<Calendar>(`/api/campaigns/fire-calendar?year=${day(0).slice(0, 4)}`);
    expect(calendar.rows.find(({ name }) => name === '婺源县')?.missing).toBe(true);
    expect(calendar.rows.find(({ name }) => name === '信州区')?.missing).toBe(false);
    await stage.shot(page, 'campaign-calendar');
  });

  it('[S68.1] the city issues it: targets are drawn by criteria, frozen, and split by county', async () => {
    await page.goto(`${stage.platform.url}/campaigns`);
    await button(page, '部署专项行动').click();
    const form = page.locator('form');
    await form.getByLabel('名称', { exact: true }).fill(NAME);
    await form.getByLabel('目标', { exact: true }).fill('消除人员密集场所重大火灾隐患');
    await form.getByRole('combobox', { name: '类别' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '消防安全' }).first().click();
    // The list draws what is in view: it is found by its words, as people do.
    await form.getByRole('combobox', { name: '行业' }).fill('人员密集');
    await page.locator('.ant-select-item-option').filter({ hasText: '人员密集场所' }).first().click();
    await page.keyboard.press('Escape');
    await page
      .getByTestId('campaign-preview')
      .getByText(/按条件有 \d+ 家/)
      .waitFor();
    await stage.shot(page, 'campaign-issue');
    await button(form, '冻结对象并下达').click();
    await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}/);
    campaign = await city.get(`/api/campaigns/${new URL(page.url()).pathname.split('/').at(-1)}`);
    expect(campaign.frozen).toBe(campaign.total.targets);
    expect(campaign.frozen).toBeGreaterThan(50);
    const town = await stage.api('shangrao.security');
    expect((await town.ask('POST', '/api/campaigns', {})).status).toBe(403);
    const calendar = await city.get<Calendar>(`/api/campaigns/fire-calendar?year=${day(0).slice(0, 4)}`);
    expect(calendar.rows.find(({ name }) => name === '婺源县')?.missing).toBe(
      !campaign.parts.some(({ name }) => name === '婺源县'),
    );
  });

  it('[S68.1] a county inspects its targets; a finding becomes a hidden danger and a penalty, and nobody else’s numbers move', async () => {
    const before = await read(county);
    expect(before.parts.filter(({ parent }) => parent === null).map(({ name }) => name)).toEqual(['信州区']);
    const elsewhere = (await read(other)).total;
    await act(county, partOf(before, '信州区').caseId!, 'receive');
    const targets = await county.get<{ rows: { id: string; name: string }[] }>(
      `/api/campaigns/${campaign.id}/targets?size=1`,
    );
    const target = targets.rows[0]!;
    const first = await county.post<{ run: string }>(`/api/campaigns/${campaign.id}/runs`, { targets: [target.id] });
    expect(await county.post(`/api/campaigns/${campaign.id}/runs`, { targets: [target.id] })).toMatchObject({
      run: first.run,
    });
    const requestId = randomUUID();
    const body = { enterpriseId: target.id, violation: campaign.kinds[10], what: '疏散通道堆放货物', requestId };
    const made = await county.post<{ id: string }>(`/api/campaigns/${campaign.id}/findings`, body);
    expect(await county.post(`/api/campaigns/${campaign.id}/findings`, body)).toEqual(made);
    expect((await other.ask('POST', `/api/campaigns/findings/${made.id}/decide`, { measure: 'order' })).status).toBe(
      404,
    );
    await county.post(`/api/campaigns/findings/${made.id}/decide`, { measure: 'fine', fine: 1.5 });
    const after = await read(city);
    expect(after.total).toMatchObject({ found: 1, penalised: 1 });
    expect((await read(other)).total).toEqual(elsewhere);
    await page.goto(`${stage.platform.url}/campaigns/${campaign.id}?tab=findings`);
    expect(await shown(page.getByText('疏散通道堆放货物'))).toBe(true);
    await stage.shot(page, 'campaign-findings');
  });

  it('[S68.1] shows its report by place, opens the records behind a number, and is taken away as a workbook and a paper', async () => {
    const running = (await city.get<{ rows: { id: string; name: string; late: number }[] }>('/api/campaigns')).rows;
    const hazchem = running.find(({ name }) => name.includes('危险化学品'))!;
    expect(hazchem.late).toBeGreaterThan(0);
    await page.goto(`${stage.platform.url}/campaigns/${hazchem.id}`);
    await page.getByTestId('campaign-report').waitFor();
    await stage.shot(page, 'campaign-report');
    await page.getByTestId('campaign-report').getByRole('button', { name: '德兴市' }).click();
    await stage.shot(page, 'campaign-report-towns');
    await page.goto(`${stage.platform.url}/campaigns/${hazchem.id}?tab=targetList&state=done`);
    await page.getByTestId('campaign-targets').waitFor();
    await stage.shot(page, 'campaign-targets');
    for (const kind of ['xlsx', 'pdf'])
      expect((await city.ask('GET', `/api/campaigns/${hazchem.id}/report.${kind}`)).status).toBe(200);
    expect(await city.post(`/api/campaigns/${hazchem.id}/urge`, { demand: '三日内完成并上报小结' })).toMatchObject({
      urged: hazchem.late,
    });
    expect((await county.ask('POST', `/api/campaigns/${hazchem.id}/urge`, { demand: 'x' })).status).toBe(403);
  });

  it('[S68.1] ends with every county accepted by the level that issued it, and not before', async () => {
    const finish = () => city.ask('POST', `/api/campaigns/${campaign.id}/finish`, { summary: '完成' });
    expect((await finish()).body).toMatchObject({ code: 'campaign-open-parts' });
    const { caseId } = partOf(await read(city), '信州区');
    await act(county, caseId!, 'sum', { summary: '已检查' });
    expect((await act(county, caseId!, 'accept')).body).toMatchObject({ code: 'same-person' });
    // A colleague in the same county is no other level: the city issued it and accepts it.
    expect((await act(second, caseId!, 'accept')).body).toMatchObject({ code: 'campaign-issuer' });
    expect((await act(city, caseId!, 'accept')).status).toBe(200);
    for (const part of (await read(city)).parts.filter((one) => one.parent === null && one.path !== XINZHOU))
      await act(city, part.caseId!, 'drop', { reason: '并入年度检查' });
    expect((await finish()).status).toBe(200);
    expect((await finish()).body).toMatchObject({ code: 'campaign-state' });
    expect((await county.ask('POST', `/api/campaigns/${campaign.id}/runs`, {})).body).toMatchObject({
      code: 'campaign-state',
    });
  });

  it('[S68.2] a county with too much is listed for rectification with its figures', async () => {
    await page.goto(`${stage.platform.url}/campaigns?tab=keys`);
    await page.getByText('重点县清单').waitFor();
    await page.waitForTimeout(500);
    await stage.shot(page, 'campaign-keys');
    const made = await city.post<{ id: string }>('/api/campaigns/key-counties', {
      region: XINZHOU,
      trade: 'fire',
      reason: '近一年火灾多发',
    });
    expect(
      (await city.ask('POST', '/api/campaigns/key-counties', { region: XINZHOU, trade: 'fire', reason: 'x' })).status,
    ).toBe(409);
    expect(
      (await act(county, made.id, 'plan', { plan: '逐家过筛', responsible: '分管副区长', dueOn: day(90) })).status,
    ).toBe(200);
    expect((await other.ask('GET', `/api/cases/${made.id}`)).status).toBe(404);
  });

  it('[S69.1] [S69.5] the coverage of stations is computed by place, and villages without an organisation are listed', async () => {
    await page.goto(`${stage.platform.url}/fire-grassroots`);
    await page.getByTestId('fire-regions').waitFor();
    await stage.shot(page, 'fire-overview');
    await page.goto(`${stage.platform.url}/fire-grassroots?tab=villages`);
    await page.getByTestId('fire-villages').waitFor();
    await stage.shot(page, 'fire-villages');
    const fire = await city.get<Fire>('/api/grassroots/overview');
    const { total } = fire;
    expect(fire.regions.find(({ path }) => path === XINZHOU)!.unitsCovered).toBeGreaterThan(0);
    expect(fire.regions.reduce((sum, one) => sum + one.unitsCovered, 0)).toBe(total.unitsCovered);
    expect(total.unitsCovered).toBeLessThan(total.units);
    // Nobody wrote the distance down: it follows from where the stations and the unit stand.
    const lack = await city.get<{ total: number }>('/api/grassroots/units?lack=cover&size=1');
    expect(lack.total).toBe(total.units - total.unitsCovered);
    const villages = await city.get<{ total: number }>('/api/grassroots/villages?missing=1&size=1');
    expect(villages.total).toBe(total.villages - total.organised);
    expect(await shown(page.getByText('未建', { exact: true }))).toBe(true);
  });

  it('[S69.2] a key unit evaluates its four abilities on a phone; nobody of another county sees it', async () => {
    const units = await county.get<{ rows: { id: string; name: string }[] }>('/api/grassroots/units?lack=four&size=5');
    const unit = units.rows[0]!;
    const record = await county.get<{ enterprise: string }>(`/api/fire-units/${unit.id}`);
    const { officer } = await enrol(stage, {
      officer: { account: 'danwei.anquan', name: '安全员', role: 'safety-officer', organisationId: record.enterprise },
    });
    const phone = await stage.page(`/fire-grassroots/units/${unit.id}`, officer, PHONE);
    const card = phone.getByTestId('evaluation-four');
    await card.getByRole('button').first().click();
    const form = phone.locator('form');
    await form.waitFor();
    for (const one of await form.getByRole('button', { name: '达到', exact: true }).all()) await one.click();
    await stage.shot(phone, 'fire-evaluation-phone');
    await button(form, '提交自评').click();
    await until(
      'the evaluation',
      async () => (await county.get<{ four: string }>(`/api/grassroots/units/${unit.id}`)).four === 'current',
      15_000,
      200,
    );
    await phone.waitForTimeout(600);
    await stage.shot(phone, 'fire-unit-phone');
    expect((await other.ask('GET', `/api/grassroots/units/${unit.id}`)).status).toBe(404);
    await page.goto(`${stage.platform.url}/fire-grassroots/units/${unit.id}`);
    await page.getByTestId('evaluation-four').waitFor();
    await stage.shot(page, 'fire-unit');
  });

  it('reads on a phone, and no page threw an error', async () => {
    const phone = await stage.page('/campaigns', inspector, PHONE);
    await phone.getByTestId('campaigns').waitFor();
    await stage.shot(phone, 'campaigns-phone');
    await phone.goto(`${stage.platform.url}/fire-grassroots`);
    await phone.getByTestId('fire-regions').waitFor();
    await stage.shot(phone, 'fire-phone');
    expect(stage.faults).toEqual([]);
  });
});
