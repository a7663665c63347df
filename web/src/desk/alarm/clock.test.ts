import type { AlarmView } from '@anlan/kernel/alarm';
import { describe, expect, it } from 'vitest';
import { countdown, escalationClock, ladder } from './clock.ts';
import { beyond, figure, rowTime } from './figures.ts';
import { RED_REPEAT, redIsDue, TONES, toneFor } from './tones.ts';

const RAISED = Date.UTC(2026, 2, 18, 1, 22, 7);
const rung = (to: string, label: string, after: number, reached: boolean) => ({
  to,
  label,
  at: RAISED + after * 1000,
  reached,
});
const waiting = {
  response: 'unacknowledged',
  raisedAt: RAISED,
  seenAt: RAISED,
  escalateAt: RAISED + 360_000,
  escalation: [
    rung('enterprise', '企业', 0, true),
    rung('county', '县值班', 180, true),
    rung('city', '市值班', 360, false),
    rung('leader', '市领导', 960, false),
  ],
} as unknown as AlarmView;

describe('the escalation clock', () => {
  it('runs from the last rung told to the next one', () => {
    const clock = escalationClock(waiting, RAISED + 274_000);
    expect(clock).toMatchObject({ left: 86_000, label: '市值班', to: 'city', soon: true });
    expect(clock?.gone).toBeCloseTo(94 / 180, 5);
  });

  it('is soon only near its end', () => {
    expect(escalationClock({ ...waiting, escalateAt: RAISED + 3_600_000 }, RAISED + 180_000)?.soon).toBe(false);
  });

  it('stands at zero when it is due, never below', () => {
    expect(escalationClock(waiting, RAISED + 900_000)).toMatchObject({ left: 0, gone: 1 });
  });

  it('has stopped once the alarm is closed, or the platform waits for nobody', () => {
    expect(escalationClock({ ...waiting, response: 'closed' }, RAISED)).toBeNull();
    expect(escalationClock({ ...waiting, escalateAt: null }, RAISED)).toBeNull();
  });

  it('runs on where a government has acknowledged what its enterprise has not', () => {
    expect(escalationClock({ ...waiting, response: 'acknowledged' }, RAISED)).toMatchObject({ to: 'city' });
  });

  it('says who was told, who is next and who is not reached', () => {
    expect(ladder(waiting).map((step) => step.state)).toEqual(['told', 'told', 'next', 'later']);
    expect(ladder({ ...waiting, escalateAt: null }).map((step) => step.state)).toEqual([
      'told',
      'told',
      'later',
      'later',
    ]);
  });

  it('writes the time left as a clock', () => {
    expect([86_000, 772_000, 3_725_000, -5].map(countdown)).toEqual(['1:26', '12:52', '1:02:05', '0:00']);
  });
});

describe('figures', () => {
  it('writes about three digits, a true minus, and a dash for what is missing', () => {
    expect([52.43, 0.0612, -3.456, 1204.4, null].map(figure)).toEqual(['52.4', '0.061', '−3.46', '1204', '—']);
  });

  it('says how far beyond the limit, on the side where the limit binds', () => {
    expect(beyond({ value: 52.4, peak: 52.4, limit: 50 })).toEqual({ outside: true, upper: true, gap: '2.4' });
    expect(beyond({ value: 7.8, peak: 7.8, limit: 8 })).toEqual({ outside: true, upper: false, gap: '0.2' });
    expect(beyond({ value: 40, peak: 52, limit: 50 })).toMatchObject({ outside: false, upper: true });
    expect(beyond({ value: null, peak: null, limit: 120 })).toBeNull();
  });

  it('shortens the time of older rows', () => {
    expect(rowTime(RAISED, RAISED + 60_000)).toBe('09:22:07');
    expect(rowTime(RAISED, RAISED + 86_400_000)).toBe('昨 09:22');
    expect(rowTime(RAISED, RAISED + 5 * 86_400_000)).toBe('03-18');
  });
});

describe('alarm tones', () => {
  it('sound the gravest of what is new', () => {
    expect(toneFor(['blue', 'orange', 'yellow'])).toBe('orange');
    expect(toneFor([])).toBeNull();
  });

  it('repeat red until it is acknowledged, and nothing else', () => {
    expect(redIsDue(1, 0, RED_REPEAT * 1000)).toBe(true);
    expect(redIsDue(1, 0, RED_REPEAT * 1000 - 1)).toBe(false);
    expect(redIsDue(0, 0, 1e9)).toBe(false);
  });

  it('are graver with more and higher beeps', () => {
    const beeps = (['blue', 'yellow', 'orange', 'red'] as const).map((level) => TONES[level].length);
    expect(beeps).toEqual(beeps.toSorted((a, b) => a - b));
    expect(new Set(beeps).size).toBe(4);
  });
});
