import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { machineLink } from './accounts.ts';
import { barriers } from './barriers.ts';
import { shown, type Page } from './browser.ts';
import { openStage, type Stage } from './stage.ts';
import { totpCode } from './totp.ts';

const SYSTEM = { name: '王建国', account: 'wang.system', password: 'Xitong-2026-guan' };
const SECURITY = { name: '李安', account: 'li.security', password: 'Anquan-2026-guan' };
const AUDIT = { name: '赵审', account: 'zhao.audit', password: 'Shenji-2026-guan' };
const OFFICER = { name: '陈值班', account: 'chen.duty', password: 'Zhiban-2026-yuan' };
const PLACE = { regionPath: 'cn.36.11.' };

/** Three people on a platform of their own, without the demonstration: each signs in with two factors. */
describe('three administrators, none of whom can do what another does', () => {
  let stage: Stage;
  let system: Page;
  let security: Page;
  let audit: Page;
  const secrets = new Map<string, string>();
  const lastSteps = new Map<string, number>();

  beforeAll(async () => {
    stage = await openStage({ demo: false });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('three-administrators-failed');
  });
  afterAll(() => stage.close());

  it('the first account is the system administrator, who has to set up a second factor before anything else', async () => {
    const link = new URL(/set up once: (\S+)/.exec(stage.platform.log())?.[1] as string);
    system = await stage.page(`${link.pathname}${link.search}`);
    await system.getByText('上饶市', { exact: true }).first().click();
    await system.getByLabel('姓名').fill(SYSTEM.name);
    await system.getByLabel('账号').fill(SYSTEM.account);
    await system.getByLabel('密码').fill(SYSTEM.password);
    await system.getByRole('button', { name: '建立平台' }).click();
    await system.waitForURL('**/account');
    expect(await ask(system, 'GET', '/api/enterprises')).toMatchObject({ status: 403, code: 'second-factor-due' });
    await enrol(system, SYSTEM.account);
    expect(await ask(system, 'GET', '/api/enterprises')).toMatchObject({ status: 200 });
  });

  it('the system administrator registers an enterprise, appoints one security administrator, and grants nothing else', async () => {
    const enterprise = {
      name: '上饶市信州区安心化工有限公司',
      creditCode: '91361102MA35ABCD17',
      ...PLACE,
      sector: 'hazardous-chemicals',
      riskLevel: 'yellow',
    };
    const entered = await ask(system, 'POST', '/api/enterprises', enterprise);
    // The number's check digit may be asked for: what matters is that the role lets it through to the checks.
    expect([200, 201, 422]).toContain(entered.status);
    // There is no other administrator yet: whoever runs the machine approves, by a link printed there.
    const asked = await ask(system, 'POST', '/api/people', {
      ...named(SECURITY),
      role: 'security-administrator',
      ...PLACE,
    });
    const { request } = asked.body as { request: string };
    const printed = await machineLink(stage.platform);
    const machine = await stage.page(`${printed.pathname}${printed.search}`);
    expect(await shown(machine.getByText(`新设管理员账号：${SECURITY.name}（${SECURITY.account}）`))).toBe(true);
    const code = await approve(machine);
    await stage.shot(machine, 'three-approved-at-machine');
    await machine.close();
    const { href } = (await ask(system, 'POST', `/api/people/requests/${request}/link`, {})).body as { href: string };
    expect(await choosePassword(href, SECURITY.password)).toBe(403);
    expect(await choosePassword(href, SECURITY.password, code)).toBe(200);
    const again = await ask(system, 'POST', '/api/people', {
      name: OFFICER.name,
      account: OFFICER.account,
      role: 'duty-officer',
      ...PLACE,
    });
    expect(again).toMatchObject({ status: 403, code: 'not-permitted' });
    await system.goto(`${stage.platform.url}/people`);
    expect(await shown(system.getByText('人员清单由安全管理员管理'))).toBe(true);
    expect((await ask(system, 'GET', '/api/people')).status).toBe(403);
    await stage.shot(system, 'three-system-cannot-grant');
  });

  it('the security administrator signs in with password and code; a code serves once', async () => {
    security = await enterFirst(SECURITY);
    await signOut(security);
    await signIn(security, SECURITY);
    await security.getByLabel('动态验证码').fill('000000');
    await security.getByRole('button', { name: '确认' }).click();
    expect(await shown(security.getByRole('alert').filter({ hasText: '验证码不对或已经用过' }))).toBe(true);
    const code = await nextCode(SECURITY.account);
    await security.getByLabel('动态验证码').fill(code);
    await security.getByRole('button', { name: '确认' }).click();
    await security.waitForURL('**/people');
    const thief = await stage.page('/sign-in');
    await signIn(thief, SECURITY);
    await thief.getByLabel('动态验证码').fill(code);
    await thief.getByRole('button', { name: '确认' }).click();
    expect(await shown(thief.getByRole('alert').filter({ hasText: '验证码不对或已经用过' }))).toBe(true);
    await thief.close();
  });

  it('an administrator’s account takes two: the security administrator asks, the system administrator approves', async () => {
    await security.getByRole('button', { name: '新增人员' }).click();
    const form = security.getByRole('dialog');
    await form.getByLabel('姓名').fill(AUDIT.name);
    await form.getByLabel('账号').fill(AUDIT.account);
    await choose(security, '角色', '审计管理员');
    await choose(security, '辖区', '上饶市');
    await form.getByLabel('理由').fill('三员任命 饶应急〔2026〕1 号');
    await form.getByRole('button', { name: '保存' }).click();
    expect(await shown(form.getByText('已提交，等另一位管理员审批'))).toBe(true);
    await form.getByRole('button', { name: '关闭' }).last().click();
    expect(await shown(security.getByText(`新设管理员账号：${AUDIT.name}（${AUDIT.account}）`))).toBe(true);
    await stage.shot(security, 'three-asked');
    expect(await security.getByRole('button', { name: '审批', exact: true }).count()).toBe(0);
    await system.goto(`${stage.platform.url}/home`);
    await system.getByRole('link', { name: /1 项管理员账号事项等你办/ }).click();
    await system.getByRole('button', { name: '审批', exact: true }).click();
    await system.getByLabel('意见').waitFor();
    expect(await barriers(system)).toEqual([]);
    const code = await approve(system);
    await stage.shot(system, 'three-approved');
    await security.reload();
    await security.getByRole('button', { name: '取一次性链接' }).click();
    const href = (await security.getByTestId('one-time-link').textContent()) as string;
    await stage.shot(security, 'three-link-once');
    const page = await stage.page(new URL(href).pathname + new URL(href).search);
    await page.getByLabel('批准码').fill('AAAAA-AAAAA');
    await page.getByLabel('新密码').fill(AUDIT.password);
    await page.getByLabel('再输一次').fill(AUDIT.password);
    await page.getByRole('button', { name: '保存' }).click();
    expect(await shown(page.getByText('批准码不对'))).toBe(true);
    await stage.shot(page, 'three-code-wrong');
    await page.getByLabel('批准码').fill(code.toLowerCase());
    await page.getByRole('button', { name: '保存' }).click();
    expect(await shown(page.getByText('密码已设好'))).toBe(true);
    await page.goto(href);
    expect(await shown(page.getByText('链接无效、已用过或已过期'))).toBe(true);
    await page.close();
  });

  it('the security administrator enters everybody else alone, and hands each a link, never a password', async () => {
    await appoint(security, { ...OFFICER, role: 'duty-officer' });
  });

  it('a second administrator’s office for one person is refused on screen, in words', async () => {
    await security.goto(`${stage.platform.url}/people`);
    await security.getByRole('button', { name: AUDIT.name }).click();
    await security.getByRole('button', { name: '授权', exact: true }).click();
    const form = security.getByRole('form', { name: '授权' });
    await choose(security, '角色', '系统管理员');
    await choose(security, '辖区', '上饶市');
    await form.getByLabel('理由').fill('兼任');
    await form.getByRole('button', { name: '保存' }).click();
    expect(await shown(security.getByText('三员分立：同一人不能同时是审计管理员与系统管理员'))).toBe(true);
    await stage.shot(security, 'three-apart');
  });

  it('the security administrator grants themselves nothing and reads no audit', async () => {
    const { person } = (await ask(security, 'GET', '/api/session')).body as { person: { id: string } };
    const grant = { role: 'security-administrator', reason: '给自己', regionPath: 'cn.36.11.' };
    expect(await ask(security, 'POST', `/api/people/${person.id}/grants`, grant)).toMatchObject({ code: 'grant-self' });
    await security.goto(`${stage.platform.url}/people?open=${person.id}`);
    expect(await shown(security.getByText('这是你自己'))).toBe(true);
    await security.goto(`${stage.platform.url}/audit`);
    expect(await shown(security.getByText('你的角色不能做「查看审计」'))).toBe(true);
  });

  it('the audit administrator sees what both did, and verifies the chain', async () => {
    audit = await enterFirst(AUDIT);
    await audit.goto(`${stage.platform.url}/audit`);
    for (const act of ['platform.setup', 'people.write', 'grant.give', 'approval.ask', 'approval.give'])
      expect(await shown(audit.getByText(act)), act).toBe(true);
    expect(await shown(audit.getByText(SYSTEM.name))).toBe(true);
    expect(await shown(audit.getByText(SECURITY.name))).toBe(true);
    await audit.getByRole('button', { name: '核验审计链' }).click();
    expect(await shown(audit.getByText(/逐条相扣，没有被改动/))).toBe(true);
    await stage.shot(audit, 'three-audit');
  });

  it('and can do nothing else', async () => {
    const tries = [
      ['GET', '/api/people'],
      ['GET', '/api/people/requests'],
      ['GET', '/api/enterprises'],
      ['POST', '/api/people'],
      ['GET', '/api/devices'],
      ['GET', '/api/alarms'],
    ] as const;
    for (const [method, path] of tries) {
      const body = method === 'POST' ? { name: '某人', account: 'mou.ren', role: 'duty-officer', ...PLACE } : undefined;
      expect((await ask(audit, method, path, body)).status, path).toBe(403);
    }
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });

  /** Signs in for the first time: password, then the second factor that the role needs. */
  async function enterFirst(who: typeof SYSTEM): Promise<Page> {
    const page = await stage.page('/sign-in');
    await signIn(page, who);
    await page.waitForURL('**/account');
    expect(await shown(page.getByText('本角色须两重验证'))).toBe(true);
    await enrol(page, who.account);
    return page;
  }

  async function enrol(page: Page, account: string): Promise<void> {
    await page.getByRole('button', { name: '绑定动态验证码' }).click();
    await page.getByRole('img', { name: '绑定用的二维码' }).waitFor();
    secrets.set(account, (await page.getByTestId('totp-secret').textContent()) as string);
    await page.getByLabel('验证码').fill(await nextCode(account));
    await page.getByRole('button', { name: '确认绑定' }).click();
    expect(await shown(page.getByText('恢复码，只显示这一次'))).toBe(true);
    await stage.shot(page, 'three-enrolled');
    await page.getByRole('button', { name: '我已保存' }).click();
  }

  /** A code not used before; the server takes one step of clock error, so the next step's is taken early. */
  async function nextCode(account: string): Promise<string> {
    const step = Math.max(Math.floor(Date.now() / 30_000), (lastSteps.get(account) ?? 0) + 1);
    const early = (step - 1) * 30_000 - Date.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    lastSteps.set(account, step);
    return totpCode(secrets.get(account) as string, step * 30_000);
  }

  async function choosePassword(href: string, password: string, code?: string): Promise<number> {
    const token = new URL(href).searchParams.get('token');
    const { url } = stage.platform;
    const answer = await fetch(`${url}/api/session/reset`, {
      method: 'POST',
      headers: { 'x-anlan': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ token, password, code }),
    });
    return answer.status;
  }
});

