import axe from 'axe-core';
import type { Page } from './browser.ts';

/** WCAG 2.2 level AA, and what it takes over from 2.0 and 2.1. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const GRAVE: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);

/** What keeps people out of a page, a line for each rule and place: which rule, where, what is wrong. */
export async function barriers(page: Page): Promise<string[]> {
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
export async function loaded(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor({ state: 'attached' });
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

/** What the page shows from its next address on is English. */
export async function inEnglish(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('anlan.language', 'en'));
}
