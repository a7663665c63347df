import type { FieldDevice } from '@anlan/data';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown } from './browser.ts';
import { city } from './city.ts';
import { connectFireLine, type FireLine } from './field-line.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const DUTY = 'shangrao.duty';
/** Duty of the fire service: sees rows of fire protection only. */
const FIRE = 'shangrao.fire';
const OWNER = { account: 'journey.owner', password: 'Journey-2026-owner' };
/** A reading every forty seconds: three of them are the two minutes of the rule. */
const STEP = 40_000;

const devices = city().fieldDevices.filter(
  ({ protocol, jurisdiction }) => protocol === 'gb26875' && jurisdiction === 'shangrao',
);
const device = devices.find(({ points }) => points.some(({ kind }) => kind === 'fire-water-pressure')) as FieldDevice;
const end = pointOf('fire-water-end');
const building = city().buildings.find(({ id }) => id === device.buildingId) as { id: string; name: string };

function pointOf(kind: string) {
  const point = device.points.find((one) => one.kind === kind);
  if (point === undefined) throw new Error(`no ${kind} in ${device.address}`);
  return point;
}

/** MPa as the device sends it: kind 5, in 0.1 kPa. */
const raw = (megapascal: number): number => Math.round(megapascal * 10_000);

describe('pressure falls at the most unfavourable point of a key building', () => {
  let stage: Stage;
  let duty: Api;
  let fire: Api;
  let line: FireLine;
  /** The alarm falls due half a minute ago, so that it is a living one; the last step is not further ahead than a clock may be. */
  const start = Date.now() - 30_000 - 7 * STEP;

  const alarmsOf = async (api: Api, subject = end.id): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${subject}`)).alarms;
  const send = (step: number, megapascal: number): Promise<void> =>
    line.values(start + step * STEP, { [end.key]: raw(megapascal) });
  const least = end.limits['staticLeast'] as number;

  beforeAll(async () => {
    stage = await openStage();
    [duty, fire] = await Promise.all([stage.api(DUTY), stage.api(FIRE)]);
    line = connectFireLine(stage.platform.ports.gb26875, device.address);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('fire-failed');
  });
  afterAll(async () => {
    line.end();
    await stage.close();
  });

  it('[S44.1] pressures arrive as frames of GB/T 26875.3 and stand at their floors in MPa', async () => {
    const values = Object.fromEntries(
      device.points
        .filter(({ unit }) => unit === 'MPa')
        .map(({ key, kind }, index) => [key, raw(kind === 'fire-water-end' ? least * 1.8 : 0.31 + index / 100)]),
    );
    await line.values(start, { ...values, [pointOf('fire-tank-level').key]: 204 });
    const page = await stage.page(`/registry/buildings/${building.id}`, DUTY);
    await page.getByTestId('riser-point').first().waitFor();
    expect(await page.getByTestId('riser-point').count()).toBe(Object.keys(values).length);
    const wanted = String(Math.round(least * 1.8 * 1000) / 1000);
    expect(await shown(page.getByText(wanted))).toBe(true);
    expect(await shown(page.getByText('2.04 m'))).toBe(true);
    await stage.shot(page, 'fire-riser');
    await page.close();
  });

  it('[S44.2] a dip shorter than the configured minutes is no alarm', async () => {
    for (const [step, share] of [0.8, 0.8, 1.8, 0.8, 0.8, 0.8].entries()) await send(step + 1, least * share);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await alarmsOf(duty)).toEqual([]);
  });

  it('[S44.2] below the least pressure for two minutes is one low-pressure alarm, to the owner and the fire service', async () => {
    await send(7, least * 0.8);
    const [alarm] = await until('the alarm', async () => {
      const found = await alarmsOf(duty);
      return found.length > 0 ? found : undefined;
    });
    expect(alarm).toMatchObject({
      rule: 'fire-water-low',
      level: 'yellow',
      label: '低于最小静压',
      limit: least,
      unit: 'MPa',
      organisationId: device.enterpriseId,
    });
    expect(alarm?.escalation.find(({ reached }) => reached)?.label).toContain('消防救援机构');
    expect((await alarmsOf(fire)).map(({ id }) => id)).toEqual([alarm?.id]);
    const desk = await stage.page('/desk', FIRE);
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm?.id}"]`).waitFor();
    await stage.shot(desk, 'fire-desk');
    const owner = await ownersApi(stage);
    expect((await alarmsOf(owner)).map(({ id }) => id)).toEqual([alarm?.id]);
    // The owner of another building hears nothing of it, and the owner nothing of others.
    const others = (await owner.get<{ alarms: AlarmView[] }>('/api/alarms?state=all')).alarms;
    expect(others.every(({ organisationId }) => organisationId === device.enterpriseId)).toBe(true);
    await desk.close();
  });

  it('[S44.2] a drained pipe raises the same alarm to red, and restored pressure ends it', async () => {
    for (const step of [8, 9, 10, 11]) await send(step, 0.012);
    await until('red', async () => (await alarmsOf(duty)).some(({ level }) => level === 'red'));
    for (const step of [12, 13, 14, 15]) await send(step, least * 1.8);
    const alarm = await until('recovery', async () =>
      (await alarmsOf(duty)).find(({ recoveredAt }) => recoveredAt !== null),
    );
    const { trail } = await duty.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail.map(({ kind }) => kind)).toEqual(['raised', 'level-raised', 'recovered']);
    expect(await alarmsOf(duty)).toHaveLength(1);
  });

  it('[S44.3] coverage is equipped over key buildings, down to those that are missing', async () => {
    const keys = city().buildings.filter(({ key, jurisdiction }) => key && jurisdiction === 'shangrao');
    const equipped = new Set(devices.map(({ buildingId }) => buildingId));
    const page = await stage.page('/fire-water', FIRE);
    const share = page.getByTestId('fire-water-share');
    await share.waitFor();
    expect(await share.textContent()).toBe(`${((equipped.size / keys.length) * 100).toFixed(1)} %`);
    const { total, rows } = await fire.get<{ total: number; rows: { id: string }[] }>('/api/fire-water/missing');
    expect(total).toBe(keys.length - equipped.size);
    expect(rows.filter(({ id }) => equipped.has(id))).toEqual([]);
    const list = page.getByTestId('fire-water-missing');
    await list.waitFor();
    expect(await list.locator('tbody tr').count()).toBe(Math.min(200, total));
    await stage.shot(page, 'fire-coverage');
    await page.close();
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});

/** Signs in as the building's owner, whom the security administrator enters first. */
async function ownersApi(stage: Stage): Promise<Api> {
  const security = await stage.api('shangrao.security');
  const { link } = await security.post<{ link: { href: string } }>('/api/people', {
    name: '权属单位安全员',
    account: OWNER.account,
    role: 'safety-officer',
    organisationId: device.enterpriseId,
  });
  const token = new URL(link.href).searchParams.get('token');
  await security.post('/api/session/reset', { token, password: OWNER.password });
  return stage.api(OWNER);
}
