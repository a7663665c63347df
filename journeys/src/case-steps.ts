import type { Locator } from 'playwright-core';
import type { Page } from './browser.ts';

/** A picture as a camera would leave it: what is on the screen now. */
export async function photoOf(page: Page, name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  return { name, mimeType: 'image/png', buffer: await page.screenshot() };
}

/** Button by its words; those of two characters are set with a space between them. */
export function button(within: Page | Locator, words: string): Locator {
  const name = [...words].length === 2 ? new RegExp(`^${[...words].join('\\s*')}$`) : words;
  return within.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
}

/** What a form is filled in with: text and numbers by label, `pick` from lists, `level` by its official word. */
export interface Filling {
  readonly fill?: Readonly<Record<string, string>>;
  readonly pick?: Readonly<Record<string, string>>;
  readonly level?: string;
  /** Name of the photo that comes with it. */
  readonly photo?: string;
}

/** Fills the form on the screen. A page behind another is drawn too seldom for its buttons to come to rest. */
export async function fillForm(page: Page, { fill = {}, pick = {}, level, photo }: Filling): Promise<Locator> {
  await page.bringToFront();
  const form = page.locator('form').first();
  await form.waitFor();
  for (const [label, option] of Object.entries(pick)) {
    // From its beginning, behind the star of what is required: 类别 is not 火灾隐患类别.
    await form.getByRole('combobox', { name: new RegExp(`^\\*?\\s*${label}`) }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
  }
  if (level !== undefined) await form.getByRole('radio', { name: level, exact: true }).check();
  for (const [label, text] of Object.entries(fill)) await form.getByLabel(label, { exact: true }).fill(text);
  if (photo !== undefined) {
    await form
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photoOf(page, photo));
    await form.locator('li[data-state=there]').waitFor();
  }
  return form;
}

/** Does one act on the case that the page shows: its form, filled in and sent, until the page says it is done. */
export async function act(page: Page, words: string, filling: Filling = {}): Promise<void> {
  await page.bringToFront();
  await button(page.getByRole('group', { name: '现在可以做' }), words).click();
  const form = await fillForm(page, filling);
  await button(form, words).click();
  await page.getByText(`已办：${words}`).first().waitFor();
  await form.waitFor({ state: 'detached' });
}

/** Why the person on the page may not do an act now. */
export async function barred(page: Page, words: string): Promise<string> {
  const line = page
    .getByRole('list', { name: '你现在不能做' })
    .getByRole('listitem')
    .filter({ hasText: spaced(words) });
  return (await line.first().textContent()) ?? '';
}

function spaced(words: string): RegExp {
  return [...words].length === 2 ? new RegExp([...words].join('\\s*')) : new RegExp(words);
}

/** A figure of a band by its name: its large number and the note below. */
export async function figure(page: Page, name: string): Promise<{ value: string; note: string }> {
  const cell = page
    .getByRole('listitem')
    .filter({ has: page.locator(`span:text-is("${name}")`) })
    .first();
  await cell.waitFor();
  return {
    value: (await cell.locator('b').textContent()) ?? '',
    note: (await cell.locator('small').textContent()) ?? '',
  };
}
