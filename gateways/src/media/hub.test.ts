import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silent, until } from '../testing/wait.ts';
import { openHub, type Hub, type HubOptions, type Watching } from './hub.ts';
import { HandSource } from './testing/source.ts';
import { recordedPictures } from './testing/recorded.ts';
import type { AccessUnit } from './unit.ts';
import type { Outlet } from './viewer.ts';
import { StreamProblem, type StreamEnd } from './words.ts';

const ADDRESS = { id: 'camera-1', source: 'hand', channel: '1' };
const START = 1_800_000_000_000;
const PICTURES = recordedPictures('h264');
/** The recorded stream for as long as a test needs, with the clock that goes with it. */
const picture = (index: number): AccessUnit => ({
  ...(PICTURES[index % PICTURES.length] as AccessUnit),
  at: index * 80,
});

class Screen implements Outlet {
  readonly got: Buffer[] = [];
  ended: StreamEnd | undefined;
  open = true;

  write(bytes: Uint8Array): boolean {
    this.got.push(Buffer.from(bytes));
    return this.open;
  }

  end(reason: StreamEnd): void {
    this.ended = reason;
  }

  /** The kind of each piece: i a beginning, K a key picture, p another. */
  get kinds(): string {
    return this.got.map((bytes) => (bytes.toString('latin1', 4, 8) === 'ftyp' ? 'i' : keyOf(bytes))).join('');
  }
}

/** The sample flags in the trun box say whether others are needed to decode it. */
function keyOf(bytes: Buffer): string {
  const flagsAt = bytes.indexOf('trun') + 4 + 4 + 4 + 4 + 4 + 4;
  return bytes.readUInt32BE(flagsAt) === 0x0200_0000 ? 'K' : 'p';
}

let folder: string;
let source: HandSource;
let hub: Hub;
let now: number;

async function open(more: Partial<HubOptions> = {}): Promise<void> {
  hub = await openHub({ sources: { hand: source }, folder, log: silent, clock: () => now, ...more });
}

/** Pushes the pictures from one index to before another, each at its time. */
function play(from: number, until: number): void {
  for (let index = from; index < until; index += 1) {
    now = START + index * 80;
    source.push('1', [picture(index)]);
  }
}

async function watched(screen: Screen, from = 0): Promise<Watching> {
  const opening = hub.watch(ADDRESS, screen);
  await until(() => source.publishers.size > 0);
  play(from, from + 10);
  const watching = await opening;
  if (typeof watching === 'string') throw new Error(watching);
  return watching;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anlan-hub-'));
  source = new HandSource();
  now = START;
});
afterEach(async () => {
  vi.useRealTimers();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a stream', () => {
  it('is opened once for all its viewers, each beginning at a key picture, and closed some time after the last', async () => {
    await open({ limits: { grace: 30 } });
    const [first, second] = [new Screen(), new Screen()];
    const watching = await watched(first);
    expect(watching).toMatchObject({ mime: 'video/mp4; codecs="avc1.4d4016"', epoch: START });
    const later = (await hub.watch(ADDRESS, second)) as Watching;
    play(10, 30);
    expect(source.opened).toBe(1);
    expect(first.kinds).toBe(`iK${'p'.repeat(24)}Kpppp`);
    expect(second.kinds).toBe(first.kinds);
    watching.leave();
    later.leave();
    const again = (await hub.watch(ADDRESS, new Screen())) as Watching;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(source.closed).toBe(0);
    again.leave();
    await until(() => source.closed === 1);
    expect(hub.figures()).toEqual({});
  });

  it.each([
    [new StreamProblem('offline'), 'offline'],
    [new StreamProblem('credentials', 'said no'), 'credentials'],
    [new Error('ECONNRESET'), 'lost'],
  ])('that cannot be opened says why', async (problem, end) => {
    await open();
    source.problem = problem;
    expect(await hub.watch(ADDRESS, new Screen())).toBe(end);
    expect(await hub.watch({ ...ADDRESS, source: 'other' }, new Screen())).toBe('unknown-source');
  });

  it.each([
    [[], 'silent'],
    [[{ codec: 'g711a', at: 0, key: true, nals: [] }], 'unplayable'],
  ] satisfies [AccessUnit[], string][])('without a picture ends (%#)', async (units, end) => {
    vi.useFakeTimers();
    await open();
    const opening = hub.watch(ADDRESS, new Screen());
    await vi.advanceTimersByTimeAsync(1);
    source.push('1', units);
    now += 21_000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(await opening).toBe(end);
    expect(source.closed).toBe(1);
  });

  it('that falls silent, or whose source ends, ends for its viewers', async () => {
    await open();
    const screen = new Screen();
    await watched(screen);
    source.publishers.get('1')?.end('lost');
    expect(screen.ended).toBe('lost');
    const anew = new Screen();
    await watched(anew);
    expect([source.opened, anew.ended]).toEqual([2, undefined]);
  });

  it('is refused beyond the number of streams and of viewers', async () => {
    await open({ streams: 1, limits: { viewers: 1 } });
    await watched(new Screen());
    expect(await hub.watch(ADDRESS, new Screen())).toBe('full');
    expect(await hub.watch({ ...ADDRESS, id: 'camera-2' }, new Screen())).toBe('full');
  });
});

