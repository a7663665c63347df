import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, inEnglish, loaded } from './barriers.ts';
import type { Page } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

/** One page of each kind: a pass over every page is the long journey's. */
const DESK = [
  '/home',
  '/desk',
  '/map',
  '/wall',
  '/prevention',
  '/registry/enterprises',
  '/registry/enterprises/import',
  '/cases/hidden-danger/new',
];
const PHONE_PAGES = ['/home', '/prevention/report', '/desk'];

describe('every kind of page can be read and worked by everybody (WCAG 2.2 AA)', () => {
  let stage: Stage;
  let desk: Page;
  let phone: Page;
  /** Addresses of one thing each: a record with its history, a case with its trail. */
  let things: readonly string[];

  beforeAll(async () => {
    stage = await openStage();
    desk = await stage.page('/home', 'shangrao.duty');
    phone = await stage.page('/home', 'shangrao.361129.inspector', { width: 390, height: 844 });
    const api = await stage.api('shangrao.duty');
    const cases = await api.get<{ rows: readonly { id: string; organisationId: string }[] }>(
      '/api/cases?kind=hidden-danger&size=1',
    );
    const [row] = cases.rows;
    things = [`/case/${row!.id}`, `/enterprises/${row!.organisationId}`];
  });
  afterAll(() => stage.close());

  async function found(page: Page, paths: readonly string[]): Promise<Record<string, string[]>> {
    const barred: Record<string, string[]> = {};
    for (const path of paths) {
      await page.goto(`${stage.platform.url}${path}`);
      await loaded(page);
      const lines = await barriers(page);
      if (lines.length > 0) barred[path] = lines;
    }
    return barred;
  }

  it('at the desk, on the phone and in public there is no barrier of weight', async () => {
    const [atDesk, onPhone] = await Promise.all([
      found(desk, [...DESK, ...things, '/public', '/sign-in']),
      found(phone, PHONE_PAGES),
    ]);
    expect({ ...atDesk, ...onPhone }).toEqual({});
  });

  it('nor in English, where words are longer', async () => {
    await inEnglish(desk);
    expect(await found(desk, ['/home', '/prevention', things[0]!])).toEqual({});
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
