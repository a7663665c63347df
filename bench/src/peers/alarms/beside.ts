import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser, until, type Page } from '@anlan/journeys';
import { LIMIT, type AlarmPeer } from './alarm-peer.ts';
import { openNodeRed } from './node-red.ts';
import { openPrometheus } from './prometheus.ts';

const USUAL = 50;
/** Longest rest between rounds: what looks every second must not be met in step. */
const REST_MS = 2000;
const HEARD_WITHIN = 30_000;

/** What was measured of a program: ms from each write to the event in the page; none where it is left out, and `how` says why. */
export interface Beside {
  readonly name: string;
  readonly how: string;
  readonly events: readonly number[];
}

/** Breach → event in a page for programs that others use for alarms, one after the other. */
export async function besideAlarms(rounds: number, warmUp: number): Promise<Beside[]> {
  const all: Beside[] = [];
  for (const open of [openPrometheus, openNodeRed]) {
    const peer = await open();
    if ('why' in peer) {
      all.push({ name: peer.name, how: `left out: ${peer.why}`, events: [] });
      continue;
    }
    const browser = await openBrowser();
    try {
      const page = await listening(await browser.newPage(), peer.push);
      const events = await measured(peer, page, rounds + warmUp);
      all.push({ name: peer.name, how: peer.how, events: events.slice(warmUp) });
    } finally {
      await browser.close();
      await peer.end();
    }
  }
  return all;
}

type Noted = Record<string, number>;

/** Notes inside the page when it is told of a point: its clock and that of the write are of the same machine. */
async function listening(page: Page, push: string): Promise<Page> {
  await page.evaluate((address) => {
    const noted: Noted = {};
    Object.assign(window, { noted });
    const socket = new WebSocket(address);
    socket.addEventListener('message', ({ data }) => {
      const { point } = JSON.parse(String(data)) as { point: string };
      noted[point] ??= Date.now();
    });
    return new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`no WebSocket at ${address}`)));
    });
  }, push);
  return page;
}

/** One point breaches in each round, and falls again when the page knows. */
async function measured(peer: AlarmPeer, page: Page, rounds: number): Promise<number[]> {
  const points = Array.from({ length: rounds }, (_, round) => `p${round}`);
  for (const point of points) peer.write(point, USUAL);
  const all: number[] = [];
  for (const point of points) {
    await pause(Math.random() * REST_MS);
    const at = Date.now();
    peer.write(point, LIMIT + 3);
    const heard = await until(
      `the event of ${peer.name} in the page`,
      () => page.evaluate((id) => (window as unknown as { noted: Noted }).noted[id], point),
      HEARD_WITHIN,
      20,
    );
    peer.write(point, USUAL);
    all.push(heard - at);
  }
  return all;
}
