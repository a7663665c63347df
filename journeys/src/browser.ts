import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

export type { Page };

const PROGRAMS = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A microphone that hums, for voice notes.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** Chromium without a window; `CHROMIUM` names another program than Debian's. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAMS, args: ARGUMENTS });
}

export interface SignInOptions {
  readonly url: string;
  /** Value of the session cookie. */
  readonly cookie?: string;
  readonly width?: number;
  readonly height?: number;
  /** A phone in the field: keeps the application on the device, and knows where it is. */
  readonly field?: boolean;
}

/** A page of its own context, Chinese, in Shanghai time, with the given session. */
export async function signIn(
  browser: Browser,
  { url, cookie, width = 1440, height = 900, field = false }: SignInOptions,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Requests that a service worker answers cannot be intercepted by a journey.
    serviceWorkers: field ? 'allow' : 'block',
    ...(field
      ? { permissions: ['geolocation', 'microphone'], geolocation: { longitude: 117.43, latitude: 28.4, accuracy: 6 } }
      : {}),
  });
  if (cookie !== undefined)
    await context.addCookies([{ name: 'anlan_session', value: cookie, url, httpOnly: true, sameSite: 'Lax' }]);
  return context.newPage();
}

/** Is the first of these to be seen within 20 s? */
export function shown(locator: Locator): Promise<boolean> {
  return locator
    .first()
    .waitFor({ timeout: 20_000 })
    .then(
      () => true,
      () => false,
    );
}
