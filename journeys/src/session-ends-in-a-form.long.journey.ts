import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const WHO = 'shangrao.security';
const NAME = '吴写一半';

/** Ends whatever session the browser holds, as its expiry or an administrator would: the page is not told. */
const endSession = (page: Page): Promise<number> =>
  page.evaluate(async () => (await fetch('/api/session', { method: 'DELETE', headers: { 'x-anlan': '1' } })).status);

describe('a session that ends in the middle of a form', () => {
  let stage: Stage;
  let page: Page;

  const over = () => page.getByTestId('sign-in-again');
  const written = () => page.locator('#name');
  async function begin(): Promise<void> {
    await page.goto(`${stage.platform.url}/people`);
    await page.getByRole('button', { name: '新增人员' }).click();
    await written().fill(NAME);
  }

  beforeAll(async () => {
    stage = await openStage();
    page = await stage.page('/people', WHO);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('session-ends-failed');
  });
  afterAll(() => stage.close());

  it('covers the page, keeps what was typed, and does the act once its person is back', async () => {
    await begin();
    await page.locator('#account').fill('wu.xieyiban');
    await page.locator('#role').click();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: '辖区' }).last().click();
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) [title]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#reason').fill('新到岗');
    expect(await endSession(page)).toBe(204);
    await page.getByRole('button', { name: '保存' }).click();
    await over().waitFor();
    await stage.shot(page, 'session-ended-in-a-form');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await over().isVisible()).toBe(true);
    await page.getByRole('button', { name: '继续以演示身份进入' }).click();
    await page.getByText('一次性链接，只显示这一次').waitFor();
    expect(await over().count()).toBe(0);
    const answer = await page.evaluate(async (q) => (await fetch(`/api/people?search=${q}`)).json(), '吴写一半');
    expect(answer).toMatchObject({ rows: [{ name: NAME, account: 'wu.xieyiban' }] });
    expect((answer as { rows: object[] }).rows).toHaveLength(1);
  });

  it('leaves nothing of it to somebody else who signs in beside it', async () => {
    await begin();
    const beside = await page.context().newPage();
    await beside.goto(`${stage.platform.url}/account`);
    expect(await endSession(beside)).toBe(204);
    await beside.goto(`${stage.platform.url}/sign-in`);
    await beside
      .getByRole('button', { name: /值班员/ })
      .first()
      .click();
    await beside.waitForURL(/\/(desk|home)/);
    await page.waitForURL(/\/(desk|home)/);
    expect(await page.getByText(NAME).count()).toBe(0);
    expect(stage.faults).toEqual([]);
  });
});
