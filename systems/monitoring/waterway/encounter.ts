import { local, type LonLat } from '@anlan/domain/geo';

/** A vessel under way: degrees WGS-84, speed km/h over ground, course ° clockwise from north; `at` epoch ms of its fix. */
export interface UnderWay extends LonLat {
  readonly id: string;
  readonly at: number;
  readonly speed: number;
  readonly course: number;
}

/** How two vessels will meet if both hold course and speed. */
export interface Encounter {
  readonly a: string;
  readonly b: string;
  /** Least distance, m. */
  readonly cpa: number;
  /** Seconds until then. */
  readonly tcpa: number;
}

const KNOT = 1.852;
/** Slower than this (kn) a ship lies or drifts: whoever meets it is told by its own speed. */
const UNDER_WAY = 3;
/** Fixes farther apart in time than this (s) are not compared (catalogue S38, 会遇计算). */
const TOGETHER_S = 60;
/** Ships nearer than this (m) at the same velocity (m/s) are one tow. */
const TOW = { metres: 50, velocity: 0.5 } as const;
/** Only what happens within so many seconds. */
const SOON = 180;
/** Inland ships farther apart than this (degrees, some 5 km) do not meet within `SOON`. */
const NEAR_DEGREES = 0.06;

interface Placed extends UnderWay {
  /** m/s east and north. */
  readonly vx: number;
  readonly vy: number;
}

/**
 * Closest point of approach of two vessels by constant velocity in local metres: tcpa = −(Δp·Δv)/(Δv·Δv), cpa = |Δp + Δv·tcpa|.
 * Undefined where they do not approach each other soon, or move as one.
 */
function approach(a: Placed, b: Placed, now: number): Pick<Encounter, 'cpa' | 'tcpa'> | undefined {
  const [east, north] = local(a, b);
  const [ta, tb] = [(now - a.at) / 1000, (now - b.at) / 1000];
  const [px, py] = [east + b.vx * tb - a.vx * ta, north + b.vy * tb - a.vy * ta];
  const [vx, vy] = [b.vx - a.vx, b.vy - a.vy];
  const closing = vx * vx + vy * vy;
  if (Math.hypot(px, py) < TOW.metres && Math.sqrt(closing) < TOW.velocity) return undefined;
  const tcpa = closing === 0 ? -1 : -(px * vx + py * vy) / closing;
  if (tcpa <= 0 || tcpa > SOON) return undefined;
  return { cpa: Math.hypot(px + vx * tcpa, py + vy * tcpa), tcpa };
}

/**
 * Every pair of vessels that will come within `most` metres of each other within three minutes, at least one of them faster
 * than 3 kn. Positions are carried on to `now` (epoch ms); fixes that are a minute apart are not compared.
 */
export function encountersOf(vessels: readonly UnderWay[], now: number, most: number): Encounter[] {
  const placed = vessels
    .map((vessel): Placed => {
      const [speed, angle] = [vessel.speed / 3.6, (vessel.course * Math.PI) / 180];
      return { ...vessel, vx: speed * Math.sin(angle), vy: speed * Math.cos(angle) };
    })
    .sort((a, b) => a.lon - b.lon);
  const found: Encounter[] = [];
  for (const [index, a] of placed.entries()) {
    for (let next = index + 1; next < placed.length && placed[next]!.lon - a.lon <= NEAR_DEGREES; next += 1) {
      const b = placed[next]!;
      if (Math.abs(b.lat - a.lat) > NEAR_DEGREES || Math.abs(a.at - b.at) > TOGETHER_S * 1000) continue;
      if (Math.max(a.speed, b.speed) < UNDER_WAY * KNOT) continue;
      const met = approach(a, b, now);
      if (met !== undefined && met.cpa <= most) found.push({ a: a.id, b: b.id, ...met });
    }
  }
  return found;
}