describe('a viewer that does not keep up', () => {
  it('loses whole groups, holds no more than its limit, and costs the others nothing', async () => {
    await open({ limits: { waiting: 6000 } });
    const [slow, quick] = [new Screen(), new Screen()];
    const watching = await watched(slow);
    await hub.watch(ADDRESS, quick);
    slow.open = false;
    let most = 0;
    for (let index = 10; index < 160; index += 1) {
      play(index, index + 1);
      most = Math.max(most, hub.figures()['camera-1']?.viewers[0]?.waiting ?? 0);
    }
    expect(most).toBeLessThanOrEqual(6000);
    slow.open = true;
    watching.drained();
    play(160, 240);
    expect(quick.kinds.length).toBe(241);
    // What came before the jam, then complete groups only.
    expect(slow.kinds).toMatch(/^iKp{9,24}(Kp{0,24})+$/);
    const groups = slow.kinds.slice(1).split('K').slice(1);
    expect(groups.slice(1, -1).filter((group) => group.length !== 24).length).toBeLessThanOrEqual(1);
    expect(hub.figures()['camera-1']?.viewers[0]?.dropped).toBeGreaterThan(50);
  });
});

describe('what is kept of a stream', () => {
  it('is the last seconds in whole groups, and none of it once the stream is closed', async () => {
    await open({ limits: { ringSeconds: 6, grace: 0 } });
    const watching = await watched(new Screen());
    // The disk is given its time: groups that wait for it beyond four are left out.
    for (let index = 10; index < 210; index += 25) {
      play(index, index + 25);
      await hub.clip('camera-1', 0, now);
    }
    const all = await hub.clip('camera-1', START, now + 1);
    // 210 pictures are 16.8 s; the last finished group ends at 16 s, and what ended more than 6 s before it is gone.
    expect(all?.until).toBe(now);
    expect((all?.from ?? 0) - START).toBe(10_000);
    const part = await hub.clip('camera-1', START + 11_000, START + 13_500);
    expect([(part?.from ?? 0) - START, (part?.until ?? 0) - START]).toEqual([10_000, 14_000]);
    const bytes = Buffer.from(part?.bytes ?? []);
    expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
    expect(bytes.readBigUInt64BE(bytes.indexOf('tfdt') + 8)).toBe(0n);
    expect(await hub.clip('camera-1', START - 9000, START - 1)).toBeUndefined();
    const still = hub.still('camera-1');
    expect(still?.at).toBe(START + 16_000);
    watching.leave();
    await until(() => source.closed === 1);
    await until(() => !existsSync(join(folder, '1')));
    expect(await hub.clip('camera-1', START, now)).toBeUndefined();
  });
});
