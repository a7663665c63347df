import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Vehicle } from '@anlan/data';
import type { Trace } from '@anlan/kernel/trace';
import {
  city,
  connectApi,
  gatewayOf,
  levelPoints,
  locationAt,
  openBrowser,
  signIn,
  startPlatform,
  terminalOf,
  until,
  type Api,
  type DrivenPoint,
  type Page,
  type Platform,
} from '@anlan/journeys';
import { driveNational, NATIONAL } from './breach-to-browser-national.ts';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

const OFFICER = 'shangrao.duty';
const SYSTEM = 'shangrao.system';
const LONGEST = 6;
const WARM_UP = 3;
const BETWEEN_MS = 150;
const HEAD = ['load', 'device', 'rounds', 'event p50', 'p95', 'p99, ms', 'row on the desk p50', 'p95', 'p99, ms'];

/** One breach: ms from the write to the device's socket until the page had the event, and until the desk showed its row. */
interface Measured {
  readonly event: number;
  readonly row: number;
}

/** What the page notes: subject → when its alarm arrived as an event, and when its row was in the document. */
interface Noted {
  readonly events: Record<string, { alarm: string; at: number }>;
  readonly rows: Record<string, number>;
}

/** Measures breach at the socket → event in a real browser on the duty desk, without other load and under the replay. */
export async function breachToBrowser(args: readonly string[]): Promise<number> {
  const { rounds, load } = optionsOf(args, { rounds: 50, load: 'replay' });
  if (load === 'national') return underNational(rounds);
  const quiet = await startPlatform();
  const rows: (string | number)[][] = [];
  try {
    rows.push(...(await measureBoth(quiet, 'idle', rounds, 0)));
    await quiet.stop();
    const busy = await startPlatform({ home: quiet.home, ports: quiet.ports, replay: true });
    try {
      // Until the devices of the replay have connected.
      await pause(20_000);
      rows.push(...(await measureBoth(busy, 'replay', rounds, rounds + WARM_UP)));
    } finally {
      await busy.stop();
    }
  } finally {
    await quiet.remove();
  }
  console.log(`breach-to-browser · ${machine()}`);
  printTable(HEAD, rows);
  return 0;
}

/** The same while the readings of the whole country come in by batches. */
async function underNational(rounds: number): Promise<number> {
  const platform = await startPlatform({ within: 400_000 });
  try {
    const load = await driveNational(platform);
    const rows = await measureBoth(platform, 'national', rounds, 0);
    const told = await load.stop();
    console.log(`breach-to-browser --load national · ${machine()} · load average ${loadavg()[0]!.toFixed(1)}`);
    console.log(`${NATIONAL.points} points; ${told}`);
    printTable(HEAD, rows);
    await printLongest(await connectApi(platform.url, SYSTEM));
  } finally {
    await platform.remove();
  }
  return 0;
}

/** Where the time went of those that took longest until they were pushed, from the traces that the platform keeps itself. */
async function printLongest(api: Api): Promise<void> {
  const traces = await api.get<Trace[]>('/api/traces?order=newest&root=frame&limit=100');
  const told = traces
    .map(({ spans }) => ({ spans, first: Math.min(...spans.map(({ began }) => began)) }))
    .map(({ spans, first }) => ({
      spans,
      first,
      ms: (spans.find(({ name }) => name === 'push')?.ended ?? first) - first,
    }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, LONGEST);
  console.log('the longest, ms from the frame to the beginning and end of each step:');
  for (const { spans, first } of told) {
    const parts = spans.map(({ name, began, ended }) => `${name} ${rounded(began - first)}–${rounded(ended - first)}`);
    console.log(`  ${parts.join(' · ')}`);
  }
}

async function measureBoth(
  platform: Platform,
  load: string,
  rounds: number,
  skip: number,
): Promise<(string | number)[][]> {
  const api = await connectApi(platform.url, OFFICER);
  const browser = await openBrowser();
  try {
    const page = await openDesk(await signIn(browser, { url: platform.url, cookie: api.cookie }), platform.url);
    const count = rounds + WARM_UP;
    const points = await unused(api, levelPoints('shangrao'), async ({ device }) => device.id, skip, count);
    const vehicles = await unused(api, vehiclesOf('shangrao'), (vehicle) => terminalIn(api, vehicle), skip, count);
    const mqtt = await measured(page, points, (point) => breachLevel(platform, point));
    const jt808 = await measured(page, vehicles, (vehicle) => breachSpeed(platform, vehicle));
    return [line(load, 'MQTT', mqtt), line(load, 'JT/T 808', jt808)];
  } finally {
    await browser.close();
  }
}

/** Notes arrivals inside the page: a device's write and the page's clock are of the same machine. */
async function openDesk(page: Page, url: string): Promise<Page> {
  await page.addInitScript(() => {
    const noted: Noted = { events: {}, rows: {} };
    Object.assign(window, { noted });
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.addEventListener('message', ({ data }) => {
          const push = JSON.parse(String(data)) as {
            kind: string;
            happening?: string;
            alarm?: { id: string; subjectId: string };
          };
          if (push.kind === 'event' && push.happening === 'raised' && push.alarm !== undefined) {
            noted.events[push.alarm.subjectId] = { alarm: push.alarm.id, at: Date.now() };
          }
        });
      }
    };
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('[data-testid="alarm-row"]')) {
        const alarm = row.getAttribute('data-alarm');
        if (alarm !== null) noted.rows[alarm] ??= Date.now();
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-alarm'] });
  });
  await page.goto(`${url}/desk`);
  await page.getByTestId('desk').waitFor({ timeout: 30_000 });
  return page;
}

