import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const [gauge] = levelPoints('shangrao') as [DrivenPoint];
const TAG = gauge.device.name.split(' ')[0] as string;
/** More presses than the desk has stops, so that a lost focus ends the journey. */
const MOST_PRESSES = 80;

declare global {
  interface Window {
    tones: number;
    pointers: number;
  }
}

describe('the duty desk by keyboard alone', () => {
  let stage: Stage;
  let api: Api;
  let desk: Page;
  let gateway: Gateway;
  let alarm: AlarmView;

  const press = (key: string): Promise<void> => desk.keyboard.press(key);
  const level = (value: number, secondsAgo: number): Promise<void> =>
    gateway.publish(Date.now() - secondsAgo * 1000, [{ point: gauge.key, value }]);
  const card = (response: string) =>
    desk.locator(`[data-testid=alarm-card][data-alarm="${alarm.id}"][data-response=${response}]`).waitFor();
  const chosen = (): Promise<string | null> => desk.getByTestId('alarm-card').getAttribute('data-alarm');
  /** Presses a key until something is so. */
  async function pressUntil(key: string, done: () => Promise<boolean>): Promise<void> {
    for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
      if (await done()) return;
      await press(key);
    }
    throw new Error(`not reached with ${MOST_PRESSES} × ${key}`);
  }
  const focused = (testId: string): Promise<boolean> =>
    desk.evaluate((id) => document.activeElement?.getAttribute('data-testid') === id, testId);

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    gateway = await gatewayOf(stage.platform, gauge.device);
    desk = await stage.page('/desk', OFFICER);
    await desk.addInitScript(() => {
      Object.assign(window, { tones: 0, pointers: 0 });
      const start = AudioScheduledSourceNode.prototype.start;
      AudioScheduledSourceNode.prototype.start = function (when?: number) {
        window.tones += 1;
        start.call(this, when);
      };
      window.addEventListener('pointerdown', () => (window.pointers += 1), true);
    });
    await desk.reload();
    await desk.getByTestId('desk').waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('keyboard-failed');
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('plays the four tones for whoever tests the sound', async () => {
    await pressUntil('Tab', () => focused('sound-test'));
    const before = await desk.evaluate(() => window.tones);
    await press('Enter');
    await until('four tones', async () => (await desk.evaluate(() => window.tones)) >= before + 4, 12_000, 200);
  });

  it('says its keys, and finds one alarm among many', async () => {
    await level(93, 60);
    alarm = await until('the alarm', async () => {
      const { alarms } = await api.get<{ alarms: AlarmView[] }>(`/api/alarms?subject=${gauge.point.id}`);
      return alarms.find(({ rule }) => rule === 'level-high');
    });
    await desk.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await press('?');
    await desk.getByRole('dialog').getByText('J / ↓').waitFor();
    await press('Escape');
    await desk.getByRole('dialog').waitFor({ state: 'hidden' });
    await press('/');
    await desk.keyboard.type(TAG);
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"]`).waitFor();
    await press('Escape');
    await press('Home');
    await pressUntil('j', async () => (await chosen()) === alarm.id);
    await stage.shot(desk, 'keyboard-chosen');
  });

  it('acknowledges and records what is done', async () => {
    await press('Enter');
    await card('acknowledged');
    await press('Home');
    await pressUntil('j', async () => (await chosen()) === alarm.id);
    await press('h');
    await desk.getByTestId('confirm-handle').waitFor();
    await desk.keyboard.type('已停进料，就地核对液位');
    await press('Control+Enter');
    await card('handling');
  });

  it('turns it into a hidden danger and an event, each once, filled in with what the alarm knows', async () => {
    await desk.getByTestId('confirm-handle').waitFor({ state: 'hidden' });
    await desk.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await press('Home');
    await pressUntil('j', async () => (await chosen()) === alarm.id);
    await press('d');
    const title = desk.locator('[data-testid=turn-danger-form] #title');
    await title.waitFor();
    expect(await title.inputValue()).toContain(TAG);
    const report = desk.locator('[data-testid=turn-danger-form] button[type=submit]');
    await pressUntil('Tab', () => report.evaluate((button) => button === document.activeElement));
    await stage.shot(desk, 'keyboard-danger');
    await press('Enter');
    await desk.getByTestId('grown-case').waitFor();
    const { cases = [] } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(cases).toEqual([expect.objectContaining({ kind: 'hidden-danger', state: 'registered' })]);
    // A second is refused, and the refusal names the first.
    await desk.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await press('d');
    await title.waitFor();
    await pressUntil('Tab', () => report.evaluate((button) => button === document.activeElement));
    await press('Enter');
    await desk.getByText(`这条报警已转为事故隐患 ${cases[0]?.number}`, { exact: false }).first().waitFor();
    await press('Escape');
    await title.waitFor({ state: 'detached' });
    await press('e');
    const story = desk.getByLabel('事故简要经过');
    await story.waitFor();
    expect(await story.inputValue()).toContain(alarm.number);
    const typeInto = async (label: string, text: string) => {
      const field = desk.getByRole('dialog').getByLabel(label, { exact: true });
      await pressUntil('Tab', () => field.evaluate((input) => input === document.activeElement));
      await press('Control+a');
      await desk.keyboard.type(text);
    };
    await typeInto('报告人', '中控室王师傅');
    await typeInto('电话', '13812340000');
    await pressUntil('Tab', () => focused('flash-save'));
    await press('Enter');
    await desk.getByTestId('grown-report').waitFor();
    const { trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['case-opened', 'reported']));
    await desk.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  });

  it('closes it once it is over', async () => {
    // Over for longer than the rule's delay.
    await level(55, 30);
    await level(54, 5);
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"][data-group=recovered]`).waitFor();
    await press('Home');
    await pressUntil('j', async () => (await chosen()) === alarm.id);
    await press('c');
    await desk.getByTestId('confirm-close').waitFor();
    await desk.keyboard.type('进料阀未关严');
    await press('Tab');
    await desk.keyboard.type('停料、倒罐');
    await stage.shot(desk, 'keyboard-closing');
    await press('Control+Enter');
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"]`).waitFor({ state: 'detached' });
    const { trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['raised', 'acknowledged', 'handled', 'recovered', 'closed']),
    );
    expect(trail.at(-1)?.text).toBe('原因：进料阀未关严；措施：停料、倒罐');
  });

  it('writes a telephone report and a line of the log', async () => {
    await press('f');
    await desk.getByLabel('地点').waitFor();
    const story = desk.getByLabel('事故简要经过');
    await pressUntil('Tab', () => story.evaluate((field) => field === document.activeElement));
    await desk.keyboard.type('叉车撞坏甲醇管线');
    expect(await story.inputValue()).toBe('叉车撞坏甲醇管线');
    await press('Escape');
    await desk.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await press('l');
    await desk.keyboard.type('10 时巡屏一次，无异常');
    await press('Control+Enter');
    await desk.getByTestId('log').getByText('10 时巡屏一次，无异常').waitFor();
  });

  it('and no pointer was needed, no page threw an error', async () => {
    expect(await desk.evaluate(() => window.pointers)).toBe(0);
    expect(stage.faults).toEqual([]);
  });
});
