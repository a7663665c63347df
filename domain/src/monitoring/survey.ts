/** Pairs of a survey, the first number ascending. */
export type Curve = readonly (readonly [x: number, y: number])[];

/** The value of a curve at x between its points; null outside of it. */
export function curveAt(curve: Curve, x: number): number | null {
  for (const [index, [x1, y1]] of curve.entries()) {
    if (x1 === x) return y1;
    const before = curve[index - 1];
    if (before !== undefined && before[0] < x && x < x1)
      return before[1] + ((x - before[0]) / (x1 - before[0])) * (y1 - before[1]);
  }
  return null;
}

/** A length read off a surveyed beach; `beyond`: the survey ends before the water does. */
export interface SurveyedBeach {
  readonly length: number;
  readonly beyond: boolean;
}

/**
 * Length of the dry beach (m) where the surveyed profile – distance from the crest of the beach into the pond and height
 * above sea level – first meets a water level: linear between points, beyond the last along its last stretch. Null where
 * the profile does not fall there. Monitoring of GB 51108-2015 chapter 4 (干滩).
 */
export function beachOnProfile(profile: Curve, waterLevel: number): SurveyedBeach | null {
  const [first] = profile;
  if (first === undefined) return null;
  if (first[1] <= waterLevel) return { length: 0, beyond: false };
  for (const [index, [x1, z1]] of profile.entries()) {
    const before = profile[index - 1];
    if (before === undefined || z1 > waterLevel) continue;
    const [x0, z0] = before;
    return { length: x0 + ((z0 - waterLevel) / (z0 - z1)) * (x1 - x0), beyond: false };
  }
  const [last, before] = [profile.at(-1)!, profile.at(-2)];
  if (before === undefined || before[1] <= last[1]) return null;
  const slope = (before[1] - last[1]) / (last[0] - before[0]);
  return { length: last[0] + (last[1] - waterLevel) / slope, beyond: true };
}

/** Where an inclinometer bends most: between which depths (m), and by how much a metre (mm/m). */
export interface Bend {
  readonly from: number;
  readonly to: number;
  readonly perMetre: number;
}

/** The steepest stretch of displacement (mm) over depth (m): where a shear band would form. Undefined of fewer than two points. */
export function steepestBend(curve: Curve): Bend | undefined {
  let worst: Bend | undefined;
  for (const [index, [to, y1]] of curve.entries()) {
    const before = curve[index - 1];
    if (before === undefined) continue;
    const perMetre = Math.abs(y1 - before[1]) / (to - before[0]);
    if (worst === undefined || perMetre > worst.perMetre) worst = { from: before[0], to, perMetre };
  }
  return worst;
}

/** Fastest displacement at any depth between two surveys so many days apart, mm/d; null where they share no depth. */
export function fastestBetween(older: Curve, newer: Curve, days: number): number | null {
  if (days <= 0) return null;
  const changes = newer.flatMap(([depth, moved]) => {
    const before = curveAt(older, depth);
    return before === null ? [] : [Math.abs(moved - before) / days];
  });
  return changes.length === 0 ? null : Math.max(...changes);
}
