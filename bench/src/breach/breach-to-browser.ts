import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Trace } from '@anlan/kernel/trace';
import {
  connectApi,
  levelPoints,
  openBrowser,
  signIn,
  startPlatform,
  until,
  type Api,
  type Page,
  type Platform,
} from '@anlan/journeys';
import { optionsOf } from '../options.ts';
import { besideAlarms } from '../peers/alarms/beside.ts';
import { machine, printTable, quantile, rounded } from '../table.ts';
import { openDesk, type Noted } from './desk.ts';
import { BETWEEN_MS, breachLevel, breachSpeed, terminalIn, unused, vehiclesOf, type Breach } from './devices.ts';
import { driveNational, NATIONAL } from './national.ts';

const OFFICER = 'shangrao.duty';
const SYSTEM = 'shangrao.system';
const LONGEST = 6;
const WARM_UP = 3;
const STARTS_WITHIN = 400_000;
const HEAD = ['load', 'device', 'rounds', 'event p50', 'p95', 'p99, ms', 'row on the desk p50', 'p95', 'p99, ms'];
const PEER_HEAD = ['alarms by', 'how', 'rounds', 'event p50', 'p95', 'p99, ms'];

/** Through what an event of the platform has gone before it is in a page. */
const STEPS = 'on disk, judged, recorded, pushed';

/** One breach: ms from the write to the device's socket until the page had the event, and until the desk showed its row. */
interface Measured {
  readonly event: number;
  readonly row: number;
}

/** Measures breach at the socket → event in a real browser on the duty desk, without other load and under the replay. */
export async function breachToBrowser(args: readonly string[]): Promise<number> {
  const { rounds, load, peers } = optionsOf(args, { rounds: 50, load: 'replay', peers: 'off' });
  if (peers === 'on') return besideOthers(rounds);
  if (load === 'national') return underNational(rounds);
  const quiet = await startPlatform();
  const rows: (string | number)[][] = [];
  try {
    rows.push(...lines('idle', await measureBoth(quiet, rounds, 0)));
    await quiet.stop();
    const busy = await startPlatform({ home: quiet.home, ports: quiet.ports, replay: true });
    try {
      // Until the devices of the replay have connected.
      await pause(20_000);
      rows.push(...lines('replay', await measureBoth(busy, rounds, rounds + WARM_UP)));
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
  const platform = await startPlatform({ within: STARTS_WITHIN });
  try {
    const load = await driveNational(platform);
    const rows = lines('national', await measureBoth(platform, rounds, 0));
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

/** The same without other load, then programs that others use for alarms, one after the other with a page in the same browser. */
async function besideOthers(rounds: number): Promise<number> {
  const before = loadavg()[0]!;
  const platform = await startPlatform({ within: STARTS_WITHIN });
  const rows: (string | number)[][] = [];
  try {
    for (const [device, all] of Object.entries(await measureBoth(platform, rounds, 0)))
      rows.push(['Anlan', `${device}; ${STEPS}`, all.length, ...figures(all.map(({ event }) => event))]);
  } finally {
    await platform.remove();
  }
  for (const { name, how, events } of await besideAlarms(rounds, WARM_UP))
    rows.push(events.length === 0 ? [name, how] : [name, how, events.length, ...figures(events)]);
  const loads = [before, loadavg()[0]!].map((load) => load.toFixed(1)).join(' to ');
  console.log(`breach-to-browser --peers on · ${machine()} · load average ${loads}`);
  printTable(PEER_HEAD, rows);
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

/** What was measured of the devices of each protocol. */
type Both = Readonly<Record<'MQTT' | 'JT/T 808', readonly Measured[]>>;

async function measureBoth(platform: Platform, rounds: number, skip: number): Promise<Both> {
  const api = await connectApi(platform.url, OFFICER);
  const browser = await openBrowser();
  try {
    const page = await openDesk(await signIn(browser, { url: platform.url, cookie: api.cookie }), platform.url);
    const count = rounds + WARM_UP;
    const points = await unused(api, levelPoints('shangrao'), async ({ device }) => device.id, skip, count);
    const vehicles = await unused(api, vehiclesOf('shangrao'), (vehicle) => terminalIn(api, vehicle), skip, count);
    const mqtt = await measured(page, points, (point) => breachLevel(platform, point));
    const jt808 = await measured(page, vehicles, (vehicle) => breachSpeed(platform, vehicle));
    return { MQTT: mqtt, 'JT/T 808': jt808 };
  } finally {
    await browser.close();
  }
}

async function measured<T>(
  page: Page,
  subjects: readonly T[],
  breach: (subject: T) => Promise<Breach>,
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

function lines(load: string, both: Both): (string | number)[][] {
  return Object.entries(both).map(([device, all]) => {
    const events = all.map(({ event }) => event);
    const rows = all.map(({ row }) => row).filter((ms) => !Number.isNaN(ms));
    return [load, device, all.length, ...figures(events), ...figures(rows)];
  });
}

/** p50, p95 and p99 of milliseconds. */
function figures(list: readonly number[]): string[] {
  return [0.5, 0.95, 0.99].map((q) => (list.length === 0 ? '–' : rounded(quantile(list, q))));
}
