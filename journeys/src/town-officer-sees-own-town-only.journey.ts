import type { Enterprise } from '@anlan/data';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { PointView } from '@anlan/kernel/telemetry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { city, gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000001';
const OUTSIDE = '没有找到，或不在你的范围内';
/** The officer of the town next door gets an account of its own. */
const NEIGHBOUR = { account: 'linzhen.town', password: 'Linzhen-2026-kan' };

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}

describe('a town officer sees the own town and nothing else', () => {
  let stage: Stage;
  let officer: string;
  let town: Api;
  let townPath: string;
  let page: Page;
  let own: DrivenPoint;
  let foreign: DrivenPoint;
  let foreignEnterprise: Enterprise;
  let identities: readonly Identity[];

  const identity = (mark: string): string =>
    (identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.') as Identity).key;
  const here = (path: string): boolean => path.startsWith(townPath);

  beforeAll(async () => {
    stage = await openStage();
    identities = (await (await fetch(`${stage.platform.url}/api/platform/demonstration`)).json()) as Identity[];
    officer = identity('镇');
    town = await stage.api(officer);
    townPath = (await town.get<{ scope: { path: string } }>('/api/session')).scope.path;
    const county = townPath.replace(/[^.]+\.$/, '');
    const person = city().people.find(({ account }) => account === identity('企'));
    own = levelPoints('shangrao').find(
      ({ point }) => point.enterpriseId === person?.enterpriseId && here(point.regionPath),
    ) as DrivenPoint;
    foreign = levelPoints('shangrao').find(
      ({ point }) => point.regionPath.startsWith(county) && !here(point.regionPath),
    ) as DrivenPoint;
    foreignEnterprise = city().enterprises.find(({ id }) => id === foreign.point.enterpriseId) as Enterprise;
    const security = await stage.api(identity('安'));
    const { link } = await security.post<{ link: { href: string } }>('/api/people', {
      account: NEIGHBOUR.account,
      name: '邻镇安监员',
      role: 'town-officer',
      regionPath: foreign.point.regionPath,
    });
    const token = new URL(link.href).searchParams.get('token');
    await security.post('/api/session/reset', { token, password: NEIGHBOUR.password });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('town-failed');
  });
  afterAll(() => stage.close());

  it('signs in with one click and lands on the own town', async () => {
    page = await stage.page('/');
    await page.getByText('上饶市', { exact: true }).first().click();
    await page.getByRole('button', { name: /乡镇安监员/ }).click();
    await page.waitForURL('**/home**');
    const { name } = (await town.get<{ path: string; name: string }[]>(`/api/regions?under=${townPath}`)).find(
      ({ path }) => path === townPath,
    ) as { name: string };
    expect(await shown(page.getByText(name))).toBe(true);
    await stage.shot(page, 'town-home');
  });

  it('[S16.2] [S16.3] [S16.5] a sample is seen within seconds by the enterprise, its town and its county, and by no other town', async () => {
    const neighbour = await stage.api(NEIGHBOUR);
    const viewers = { enterprise: await stage.api(identity('企')), town, county: await stage.api(identity('执')) };
    const gateway = await gatewayOf(stage.platform, own.device);
    const sent = Date.now();
    await gateway.publish(sent, [{ point: own.key, value: 47.3 }]);
    gateway.end();
    const value = async (api: Api): Promise<unknown> => {
      const { status, body } = await api.ask('GET', `/api/points?device=${own.device.id}`);
      return status === 200 ? (body as PointView[]).find(({ id }) => id === own.point.id)?.latest?.value : status;
    };
    for (const [who, api] of Object.entries(viewers)) {
      await until(`the sample with the ${who}`, async () => (await value(api)) === 47.3, 5000);
    }
    console.log(`seen by three after ${Date.now() - sent} ms`);
    expect([404, undefined]).toContain(await value(neighbour));

    await page.goto(`${stage.platform.url}/registry/devices/${own.device.id}`);
    await page.getByText('47.3').first().waitFor();
    await stage.shot(page, 'town-own-device');
    const next = await signInByPassword();
    await next.goto(`${stage.platform.url}/registry/devices/${own.device.id}`);
    await next.getByText(OUTSIDE).first().waitFor();
    await stage.shot(next, 'town-neighbour-refused');
    await next.close();
  });

  it('[S16.7] lists hold the own town, the whole of it, and search finds nothing beyond', async () => {
    const records = {
      enterprises: city().enterprises,
      tanks: city().tanks,
      vehicles: city().vehicles,
      sites: city().sites,
    } as const;
    for (const [plural, all] of Object.entries(records)) {
      const inTown = all.filter(({ regionPath }) => here(regionPath));
      const { rows, total } = await town.get<{ rows: { id: string; regionPath: string }[]; total: number }>(
        `/api/${plural}?size=200`,
      );
      expect(total, plural).toBe(inTown.length);
      expect(
        rows.every(({ regionPath }) => here(regionPath)),
        plural,
      ).toBe(true);
    }
    expect(await town.get(`/api/search?q=${encodeURIComponent(foreignEnterprise.name)}`)).toEqual([]);

    await page.goto(`${stage.platform.url}/registry/enterprises`);
    const count = city().enterprises.filter(({ regionPath }) => here(regionPath)).length;
    await page.getByRole('table', { name: '企业' }).getByRole('row').nth(count).waitFor();
    expect(await page.getByRole('table', { name: '企业' }).getByRole('row').count()).toBe(count + 1);
    await page.getByPlaceholder('名称、拼音首字母').fill(foreignEnterprise.name);
    await page.getByText('没有符合条件的企业').waitFor();
    await stage.shot(page, 'town-list');
  });

  it('an alarm of the town next door rings there and not here, neither on the map nor on the desk', async () => {
    await page.goto(`${stage.platform.url}/map`);
    await page.locator('[data-testid=map][data-ready=true]').waitFor();
    const gateways = [
      await gatewayOf(stage.platform, foreign.device),
      await gatewayOf(stage.platform, own.device),
    ] as const;
    await gateways[0].publish(Date.now(), [{ point: foreign.key, value: 96 }]);
    const neighbour = await stage.api(NEIGHBOUR);
    const alarm = await until('the alarm next door', async () =>
      (await alarmsOf(neighbour)).find(({ subjectId }) => subjectId === foreign.point.id),
    );
    // The own alarm comes after the foreign one: when it is there, the other would be there too.
    await gateways[1].publish(Date.now(), [{ point: own.key, value: 96 }]);
    for (const gateway of gateways) gateway.end();
    await page.getByTestId('map-alarms').locator('button').first().waitFor({ state: 'attached' });
    expect(await page.getByTestId('map').getAttribute('data-alarms')).toBe('1');
    expect(await page.locator(`[data-alarm="${alarm.id}"]`).count()).toBe(0);
    expect((await alarmsOf(town)).map(({ subjectId }) => subjectId)).toEqual([own.point.id]);
    expect((await alarmsOf(neighbour)).map(({ subjectId }) => subjectId)).toEqual([foreign.point.id]);
    await stage.shot(page, 'town-map');

    const circle = await town.get<Record<string, { count: number }>>(
      `/api/map/inside?lon=${foreign.device.lon}&lat=${foreign.device.lat}&radius=2000`,
    );
    for (const kind of ['enterprises', 'tanks', 'devices'])
      expect(circle[kind]?.count, kind).toBe(await countNear(kind));
    for (const layer of await town.get<{ key: string }[]>('/api/map/layers')) {
      const { id } = await town.get<{ id: string[] }>(`/api/map/layers/${layer.key}`);
      expect(id).not.toContain(foreignEnterprise.id);
      expect(id).not.toContain(foreign.point.id);
    }
  });

  it('deep links answer as if there were nothing', async () => {
    const alarm = (await alarmsOf(await stage.api(NEIGHBOUR)))[0] as AlarmView;
    const addresses = [
      ['enterprises', foreignEnterprise.id],
      ['devices', foreign.device.id],
      ['tanks', foreign.point.tankId as string],
      ['alarms', alarm.id],
    ] as const;
    for (const [plural, id] of addresses) {
      const there = await town.ask('GET', `/api/${plural}/${id}`);
      const nowhere = await town.ask('GET', `/api/${plural}/${NOWHERE}`);
      expect(there.status, plural).toBe(404);
      expect(stripped(there.body), plural).toEqual(stripped(nowhere.body));
    }
    for (const [verb, path] of [
      ['POST', `/api/alarms/${alarm.id}/acknowledge`],
      ['POST', `/api/enterprises/${foreignEnterprise.id}/retire`],
    ] as const) {
      expect(
        (await town.ask(verb, path, verb === 'POST' && path.endsWith('retire') ? { reason: '试' } : {})).status,
        path,
      ).toBe(404);
    }
    const pages = [
      `/enterprises/${foreignEnterprise.id}`,
      `/registry/devices/${foreign.device.id}`,
      `/map?open=enterprise:${foreignEnterprise.id}`,
      `/desk?alarm=${alarm.id}`,
    ];
    for (const path of pages) {
      await page.goto(`${stage.platform.url}${path}`);
      await page.getByText(OUTSIDE).first().waitFor();
      expect(await page.getByText(foreignEnterprise.name).count(), path).toBe(0);
    }
    await stage.shot(page, 'town-deep-link');
  });

  it('every such attempt is in the audit, with who and what', async () => {
    const auditor = identity('审');
    const api = await stage.api(auditor);
    const { name } = (await town.get<{ person: { name: string } }>('/api/session')).person;
    const { rows } = await api.get<{
      rows: { actor: string; subjectId: string; verb: string; detail: { why?: string } }[];
    }>('/api/audit?outcome=refused&size=200');
    const outside = rows
      .filter(({ actor, detail }) => actor === name && detail.why === 'outside-scope')
      .map(({ subjectId }) => subjectId);
    for (const id of [foreignEnterprise.id, foreign.device.id, foreign.point.tankId]) expect(outside).toContain(id);
    expect(outside).not.toContain(NOWHERE);
    const audit = await stage.page('/audit?outcome=refused', auditor);
    await audit.getByText(name).first().waitFor();
    await stage.shot(audit, 'town-audit');
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });

  async function signInByPassword(): Promise<Page> {
    const next = await stage.page('/sign-in');
    await next.getByLabel('账号').fill(NEIGHBOUR.account);
    await next.getByRole('textbox', { name: '密码' }).fill(NEIGHBOUR.password);
    await next.getByRole('button', { name: /^登\s*录$/ }).click();
    await next.waitForURL('**/home**');
    return next;
  }

  /** What of the own town lies within two kilometres of the foreign device. */
  async function countNear(kind: string): Promise<number> {
    const { rows } = await town.get<{ rows: { lon: number | null; lat: number | null }[] }>(`/api/${kind}?size=200`);
    const near = rows.filter(
      ({ lon, lat }) => lon !== null && lat !== null && metres(lon, lat, foreign.device) <= 2000,
    );
    return near.length;
  }
});

async function alarmsOf(api: Api): Promise<AlarmView[]> {
  return (await api.get<{ alarms: AlarmView[] }>('/api/alarms?state=active')).alarms;
}

/** A refusal without what differs from one to the next. */
function stripped(body: unknown): unknown {
  const { instance: _, ...rest } = body as { instance?: string };
  return rest;
}

function metres(lon: number, lat: number, to: { lon: number; lat: number }): number {
  const east = (lon - to.lon) * 111_320 * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(east, (lat - to.lat) * 110_574);
}
