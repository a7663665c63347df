import type { Fix } from '@anlan/kernel/position';
import { describe, expect, it } from 'vitest';
import { type Standing, standingAfter, unsafe } from './standstill.ts';

const NOW = Date.UTC(2026, 2, 1);
const LIMITS = { fresh: 30_000, still: 120_000 };
const fix = (ago: number, speed: number | null, change: Partial<Fix> = {}): Fix => ({
  at: NOW - ago,
  lon: 106,
  lat: 29,
  heading: 0,
  altitude: 0,
  positioned: true,
  live: true,
  speed,
  ...change,
});

/** What is known after fixes so many seconds ago at such speeds. */
const after = (...said: readonly (readonly [seconds: number, speed: number | null, change?: Partial<Fix>])[]) =>
  said.reduce<Standing | undefined>((standing, [seconds, speed, change]) => {
    const at = fix(seconds * 1000, speed, change);
    return standingAfter(standing, at, at.at);
  }, undefined);

describe('a vehicle is known to stand', () => {
  it('by fixes at speed 0 without a gap for long enough, the newest fresh', () => {
    expect(unsafe(after([150, 0], [90, 0], [20, 0]), LIMITS, NOW)).toBeUndefined();
  });

  it.each([
    ['nothing was heard', after(), 'no-fix'],
    ['the newest fix is old', after([200, 0], [100, 0], [31, 0]), 'stale-fix'],
    ['the receiver has no position', after([150, 0], [90, 0], [10, 0, { positioned: false }]), 'not-positioned'],
    ['it moves', after([150, 0], [90, 0], [10, 0.1]), 'moving'],
    ['nobody knows its speed', after([150, 0], [90, 0], [10, null]), 'moving'],
    ['its status says it moves', after([150, 0], [90, 0], [10, 0, { statusBits: 1 << 22 }]), 'moving'],
    ['it has only just stopped', after([150, 20], [110, 0], [10, 0]), 'not-still-long-enough'],
    ['it moved in between', after([300, 0], [150, 5], [100, 0], [10, 0]), 'not-still-long-enough'],
    ['it was out of sight in between', after([300, 0], [170, 0], [10, 0]), 'not-still-long-enough'],
    [
      'it lost its position in between',
      after([200, 0], [150, 0, { positioned: false }], [60, 0], [10, 0]),
      'not-still-long-enough',
    ],
  ] as const)('not when %s', (_, standing, why) => expect(unsafe(standing, LIMITS, NOW)).toBe(why));

  it('not by a clock that runs ahead: a fix is at most as new as its arrival', () => {
    const standing = standingAfter(undefined, fix(-3_600_000, 0), NOW - 60_000);
    expect(unsafe(standing, LIMITS, NOW)).toBe('stale-fix');
  });
});
