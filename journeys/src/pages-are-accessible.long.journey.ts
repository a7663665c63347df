import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const OFFICER = 'shangrao.duty';
/** WCAG 2.2 level AA, and what it takes over from 2.0 and 2.1. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const GRAVE: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);

const INSIDE = [
  '/home',
  '/desk',
  '/map',
  '/prevention',
  '/checks',
  '/checklist',
  '/laws',
  '/documents',
  '/campaigns',
  '/workbench',
];
const OPEN = ['/public', '/public/report'];

/** What keeps people out of a page, a line for each rule and place: which rule, where, what is wrong. */
async function barriers(page: Page): Promise<string[]> {
  // By the debugger, not as a script of the page: the page's content policy stays as it is.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async (tags) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      }),
    TAGS,
  );
  return violations
    .filter(({ impact }) => GRAVE.has(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary }) =>
          `${id} · ${target.join(' ')} · ${html.slice(0, 160)} · ${(failureSummary ?? '').replaceAll(/\s+/g, ' ')}`,
      ),
    );
}

/** Loaded means: a heading stands there, half a second without a request, and nothing is being waited for. */
async function loaded(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(
    () => document.querySelector('[aria-busy=true], .ant-skeleton, .ant-spin-spinning') === null,
  );
  // What fades in is measured when it stands; what pulses for ever does not count.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );
}

describe('the main pages can be read and worked by everybody (WCAG 2.2 AA)', () => {
  let stage: Stage;
  let inside: Page;
  let open: Page;

  beforeAll(async () => {
    stage = await openStage();
    inside = await stage.page('/home', OFFICER);
    open = await stage.page('/public');
  });
  afterAll(() => stage.close());

  for (const path of [...INSIDE, ...OPEN])
    it(`${path} has no barrier of weight`, async () => {
      const page = path.startsWith('/public') ? open : inside;
      await page.goto(`${stage.platform.url}${path}`);
      await loaded(page);
      expect(await barriers(page)).toEqual([]);
    });

  it('finds a barrier where there is one', async () => {
    const large = 'style="width:40px;height:40px"';
    await open.setContent(
      `<html lang="zh"><title>x</title><main><h1>x</h1><button ${large}></button><input ${large}></main></html>`,
    );
    const found = await barriers(open);
    expect(found.map((line) => line.split(' · ')[0] ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'button-name',
      'label',
    ]);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
