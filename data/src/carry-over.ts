import { distance, positionAt, type Line } from './geometry.ts';

/** A recorded position: `at` epoch ms, speed over ground in any unit (kept as it is), course in degrees; null = not available. */
export interface RecordedFix {
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly heading: number | null;
}

/** Where a carried vessel is: metres along the line, the way it goes, and its last recorded position. */
export interface CarryState {
  readonly along: number;
  readonly downstream: boolean;
  readonly last: RecordedFix | null;
}

/** Recorded jumps above this speed are errors of the receiver, not motion (50 m/s, about 97 kn). */
const IMPLAUSIBLE_MPS = 50;
/** A vessel stating less than this (knots or km/h) lies still: what its positions do is the receiver's jitter. */
const STANDSTILL = 0.3;

/**
 * One step: moves along the line by the distance the recorded vessel covered, turning at the ends.
 * Time, speed and so cadence are those recorded; the course is that of the line.
 */
export function carryStep(state: CarryState, fix: RecordedFix, line: Line): { state: CarryState; fix: RecordedFix } {
  const moved = state.last === null ? 0 : covered(state.last, fix);
  const turned = fold((state.downstream ? state.along : 2 * line.length - state.along) + moved, line.length);
  const { position, bearing } = positionAt(line, turned.along);
  const course = turned.downstream ? bearing : (bearing + 180) % 360;
  return {
    state: { ...turned, last: fix },
    fix: { ...fix, lon: position[0], lat: position[1], heading: fix.heading === null ? null : course },
  };
}

function covered(last: RecordedFix, fix: RecordedFix): number {
  if (last.speed !== null && fix.speed !== null && Math.max(last.speed, fix.speed) < STANDSTILL) return 0;
  const metres = distance([last.lon, last.lat], [fix.lon, fix.lat]);
  const seconds = Math.abs(fix.at - last.at) / 1000;
  return metres > IMPLAUSIBLE_MPS * Math.max(seconds, 1) ? 0 : metres;
}

/** Distance on a there-and-back way of length 2·length → place on the line and the way one goes. */
function fold(way: number, length: number): { along: number; downstream: boolean } {
  const rest = way % (2 * length);
  return rest < length ? { along: rest, downstream: true } : { along: 2 * length - rest, downstream: false };
}

/**
 * Carries a recorded vessel over to a line, starting `startAlong` metres from its start: a pure function of the
 * recorded positions in time order. Distances between fixes are kept along the line (chords are shorter in bends).
 */
export function carryOver(
  fixes: readonly RecordedFix[],
  line: Line,
  { startAlong, downstream }: { readonly startAlong: number; readonly downstream: boolean },
): RecordedFix[] {
  let state: CarryState = { along: Math.min(Math.max(startAlong, 0), line.length), downstream, last: null };
  return fixes.map((fix) => {
    const step = carryStep(state, fix, line);
    state = step.state;
    return step.fix;
  });
}
