import { createHash } from 'node:crypto';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { DocumentDetail, Verified } from '@anlan/kernel/document';
import type { PublicationDetail } from '@anlan/kernel/publication';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button, fillForm, photoOf } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const PHONE = { width: 390, height: 844 };
const TODAY = dayOf(Date.now());
const TITLE = '合成车间气体报警联锁停用未恢复';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Refusal {
  readonly code: string;
}

describe('a major danger is put under public supervision by a document anybody can verify, and leaves it the same way', () => {
  let stage: Stage;
  let desk: Page;
  let county: Api;
  let second: Api;
  let officer: Api;
  let officerKey: string;
  let firm: { id: string; name: string };
  let id: string;
  let notice: DocumentDetail;

  const read = (): Promise<CaseDetail> => county.get(`/api/cases/${id}`);
  const act = async (who: Api, action: string, input: object = {}, files: object[] = []): Promise<CaseDetail> => {
    const { case: view } = await read();
    return who.post(`/api/cases/${id}/acts/${action}`, { version: view.version, input, files });
  };
  const tried = async (who: Api, action: string, input: object = {}, files: object[] = []): Promise<string> => {
    const { case: view } = await read();
    const answer = await who.ask('POST', `/api/cases/${id}/acts/${action}`, { version: view.version, input, files });
    return (answer.body as Refusal).code;
  };
  const photo = async (page: Page): Promise<{ sha256: string }> => {
    const { buffer } = await photoOf(page, 'x.png');
    const sent = await page.context().request.post(`${stage.platform.url}/api/files`, {
      headers: { 'content-type': 'image/png', 'x-anlan': '1' },
      data: buffer,
    });
    const { sha256 } = (await sent.json()) as { sha256: string };
    return { sha256 };
  };
  /** Another inspector of the same county, entered by the security administrator and signed in with a password. */
  const appointed = async ({ scope }: { scope: { path: string } }): Promise<Api> => {
    const security = await stage.api('shangrao.security');
    const account = 'second.inspector';
    const made = await security.post<{ link: { href: string } }>('/api/people', {
      name: '执法人员乙',
      account,
      role: 'inspector',
      regionPath: scope.path,
      reason: '任命',
    });
    const password = 'Zhi-Fa-2026-yi-hao';
    const answer = await fetch(`${stage.platform.url}/api/session/reset`, {
      method: 'POST',
      headers: { 'x-anlan': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ token: new URL(made.link.href).searchParams.get('token'), password }),
    });
    expect(answer.status).toBe(200);
    return stage.api({ account, password });
  };
  const documentOf = (key: string): Promise<DocumentDetail> => county.get(`/api/documents/${key}`);

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    const keyOf = (mark: string): string =>
      (identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.') as Identity).key;
    officerKey = keyOf('企');
    county = await stage.api(keyOf('执'));
    // The second person of the same authority: papers and publications are approved by another than who drafted them.
    second = await appointed(await county.get<{ scope: { path: string } }>('/api/session'));
    officer = await stage.api(officerKey);
    const session = await officer.get<{ scope: { organisationId: string } }>('/api/session');
    firm = await county.get(`/api/enterprises/${session.scope.organisationId}`);
    desk = await stage.page('/major-dangers', keyOf('执'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('major-danger-failed');
  });
  afterAll(() => stage.close());

  it('[S63.2] is found, graded major, and worked on only when all five are in place', async () => {
    const found = await county.post<CaseDetail>('/api/cases', {
      kind: 'hidden-danger',
      input: { enterprise: firm.id, title: TITLE, class: 'process', place: '合成车间' },
    });
    ({ id } = found.case);
    await act(county, 'grade', {
      grade: 'major',
      level: 'red',
      class: 'process',
      basis: '判定标准第五条',
      gradeReason: '联锁停用',
    });
    const order = { responsible: '赵建国', rectifyBy: shift(TODAY, 20), measures: '恢复联锁并投用' };
    expect(await tried(county, 'assign', order)).toBe('major-incomplete');
    await act(county, 'assign', { ...order, funds: 18, emergencyPlan: '停车撤人，专人监护' });
    expect((await read()).case.state).toBe('rectifying');
  });

  it('[S63.1] is listed by a document drafted on the case page, approved by another person, numbered and sealed', async () => {
    await desk.goto(`${stage.platform.url}/case/${id}`);
    await desk.getByRole('group', { name: '出文书' }).getByRole('button', { name: '挂牌督办通知书' }).click();
    const form = await fillForm(desk, { pick: { 挂牌级别: '县级挂牌' }, fill: { 挂牌理由: '可能造成多人中毒' } });
    await button(form, '拟制《挂牌督办通知书》').click();
    await desk.waitForURL('**/documents/*');
    const documentId = new URL(desk.url()).pathname.split('/')[2] as string;
    const draft = await documentOf(documentId);
    expect(await shown(desk.getByText('拟制人').or(desk.getByText('请换人')))).toBe(true);
    await stage.shot(desk, 'major-danger-draft');
    const approving = { version: draft.document.version, contentSha256: draft.contentSha256 };
    expect((await county.ask('POST', `/api/documents/${documentId}/acts/approve`, approving)).status).toBe(403);
    await second.post(`/api/documents/${documentId}/acts/approve`, approving);
    await desk.reload();
    await button(desk.getByRole('group', { name: '现在可以做' }), '签发').click();
    await desk.getByText('已办：签发').first().waitFor();
    notice = await documentOf(documentId);
    expect(notice.document.number).toMatch(/督〔\d{4}〕\d+号$/);
    expect((await read()).detail).toMatchObject({ listedAt: 'county', listingNumber: notice.document.number });
    await stage.shot(desk, 'major-danger-issued');
  });

  it('is read and signed for by the enterprise on the phone', async () => {
    const phone = await stage.page(`/documents/${notice.document.id}`, officerKey, PHONE);
    await button(phone.getByRole('group', { name: '现在可以做' }), '签收').click();
    const pad = phone.getByTestId('signature-pad');
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox()) as { x: number; y: number; width: number; height: number };
    for (const start of [0.2, 0.5]) {
      await phone.mouse.move(box.x + box.width * start, box.y + box.height * 0.3);
      await phone.mouse.down();
      for (let step = 1; step <= 8; step += 1)
        await phone.mouse.move(box.x + box.width * (start + step * 0.03), box.y + box.height * (0.3 + step * 0.05));
      await phone.mouse.up();
    }
    await stage.shot(phone, 'major-danger-sign');
    await button(phone, '确认').click();
    await phone.getByText('已办：签收').first().waitFor();
    expect((await documentOf(notice.document.id)).document.state).toBe('served');
    await phone.close();
  });

  it('without a signal, sent twice, too late and by strangers: the report arrives once, and nothing else does', async () => {
    const phone = await stage.page(`/case/${id}`, officerKey, PHONE);
    const acts = phone.getByRole('group', { name: '现在可以做' });
    await acts.waitFor();
    await phone.context().setOffline(true);
    await button(acts, '报告治理情况').click();
    const form = await fillForm(phone, { fill: { 治理进度: '40', 治理情况: '正在拆检联锁回路' } });
    await button(form, '报告治理情况').click();
    expect(await shown(phone.getByText('已存在本机，有信号后自动上传'))).toBe(true);
    await stage.shot(phone, 'major-danger-offline');
    const reports = async () => (await read()).trail.filter(({ action }) => action === 'progress');
    expect(await reports()).toHaveLength(0);
    await phone.context().setOffline(false);
    await until('the report', async () => ((await reports()).length === 1 ? true : undefined), 30_000, 300);
    await phone.close();
    const twice = {
      version: (await read()).case.version,
      input: { progress: 50, progressNote: '回路已更换' },
      requestId: crypto.randomUUID(),
    };
    for (let times = 0; times < 2; times += 1)
      expect((await officer.ask('POST', `/api/cases/${id}/acts/progress`, twice)).status).toBe(200);
    expect(await reports()).toHaveLength(2);
    // What was seen an hour ago is no ground to act on: the newer version is shown first.
    expect(
      (await officer.ask('POST', `/api/cases/${id}/acts/progress`, { ...twice, requestId: crypto.randomUUID() })).body,
    ).toMatchObject({
      code: 'version-conflict',
    });
    const neighbour = await stage.api('chongqing.duty');
    expect((await neighbour.ask('GET', `/api/cases/${id}`)).status).toBe(404);
  });

  it('is verified by anybody: the page says so, and knows the file from another', async () => {
    const open = await stage.page(`/verify/${notice.document.code}`);
    expect(await shown(open.getByText('是真的，现在有效'))).toBe(true);
    expect(await open.getByText('赵建国').count()).toBe(0);
    const cookie = `anlan_session=${county.cookie}`;
    const pdf = Buffer.from(
      await (
        await fetch(`${stage.platform.url}/api/documents/${notice.document.id}/file.pdf`, { headers: { cookie } })
      ).arrayBuffer(),
    );
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(notice.pdfSha256);
    await open.setInputFiles('input[type=file]', { name: '通知.pdf', mimeType: 'application/pdf', buffer: pdf });
    expect(await shown(open.getByText('一样：就是签发的那一份'))).toBe(true);
    await open.setInputFiles('input[type=file]', {
      name: '改过.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.concat([pdf, Buffer.from(' ')]),
    });
    expect(await shown(open.getByText('不一样：不是签发的原件'))).toBe(true);
    await stage.shot(open, 'major-danger-verify');
    await open.close();
  });

  it('[S63.7] is exposed on the public page only after approval, with its persons masked', async () => {
    const draft = await county.post<PublicationDetail>('/api/publications', {
      kind: 'exposure',
      body: {
        title: `${TITLE}：公开督办`,
        blocks: [{ kind: 'paragraph', text: `整改责任人赵建国，电话13812345678，挂牌文号${notice.document.number}。` }],
      },
      names: ['赵建国'],
    });
    const anybody = await stage.page('/public/notices');
    await anybody.locator('ul a').first().waitFor();
    expect(await anybody.getByText(`${TITLE}：公开督办`).count()).toBe(0);
    const given = { version: draft.publication.version, previewSha256: draft.previewSha256 };
    expect((await county.ask('POST', `/api/publications/${draft.publication.id}/approve`, given)).status).toBe(403);
    await second.post(`/api/publications/${draft.publication.id}/approve`, given);
    await anybody.reload();
    await anybody.getByText(`${TITLE}：公开督办`).click();
    expect(await shown(anybody.getByText('赵**，电话138****5678'))).toBe(true);
    await stage.shot(anybody, 'major-danger-public');
    await anybody.close();
  });

  it('[S63.3] [S63.5] [S63.6] is reported on, rectified, accepted and delisted by the listing authority alone; then its paper says so', async () => {
    await act(officer, 'progress', { progress: 90, progressNote: '联锁已恢复，正在测试' });
    const officerPage = await stage.page(`/case/${id}`, officerKey);
    await act(officer, 'submit', { result: '联锁已投用' }, [await photo(officerPage)]);
    const evidence = [await photo(desk)];
    expect(await tried(officer, 'delist', { reason: '好' }, [])).toBe('not-permitted');
    await act(county, 'delist', { reason: '验收合格' }, evidence);
    expect((await read()).detail['listedAt']).toBeNull();
    const draft = await county.post<DocumentDetail>('/api/documents', {
      template: 'delisting-notice',
      caseId: id,
      input: { opinion: '经现场验收，整改到位，同意摘牌。' },
    });
    const key = draft.document.id;
    await second.post(`/api/documents/${key}/acts/approve`, {
      version: draft.document.version,
      contentSha256: draft.contentSha256,
    });
    await county.post(`/api/documents/${key}/acts/issue`, { version: draft.document.version + 1 });
    const known = (await (
      await fetch(`${stage.platform.url}/api/public/verify?code=${notice.document.code}`)
    ).json()) as Verified;
    expect(known.state).toBe('closed');
    const open = await stage.page(`/verify/${notice.document.code}`);
    expect(await shown(open.getByText('是真的，已办结'))).toBe(true);
    await open.close();
    expect(stage.faults).toEqual([]);
  });
});
