import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser, signIn, until, type Page } from '@anlan/journeys';
import { quantile, rounded } from '../table.ts';
import { BOX, vehicleId } from './city.ts';
import { randomOf } from './server.ts';

type Line = (string | number)[];
const SECOND = 1000;

/** Columns of moving objects as the server sends them, each a little further than before. */
function fleet(count: number) {
  const random = randomOf(7);
  const id = Array.from({ length: count }, (_, n) => vehicleId(n));
  const lon = id.map(() => BOX[0] + random() * (BOX[2] - BOX[0]));
  const lat = id.map(() => BOX[1] + random() * (BOX[3] - BOX[1]));
  const heading = id.map(() => Math.round(random() * 359));
  const step = () => {
    for (let n = 0; n < count; n += 1) {
      lon[n] = Math.round(((lon[n] ?? 0) + 0.0002 * Math.sin(((heading[n] ?? 0) * Math.PI) / 180)) * 1e6) / 1e6;
      lat[n] = Math.round(((lat[n] ?? 0) + 0.0002 * Math.cos(((heading[n] ?? 0) * Math.PI) / 180)) * 1e6) / 1e6;
    }
    const now = Date.now();
    return { id, lon, lat, heading, speed: id.map(() => 60), time: id.map(() => now) };
  };
  return {
    positions: () => {
      const { time, ...rest } = step();
      return JSON.stringify({
        at: Date.now(),
        ...rest,
        time,
        kind: id.map(() => 'vehicle'),
        name: id.map((_, n) => `压E${n}`),
        origin: id.map(() => 'generated'),
      });
    },
    moved: () => JSON.stringify({ kind: 'moved', ...step() }),
  };
}

interface Metrics {
  readonly task: number;
  readonly script: number;
}

/** Main-thread seconds so far, by the browser's own account. */
async function accountOf(page: Page): Promise<() => Promise<Metrics>> {
  const session = await page.context().newCDPSession(page);
  // Time of the thread itself: waiting for a graphics card that is not there, or for a busy machine, does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
    return { task: value('TaskDuration') * SECOND, script: value('ScriptDuration') * SECOND };
  };
}

/**
 * The real page in a browser without graphics hardware: the static layer comes from the server under test, positions and
 * movements of `moving` objects are put into the page's own connection once a second.
 */
export async function measurePage(url: string, cookie: string, moving: number, updates: number): Promise<Line[]> {
  const browser = await openBrowser();
  try {
    const page = await signIn(browser, { url, cookie });
    const own = fleet(moving);
    let push: ((text: string) => void) | undefined;
    await page.route('**/api/positions', (route) =>
      route.fulfill({ contentType: 'application/json', body: own.positions() }),
    );
    await page.routeWebSocket(/\/api\/live/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => server.send(message));
      server.onMessage((message) => socket.send(message));
      push = (text) => socket.send(text);
    });
    const begun = performance.now();
    await page.goto(`${url}/map?layers=enterprises,vehicles`);
    await page.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: 60_000 });
    const base = performance.now() - begun;
    const inView = page.getByTestId('in-view');
    const number = async (name: string): Promise<number> => Number(await inView.getAttribute(name));
    await until('all places in view', async () => (await number('data-places')) > 900_000, 60_000, 50);
    const first = performance.now() - begun;
    await until('all movers in view', async () => (await number('data-moving')) > 0.5 * moving, 30_000, 100);
    await pause(5 * SECOND);
    const account = await accountOf(page);
    const rest = await perSecond(account, 5);
    const text = own.moved();
    const busy: Metrics[] = [];
    for (let update = 0; update < updates; update += 1) {
      const before = await account();
      push?.(own.moved());
      await pause(SECOND);
      const after = await account();
      busy.push({ task: after.task - before.task, script: after.script - before.script });
    }
    const worker: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      await page.getByTestId(round % 2 === 0 ? 'tool-zoomIn' : 'tool-zoomOut').click();
      await pause(2500);
      worker.push(await number('data-worker-ms'));
    }
    const median = (list: readonly number[]) => rounded(quantile(list, 0.5));
    const update = quantile(
      busy.map(({ task }) => task),
      0.5,
    );
    if (update >= SECOND) throw new Error(`an update of all movers takes the main thread ${update} ms of its second`);
    return [
      ['base map and overlay ready', rounded(base), 'ms after opening the address'],
      ['a million places drawn', rounded(first), 'ms after opening the address'],
      ['places, one answer', await bytesOf(url, cookie), 'bytes, again only when something changed'],
      ['one update of all movers', text.length, 'bytes of JSON a second'],
      ['main thread, own time per second without updates', median(rest.map(({ task }) => task)), 'ms, median of 5'],
      ['main thread, own time per update with interpolation', rounded(update), `ms, median of ${updates}`],
      ['… of this scripts', median(busy.map(({ script }) => script)), `ms, median of ${updates}`],
      ['… longest', rounded(Math.max(...busy.map(({ task }) => task))), `ms of ${updates}`],
      ['worker: clusters of a view', median(worker), 'ms, median of 7'],
    ];
  } finally {
    await browser.close();
  }
}

async function bytesOf(url: string, cookie: string): Promise<number> {
  const response = await fetch(`${url}/api/map/places/enterprises`, { headers: { cookie: `anlan_session=${cookie}` } });
  return (await response.arrayBuffer()).byteLength;
}

async function perSecond(account: () => Promise<Metrics>, rounds: number): Promise<Metrics[]> {
  const found: Metrics[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await account();
    await pause(SECOND);
    const after = await account();
    found.push({ task: after.task - before.task, script: after.script - before.script });
  }
  return found;
}
