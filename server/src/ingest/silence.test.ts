import { describe, expect, it } from 'vitest';
import type { Verdict } from '@anlan/kernel/alarm';
import { openLatest } from './latest.ts';
import { lookForSilence } from './silence.ts';
import { device, subject, uuid } from './testing/devices.ts';
import { batchOfRecord } from './record.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const MINUTE = 60_000;
const level = subject(uuid(11), { expectedPeriod: 10 });
const slow = subject(uuid(12), { quantity: 'pressure', expectedPeriod: 600 });
const gateway = device(uuid(1), 'mqtt:gw-1', { level, slow });

/** Who is judged how at `now`, having heard (point, receivedAt) and listening since `since`. */
function sweep(heard: readonly (readonly [string, number])[], now: number, since = 0, devices = [gateway]): string[] {
  const latest = openLatest();
  for (const [point, receivedAt] of heard)
    latest.take(batchOfRecord({ device: uuid(1), receivedAt, fixes: [], readings: [[point, receivedAt, 1, 'good']] }));
  const told: string[] = [];
  const judge = (_: unknown, { name, id }: { name: string; id: string }, verdict: Verdict) =>
    void told.push(`${id === level.id ? 'level' : id === slow.id ? 'slow' : name} ${verdict.state}`);
  for (const device of devices) lookForSilence(device, latest, { judge }, since, now);
  return told;
}

describe('[S17.6] silence', () => {
  it('of a whole device is one breach of the device, not one a point', () => {
    expect(
      sweep(
        [
          [level.id, NOW],
          [slow.id, NOW],
        ],
        NOW + 2 * MINUTE + 1,
      ),
    ).toEqual(['mqtt:gw-1 breach']);
  });

  it('of one point while its device speaks is the point’s', () => {
    const heard = [
      [level.id, NOW],
      [slow.id, NOW + 5 * MINUTE],
    ] as const;
    expect(sweep(heard, NOW + 6 * MINUTE)).toEqual(['mqtt:gw-1 normal', 'level breach', 'slow normal']);
  });

  it('ends for device and points when they are heard again', () => {
    expect(
      sweep(
        [
          [level.id, NOW],
          [slow.id, NOW],
        ],
        NOW + MINUTE,
      ),
    ).toEqual(['mqtt:gw-1 normal', 'level normal', 'slow normal']);
  });

  it('is not said of a device or point nobody has ever heard', () => {
    expect(sweep([], NOW)).toEqual([]);
    expect(sweep([[level.id, NOW]], NOW + MINUTE)).toEqual(['mqtt:gw-1 normal', 'level normal']);
  });

  it('is counted from the platform’s own start at the earliest', () => {
    expect(sweep([[level.id, NOW]], NOW + 60 * MINUTE, NOW + 59 * MINUTE)).toEqual([
      'mqtt:gw-1 normal',
      'level normal',
    ]);
    expect(sweep([[level.id, NOW]], NOW + 62 * MINUTE, NOW + 59 * MINUTE)).toEqual(['mqtt:gw-1 breach']);
  });

  it('is not asked of devices without points, event-driven points or quantities no rule watches', () => {
    const others = [
      device(uuid(1), 'ais:413000001'),
      device(uuid(1), 'mqtt:gw-2', { level: { ...level, expectedPeriod: 0 } }),
      device(uuid(1), 'mqtt:gw-3', { level: { ...level, quantity: 'humidity' } }),
    ];
    for (const other of others)
      expect(sweep([[level.id, NOW]], NOW + 60 * MINUTE, 0, [other]), other.identity).toEqual([]);
  });
});
