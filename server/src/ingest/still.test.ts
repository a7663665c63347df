import { describe, expect, it } from 'vitest';
import type { Rule, Verdict } from '@anlan/kernel/alarm';
import type { Quality } from '@anlan/kernel/telemetry';
import { lookForHealth } from './health.ts';
import { openLatest, type Latest } from './latest.ts';
import { batchOfRecord } from './record.ts';
import { lookForStill } from './still.ts';
import { device, subject, uuid } from './testing/devices.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const pressure = subject(uuid(11), { quantity: 'pressure', expectedPeriod: 60 });
const gateway = device(uuid(1), 'mqtt:gw-1', { pressure });

function read(latest: Latest, at: number, value: number, quality: Quality = 'good', receivedAt = at): void {
  latest.take(batchOfRecord({ device: uuid(1), receivedAt, fixes: [], readings: [[pressure.id, at, value, quality]] }));
}

/** What is told of the pressure at `now`, having listened since `since`. */
function told(latest: Latest, now: number, since = 0, running = false): string[] {
  const words: string[] = [];
  const judge = ({ key }: Rule, _: unknown, verdict: Verdict) => void words.push(`${key} ${verdict.state}`);
  lookForStill(gateway, latest, { judge, runs: () => running }, since, now);
  return words;
}

describe('a value that stands still', () => {
  it('[S17.2] is told after six hours of the very same value, and over with the first other one', () => {
    const latest = openLatest();
    for (let minute = 0; minute < 360; minute += 1) read(latest, NOW + minute * MINUTE, 0.62);
    expect(told(latest, NOW + 6 * HOUR)).toEqual(['data-frozen normal']);
    read(latest, NOW + 6 * HOUR, 0.62);
    expect(told(latest, NOW + 6 * HOUR)).toEqual(['data-frozen breach']);
    read(latest, NOW + 6 * HOUR + MINUTE, 0.621);
    expect(told(latest, NOW + 6 * HOUR + MINUTE)).toEqual(['data-frozen normal']);
  });

  it('is counted anew after a reading of bad quality, and not while nothing comes', () => {
    const latest = openLatest();
    for (let minute = 0; minute <= 360; minute += 1)
      read(latest, NOW + minute * MINUTE, 0.62, minute === 200 ? 'bad' : 'good');
    expect(told(latest, NOW + 6 * HOUR)).toEqual(['data-frozen normal']);
    const silent = openLatest();
    read(silent, NOW, 0.62);
    expect(told(silent, NOW + 24 * HOUR)).toEqual(['data-frozen normal']);
  });

  it('that rang before the platform began to listen stays till the value moves', () => {
    const latest = openLatest();
    read(latest, NOW, 0.62);
    read(latest, NOW + HOUR, 0.62);
    expect(told(latest, NOW + HOUR, NOW + MINUTE, true)).toEqual([]);
    read(latest, NOW + HOUR + MINUTE, 0.63);
    expect(told(latest, NOW + HOUR + MINUTE, NOW + MINUTE, true)).toEqual(['data-frozen normal']);
  });
});

describe('[S16.4] how a device does', () => {
  const health = (latest: Latest, unanswered = new Map<string, number>()): Record<string, number> => {
    const measured: Record<string, number> = {};
    const gauge = ({ quantity }: { quantity: string }, { value }: { value: number }) =>
      void (measured[quantity] = value);
    lookForHealth(gateway, latest, unanswered, { gauge }, NOW);
    return measured;
  };

  it('is measured by its clock, the share of its bad readings and the instructions it left unanswered', () => {
    const latest = openLatest();
    expect(health(latest)).toEqual({ 'clock-offset': 0, 'bad-quality': 0, 'commands-unanswered': 0 });
    for (let minute = 0; minute < 60; minute += 1)
      read(latest, NOW + minute * MINUTE, minute, 'good', NOW + minute * MINUTE + 40_000);
    expect(health(latest)['clock-offset']).toBeCloseTo(40, 0);
    for (let minute = 60; minute < 660; minute += 1)
      read(latest, NOW + minute * MINUTE, minute, minute % 4 === 0 ? 'suspect' : 'good');
    const { 'bad-quality': bad, 'commands-unanswered': unanswered } = health(latest, new Map([[uuid(1), 3]]));
    expect(bad).toBeGreaterThan(20);
    expect(bad).toBeLessThan(30);
    expect(unanswered).toBe(3);
  });

  it('does not count calibration and maintenance as bad', () => {
    const latest = openLatest();
    for (let minute = 0; minute < 60; minute += 1) read(latest, NOW + minute * MINUTE, minute, 'calibration');
    expect(health(latest)['bad-quality']).toBe(0);
  });
});
