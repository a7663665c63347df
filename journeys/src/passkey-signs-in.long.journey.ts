import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, shown, signIn, type Page } from './browser.ts';
import { freePorts, startPlatform, type Platform } from './platform.ts';

const FIRST = { account: 'wangjing', password: 'Anquan-2026-sheng', name: '王静' };

/** Browsers give passkeys to names only, so the platform is opened as localhost; the authenticator is Chromium's own. */
describe('a passkey signs in with one touch, and nobody else', () => {
  let platform: Platform;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let url: string;
  let authenticator: string;
  let device: Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>;
  const faults: string[] = [];

  beforeAll(async () => {
    const ports = await freePorts();
    url = `http://localhost:${ports.web}`;
    platform = await startPlatform({ demo: false, ports, env: { ANLAN_PUBLIC_URL: url } });
    browser = await openBrowser();
    page = await signIn(browser, { url });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
    device = await page.context().newCDPSession(page);
    await device.send('WebAuthn.enable');
    ({ authenticatorId: authenticator } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(await page.locator('body').innerText());
  });
  afterAll(async () => {
    await browser.close();
    await platform.remove();
  });

  it('is made on the account page, and counts as the second factor the role needs', async () => {
    const link = new URL(/set up once: (\S+)/.exec(platform.log())?.[1] as string);
    expect(link.origin).toBe(url);
    await page.goto(link.href);
    await page.getByText('上饶市', { exact: true }).first().click();
    await page.getByLabel('姓名').fill(FIRST.name);
    await page.getByLabel('账号').fill(FIRST.account);
    await page.getByLabel('密码').fill(FIRST.password);
    await page.getByRole('button', { name: '建立平台' }).click();
    await page.waitForURL('**/account');
    expect((await page.request.get(`${url}/api/enterprises`)).status()).toBe(403);
    await page.getByRole('button', { name: '添加通行密钥' }).click();
    expect(await shown(page.getByText('未使用过'))).toBe(true);
    const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId: authenticator });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    expect((await page.request.get(`${url}/api/enterprises`)).status()).toBe(200);
  });

  it('signs in without account and password, as both factors', async () => {
    await leave();
    await page.getByRole('button', { name: '通行密钥' }).click();
    await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
    expect((await page.request.get(`${url}/api/enterprises`)).status()).toBe(200);
    await page.goto(`${url}/account`);
    expect(await shown(page.getByText(/最近使用/))).toBe(true);
  });

  it('is refused where the device could not tell who touched it', async () => {
    await leave();
    await device.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: false });
    await page.getByRole('button', { name: '通行密钥' }).click();
    expect(await shown(page.getByRole('alert').filter({ hasText: '没有完成通行密钥验证' }))).toBe(true);
    expect((await page.request.get(`${url}/api/enterprises`)).status()).toBe(401);
    await device.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: true });
  });

  it('copied to another device falls behind in its counter and is refused', async () => {
    const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId: authenticator });
    const [own] = credentials;
    if (own === undefined) throw new Error('no passkey');
    await device.send('WebAuthn.removeCredential', { authenticatorId: authenticator, credentialId: own.credentialId });
    await device.send('WebAuthn.addCredential', {
      authenticatorId: authenticator,
      credential: { ...own, signCount: 0 },
    });
    await page.goto(`${url}/sign-in`);
    await page.getByRole('button', { name: '通行密钥' }).click();
    expect(await shown(page.getByRole('alert').filter({ hasText: /通行密钥/ }))).toBe(true);
    expect((await page.request.get(`${url}/api/enterprises`)).status()).toBe(401);
    await device.send('WebAuthn.removeCredential', { authenticatorId: authenticator, credentialId: own.credentialId });
    await device.send('WebAuthn.addCredential', {
      authenticatorId: authenticator,
      credential: { ...own, signCount: own.signCount + 5 },
    });
    await page.goto(`${url}/sign-in`);
    await page.getByRole('button', { name: '通行密钥' }).click();
    await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
  });

  it('taken away on the account page it opens nothing any more', async () => {
    await page.goto(`${url}/account`);
    const keys = (await (await page.request.get(`${url}/api/account`)).json()) as { passkeys: { id: string }[] };
    const [key] = keys.passkeys;
    const answer = await page.request.delete(`${url}/api/account/passkeys/${encodeURIComponent(key?.id ?? '')}`, {
      headers: { 'x-anlan': '1' },
    });
    expect(answer.ok()).toBe(true);
    await leave();
    await page.getByRole('button', { name: '通行密钥' }).click();
    expect(await shown(page.getByRole('alert').filter({ hasText: /通行密钥/ }))).toBe(true);
    expect((await page.request.get(`${url}/api/enterprises`)).status()).toBe(401);
    expect(faults).toEqual([]);
  });

  async function leave(): Promise<void> {
    await page.request.delete(`${url}/api/session`, { headers: { 'x-anlan': '1' } });
    await page.goto(`${url}/sign-in`);
  }
});
