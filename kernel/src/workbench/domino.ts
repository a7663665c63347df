import { dominoScreen, leastThreshold, type DominoRow, type DominoTarget } from '@anlan/domain/consequence';
import type { Outlook } from './outlook.ts';
import { downwindOf } from './place.ts';
import type { Setup } from './setup.ts';

/** A unit beside the source. */
export interface DominoUnit {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly vessel: DominoTarget;
}

/** The screen of an outlook: what its heat or blast does to the units around. */
export interface Domino {
  readonly effect: 'heat' | 'overpressure';
  /** m within which the most sensitive kind of unit may escalate. */
  readonly reach: number;
  readonly rows: readonly (DominoRow & { readonly distance: number })[];
}

/** Within so many metres a unit is the source itself. */
const SAME = 1;

/**
 * Which units an effect may break (escalation thresholds), by what reaches each at its distance. Flames lean with the wind:
 * the profile downwind is taken in every direction. Null for clouds, which break nothing by themselves.
 */
export function dominoOf(setup: Setup, outlook: Outlook, units: readonly DominoUnit[]): Domino | null {
  if (outlook.unit === 'ppm') return null;
  const effect = outlook.unit === 'kPa' ? 'overpressure' : 'heat';
  const { profile } = outlook;
  const valueAt = (distance: number): number => {
    const beyond = profile.findIndex((one) => one.distance >= distance);
    if (beyond < 0) return 0;
    const [a, b] = [profile[Math.max(0, beyond - 1)], profile[beyond]];
    if (a === undefined || b === undefined) return 0;
    const share = b.distance === a.distance ? 0 : (distance - a.distance) / (b.distance - a.distance);
    return a.value + Math.min(1, Math.max(0, share)) * (b.value - a.value);
  };
  const away = units
    .map((unit) => ({ ...unit, distance: Math.hypot(...downwindOf(setup, [unit.lon, unit.lat])) }))
    .filter(({ distance }) => distance > SAME);
  const distances = new Map(away.map(({ id, distance }) => [id, distance]));
  const least = leastThreshold(effect);
  return {
    effect,
    reach: profile.findLast(({ value }) => value >= least)?.distance ?? 0,
    rows: dominoScreen(
      away.map(({ id, vessel, distance }) => ({ id, vessel, value: valueAt(distance) })),
      effect,
    ).map((row) => ({ ...row, distance: distances.get(row.id) ?? 0 })),
  };
}
