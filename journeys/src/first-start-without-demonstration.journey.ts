import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shown, type Page } from './browser.ts';
import { startPlatform } from './platform.ts';
import { openStage, type Stage } from './stage.ts';
import { totpCode } from './totp.ts';

const ACCOUNT = { account: 'wangjing', password: 'Anquan-2026-sheng', name: '王静' };
const LINK = /set up once: (\S+)/g;

describe('the first start without demonstration data', () => {
  let stage: Stage;
  let page: Page;
  let link: URL;
  let secret: string;

  beforeAll(async () => {
    stage = await openStage({ demo: false });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('first-start-failed');
  });
  afterAll(() => stage.close());

  it('prints one set-up link, and nothing that would let anybody in', async () => {
    const links = [...stage.platform.log().matchAll(LINK)].map((match) => match[1] as string);
    expect(links).toHaveLength(1);
    link = new URL(links[0] as string);
    expect(link.origin).toBe(stage.platform.url);
    const { url } = stage.platform;
    expect(await (await fetch(`${url}/api/platform`)).json()).toMatchObject({
      demonstration: false,
      setupNeeded: true,
    });
    expect(await (await fetch(`${url}/api/platform/demonstration`)).json()).toEqual([]);
    for (const account of ['admin', 'root', 'anlan', 'shangrao.system']) {
      const answer = await post(url, '/api/session', { account, password: account });
      expect(answer.status, account).toBe(401);
    }
    expect((await post(url, '/api/session/demonstration', { key: 'shangrao.system' })).ok).toBe(false);
    const wrong = { token: 'x'.repeat(43), jurisdiction: 'cn.36.11.', ...ACCOUNT };
    expect((await post(url, '/api/setup', wrong)).ok).toBe(false);
  });

  it('shows whoever comes without the link where the link is', async () => {
    const stranger = await stage.page('/');
    expect(await shown(stranger.getByText('请打开启动时终端里印出的初始化链接'))).toBe(true);
    await stage.shot(stranger, 'first-start-sign-in');
    await stranger.close();
  });

  it('refuses a weak password and says why', async () => {
    page = await stage.page(`${link.pathname}${link.search}`);
    await page.getByText('上饶市', { exact: true }).first().click();
    await fillIn(page, { ...ACCOUNT, password: 'wangjing12' });
    await page.getByRole('button', { name: '建立平台' }).click();
    expect(await shown(page.getByRole('alert').filter({ hasText: '密码' }))).toBe(true);
    await stage.shot(page, 'first-start-set-up');
  });

  it('the link makes the first account, a system administrator, and signs it in', async () => {
    await fillIn(page, ACCOUNT);
    await page.getByRole('button', { name: '建立平台' }).click();
    // An administrator sets up a second factor before anything else.
    await page.waitForURL('**/account');
    await page.getByRole('button', { name: '绑定动态验证码' }).click();
    secret = (await page.getByTestId('totp-secret').textContent()) as string;
    await page.getByLabel('验证码').fill(totpCode(secret, Date.now()));
    await page.getByRole('button', { name: '确认绑定' }).click();
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.goto(`${stage.platform.url}/systems`);
    await page.getByText(ACCOUNT.name).first().waitFor();
    expect(await page.getByText('演示数据').count()).toBe(0);
    await stage.shot(page, 'first-start-landed');
  });

  it('empty pages are pleasant: each says that nothing is there yet and what comes next', async () => {
    const pages = [
      ['/home', /现在没有要处理的/],
      ['/registry/enterprises', /还没有登记企业/],
      ['/registry/vehicles', /还没有登记车辆/],
      ['/registry/devices', /还没有登记设备/],
      ['/coverage', /还没有登记设备/],
    ] as const;
    for (const [path, says] of pages) {
      await page.goto(`${stage.platform.url}${path}`);
      expect(await shown(page.getByRole('status').filter({ hasText: says })), path).toBe(true);
      expect(await page.getByRole('alert').count(), path).toBe(0);
      await stage.shot(page, `first-start-empty${path.replaceAll('/', '-')}`);
    }
  });

  it('the empty page leads to the form that registers the first enterprise', async () => {
    await page.goto(`${stage.platform.url}/home`);
    await page.getByRole('link', { name: '去台账登记第一家企业' }).click();
    await page.getByLabel('企业名称').fill('上饶市信州区安心机械厂');
    expect(new URL(page.url()).searchParams.get('open')).toBe('new');
    await stage.shot(page, 'first-start-form');
  });

  it('the link is dead afterwards, also after a restart', async () => {
    const again = await stage.page(`${link.pathname}${link.search}`);
    expect(await shown(again.getByText('平台已经初始化'))).toBe(true);
    await stage.shot(again, 'first-start-link-dead');
    const token = link.searchParams.get('token');
    const refused = await post(stage.platform.url, '/api/setup', {
      token,
      jurisdiction: 'cn.36.11.',
      ...ACCOUNT,
      account: 'second',
    });
    expect(refused.ok).toBe(false);

    const { home, ports } = stage.platform;
    await stage.platform.stop();
    const second = await startPlatform({ demo: false, home, ports });
    try {
      expect([...second.log().matchAll(LINK)]).toEqual([]);
      const signedIn = await post(second.url, '/api/session', { account: ACCOUNT.account, password: ACCOUNT.password });
      expect(signedIn.status).toBe(200);
      const { ticket } = (await signedIn.json()) as { ticket: string };
      // The next step's code: that of the enrolment may still be the current one.
      const code = totpCode(secret, Date.now() + 30_000);
      expect((await post(second.url, '/api/session/code', { ticket, code })).status).toBe(200);
    } finally {
      await second.stop();
    }
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});

async function fillIn(page: Page, { name, account, password }: typeof ACCOUNT): Promise<void> {
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('账号').fill(account);
  await page.getByLabel('密码').fill(password);
}

function post(url: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-anlan': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
