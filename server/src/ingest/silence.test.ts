import { describe, expect, it } from 'vitest';
import type { Rule, Verdict } from '@anlan/kernel/alarm';
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
function sweep(
  heard: readonly (readonly [string, number])[],
  now: number,
  since = 0,
  devices = [gateway],
  running: readonly string[] = [],
): string[] {
  const latest = openLatest();
  for (const [point, receivedAt] of heard)
    latest.take(batchOfRecord({ device: uuid(1), receivedAt, fixes: [], readings: [[point, receivedAt, 1, 'good']] }));
  const told: string[] = [];
  const judge = (_: unknown, { name, id }: { name: string; id: string }, verdict: Verdict) =>
    void told.push(
      `${id === level.id ? 'level' : id === slow.id ? 'slow' : name} ${verdict.state === 'breach' ? verdict.level : verdict.state}`,
    );
  const runs = (_: Rule, id: string): boolean => running.includes(id);
  for (const device of devices) lookForSilence(device, latest, { judge, runs }, since, now);
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
        NOW + 5 * MINUTE + 1,
      ),
    ).toEqual(['mqtt:gw-1 blue']);
  });

  it('of one point while its device speaks is the point’s', () => {
    const heard = [
      [level.id, NOW],
      [slow.id, NOW + 6 * MINUTE],
    ] as const;
    expect(sweep(heard, NOW + 7 * MINUTE)).toEqual(['mqtt:gw-1 normal', 'level blue', 'slow normal']);
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
    expect(sweep([[level.id, NOW]], NOW + 65 * MINUTE, NOW + 59 * MINUTE)).toEqual(['mqtt:gw-1 blue']);
  });

  it('rises with the time it lasts: blue, yellow after 30 min, orange after 2 h', () => {
    const at = (minutes: number) => sweep([[level.id, NOW]], NOW + minutes * MINUTE + 1);
    expect([at(5), at(29), at(30), at(119), at(120)].flat()).toEqual(
      ['blue', 'blue', 'yellow', 'yellow', 'orange'].map((word) => `mqtt:gw-1 ${word}`),
    );
  });

  it('that ran before the platform’s start stays, and goes on rising by all the time it has lasted', () => {
    const begun = NOW + 60 * MINUTE;
    const again = (minutes: number, running: readonly string[]) =>
      sweep([[level.id, NOW]], begun + minutes * MINUTE + 1, begun, [gateway], running);
    expect(again(1, [uuid(1)])).toEqual([]);
    expect(again(5, [uuid(1)])).toEqual(['mqtt:gw-1 yellow']);
    expect(again(5, [])).toEqual(['mqtt:gw-1 blue']);
    expect(again(60, [uuid(1)])).toEqual(['mqtt:gw-1 orange']);
    expect(sweep([[level.id, begun + MINUTE]], begun + 2 * MINUTE, begun, [gateway], [uuid(1)])).toEqual([
      'mqtt:gw-1 normal',
      'level normal',
    ]);
  });

  it('[S16.2] of a device that no other rule watches is the gateway’s', () => {
    const mast = device(uuid(1), 'mqtt:gw-2', { level: { ...level, quantity: 'wind-speed' } });
    expect(sweep([[level.id, NOW]], NOW + 9 * MINUTE, 0, [mast])).toEqual(['mqtt:gw-2 normal', 'level normal']);
    expect(sweep([[level.id, NOW]], NOW + 31 * MINUTE, 0, [mast])).toEqual(['mqtt:gw-2 yellow']);
  });

  it('is not asked of devices without points or of event-driven points', () => {
    const others = [
      device(uuid(1), 'ais:413000001'),
      device(uuid(1), 'mqtt:gw-2', { level: { ...level, expectedPeriod: 0 } }),
    ];
    for (const other of others)
      expect(sweep([[level.id, NOW]], NOW + 60 * MINUTE, 0, [other]), other.identity).toEqual([]);
  });
});
