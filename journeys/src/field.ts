import type { Page } from './browser.ts';
import { until } from './wait.ts';

/** Waits until the application is on the device: from then on it opens without a signal. */
export async function installed(page: Page): Promise<void> {
  await until(
    'the application on the device',
    async () =>
      (await page.evaluate(() => navigator.serviceWorker.controller !== null).catch(() => false)) || undefined,
    60_000,
    200,
  );
}

/** Prepares the day on the queue page and gives what it says of its size. */
export async function prepareDay(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/offline`);
  const card = page.getByRole('region', { name: '为今天准备' });
  // What an earlier preparation took stays readable meanwhile: the new one is over when its progress has come and gone.
  const progress = card.getByRole('status');
  await Promise.all([progress.waitFor(), card.getByRole('button', { name: /为今天准备|重新准备/ }).click()]);
  await progress.waitFor({ state: 'detached', timeout: 120_000 });
  const done = card.getByText(/准备好/);
  await done.waitFor({ timeout: 120_000 });
  return (await done.textContent()) ?? '';
}

/** Opens a record of an inspection at an enterprise that was taken along. */
export async function beginInspection(page: Page, url: string, enterprise: string): Promise<string> {
  await page.goto(`${url}/inspections`);
  await page.getByRole('combobox', { name: '检查哪一家' }).click();
  await page.getByRole('combobox', { name: '检查哪一家' }).fill(enterprise);
  await page.locator('.ant-select-item-option').filter({ hasText: enterprise }).first().click();
  await page.getByRole('button', { name: '开始现场检查' }).click();
  await page.waitForURL(/\/inspections\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** How many things wait on the device, as its own database says. */
export function waitingOn(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('anlan-offline');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const all = opening.result.transaction('entries').objectStore('entries').getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve((all.result as { state: string }[]).filter(({ state }) => state !== 'sent').length);
          };
        };
      }),
  );
}
