import { describe, expect, it } from 'vitest';
import type { Fix } from '@anlan/kernel/position';
import type { Quality, Signal } from '@anlan/kernel/telemetry';
import { CLOCK_AHEAD, passThrough } from './steps.ts';
import { batchOf, encodeBatch, recordOf } from './record.ts';
import { device, subject, uuid } from './testing/devices.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const gateway = device(uuid(1), 'mqtt:gw-1', {
  level: subject(uuid(11)),
  count: subject(uuid(12), { rangeLow: null, rangeHigh: null }),
});
const truck = device(uuid(2), 'jt808:013912345678', {}, subject(uuid(22), { kind: 'vehicle', quantity: 'speed' }));
const FIX: Fix = { at: NOW, lon: 117.9, lat: 28.4, speed: 62, heading: 90, altitude: 40, positioned: true, live: true };

const reading = (change: object = {}): Signal => ({
  kind: 'reading',
  point: 'level',
  at: NOW,
  value: 50,
  quality: 'good',
  ...change,
});
const fix = (change: object = {}): Signal => ({ kind: 'fix', fix: { ...FIX, ...change } });
/** As the journal keeps it, read back from other bytes than those that were written. */
const taken = ({ batch, refused }: ReturnType<typeof passThrough>) => ({
  record: recordOf(batchOf(Buffer.concat([encodeBatch(batch)]))),
  refused,
});
const pass = (signals: readonly Signal[], from = gateway) =>
  taken(passThrough({ device: from.identity, receivedAt: NOW, signals }, from));
const reasons = (signals: readonly Signal[], from = gateway) => pass(signals, from).refused.map(({ reason }) => reason);

describe('the steps of a message', () => {
  it('[S16.2] resolve points and the carried object to their ids, in the order they came', () => {
    const { record, refused } = pass([reading(), reading({ point: 'count', at: NOW - 1000, value: 7 })]);
    expect(record).toEqual({
      device: uuid(1),
      receivedAt: NOW,
      fixes: [],
      readings: [
        [uuid(11), NOW, 50, 'good'],
        [uuid(12), NOW - 1000, 7, 'good'],
      ],
    });
    expect(refused).toEqual([]);
    expect(pass([fix({ alarmBits: 2 })], truck).record.fixes).toEqual([
      { object: uuid(22), fix: { ...FIX, alarmBits: 2 } },
    ]);
  });

  it('let the good signals of a message pass when others are refused', () => {
    const { record, refused } = pass([reading({ point: 'unheard' }), reading(), reading({ value: Number.NaN })]);
    expect(record.readings).toHaveLength(1);
    expect(refused.map(({ reason }) => reason)).toEqual(['unknown-point', 'not-a-number']);
  });
});

describe('refused is', () => {
  it.each([
    ['a time more than five minutes ahead', { at: NOW + CLOCK_AHEAD + 1 }],
    ['a time before this century', { at: Date.UTC(1999, 11, 31) }],
    ['no time at all', { at: Number.NaN }],
    ['an endless time', { at: Number.POSITIVE_INFINITY }],
    ['a time that is no whole millisecond', { at: NOW - 0.5 }],
  ])('%s, as clock skew', (_, change) => {
    expect(reasons([reading(change)])).toEqual(['clock-skew']);
    expect(reasons([fix(change)], truck)).toEqual(['clock-skew']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('the value %s', (value) => {
    expect(reasons([reading({ value })])).toEqual(['not-a-number']);
  });

  it('a point the device does not have, named', () => {
    expect(pass([reading({ point: 'toxic' })]).refused).toEqual([
      { reason: 'unknown-point', detail: 'toxic', unknown: { key: 'toxic', value: 50 } },
    ]);
  });

  it('a position of a device that nothing carries', () => {
    expect(reasons([fix()])).toEqual(['unknown-point']);
  });

  it.each([{ lon: 180.1 }, { lat: -90.1 }, { lon: Number.NaN }, { lat: Number.NaN }])(
    'a place not on earth: %o',
    (change) => {
      expect(reasons([fix(change)], truck)).toEqual(['out-of-range']);
      expect(pass([fix(change)], truck).record.fixes).toEqual([]);
    },
  );
});

describe('not refused is', () => {
  it('a time up to five minutes ahead, and any back to this century', () => {
    expect(reasons([reading({ at: NOW + CLOCK_AHEAD }), reading({ at: Date.UTC(2000, 0, 1) })])).toEqual([]);
  });

  it('a value outside the measuring range: it is kept as suspect and counted', () => {
    const quality = (value: number, given: Quality = 'good') =>
      pass([reading({ value, quality: given })]).record.readings[0]![3];
    expect([-2, 0, 100, 102].map((value) => quality(value))).toEqual(['good', 'good', 'good', 'good']);
    expect([-2.01, 102.01].map((value) => quality(value))).toEqual(['suspect', 'suspect']);
    expect(quality(500, 'maintenance')).toBe('maintenance');
    expect(pass([reading({ value: 500 })]).refused).toMatchObject([{ reason: 'out-of-range' }]);
    expect(pass([reading({ point: 'count', value: 1e9 })]).record.readings[0]![3]).toBe('good');
  });
});
