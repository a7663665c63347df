import type { Item, RunDetail } from '@anlan/kernel/checklist';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const TITLE = '交接班记录完整，交班人与接班人双方签字确认';

interface Lists {
  readonly version: number;
  readonly lists: readonly { readonly use: string; readonly version: number; readonly items: readonly Item[] }[];
}

describe('one item edited once changes the self-check, the enforcement and the standardisation list together', () => {
  let stage: Stage;
  let desk: Page;
  let keeper: Api;
  let inspecting: Api;
  let before: Lists;
  let item: Item;
  const lists = (api: Api): Promise<Lists> => api.get('/api/checklist/lists?sector=hazchem-production');

  beforeAll(async () => {
    stage = await openStage();
    keeper = await stage.api('shangrao.system');
    inspecting = await stage.api('shangrao.361129.inspector');
    before = await lists(keeper);
    item = before.lists[0]!.items.find(({ uses }) => uses.length === 3) as Item;
    desk = await stage.page(`/checklist?search=${item.code}`, 'shangrao.system');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('three-lists-failed');
  });
  afterAll(() => stage.close());

  it('[S97.1] stands in the master with its three uses; who does not keep it cannot change it', async () => {
    const { id, code, from: _from, to: _to, ...content } = item;
    const tried = await inspecting.ask('POST', '/api/checklist/drafts', { itemId: id, code, content });
    expect((tried.body as { code: string }).code).toBe('check-master-city');
    expect(await shown(desk.getByText('自查 执法 标准化').first())).toBe(true);
    await stage.shot(desk, 'three-lists-master');
  });

  it('[S97.3] is edited as a draft that changes nothing, and published as a new version', async () => {
    await desk.getByRole('button', { name: item.title }).click();
    await desk.getByRole('dialog').getByLabel('检查内容').fill(TITLE);
    await stage.shot(desk, 'three-lists-edit');
    await button(desk, '存为待发布').click();
    await desk.getByText('待发布 1 条').waitFor();
    expect(await lists(keeper)).toEqual(before);
    await button(desk, '发布新版本').click();
    await desk.getByLabel('修订说明').fill('交接班双签');
    await desk.getByRole('dialog').getByRole('button', { name: '发布新版本' }).click();
    await desk.getByText(`已发布第 ${before.version + 1} 版`).waitFor();
  });

  it('[S97.2] shows in all three lists at the same version, marked as new', async () => {
    const after = await lists(keeper);
    for (const list of after.lists) {
      expect(list.version).toBe(before.version + 1);
      expect(list.items.find(({ id }) => id === item.id)?.title).toBe(TITLE);
    }
    await desk.goto(`${stage.platform.url}/checklist/lists?sector=hazchem-production`);
    for (const use of ['self', 'enforcement', 'standard'])
      expect(await shown(desk.getByTestId(`list-${use}`).getByText(TITLE))).toBe(true);
    await stage.shot(desk, 'three-lists');
  });

  it('a check begun before keeps the wording it began with, one begun now has the new', async () => {
    const { rows } = await inspecting.get<{ rows: { id: string }[] }>('/api/checks?use=enforcement&size=1');
    const old = await inspecting.get<RunDetail>(`/api/checks/${rows[0]?.id}`);
    expect(old.run.masterVersion).toBeLessThanOrEqual(before.version);
    expect(old.items.find(({ id }) => id === item.id)?.title).toBe(item.title);
    const begun = await inspecting.post<RunDetail>('/api/checks', { enterprise: old.run.organisationId });
    expect(begun.run.masterVersion).toBe(before.version + 1);
    expect(begun.items.find(({ id }) => id === item.id)?.title).toBe(TITLE);
    const outside = await inspecting.ask('POST', `/api/checks/${begun.run.id}/answers`, {
      changes: [{ id: crypto.randomUUID(), item: crypto.randomUUID(), field: 'result', value: 'ok', at: Date.now() }],
    });
    expect((outside.body as { code: string }).code).toBe('check-outside-master');
  });

  it('holds what the enterprise said beside what officers found', async () => {
    const compare = await stage.page('/checklist/compare', 'shangrao.361129.inspector');
    await compare.getByRole('columnheader', { name: '自查说符合、执法查出不符合' }).waitFor();
    expect(await compare.getByRole('row').count()).toBeGreaterThan(1);
    await stage.shot(compare, 'three-lists-compare');
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
