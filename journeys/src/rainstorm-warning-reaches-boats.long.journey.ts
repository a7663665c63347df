import { connect, type Socket } from 'node:net';
import { encodeMessage } from '@anlan/ais';
import type { Vessel } from '@anlan/data';
import type { WarningDetail } from '@anlan/kernel/warning';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { city } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const HOUR = 3_600_000;
const vessel = city().vessels.find(({ mmsi, waterwayId }) => mmsi !== undefined && waterwayId === 'poyang') as Vessel;

describe('a red rainstorm warning reaches ponds, plants, boats and desks, and shows who has not answered', () => {
  let stage: Stage;
  let api: Api;
  let radio: Socket;
  let desk: Page;
  let token: string;
  let id: string;
  let place: { lon: number; lat: number };
  const sent = Math.floor(Date.now() / 1000) * 1000 - 60_000;

  const timeText = (at: number): string => `${new Date(at + 8 * HOUR).toISOString().slice(0, 19)}+08:00`;
  const cap = (
    identifier: string,
    { type = 'Alert', hours = 6, references = '' } = {},
  ): string => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>qxt@journey</sender>
<sent>${timeText(sent)}</sent><status>Actual</status><msgType>${type}</msgType><scope>Public</scope>
${references === '' ? '' : `<references>${references}</references>`}<info><language>zh-CN</language><category>Met</category>
<event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty>
<expires>${timeText(sent + 60_000 + hours * HOUR)}</expires><senderName>上饶市气象台</senderName><headline>暴雨红色预警信号（行程）</headline>
<instruction>船舶回港避风，尾矿库撤离下游人员</instruction>
<area><areaDesc>鄱阳湖沿岸</areaDesc><circle>${place.lat},${place.lon} 15</circle></area></info></alert>`;

  const push = async (document: string, bearer = token) => {
    const answered = await fetch(`${stage.platform.url}/api/cap`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/cap+xml' },
      body: document,
    });
    return { status: answered.status, body: (await answered.json()) as { id: string; result: string } };
  };
  const read = () => api.get<WarningDetail>(`/api/warnings/${id}`);

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    place = { lon: vessel.lon, lat: vessel.lat };
    radio = connect(stage.platform.ports.ais, '127.0.0.1');
    const message = {
      type: 1,
      repeat: 0,
      mmsi: Number(vessel.mmsi),
      status: 0,
      ...place,
      speed: 4,
      course: 90,
      heading: 90,
      accuracy: true,
      second: 1,
    };
    for (const line of encodeMessage(message as Parameters<typeof encodeMessage>[0])) radio.write(`${line}\r\n`);
    await until('the ship heard', async () => {
      const ships = await api.get<{ mmsi: string; at: number | null }[]>('/api/waterways/vessels');
      return ships.some(({ mmsi, at }) => mmsi === vessel.mmsi && at !== null) ? true : undefined;
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('warning-failed');
  });
  afterAll(async () => {
    radio.destroy();
    await stage.close();
  });

  it('[S40.1] is taken in from a source that the system administrator entered, once', async () => {
    const system = await stage.api('shangrao.system');
    const made = await system.post<{ token: string }>('/api/warning-sources', {
      name: '省突发事件预警发布中心',
      kind: 'push',
      regionPath: 'cn.36.11.',
    });
    ({ token } = made);
    expect((await push(cap('J1'), 'wrong')).status).toBe(401);
    const first = await push(cap('J1'));
    expect(first.status).toBe(201);
    id = first.body.id;
    expect((await push(cap('J1'))).body).toMatchObject({ id, result: 'duplicate' });
  });

  it('[S40.2] tells the desks, the plants and ponds inside and the ship on the river, over AIS', async () => {
    desk = await stage.page('/warnings', OFFICER);
    await desk.getByText('暴雨红色预警信号（行程）').first().click();
    expect(await shown(desk.getByTestId('recipients'))).toBe(true);
    const boats = desk.getByTestId('boats');
    expect(await shown(boats.getByText(vessel.name))).toBe(true);
    const found = await read();
    expect(found.places.some(({ organisationId }) => organisationId !== null)).toBe(true);
    expect(found.recipients.length).toBeGreaterThan(2);
    const ship = found.boats.find(({ mmsi }) => mmsi === vessel.mmsi)!;
    expect(ship.telegrams[0]).toMatch(/^!AB/);
    await stage.shot(desk, 'warning-told');
  });

  it('[S40.3] lists who has not acknowledged; the answer of the ship is logged, without a signal it is not', async () => {
    const row = desk.getByTestId('boats').getByRole('row').filter({ hasText: vessel.name });
    await button(row, '登记回复').click();
    const form = desk.locator('.ant-popover:visible');
    await form.getByLabel('回复内容').fill('已靠泊避风，全员在船');
    // What the map still loads must not be what fails.
    await desk.waitForLoadState('networkidle');
    await desk.context().setOffline(true);
    await button(form, '登记回复').click();
    expect(await shown(form.getByRole('alert'))).toBe(true);
    await desk.context().setOffline(false);
    await button(form, '登记回复').click();
    expect(await shown(row.getByText('已靠泊避风，全员在船'))).toBe(true);
    const found = await read();
    expect(found.boats.at(-1)).toMatchObject({ mmsi: vessel.mmsi, state: 'confirmed' });
    expect(found.read).toBeLessThan(found.told);
    await stage.shot(desk, 'warning-answered');
  });

  it('another city does not see it, and who watches the plant may not log for the ship', async () => {
    expect((await (await stage.api('chongqing.duty')).ask('GET', `/api/warnings/${id}`)).status).toBe(404);
    const { order } = (await read()).boats[0]!;
    const inspector = await stage.api('shangrao.361129.inspector');
    expect((await inspector.ask('POST', `/api/waterways/orders/${order}/answer`, { state: 'confirmed' })).status).toBe(
      403,
    );
  });

  it('one that is over when it comes tells nobody; the end of the first reaches everybody who was told', async () => {
    const late = await push(cap('J2', { hours: -0.02 }));
    const over = await api.get<WarningDetail>(`/api/warnings/${late.body.id}`);
    expect([over.state, over.told]).toEqual(['expired', 0]);
    const end = await push(cap('J3', { type: 'Cancel', references: `qxt@journey,J1,${timeText(sent)}` }));
    const ending = await api.get<WarningDetail>(`/api/warnings/${end.body.id}`);
    expect(ending.boats.map(({ mmsi }) => mmsi)).toContain(vessel.mmsi);
    await desk.reload();
    expect(await shown(desk.getByText('已解除').first())).toBe(true);
    expect(stage.faults).toEqual([]);
  });
});
