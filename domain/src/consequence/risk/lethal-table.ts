import type { LethalOutcome } from './lethal-outcome.ts';

const RADII = 40;
const ACROSS = 16;
/** Nearest distance of a table, m. */
const NEAR = 4;

/** A lethality sampled once: at each distance its half-angle and its values from the axis outwards. */
export interface LethalTable {
  readonly reach: number;
  readonly radii: readonly number[];
  /** rad; nobody dies farther off the axis at that distance. */
  readonly widths: readonly number[];
  readonly values: readonly (readonly number[])[];
}

type Death = LethalOutcome['outdoors'];

/** Half-angle (rad) at a distance beyond which nobody dies; a lethality falls off from its axis. */
function halfAngle(death: Death, r: number): number {
  const at = (angle: number): number => death(r * Math.cos(angle), r * Math.sin(angle));
  if (at(Math.PI) > 0) return Math.PI;
  let [low, high] = [0, Math.PI];
  if (!(at(0) > 0)) return 0;
  for (let i = 0; i < 14; i++) {
    const middle = (low + high) / 2;
    if (at(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}

/** Samples a lethality about its source: 40 distances to its reach, 17 values across each. */
export function lethalTable(death: Death, reach: number): LethalTable {
  const far = Math.max(NEAR * 1.01, reach);
  const radii = Array.from({ length: RADII }, (_, i) => NEAR * (far / NEAR) ** (i / (RADII - 1)));
  const widths = radii.map((r) => halfAngle(death, r));
  const values = radii.map((r, i) =>
    Array.from({ length: ACROSS + 1 }, (_, k) => {
      const angle = ((widths[i] ?? 0) * k) / ACROSS;
      return death(r * Math.cos(angle), r * Math.sin(angle));
    }),
  );
  return { reach: far, radii, widths, values };
}

const across = (table: LethalTable, i: number, angle: number): number => {
  const width = table.widths[i] ?? 0;
  const row = table.values[i] ?? [];
  if (angle >= width) return width >= Math.PI ? (row[ACROSS] ?? 0) : 0;
  const at = (angle / width) * ACROSS;
  const k = Math.floor(at);
  const low = row[k] ?? 0;
  return low + (at - k) * ((row[k + 1] ?? low) - low);
};

/** Lethality at (downwind, crosswind) m from the table. */
export function lethalityAt(table: LethalTable, downwind: number, crosswind: number): number {
  const r = Math.hypot(downwind, crosswind);
  if (r > table.reach) return 0;
  const angle = Math.abs(Math.atan2(crosswind, downwind));
  const at = Math.max(0, (Math.log(r / NEAR) / Math.log(table.reach / NEAR)) * (RADII - 1));
  const i = Math.min(RADII - 2, Math.floor(at));
  const low = across(table, i, angle);
  return low + (at - i) * (across(table, i + 1, angle) - low);
}

/** ∫ of the lethality over the angles from `from` to `to` (rad from the axis, either side) at a table's distance. */
export function lethalArc({ widths, values }: LethalTable, i: number, from: number, to: number): number {
  const width = widths[i] ?? 0;
  const row = values[i] ?? [];
  const [a, b] = [Math.max(from, -width), Math.min(to, width)];
  if (b <= a || width === 0) return 0;
  const upTo = (angle: number): number => {
    const at = (Math.min(width, Math.abs(angle)) / width) * ACROSS;
    const whole = Math.min(ACROSS - 1, Math.floor(at));
    let sum = 0;
    for (let k = 0; k < whole; k++) sum += ((row[k] ?? 0) + (row[k + 1] ?? 0)) / 2;
    const [low, high] = [row[whole] ?? 0, row[whole + 1] ?? 0];
    const part = at - whole;
    sum += part * (low + (part * (high - low)) / 2);
    return (Math.sign(angle) * sum * width) / ACROSS;
  };
  return upTo(b) - upTo(a);
}
