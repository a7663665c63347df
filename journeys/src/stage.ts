import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectApi, type Api } from './api.ts';
import { openBrowser, signIn, type Page, type SignInOptions } from './browser.ts';
import { cityHome } from './city-home.ts';
import { freshHome, QUICK, startPlatform, type Platform, type PlatformOptions } from './platform.ts';

const SHOTS = fileURLToPath(new URL('../shots', import.meta.url));

/** A platform of its own and a browser, for one journey. */
export interface Stage {
  readonly platform: Platform;
  /** What pages threw, in words. */
  readonly faults: readonly string[];
  api(who: Parameters<typeof connectApi>[1]): Promise<Api>;
  /** A page of its own browser context, signed in when an identity is given. */
  page(
    path: string,
    who?: Parameters<typeof connectApi>[1],
    size?: Pick<SignInOptions, 'width' | 'height' | 'field'>,
  ): Promise<Page>;
  /** Keeps a picture of the page in journeys/shots. */
  shot(page: Page, name: string): Promise<void>;
  /** Keeps a picture of every page, for a step that failed. */
  shotAll(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(options: PlatformOptions = {}): Promise<Stage> {
  const home = options.home ?? (options.demo === false ? await freshHome() : await cityHome());
  const [platform, browser] = await Promise.all([
    startPlatform({ ...options, home, env: { ...QUICK, ...options.env } }),
    openBrowser(),
  ]);
  const pages: Page[] = [];
  const faults: string[] = [];
  mkdirSync(SHOTS, { recursive: true });
  const shot = async (page: Page, name: string): Promise<void> => {
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  };
  return {
    platform,
    faults,
    api: (who) => connectApi(platform.url, who),
    async page(path, who, size = {}) {
      const session = who === undefined ? {} : { cookie: (await connectApi(platform.url, who)).cookie };
      const page = await signIn(browser, { url: platform.url, ...session, ...size });
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      pages.push(page);
      await page.goto(`${platform.url}${path}`);
      return page;
    },
    shot,
    shotAll: async (name) => {
      for (const [index, page] of pages.entries()) if (!page.isClosed()) await shot(page, `${name}-${index}`);
    },
    async close() {
      await browser.close();
      await platform.remove();
    },
  };
}
