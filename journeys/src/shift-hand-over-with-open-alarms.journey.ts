import type { AlarmView } from '@anlan/kernel/alarm';
import type { HandOver, MessageView, Roster } from '@anlan/kernel/notify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './browser.ts';
import { city, gatewayOf, levelPoints } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const CITY_PATH = city().people.find(({ account }) => account === 'shangrao.duty')!.regionPath;
const OFFICERS = ['shangrao.duty', 'shangrao.duty2'];
const SUMMARY = '罐区高液位在处置，等中控室回电；盯住泵房。';
const [before, after] = levelPoints('shangrao');
const nameOf = (account: string): string => city().people.find((person) => person.account === account)!.name;

describe('a shift is handed over while alarms are open', () => {
  let stage: Stage;
  let outgoing: string;
  let incoming: string;
  let page: Page;

  const waiting = async (who: string): Promise<HandOver> => {
    const list = await (await stage.api(who)).get<HandOver[]>('/api/duty/hand-overs');
    return list.find(({ acceptedAt, withdrawnAt }) => acceptedAt === null && withdrawnAt === null)!;
  };
  const ring = async (driven: typeof before): Promise<AlarmView> => {
    const { device, key, point } = driven!;
    const line = await gatewayOf(stage.platform, device);
    await line.publish(Date.now(), [{ point: key, value: 95 }]);
    line.end();
    const api = await stage.api(outgoing);
    return until('the alarm', async () =>
      (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?subject=${point.id}`)).alarms.find(
        ({ rule }) => rule === 'level-high',
      ),
    );
  };

  beforeAll(async () => {
    stage = await openStage();
    const api = await stage.api(OFFICERS[0]!);
    const now = Date.now();
    const roster = await api.get<Roster>(`/api/duty/roster?from=${now}&to=${now + 86_400_000}`);
    const main = roster.now.find(({ post }) => post === 'main')!;
    outgoing = city().people.find(({ id }) => id === main.personId)!.account;
    incoming = OFFICERS.find((one) => one !== outgoing)!;
    const system = await stage.api('shangrao.system');
    for (const [to, value] of [
      ['county', 2],
      ['city', 4],
    ] as const)
      await system.post(`/api/parameters/alarm.ladder.${to}/settings`, {
        regionPath: CITY_PATH,
        from: Date.now(),
        value,
        reason: '交接期间加密升级',
      });
    await ring(before);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('hand-over-failed');
  });
  afterAll(() => stage.close());

  it('the outgoing officer sees what is open, takes a telephone report, and offers the desk', async () => {
    page = await stage.page('/desk', outgoing);
    await page.getByTestId('alarm-row').first().waitFor();
    await page.keyboard.press('f');
    await page.getByLabel('地点').fill('弋阳高新区 2 号路');
    await page.getByLabel('事发（分钟前）').fill('18');
    await page.getByLabel('事故简要经过').fill('叉车撞坏甲醇管线，少量泄漏');
    await page.getByLabel('受伤').fill('1');
    await page.getByLabel('报告人').fill('王师傅');
    await page.getByLabel('电话', { exact: true }).fill('13812340000');
    await stage.shot(page, 'hand-over-flash');
    await page.getByTestId('flash-save').click();
    await page.getByTestId('log').getByText('叉车撞坏甲醇管线').waitFor();
    await page.keyboard.press('o');
    await page.getByTestId('hand-over-draft').waitFor();
    await page.getByTestId('hand-over-summary').fill(SUMMARY);
    await page.getByTestId('hand-over-next').click();
    await page
      .locator('.ant-select-item-option')
      .filter({ hasText: nameOf(incoming) })
      .click();
    await stage.shot(page, 'hand-over-offer');
    await page.getByTestId('hand-over-offer').click();
    await page.getByTestId('hand-over-withdraw').waitFor();
    const offer = await waiting(outgoing);
    expect(offer.alarms.some(({ level }) => level === 'red')).toBe(true);
    expect(offer).toMatchObject({ fromName: nameOf(outgoing), toName: nameOf(incoming), summary: SUMMARY });
    expect(offer.lines).toBeGreaterThan(0);
  });

  it('nobody else can accept it, nor the next officer without naming every red and orange alarm', async () => {
    const { id, alarms } = await waiting(outgoing);
    const all = alarms.map((alarm) => alarm.id);
    const accept = async (who: string, confirmed: readonly string[]) =>
      (await stage.api(who)).ask('POST', `/api/duty/hand-overs/${id}/accept`, { confirmed });
    expect(await accept(outgoing, all)).toMatchObject({ status: 403, body: { code: 'hand-over-not-yours' } });
    expect(await accept('shangrao.361129.duty', all)).toMatchObject({ status: 404 });
    expect(await accept(incoming, [])).toMatchObject({ status: 422, body: { code: 'hand-over-unseen' } });
    const now = Date.now();
    const roster = await (await stage.api(outgoing)).get<Roster>(`/api/duty/roster?from=${now}&to=${now + 86_400_000}`);
    expect(roster.holder).toBeNull();
  });

  it('the next officer ticks them one by one and takes the desk over; the log says so', async () => {
    const { alarms } = await waiting(outgoing);
    const serious = alarms.filter(({ level }) => level === 'red' || level === 'orange');
    const theirs = await stage.page('/desk', incoming);
    await theirs.getByTestId('hand-over-accept').click();
    const ticks = theirs.getByTestId('hand-over-ticks').getByRole('checkbox');
    expect(await ticks.count()).toBe(serious.length);
    for (let index = 0; index < serious.length; index += 1) {
      expect(await theirs.getByTestId('hand-over-confirm').isDisabled()).toBe(true);
      await ticks.nth(index).check();
    }
    await stage.shot(theirs, 'hand-over-accept');
    await theirs.getByTestId('hand-over-confirm').click();
    await theirs.getByTestId('holder').getByText(nameOf(incoming)).waitFor();
    await theirs
      .getByTestId('log')
      .getByText(`${nameOf(outgoing)}交班，${nameOf(incoming)}接班`)
      .waitFor();
    await stage.shot(theirs, 'hand-over-done');
    await theirs.close();
    // The desk can be handed on from a phone as well.
    const phone = await stage.page('/desk', incoming, { width: 390, height: 844 });
    await phone.getByTestId('holder').getByText(nameOf(incoming)).waitFor();
    await phone.getByTestId('hand-over-prepare').click();
    await phone.getByTestId('hand-over-draft').waitFor();
    await stage.shot(phone, 'hand-over-phone');
    await phone.close();
  });

  it('a new alarm that nobody answers reaches the incoming officer', async () => {
    const alarm = await ring(after);
    const api = await stage.api(incoming);
    const told = await until(
      'the message to the incoming officer',
      async () => {
        const list = await api.get<MessageView[]>(`/api/messages/of/${alarm.id}`);
        return list.some(({ personName }) => personName === nameOf(incoming)) ? list : undefined;
      },
      30_000,
      500,
    );
    expect(told.find(({ personName }) => personName === nameOf(incoming))).toMatchObject({ channel: 'in-app' });
  });

  it('the roster shows who holds the desk and its gaps, and a week is filled by pattern', async () => {
    await page.goto(`${stage.platform.url}/duty`);
    await page
      .getByTestId('now-on')
      .getByText(`${nameOf(incoming)} 自`)
      .waitFor();
    const next = new Date(Date.now() + 8 * 3_600_000 + 20 * 86_400_000).toISOString().slice(0, 10);
    await page.getByTestId('fill-open').click();
    await page.getByLabel('轮班人员（按顺序）').click();
    for (const one of [outgoing, incoming])
      await page
        .locator('.ant-select-item-option')
        .filter({ hasText: nameOf(one) })
        .click();
    await page.keyboard.press('Escape');
    for (const label of ['起始日期', '截止日期']) await page.getByLabel(label).fill(next);
    await stage.shot(page, 'hand-over-roster');
    await page.getByTestId('fill-enter').click();
    await page.getByTestId('fill-form').waitFor({ state: 'detached' });
    const from = Date.parse(`${next}T00:00:00+08:00`);
    const roster = await (
      await stage.api(outgoing)
    ).get<Roster>(`/api/duty/roster?from=${from + 8 * 3_600_000}&to=${from + 32 * 3_600_000}`);
    expect(roster.gaps).toEqual([]);
    expect(roster.shifts.map(({ personName }) => personName)).toEqual([nameOf(outgoing), nameOf(incoming)]);
    expect(stage.faults).toEqual([]);
  });
});
