import { expect, it } from 'vitest';
import { aside, tripAt } from './trips.ts';

const ORIGIN = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;

it('a few vehicles of dangerous goods stop or stray in every forty minutes, each long enough to ring', () => {
  const hazmat = Array.from({ length: 480 }, (_, index) => ({
    kind: 'hazmat' as const,
    terminalPhone: `106490${100_000 + index}`,
  }));
  const minutes = Array.from({ length: 40 }, (_, minute) => ORIGIN + minute * MINUTE);
  const strays = hazmat.filter(
    (vehicle) => minutes.filter((at) => tripAt(vehicle, ORIGIN, at)?.kind === 'stray').length >= 18,
  );
  const detours = hazmat.filter((vehicle) => minutes.some((at) => aside(tripAt(vehicle, ORIGIN, at)) > 450));
  expect(strays.length).toBeGreaterThan(hazmat.length / 60);
  expect(strays.length).toBeLessThan(hazmat.length / 12);
  expect(detours.length).toBeGreaterThan(0);
  const other = { kind: 'coach' as const, terminalPhone: '106490100000' };
  expect(minutes.some((at) => tripAt(other, ORIGIN, at) !== undefined)).toBe(false);
});
