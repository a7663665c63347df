import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { act, button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const TODAY = dayOf(Date.now());
const BASIS = '县安委会标准化达标计划';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Certificate {
  readonly id: string;
  readonly version: number;
  readonly validUntil: string;
  readonly revokedOn: string | null;
}
interface Default {
  readonly id: string;
  readonly organisationId: string;
  readonly state: string;
}

describe('an enterprise that misses its date of standardisation loses its licence until it reaches the grade', () => {
  let stage: Stage;
  let desk: Page;
  let inspector: string;
  let officer: string;
  let inspecting: Api;
  let own: Api;
  let firm: { id: string; name: string; sector: string; regionPath: string };
  let caseId: string;

  const defaultsOf = async (): Promise<Default[]> =>
    (await inspecting.get<{ rows: Default[] }>('/api/cases?kind=standardisation-default&size=200')).rows.filter(
      ({ organisationId }) => organisationId === firm.id,
    );
  const weights = async () =>
    (
      await inspecting.get<{ rows: { factor: number; reason: string }[] }>(
        `/api/inspection-weights?enterprise=${firm.id}`,
      )
    ).rows;
  const standing = (): Promise<CaseDetail> => inspecting.get(`/api/cases/${caseId}`);

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    const keyOf = (mark: string): string =>
      (identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.') as Identity).key;
    officer = keyOf('企');
    inspector = keyOf('执');
    inspecting = await stage.api(inspector);
    own = await stage.api(officer);
    const session = await own.get<{ scope: { organisationId: string } }>('/api/session');
    firm = await inspecting.get(`/api/enterprises/${session.scope.organisationId}`);
    // What it holds is revoked the day before: an accident, a hidden danger concealed.
    const held = await inspecting.get<{ rows: Certificate[] }>(
      `/api/standardisation-certificates?enterprise=${firm.id}`,
    );
    for (const { id, version } of held.rows) {
      const changes = { revokedOn: shift(TODAY, -1), revokedBecause: '发生生产安全事故' };
      const revoked = await inspecting.ask('PATCH', `/api/standardisation-certificates/${id}`, { version, changes });
      if (revoked.status !== 200) throw new Error(`not revoked: ${JSON.stringify(revoked.body)}`);
    }
    desk = await stage.page('/standardisation', inspector);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('standardisation-failed');
  });
  afterAll(() => stage.close());

  it('[S96.4] has a date; before it nobody is late, and the enterprise cannot set or check dates itself', async () => {
    const target = { trade: firm.sector, grade: 'three', basis: BASIS };
    expect((await own.ask('POST', '/api/standardisation/targets', { ...target, dueOn: TODAY })).status).toBe(403);
    expect((await own.ask('POST', '/api/standardisation/defaults')).status).toBe(403);
    await inspecting.post('/api/standardisation/targets', { ...target, dueOn: TODAY });
    await inspecting.post('/api/standardisation/defaults', {});
    expect(await defaultsOf()).toEqual([]);
  });

  it('[S96.3] past the date is proposed for suspension, once, and is to be inspected twice as often', async () => {
    await inspecting.post('/api/standardisation/targets', {
      trade: firm.sector,
      grade: 'three',
      basis: BASIS,
      dueOn: shift(TODAY, -1),
    });
    await desk.reload();
    const check = button(desk, '核对逾期');
    await check.waitFor();
    await desk.context().setOffline(true);
    await check.click();
    expect(await shown(desk.getByRole('alert').filter({ hasText: '连不上' }))).toBe(true);
    expect(await defaultsOf()).toEqual([]);
    await desk.context().setOffline(false);
    await check.click();
    expect(await shown(desk.getByText(/新建议暂扣 \d+ 家/))).toBe(true);
    await desk.goto(`${stage.platform.url}/standardisation?filter=default`);
    expect(await shown(desk.getByText(firm.name))).toBe(true);
    await stage.shot(desk, 'standardisation-defaults');
    const found = await defaultsOf();
    expect(found).toHaveLength(1);
    caseId = found[0]!.id;
    expect((await standing()).detail).toMatchObject({ targetOn: shift(TODAY, -1), basis: BASIS });
    expect(await weights()).toMatchObject([{ factor: 2, reason: 'standardisation-default' }]);
    await inspecting.post('/api/standardisation/defaults', {});
    expect(await defaultsOf()).toHaveLength(1);
  });

  it('[S96.3] is suspended by a decision with its document, which the enterprise sees and cannot lift', async () => {
    await desk.goto(`${stage.platform.url}/case/${caseId}`);
    await act(desk, '决定暂扣', {
      fill: {
        决定书文号: '应急暂扣〔2026〕17 号',
        暂扣至: shift(TODAY, 90),
        处理决定: '逾期未达标，暂扣安全生产许可证',
      },
      photo: '决定书.png',
    });
    expect(await shown(desk.getByText('已暂扣'))).toBe(true);
    const phone = await stage.page(`/case/${caseId}`, officer, { width: 390, height: 844 });
    expect(await shown(phone.getByText('已暂扣'))).toBe(true);
    await stage.shot(phone, 'standardisation-suspended-phone');
    await phone.close();
    const { version } = (await standing()).case;
    const lifting = { version, input: { decision: '自行解除' }, files: [] };
    expect((await own.ask('POST', `/api/cases/${caseId}/acts/lift`, lifting)).status).toBe(403);
  });

  it('[S96.1] gets it back by itself when the grade is there', async () => {
    await inspecting.post('/api/standardisation-certificates', {
      name: `${firm.name.slice(0, 60)}标准化证书`,
      regionPath: firm.regionPath,
      enterprise: firm.id,
      number: `JOURNEY-${firm.id.slice(0, 8)}`,
      grade: 'three',
      issuedOn: TODAY,
      validUntil: shift(TODAY, 1094),
    });
    await inspecting.post('/api/standardisation/defaults', {});
    expect((await standing()).case.state).toBe('lifted');
    expect(await weights()).toEqual([]);
    await desk.goto(`${stage.platform.url}/case/${caseId}`);
    expect(await shown(desk.getByText('已解除'))).toBe(true);
    expect(stage.faults).toEqual([]);
  });
});
