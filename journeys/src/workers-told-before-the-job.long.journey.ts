import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const TODAY = dayOf(Date.now());
/** A signature as the pad sends it: strokes of x, y in parts of its width. */
const STROKES = [
  [0.1, 0.4, 0.2, 0.45, 0.3, 0.5, 0.5, 0.4],
  [0.6, 0.3, 0.7, 0.7, 0.8, 0.6, 0.9, 0.5],
];

interface Firm {
  readonly employees: number;
  readonly signed: number;
  readonly rate: number;
  readonly cards: readonly {
    readonly id: string;
    readonly post: string;
    readonly version: number;
    readonly title: string;
    readonly documentId: string | null;
  }[];
  readonly unsigned: readonly { readonly workerId: string; readonly name: string; readonly cards: readonly string[] }[];
}
interface Refusal {
  readonly code: string;
}

describe('who works is told of the risks first: a card is published, signed and counted, and no high-risk job starts before', () => {
  let stage: Stage;
  let own: Api;
  let authority: Api;
  let ownKey: string;
  let authorityKey: string;
  let enterprise: string;
  let phone: Page;
  let card: string;

  const firm = (who: Api = own): Promise<Firm> => who.get(`/api/enterprises/${enterprise}/notification`);
  /** Two strokes on the pad that the page shows. */
  const drawn = async (page: Page): Promise<void> => {
    const pad = page.getByTestId('signature-pad');
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    for (const start of [0.2, 0.5]) {
      await page.mouse.move(box.x + box.width * start, box.y + box.height * 0.3);
      await page.mouse.down();
      for (let step = 1; step <= 8; step += 1)
        await page.mouse.move(box.x + box.width * (start + step * 0.03), box.y + box.height * (0.3 + step * 0.05));
      await page.mouse.up();
    }
  };

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (await fetch(`${stage.platform.url}/api/platform/demonstration`)).json()) as readonly {
      key: string;
      mark: string;
      jurisdiction: string;
    }[];
    const keyOf = (mark: string): string =>
      identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.')!.key;
    [ownKey, authorityKey] = [keyOf('企'), keyOf('执')];
    [own, authority] = await Promise.all([stage.api(ownKey), stage.api(authorityKey)]);
    enterprise = (await own.get<{ scope: { organisationId: string } }>('/api/session')).scope.organisationId;
    phone = await stage.page('/notification', ownKey, PHONE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('told-failed');
  });
  afterAll(() => stage.close());

  it('[S71.1] a card for a post is published out of the risk points, by the enterprise alone; its next version asks everybody again', async () => {
    const before = await firm();
    const old = before.cards.find(({ post }) => post !== '')!;
    const points = await own.get<{ rows: { id: string; name: string }[] }>(
      `/api/risk-points?enterprise=${enterprise}&size=5`,
    );
    const wish = {
      kind: 'post',
      post: old.post,
      points: [points.rows[0]!.id],
      emergency: ['立即停止作业，撤到上风向'],
      phone: '0793-8201190',
    };
    expect((await authority.ask('POST', '/api/risk-cards', wish)).status).toBe(403);
    expect(((await own.ask('POST', '/api/risk-cards', { ...wish, points: [] })).body as Refusal).code).toBe(
      'field-required',
    );
    ({ id: card } = await own.post<{ id: string }>('/api/risk-cards', wish));
    const after = await firm();
    const made = after.cards.find(({ id }) => id === card)!;
    expect([made.post, made.version]).toEqual([old.post, old.version + 1]);
    expect(after.signed).toBeLessThan(before.signed);
    expect(
      await own.ask('POST', `/api/risk-cards/${old.id}/signatures`, {
        workerId: after.unsigned[0]!.workerId,
        device: '手机',
        signature: STROKES,
      }),
    ).toMatchObject({ status: 409, body: { code: 'card-superseded' } });
    const { document } = await own.get<{ document: { code: string } }>(`/api/documents/${made.documentId}`);
    const open = await stage.page(`/verify/${document.code}`);
    expect(await shown(open.getByText('是真的，现在有效'))).toBe(true);
    await open.close();
  });

  it('[S71.2] [S71.3] a worker signs on the phone and leaves the list of the unsigned; the rate is signed by employees', async () => {
    const before = await firm();
    // Somebody whom only the new card misses: with this signature everything is signed.
    const worker = before.unsigned.find(({ cards }) => cards.length === 1 && cards[0] === card)!;
    const place = before.unsigned.filter(({ name }) => name === worker.name).indexOf(worker);
    await phone.reload();
    const line = phone
      .getByRole('list', { name: '未签名单' })
      .getByRole('listitem')
      .filter({ has: phone.locator(`b:text-is("${worker.name}")`) })
      .nth(place);
    await line.scrollIntoViewIfNeeded();
    await stage.shot(phone, 'told-unsigned');
    await button(line, '签名').click();
    await drawn(phone);
    await stage.shot(phone, 'told-sign');
    await button(phone, '确认签名').click();
    await phone.getByTestId('signature-pad').waitFor({ state: 'detached' });
    const after = await firm();
    expect(after.unsigned.some(({ workerId }) => workerId === worker.workerId)).toBe(false);
    expect(after.signed).toBe(before.signed + 1);
    expect(after.rate).toBeCloseTo(after.signed / after.employees, 10);
    expect(after.unsigned.length).toBe(after.employees - after.signed);
    const twice = await own.ask('POST', `/api/risk-cards/${card}/signatures`, {
      workerId: worker.workerId,
      device: '手机',
      signature: STROKES,
    });
    expect((twice.body as Refusal).code).toBe('card-signed');
    await phone.reload();
    expect(await shown(phone.getByText(`${after.signed} / ${after.employees}`))).toBe(true);
    const rates = await authority.get<{ rows: { id: string; employees: number; signed: number }[] }>(
      '/api/notification/rates',
    );
    expect(rates.rows.find(({ id }) => id === enterprise)).toMatchObject({
      employees: after.employees,
      signed: after.signed,
    });
    // Names of workers are the enterprise's own: the authority sees who is missing by surname.
    for (const { name } of (await firm(authority)).unsigned) expect(name).toMatch(/\*/);
    const desk = await stage.page('/notification', authorityKey);
    await desk.getByTestId('notification-rates').waitFor();
    await stage.shot(desk, 'told-rates');
    await desk.close();
  });

  it('[S71.4] [S71.5] a high-risk contracted job does not start before all its workers were told, and is warned of while it runs', async () => {
    const job = await own.post<CaseDetail>('/api/cases', {
      kind: 'contractor-job',
      input: {
        enterprise,
        title: '污水池清淤',
        contractor: '众安检维修工程有限公司',
        job: 'confined-space',
        level: 'red',
        startsOn: TODAY,
        endsOn: shift(TODAY, 5),
      },
    });
    const { id } = job.case;
    const start = async (): Promise<{ status: number; body: unknown }> => {
      const { version } = (await own.get<CaseDetail>(`/api/cases/${id}`)).case;
      return own.ask('POST', `/api/cases/${id}/acts/start`, { version, input: {} });
    };
    expect(((await start()).body as Refusal).code).toBe('job-empty');
    await phone.goto(`${stage.platform.url}/case/${id}`);
    const people = phone.getByRole('list', { name: '作业人员告知' });
    for (const name of ['冯志强', '陈水根']) {
      await phone.getByLabel('姓名', { exact: true }).fill(name);
      await phone.getByLabel('工种', { exact: true }).fill('清淤工');
      await button(phone, '加人').click();
      await people.getByText(name).waitFor();
    }
    expect(await start()).toMatchObject({ body: { code: 'job-unnotified', facts: { workers: 2, notified: 0 } } });
    for (const name of ['冯志强', '陈水根']) {
      await button(people.getByRole('listitem').filter({ hasText: name }), '告知并签名').click();
      await drawn(phone);
      await button(phone, '确认签名').click();
      await phone.getByTestId('signature-pad').waitFor({ state: 'detached' });
      if (name === '冯志强')
        expect(await start()).toMatchObject({ body: { code: 'job-unnotified', facts: { workers: 2, notified: 1 } } });
    }
    await stage.shot(phone, 'told-job');
    expect((await start()).status).toBe(200);
    const jobs =
      await authority.get<{ case: { id: string; state: string }; warnings: string[] }[]>('/api/contractor-jobs');
    expect(jobs.find((one) => one.case.id === id)).toMatchObject({
      case: { state: 'running' },
      warnings: ['high-risk'],
    });
    const desk = await stage.page('/notification?tab=jobs', authorityKey);
    expect(await shown(desk.getByText('污水池清淤').first())).toBe(true);
    await stage.shot(desk, 'told-jobs');
    expect(stage.faults).toEqual([]);
  });
});