/** Approves what the page shows, and reads the code. */
async function approve(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^批\s*准$/ }).click();
  return (await page.getByTestId('approval-code').textContent()) as string;
}

const named = ({ name, account }: typeof SYSTEM) => ({ name, account });

async function appoint(page: Page, who: typeof SYSTEM & { role: string }): Promise<string> {
  const { status, body } = await ask(page, 'POST', '/api/people', { ...named(who), role: who.role, ...PLACE });
  expect(status).toBe(201);
  return (body as { link: { href: string } }).link.href;
}

async function signIn(page: Page, who: { account: string; password: string }): Promise<void> {
  await page.getByLabel('账号').fill(who.account);
  await page.getByRole('textbox', { name: '密码' }).fill(who.password);
  await page.getByRole('button', { name: /^登\s*录$/ }).click();
}

/** Signs out by the menu; a click while the menu is still opening is repeated. */
async function signOut(page: Page): Promise<void> {
  await page.bringToFront();
  const entrance = page.getByRole('button', { name: /^登\s*录$/ });
  for (let tries = 0; tries < 3 && !(await entrance.isVisible()); tries += 1) {
    const leave = page.getByText('退出登录');
    if (!(await leave.isVisible())) await page.getByRole('button', { name: /^我的账号/ }).click();
    await leave.click();
    await entrance.waitFor({ timeout: 7000 }).catch(() => {});
  }
  await entrance.waitFor();
  await page.goto(new URL('/sign-in', page.url()).href);
}

/** Chooses an option of a select by its label. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).last().fill(option);
  await page
    .locator('.ant-select-item-option')
    .filter({ hasText: new RegExp(`^${option}$`) })
    .last()
    .click();
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: unknown;
}

/** Asks the API in the session of a page. */
async function ask(page: Page, method: 'GET' | 'POST', path: string, data?: unknown): Promise<Answer> {
  const url = new URL(path, page.url()).href;
  const content = data === undefined ? {} : { data };
  const response = await page.context().request.fetch(url, { method, headers: { 'x-anlan': '1' }, ...content });
  const body: unknown = await response.json();
  return { status: response.status(), code: (body as { code?: string }).code, body };
}