async function measured<T>(
  page: Page,
  subjects: readonly T[],
  breach: (subject: T) => Promise<{ subject: string; at: number; end(): void }>,
): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const chosen of subjects) {
    const { subject, at, end } = await breach(chosen);
    const event = await until(
      'the event in the page',
      () => page.evaluate((id) => (window as unknown as { noted: Noted }).noted.events[id], subject),
      20_000,
      20,
    );
    const row = await until(
      'the row on the desk',
      () => page.evaluate((id) => (window as unknown as { noted: Noted }).noted.rows[id], event.alarm),
      3000,
      20,
    ).catch(() => Number.NaN);
    end();
    all.push({ event: event.at - at, row: row - at });
    await pause(BETWEEN_MS);
  }
  return all.slice(WARM_UP);
}

async function breachLevel(
  platform: Platform,
  { device, point, key }: DrivenPoint,
): Promise<{ subject: string; at: number; end(): void }> {
  const gateway = await gatewayOf(platform, device);
  await gateway.publish(Date.now() - 10_000, [{ point: key, value: 50 }]);
  await pause(BETWEEN_MS);
  const at = Date.now();
  await gateway.publish(at, [{ point: key, value: (point.limits.HH as number) + 3 }]);
  return { subject: point.id, at, end: () => gateway.end() };
}

async function breachSpeed(
  platform: Platform,
  vehicle: Vehicle,
): Promise<{ subject: string; at: number; end(): void }> {
  const terminal = await terminalOf(platform, vehicle);
  const place = { lon: vehicle.lon, lat: vehicle.lat };
  // An overspeed is one that has lasted: the delay of the rule passes in the terminal's time, between these two reports.
  await terminal.send(locationAt(Date.now() - 20_000, { ...place, speed: vehicle.maxSpeedKmh * 1.6 }));
  await pause(BETWEEN_MS);
  const at = Date.now();
  await terminal.send(locationAt(at, { ...place, speed: vehicle.maxSpeedKmh * 1.6 }));
  return { subject: vehicle.id, at, end: () => terminal.end() };
}

function vehiclesOf(jurisdiction: string): Vehicle[] {
  return city().vehicles.filter((vehicle) => vehicle.jurisdiction === jurisdiction);
}

/** Id of the vehicle's terminal in the register. */
async function terminalIn(api: Api, { plate }: Vehicle): Promise<string> {
  const { rows } = await api.get<{ rows: { id: string }[] }>(`/api/devices?search=${encodeURIComponent(plate)}`);
  if (rows[0] === undefined) throw new Error(`${plate} has no terminal`);
  return rows[0].id;
}

/** Subjects whose device nobody else drives: those of the replay are connected. */
async function unused<T>(
  api: Api,
  subjects: readonly T[],
  deviceOf: (subject: T) => Promise<string>,
  skip: number,
  count: number,
): Promise<T[]> {
  const free: T[] = [];
  for (const subject of subjects.slice(skip)) {
    if (free.length === count) break;
    const { connected } = await api.get<{ connected: boolean }>(`/api/devices/${await deviceOf(subject)}/intake`);
    if (!connected) free.push(subject);
  }
  return free;
}

function line(load: string, device: string, all: readonly Measured[]): (string | number)[] {
  const events = all.map(({ event }) => event);
  const rows = all.map(({ row }) => row).filter((ms) => !Number.isNaN(ms));
  const figures = [events, rows].flatMap((list) =>
    [0.5, 0.95, 0.99].map((q) => (list.length === 0 ? '–' : rounded(quantile(list, q)))),
  );
  return [load, device, all.length, ...figures];
}
