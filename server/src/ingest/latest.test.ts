import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '@anlan/kernel/position';
import { openLatest } from './latest.ts';
import { batchOfRecord, type Batch, type ReadPoint, type SignalRecord } from './record.ts';
import { uuid } from './testing/devices.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const FIX: Fix = {
  at: NOW,
  lon: 117.9,
  lat: 28.4,
  speed: 62,
  heading: 90,
  altitude: null,
  positioned: true,
  live: true,
};
const P = uuid(11);
const record = (change: Partial<SignalRecord>): Batch =>
  batchOfRecord({ device: 'd', receivedAt: NOW, fixes: [], readings: [], ...change });
const fixed = (change: Partial<Fix>): Batch => record({ fixes: [{ object: 'v', fix: { ...FIX, ...change } }] });

describe('the newest state', () => {
  it('[S16.3] is the newest by device time, in whatever order the messages come', () => {
    const readings = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 1000 }), value: fc.integer() }), {
      selector: ({ at }) => at,
      minLength: 1,
    });
    fc.assert(
      fc.property(readings, (list) => {
        const latest = openLatest();
        for (const { at, value } of list) latest.take(record({ readings: [[P, NOW + at, value, 'good']] }));
        const newest = list.reduce((a, b) => (a.at > b.at ? a : b));
        expect(latest.readings.get(P)).toMatchObject({ at: NOW + newest.at, value: newest.value });
      }),
    );
  });

  it('is not moved by fixes that are back-filled, unpositioned or older', () => {
    const latest = openLatest();
    latest.take(fixed({ lon: 1 }));
    latest.take(fixed({ at: NOW + 5, live: false, lon: 2 }));
    latest.take(fixed({ at: NOW + 5, positioned: false, lon: 3 }));
    latest.take(fixed({ at: NOW - 5, lon: 4 }));
    latest.take(fixed({ at: NOW, lon: 5 }));
    expect(latest.fixes.get('v')).toMatchObject({ lon: 1 });
    latest.take(fixed({ at: NOW + 1, lon: 6 }));
    expect(latest.fixes.get('v')).toMatchObject({ lon: 6, at: NOW + 1 });
  });

  it('keeps quality, and says what changed once', () => {
    const latest = openLatest();
    const suspect: ReadPoint = [P, NOW, 500, 'suspect'];
    latest.take(record({ readings: [suspect] }));
    latest.take(fixed({}));
    expect(latest.readings.get(P)).toEqual({ at: NOW, value: 500, quality: 'suspect', receivedAt: NOW });
    expect(latest.changed()).toEqual({ readings: [P], fixes: ['v'] });
    latest.take(record({ readings: [suspect] }));
    expect(latest.changed()).toEqual({ readings: [], fixes: [] });
  });

  it('knows when a device was heard, whatever it said', () => {
    const latest = openLatest();
    latest.take(record({ receivedAt: NOW + 7, readings: [[P, NOW - 1_000_000, 1, 'bad']] }));
    expect(latest.heard.get('d')).toBe(NOW + 7);
  });

  it('smooths the offset of a device’s clock', () => {
    const latest = openLatest();
    latest.take(record({ readings: [[P, NOW - 1000, 1, 'good']] }));
    expect(latest.offset.get('d')).toBe(-1000);
    latest.take(record({ receivedAt: NOW + 1000, readings: [[P, NOW + 1000, 1, 'good']] }));
    expect(latest.offset.get('d')).toBe(-900);
  });
});
