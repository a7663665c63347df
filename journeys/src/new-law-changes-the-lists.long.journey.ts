import { dayOf } from '@anlan/domain/calendar';
import type { CaseDetail, CasePage } from '@anlan/kernel/case';
import type { LawView, Review } from '@anlan/kernel/catalogue';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { act, button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const LAW = 'special-equipment-law';
const YESTERDAY = dayOf(Date.now() - 86_400_000);

interface Item {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly clauses: readonly string[];
}
interface Lists {
  readonly version: number;
  readonly lists: readonly { readonly use: string; readonly items: readonly Item[] }[];
}

describe('a new version of a law reaches the lists that cite it', () => {
  let stage: Stage;
  let librarian: Page;
  let reviewer: Page;
  let reviewing: Api;
  let item: Item;
  /** Article of the law that the item cites, and the number it has in the new version. */
  let cited: string;
  let moved: string;
  let law: LawView;
  let before: Lists;
  let review: Review;

  const reviews = () => reviewing.get<Review[]>('/api/laws/reviews');
  const listed = (lists: Lists) => lists.lists.flatMap(({ items }) => items).filter(({ code }) => code === item.code);

  beforeAll(async () => {
    stage = await openStage();
    reviewing = await stage.api('shangrao.finance');
    law = await reviewing.get(`/api/laws/${LAW}`);
    const found = await reviewing.get<{ rows: Item[] }>(`/api/checklist/items?search=${LAW}&size=200`);
    const all = found.rows.length > 0 ? found.rows : await everyItem();
    item = all.find(({ clauses }) => clauses.some((clause) => clause.startsWith(`${LAW}/`))) as Item;
    cited = item.clauses.find((clause) => clause.startsWith(`${LAW}/`))!.split('/')[1] as string;
    moved = String(Number(cited) + 1);
    before = await reviewing.get('/api/checklist/lists?sector=hazchem-production');
    librarian = await stage.page('/laws/import', 'shangrao.system');
    reviewer = await stage.page('/laws', 'shangrao.finance');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('new-law-failed');
  });
  afterAll(() => stage.close());

  async function everyItem(): Promise<Item[]> {
    const rows: Item[] = [];
    for (let page = 1; page <= 20; page += 1) {
      const answer = await reviewing.get<{ rows: Item[]; total: number }>(`/api/checklist/items?page=${page}&size=200`);
      rows.push(...answer.rows);
      if (rows.length >= answer.total) break;
    }
    return rows;
  }

  /** The law as it stands with one article more before the cited one, whose words change. */
  function revised(): string {
    const lines = law.articles.flatMap((article) => {
      const number = Number(article.number);
      if (article.number === cited)
        return [
          `第${cited}条 国家建立特种设备运行数据联网报送制度，使用单位应当如实报送。`,
          `第${moved}条 ${article.text}使用单位应当将前款情况在三日内联网报送。`,
        ];
      return [`第${number > Number(cited) ? number + 1 : number}条 ${article.text}`];
    });
    return [law.title, ...lines].join('\n');
  }

  it('shows the article beside what cites it, found by words, by number and by pinyin', async () => {
    await reviewer
      .getByRole('searchbox')
      .or(reviewer.getByLabel('标题、拼音、条号或正文'))
      .first()
      .fill(`tzsbaqf ${cited}`);
    await reviewer.getByTestId('law-hits').getByRole('link').first().click();
    await reviewer.waitForURL(`**/laws/${LAW}/${cited}*`);
    expect(await shown(reviewer.getByTestId('citing').getByText(item.code))).toBe(true);
    await stage.shot(reviewer, 'law-article');
  });

  it('is read with its errors first, and nothing is taken over while there are any', async () => {
    const text = librarian.getByLabel('或把文本粘贴在这里');
    await text.fill(`${revised()}\n第三条 重复的一条。`);
    await button(librarian.locator('main'), '读取').click();
    expect(await shown(librarian.getByTestId('import-problems').getByText('出现两次'))).toBe(true);
    expect(await button(librarian.locator('main'), '入库').isDisabled()).toBe(true);
    await librarian.getByLabel('识别出的文本，可直接改').fill(revised());
    await button(librarian.locator('main'), '改后重新读取').click();
    await librarian.getByText('将作为新版本入库').waitFor();
    const { status } = await (
      await stage.api('shangrao.361129.inspector')
    ).ask('POST', '/api/laws/imports?name=x.txt', { text: 'x' });
    expect(status).toBe(403);
  });

  it('puts down every item that cites a changed article, with a task to the owner', async () => {
    await librarian.getByLabel('版本名称').fill('示例修订版');
    await librarian.getByLabel('施行日期').fill(YESTERDAY);
    // Without a signal nothing is taken over, and nothing that was typed is lost.
    await librarian.context().setOffline(true);
    await button(librarian.locator('main'), '入库').click();
    expect(await shown(librarian.getByRole('alert').filter({ hasText: '连不上' }))).toBe(true);
    expect(await librarian.getByLabel('版本名称').inputValue()).toBe('示例修订版');
    await librarian.context().setOffline(false);
    await button(librarian.locator('main'), '入库').click();
    expect(await shown(librarian.getByText(/处引用待复核/))).toBe(true);
    await stage.shot(librarian, 'law-imported');
    review = (await reviews()).find(
      ({ targetCode, article }) => targetCode === item.code && article === cited,
    ) as Review;
    expect(review).toMatchObject({ change: 'changed', becomes: moved, edited: false });
    await reviewer.goto(`${stage.platform.url}/laws/reviews`);
    expect(await shown(reviewer.getByTestId('reviews').getByText(item.code).first())).toBe(true);
    await stage.shot(reviewer, 'law-reviews');
    // The library learned of it a day late: a check of today still asked the old words, and that is said.
    const asked = (await reviews()).filter(
      ({ targetKind, outdated }) => targetKind === 'check-item' && outdated !== null,
    );
    expect(asked.length).toBeGreaterThan(0);
    const late = asked.find(({ outdated }) => (outdated as number) > 0);
    expect(late).toBeDefined();
    expect(await shown(reviewer.getByText(`新版施行后仍按旧条文检查 ${late!.outdated} 次`).first())).toBe(true);
    const tasks = await reviewing.get<CasePage>('/api/cases?kind=law-review');
    expect(tasks.rows.map(({ id }) => id)).toContain(review.caseId);
  });

  it('is not settled by saying so: the item has to change first, and then every list of the new version has it', async () => {
    const early = await reviewing.ask('POST', `/api/laws/reviews/${review.id}`, { outcome: 'edited' });
    expect(early.status).toBe(422);
    const { id, code, from: _from, to: _to, ...content } = item as Item & { from: number; to: number | null };
    const clauses = item.clauses.map((clause) => (clause === `${LAW}/${cited}` ? `${LAW}/${moved}` : clause));
    await reviewing.post('/api/checklist/drafts', { itemId: id, code, content: { ...content, clauses } });
    await reviewing.post('/api/checklist/publish', { base: before.version, reason: '特种设备安全法修订' });
    const after = await reviewing.get<Lists>('/api/checklist/lists?sector=hazchem-production');
    expect(after.version).toBe(before.version + 1);
    expect(listed(before).length).toBeGreaterThan(0);
    expect(listed(after)).toHaveLength(listed(before).length);
    for (const one of listed(after)) expect(one.clauses).toContain(`${LAW}/${moved}`);
    const old = await reviewing.get<Lists>(`/api/checklist/lists?sector=hazchem-production&version=${before.version}`);
    for (const one of listed(old)) expect(one.clauses).toContain(`${LAW}/${cited}`);
  });

  it('is then reviewed once, and the task is finished after the last item', async () => {
    const open = async () => (await reviews()).filter(({ caseId }) => caseId === review.caseId);
    for (const other of (await open()).filter(({ id }) => id !== review.id))
      await reviewing.post(`/api/laws/reviews/${other.id}`, { outcome: 'kept', note: '条号变动，内容不变' });
    await reviewer.goto(`${stage.platform.url}/laws/reviews?case=${review.caseId}`);
    await button(reviewer.getByTestId('reviews'), '复核').first().click();
    await button(reviewer.locator('.ant-popover'), '已改，复核通过').click();
    await reviewer.getByText('没有待复核的条目').waitFor();
    const again = await reviewing.ask('POST', `/api/laws/reviews/${review.id}`, { outcome: 'kept', note: '再来一次' });
    expect(again.status).toBe(409);
    await reviewer.goto(`${stage.platform.url}/case/${review.caseId}`);
    await act(reviewer, '完成复核', { fill: { 复核结论: '已按新条文修改检查项' } });
    const done = await reviewing.get<CaseDetail>(`/api/cases/${review.caseId}`);
    expect(done.case.state).toBe('done');
    expect(stage.faults).toEqual([]);
  });
});
