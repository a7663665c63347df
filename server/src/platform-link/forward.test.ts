import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fix } from '@anlan/kernel/position';
import { type Forwarder, openForwarder } from './forward.ts';
import { type Missed, PAGE } from './missed.ts';
import type { UsedLink } from './peers.ts';

const START = Date.UTC(2026, 2, 1);
const LINK = 'link';
const CAR = { id: 'car', plate: '赣E10001', colour: 2, terminalId: '', sim: '' };

/** What the upper platform has got, in order: time, and whether it was sent again. */
interface Got {
  readonly at: number;
  readonly again: boolean;
}

let now: number;
let up: boolean;
let got: Got[];
let registered: number;
let history: Missed[];
let forwarder: Forwarder;

const link = (vehicles = [CAR]): UsedLink => ({
  peer: {
    id: LINK,
    role: 'lower',
    edition: 2019,
    accessCode: 1,
    userId: 1,
    password: '',
    peerHost: '',
    peerPort: 1,
    ownHost: '',
    constants: null,
    encrypted: false,
    patience: { idleMs: 1000, deadMs: 3000 },
  },
  answerMinutes: 10,
  forwardedUntil: START,
  vehicles,
  given: [],
  place: { regionPath: '', organisationId: null, sector: null },
});

/** A fix arrives: in the history, and handed to the forwarder. */
function arrive(second: number, object = CAR.id): void {
  const at = START + second * 1000;
  now = Math.max(now, at);
  const place = { at, lon: 117, lat: 28, speed: 60, heading: 0, altitude: 0 };
  history.push({ ...place, object, positioned: 1, alarm_bits: 0, status_bits: 3, received: at });
  forwarder.take({
    receivedAt: at,
    fixes: [{ object, fix: { ...place, positioned: true, live: true } }],
  });
}

beforeEach(() => {
  [now, up, got, registered, history] = [START, true, [], 0, []];
  forwarder = openForwarder({
    clock: () => now,
    log: { info: () => {}, warn: () => {} },
    mark: () => () => true,
    missed: async (vehicles, after, to) =>
      history
        .filter(({ object, received }) => vehicles.includes(object) && received > after && received <= to)
        .toSorted((a, b) => a.received - b.received)
        .slice(0, PAGE),
    listener: () => ({
      register: () => {
        if (up) registered += 1;
        return up;
      },
      forward: (_link, _vehicle, fixes: readonly Fix[], live) => {
        if (up) got.push(...fixes.map(({ at }) => ({ at: (at - START) / 1000, again: !live })));
        return up;
      },
    }),
  });
  forwarder.configure([link()]);
});
afterEach(() => forwarder.close());

const times = (): number[] => [...new Set(got.map(({ at }) => at))].toSorted((a, b) => a - b);
const settle = (): Promise<void> => pause(250);

describe('positions to an upper platform', () => {
  it('wait in the history until the link is up, are registered and sent again then, and go at once after that', async () => {
    arrive(1);
    arrive(2);
    expect(got).toEqual([]);
    forwarder.up(LINK);
    await settle();
    expect(registered).toBe(1);
    arrive(3);
    arrive(3, 'another');
    expect(got).toEqual([
      { at: 1, again: true },
      { at: 2, again: true },
      { at: 3, again: false },
    ]);
    expect(forwarder.cursors().get(LINK)).toBe(START + 3000);
  });

  it('are all there after cuts, also those written to a connection that broke', async () => {
    forwarder.up(LINK);
    await settle();
    for (const second of [1, 2]) arrive(second);
    up = false;
    for (const second of [3, 4]) arrive(second);
    expect(forwarder.cursors().get(LINK)).toBe(START + 2000);
    up = true;
    forwarder.up(LINK);
    await settle();
    arrive(5);
    expect(times()).toEqual([1, 2, 3, 4, 5]);
    // The last before the cut may not have arrived: it is sent again, and the upper platform keeps it once.
    expect(got.filter(({ at }) => at === 2)).toHaveLength(2);
    expect(forwarder.cursors().get(LINK)).toBe(START + 5000);
  });

  it('of a long gap come page by page, none left out', async () => {
    for (let second = 1; second <= 2 * PAGE + 10; second += 1) arrive(second);
    forwarder.up(LINK);
    await pause(600);
    expect(times()).toHaveLength(2 * PAGE + 10);
  });

  it('of a link taken out of use go nowhere; a vehicle put in is registered', async () => {
    forwarder.up(LINK);
    await settle();
    forwarder.configure([link([CAR, { ...CAR, id: 'second', plate: '赣E10002' }])]);
    await settle();
    expect(registered).toBe(3);
    arrive(1, 'second');
    expect(got).toHaveLength(1);
    forwarder.configure([]);
    arrive(2);
    expect(got).toHaveLength(1);
  });
});

describe('positions to a lower platform', () => {
  const given = (since: number): UsedLink => {
    const { peer, ...rest } = link([]);
    return { ...rest, peer: { ...peer, role: 'upper' }, given: [{ ...CAR, since: START + since * 1000 }] };
  };

  it('go from when they were agreed on, never from before, and nothing is registered there', async () => {
    forwarder.configure([given(3)]);
    for (const second of [1, 2, 3, 4]) arrive(second);
    forwarder.up(LINK);
    await settle();
    arrive(5);
    arrive(5, 'another');
    expect(times()).toEqual([3, 4, 5]);
    expect(registered).toBe(0);
    up = false;
    for (const second of [6, 7]) arrive(second);
    up = true;
    forwarder.up(LINK);
    await settle();
    expect(times()).toEqual([3, 4, 5, 6, 7]);
    forwarder.configure([{ ...given(3), given: [] }]);
    arrive(8);
    expect(times().at(-1)).toBe(7);
  });
});
