import { describe, expect, it } from 'vitest';
import { recordedIn } from './recorded.ts';

const DAY = { from: Date.parse('2026-03-01T00:00:00+08:00'), to: Date.parse('2026-03-02T00:00:00+08:00') };
const row = (from: string, to: string) => ({ name: '', from, to, size: null, type: null });
const told = (rows: ReturnType<typeof row>[]) =>
  recordedIn(rows, DAY).map(({ from, to }) =>
    [from, to].map((at) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 19)).join(' '),
  );

describe('what a device recorded', () => {
  it('is Chinese time, and no more than the day', () => {
    expect(told([row('2026-02-28T23:50:00', '2026-03-01T00:20:00')])).toEqual(['00:00:00 00:20:00']);
    expect(told([row('2026-03-01T01:00:00Z', '2026-03-01T01:10:00Z')])).toEqual(['09:00:00 09:10:00']);
  });

  it('is joined where files follow one another or overlap, whatever their order', () => {
    const files = [
      row('2026-03-01T08:20:00', '2026-03-01T08:30:00'),
      row('2026-03-01T08:00:00', '2026-03-01T08:10:00'),
      row('2026-03-01T08:10:01', '2026-03-01T08:15:00'),
      row('2026-03-01T08:12:00', '2026-03-01T08:13:00'),
    ];
    expect(told(files)).toEqual(['08:00:00 08:15:00', '08:20:00 08:30:00']);
  });

  it('is offered by the hour, and what makes no sense is left out', () => {
    const files = [
      row('2026-03-01T08:30:00', '2026-03-01T10:15:00'),
      row('nothing', '2026-03-01T12:00:00'),
      row('2026-03-01T12:00:00', '2026-03-01T11:00:00'),
    ];
    expect(told(files)).toEqual(['08:30:00 09:00:00', '09:00:00 10:00:00', '10:00:00 10:15:00']);
  });
});
