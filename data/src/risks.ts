import { randomOf, uuidOf } from './random.ts';
import type { Enterprise, RiskLevel } from './records.ts';
import { dangerTexts, riskTexts, type DangerText } from './risk-texts.ts';

/** A risk point of the demonstration. Missing measures and persons are wanted: the list of what nobody answers for. */
export interface RiskPoint {
  readonly id: string;
  readonly enterpriseId: string;
  readonly regionPath: string;
  readonly lon: number;
  readonly lat: number;
  readonly name: string;
  readonly object: 'process' | 'facility' | 'material' | 'place' | 'activity';
  readonly hazard: string;
  readonly accident: string;
  readonly method: 'LEC' | 'LS' | 'judged';
  readonly score: number;
  readonly level: RiskLevel;
  readonly measures: string | null;
  readonly responsible: string | null;
  readonly control: 'company' | 'department' | 'team' | 'post';
  readonly reviewedOn: string | null;
}

/** What happened to a hidden danger, as hours between its steps; the server's engine makes the history of it. */
export interface DangerPlan {
  readonly id: string;
  readonly enterpriseId: string;
  readonly riskPointId: string | null;
  readonly source: 'self' | 'inspection' | 'expert' | 'public';
  readonly round: 'shift' | 'department' | 'manager' | null;
  readonly text: DangerText;
  readonly level: RiskLevel;
  readonly major: boolean;
  /** Epoch ms. */
  readonly openedAt: number;
  readonly gradeAfter: number;
  readonly assignAfter: number;
  /** Days given for the work. */
  readonly allowedDays: number;
  /** Hours the work took; beyond the allowed days it is late. */
  readonly workHours: number;
  readonly verifyAfter: number;
  readonly returned: boolean;
  readonly unfounded: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POINTS: Readonly<Record<RiskLevel, number>> = { red: 9, orange: 7, yellow: 5, blue: 4 };
/** High risks are held by the enterprise, but for a few that are still to be put right. */
const CONTROLS = { red: 'company', orange: 'company', yellow: 'team', blue: 'post' } as const;
/** Middle of each LEC band (70, 160, 320). */
const SCORES: Readonly<Record<RiskLevel, readonly number[]>> = {
  red: [360, 420, 540],
  orange: [180, 210, 270],
  yellow: [84, 90, 126],
  blue: [18, 36, 54],
};

/** Products of the matrix in each band (9, 15, 20). */
const PRODUCTS: Readonly<Record<RiskLevel, readonly number[]>> = {
  red: [20, 25, 20],
  orange: [15, 16, 15],
  yellow: [9, 10, 12],
  blue: [4, 6, 8],
};

/** Risk points of all enterprises: the same for a seed and a day, some 18,000 of them. */
export function riskPointsOf(seed: string, enterprises: readonly Enterprise[], today: string): RiskPoint[] {
  return enterprises.flatMap((enterprise) => {
    const random = randomOf(`${seed}/risk/${enterprise.id}`);
    const texts = riskTexts(enterprise.sector);
    const level = enterprise.riskLevel;
    return texts.slice(0, POINTS[level]).map((text, index): RiskPoint => {
      const own = index === 0 ? level : random.weighted(LEVELS_BELOW[level]);
      const method = random.weighted([
        ['LEC', 7],
        ['LS', 2],
        ['judged', 1],
      ] as const);
      return {
        id: uuidOf(seed, `risk/${enterprise.id}/${index}`),
        enterpriseId: enterprise.id,
        regionPath: enterprise.regionPath,
        lon: enterprise.lon + random.between(-0.0015, 0.0015),
        lat: enterprise.lat + random.between(-0.0015, 0.0015),
        name: text.name,
        object: text.object,
        hazard: text.hazard,
        accident: text.accident,
        method,
        score: random.pick(method === 'LS' ? PRODUCTS[own] : SCORES[own]),
        level: own,
        measures: random.chance(0.04) ? null : text.measures,
        responsible: random.chance(0.06) ? null : `${text.name}负责人`,
        reviewedOn: random.chance(0.07) ? null : dayBefore(today, random.whole(5, 420)),
        control: own === 'orange' && random.chance(0.08) ? 'department' : CONTROLS[own],
      };
    });
  });
}

const LEVELS_BELOW: Readonly<Record<RiskLevel, readonly (readonly [RiskLevel, number])[]>> = {
  red: [
    ['red', 1],
    ['orange', 4],
    ['yellow', 6],
    ['blue', 4],
  ],
  orange: [
    ['orange', 2],
    ['yellow', 5],
    ['blue', 5],
  ],
  yellow: [
    ['yellow', 3],
    ['blue', 6],
  ],
  blue: [['blue', 1]],
};

function dayBefore(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10);
}

/** Plans of `count` hidden dangers over the last 180 days before `now` (epoch ms), more of them lately. */
export function dangerPlansOf(
  seed: string,
  enterprises: readonly Enterprise[],
  risks: readonly RiskPoint[],
  now: number,
  count: number,
): DangerPlan[] {
  const random = randomOf(`${seed}/dangers`);
  const risksOf = new Map<string, RiskPoint[]>();
  for (const point of risks) risksOf.set(point.enterpriseId, [...(risksOf.get(point.enterpriseId) ?? []), point]);
  return Array.from({ length: count }, (_, index) =>
    planOf(seed, index, random, random.pick(enterprises), risksOf, now),
  );
}

function planOf(
  seed: string,
  index: number,
  random: ReturnType<typeof randomOf>,
  enterprise: Enterprise,
  risksOf: ReadonlyMap<string, readonly RiskPoint[]>,
  now: number,
): DangerPlan {
  const source = random.weighted([
    ['self', 80],
    ['inspection', 15],
    ['expert', 3],
    ['public', 2],
  ] as const);
  const text = random.pick(dangerTexts(enterprise.sector));
  const major = text.major === true && random.chance(0.06);
  const level = major
    ? 'red'
    : random.weighted([
        ['orange', 2],
        ['yellow', 6],
        ['blue', 8],
      ] as const);
  const points = risksOf.get(enterprise.id) ?? [];
  const day = Math.floor((now - random.next() ** 1.6 * 180 * DAY) / DAY) * DAY;
  const allowedDays = major ? random.whole(30, 90) : random.whole(1, 15);
  const late = random.chance(0.035);
  return {
    id: uuidOf(seed, `danger/${index}`),
    enterpriseId: enterprise.id,
    riskPointId: points.length > 0 && random.chance(0.7) ? random.pick(points).id : null,
    source,
    round:
      source === 'self'
        ? random.weighted([
            ['shift', 6],
            ['department', 3],
            ['manager', 1],
          ] as const)
        : null,
    text,
    level,
    major,
    // Between 08:00 and 18:00 in Shanghai; what would lie ahead was found this morning.
    openedAt: Math.min(day + random.whole(0, 10 * 60) * 60_000, now - random.whole(5, 240) * 60_000),
    gradeAfter: random.between(0.1, 6),
    assignAfter: random.between(0.1, 8),
    allowedDays,
    workHours: late ? allowedDays * 24 * random.between(1.1, 3) + 48 : allowedDays * 24 * random.between(0.05, 0.9),
    verifyAfter: random.between(1, 60),
    returned: random.chance(0.05),
    unfounded: random.chance(0.015),
  };
}
