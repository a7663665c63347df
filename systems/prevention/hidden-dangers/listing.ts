import type { Doer, GuardFacts } from '@anlan/kernel/case';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';

/** Municipalities under the central government: their counties stand right below the province's code. */
const MUNICIPALITIES: ReadonlySet<string> = new Set(['11', '12', '31', '50']);
const RANKS = ['province', 'city', 'county', 'town'] as const;
export type Rank = (typeof RANKS)[number];

/** Level of a place by its path: `cn.36.11.` city, `cn.36.11.26.` county, `cn.50.` city, `cn.50.17.` county. */
export function rankOf(path: string): Rank {
  const [, province = '', ...below] = path.split('.').filter((part) => part !== '');
  const depth = below.length + (MUNICIPALITIES.has(province) ? 1 : 0);
  return RANKS[Math.min(depth, RANKS.length - 1)] as Rank;
}

/** The county (or zone of the same level) and the city a place lies in, nearest first; itself where it is one. */
export function authoritiesOf(path: string): { readonly county: string | null; readonly city: string } {
  const parts = path.split('.').filter((part) => part !== '');
  const cityParts = MUNICIPALITIES.has(parts[1] ?? '') ? 2 : 3;
  const upTo = (count: number): string => `${parts.slice(0, count).join('.')}.`;
  return { county: parts.length > cityParts ? upTo(cityParts + 1) : null, city: upTo(cityParts) };
}

const WORDS = { county: both('县级', 'county level'), city: both('市级', 'city level') } as const;

/** Only what is graded major is listed, and only by the authority of the listing's own level (D4:219). */
export function mayList({ standing, input, by }: GuardFacts): Refusal | undefined {
  if (standing.detail['grade'] !== 'major') return refuse('not-major');
  if (standing.detail['listedAt'] != null) return refuse('already-listed');
  const level = input['listedAt'];
  if (by.place === undefined || by.place === null) return undefined;
  const rank = rankOf(by.place);
  if (rank === 'town') return refuse('listing-authority', { authority: both('县、市两级', 'county and city') });
  if (level !== undefined && level !== rank && rank !== 'province')
    return refuse('listing-level', { level: WORDS[level as 'county' | 'city'], own: WORDS[rank] }, 'listedAt');
  return undefined;
}

/** What was listed is extended, accepted and delisted by the authority that listed it, nobody below or beside it. */
export function byListingAuthority({ standing, by }: GuardFacts): Refusal | undefined {
  const lister = standing.detail['listedBy'];
  if (typeof lister !== 'string' || by.place === lister) return undefined;
  if (by.side === 'authority' && (by.place === undefined || by.place === null)) return undefined;
  return refuse('listing-authority', { authority: WORDS[rankOf(lister) === 'city' ? 'city' : 'county'] });
}

/** While listed only: extension needs the listing authority; the rest keeps its own rule. */
export function whileListed(facts: GuardFacts): Refusal | undefined {
  return facts.standing.detail['listedAt'] == null ? undefined : byListingAuthority(facts);
}

/** Who lists is kept with the listing. */
export function listedBy({ by }: { readonly by: Doer }): Readonly<Record<string, unknown>> {
  return by.place === undefined || by.place === null ? {} : { listedBy: by.place };
}

/** A fire danger of a whole area is rectified after a plan for the area (D4:206 对区域性火灾隐患，科学制定规划进行整治). */
export function regionalPlan({ standing, input }: Pick<GuardFacts, 'standing' | 'input'>): Refusal | undefined {
  const known = { ...standing.detail, ...input };
  if (known['fire'] !== 'regional') return undefined;
  const plan = known['regionalPlan'];
  return typeof plan === 'string' && plan.trim() !== ''
    ? undefined
    : refuse('field-required', { field: both('区域整治规划', 'Regional plan') }, 'regionalPlan');
}

const DAY = 86_400_000;

export interface Progress {
  /** Reports that were due by now, that came for their period, and those missed. */
  readonly expected: number;
  readonly made: number;
  readonly missed: number;
  /** When the next one is due (epoch ms); null when the clock no longer runs. */
  readonly nextAt: number | null;
}

/**
 * Reports on the rectification (治理情况报告) from `start`, one in every period of `every` days until `now` or `end`.
 * Two reports in one period count once; a period still running is not missed. Times are epoch ms.
 */
export function progressOf(
  start: number,
  reports: readonly number[],
  every: number,
  now: number,
  end: number | null = null,
): Progress {
  const length = Math.max(1, every) * DAY;
  const until = Math.min(now, end ?? now);
  const whole = Math.max(0, Math.floor((until - start) / length));
  const periods = new Set(
    reports.filter((at) => at >= start && at <= until).map((at) => Math.floor((at - start) / length)),
  );
  const made = [...periods].filter((period) => period < whole).length;
  const running = periods.has(whole);
  const nextAt = end !== null && now >= end ? null : start + (whole + (running ? 2 : 1)) * length;
  return { expected: whole, made, missed: whole - made, nextAt };
}
