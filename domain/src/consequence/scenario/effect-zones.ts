import { interpolate, lastCrossing } from '../numeric.ts';
import type { Working } from '../working/outcome.ts';
import { ringArea, type Footprint, type Point } from '../zones/footprint.ts';
import type { ZoneLevel } from '../zones/levels.ts';

/** A zone of heat or blast: its outline about the source, and the distance both ways of the models' scatter. */
export interface EffectZone extends Footprint {
  readonly level: ZoneLevel;
  readonly nearest: number;
  readonly farthest: number;
}

export interface Effect {
  readonly zones: readonly EffectZone[];
  /** Value (kW/m² or kPa) against distance downwind. */
  readonly profile: readonly { readonly distance: number; readonly value: number }[];
  /** Seconds it lasts, where it does. */
  readonly duration?: number;
  readonly parts: readonly Working[];
  readonly warnings: readonly string[];
}

/** Corners of half an outline. */
const SIDE = 24;
/** Scatter of heat and blast models about measurements: factor 1.5 in the value. */
const SCATTER = 1.5;

/** Zones of a value that depends on direction: `reach(level, angle)` m at an angle (rad) from downwind. */
export function zonesOf(
  levels: readonly ZoneLevel[],
  reach: (value: number, angle: number) => number,
  limit: number,
): EffectZone[] {
  return levels.map((level) => {
    const half: Point[] = [];
    for (let i = 0; i <= SIDE; i++) {
      const angle = (i * Math.PI) / SIDE;
      const distance = reach(level.value, angle);
      half.push([distance * Math.cos(angle), distance * Math.sin(angle)]);
    }
    const distance = Math.max(...half.map(([x, y]) => Math.hypot(x, y)));
    const ring =
      distance > 0
        ? [
            ...half,
            ...half
              .slice(0, -1)
              .reverse()
              .map(([x, y]): Point => [x, -y]),
          ]
        : [];
    return {
      level,
      distance,
      beyond: distance >= limit,
      maxHalfWidth: Math.max(0, ...half.map(([, y]) => y)),
      area: ringArea(ring),
      ring,
      nearest: Math.max(0, ...[0, Math.PI / 2, Math.PI].map((angle) => reach(level.value * SCATTER, angle))),
      farthest: Math.max(...[0, Math.PI / 2, Math.PI].map((angle) => reach(level.value / SCATTER, angle))),
    };
  });
}

interface Sampled {
  /** Farthest distance (m) at a level in a direction. */
  readonly reach: (level: number, angle: number) => number;
  /** Value at a distance downwind. */
  readonly downwind: (distance: number) => number;
}

/** Distances and values sampled once per direction, since a view factor is dear; between them log–log. */
export function sampled(
  value: (distance: number, angle: number) => number,
  near: number,
  far: number,
  angles: number,
  count = 26,
): Sampled {
  const distances = Array.from({ length: count }, (_, i) => near * (far / near) ** (i / (count - 1)));
  const logs = distances.map(Math.log);
  const rows = Array.from({ length: angles }, (_, k) => {
    const angle = (k * Math.PI) / Math.max(1, angles - 1);
    return distances.map((distance) => Math.log(Math.max(1e-9, value(distance, angle))));
  });
  const reach = (level: number, angle: number): number => {
    const at = (angle / Math.PI) * (angles - 1);
    const low = Math.min(angles - 1, Math.floor(at));
    const share = at - low;
    const row = rows[low] ?? [];
    const next = rows[Math.min(angles - 1, low + 1)] ?? row;
    const mixed = row.map((one, i) => one * (1 - share) + (next[i] ?? one) * share);
    const found = lastCrossing((x) => Math.exp(interpolate(logs, mixed, Math.log(x))), level, near, far);
    return found ?? 0;
  };
  return { reach, downwind: (x) => Math.exp(interpolate(logs, rows[0] ?? [], Math.log(x))) };
}

/** Values at forty distances, log-spaced. */
export function profileOf(value: (x: number) => number, near: number, far: number): Effect['profile'] {
  return Array.from({ length: 40 }, (_, i) => {
    const distance = near * (far / near) ** (i / 39);
    return { distance, value: value(distance) };
  });
}
