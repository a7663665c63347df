import { depth, type Place, type Shape } from '@anlan/domain/geo';

/** What a fence is for. */
export const PURPOSES = {
  speed: { label: '路段限速', labelEn: 'Speed limit' },
  forbidden: { label: '禁行区', labelEn: 'Forbidden area' },
  parking: { label: '专用停车场', labelEn: 'Dedicated parking lot' },
  service: { label: '服务区、装卸点', labelEn: 'Service area, loading place' },
  route: { label: '核准线路', labelEn: 'Approved route' },
  water: { label: '重点水域', labelEn: 'Key water area' },
  area: { label: '一般区域', labelEn: 'Area' },
} as const;
export type Purpose = keyof typeof PURPOSES;

/** When a fence holds, in Asia/Shanghai. Members left out do not restrict; `to` before `from` runs over midnight. */
export interface Period {
  /** ISO weekdays, 1 = Monday … 7 = Sunday; of the day the period began. */
  readonly weekdays?: readonly number[];
  /** Hours of the day, `HH:MM`; `to` is excluded. */
  readonly from?: string;
  readonly to?: string;
  /** Days `YYYY-MM-DD`, both included. */
  readonly start?: string;
  readonly end?: string;
}

/** A registered extent with what it asks of whom. Speeds km/h, lengths m, times s or as named. */
export interface Fence {
  readonly id: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly shape: Shape;
  /** Categories of vehicles or vessels it is about; empty = all. */
  readonly categories: readonly string[];
  /** Any of these; empty = always. */
  readonly periods: readonly Period[];
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly speedLimit: number | null;
  /** Longest stay in minutes. */
  readonly dwell: number | null;
  /** Most objects inside at once. */
  readonly capacity: number | null;
  readonly severe: boolean;
  /** An object has left when it was this many metres outside, for `delay` seconds; it is in after `delay` seconds inside. */
  readonly margin: number;
  readonly delay: number;
}

const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const dayText = (local: number): string => new Date(local).toISOString().slice(0, 10);

function covers(period: Period, at: number): boolean {
  const local = at + OFFSET;
  const minute = Math.floor((((local % DAY) + DAY) % DAY) / 60_000);
  const from = minutesOf(period.from ?? '00:00');
  const to = period.to === undefined ? 1440 : minutesOf(period.to);
  const over = to <= from;
  const holds = over ? minute >= from || minute < to : minute >= from && minute < to;
  if (!holds) return false;
  // The small hours of a period over midnight belong to the day it began.
  const began = over && minute < to ? local - DAY : local;
  const day = dayText(began);
  if (day < (period.start ?? day) || day > (period.end ?? day)) return false;
  return period.weekdays === undefined || period.weekdays.includes(new Date(began).getUTCDay() || 7);
}

/** Does the fence hold at a moment (epoch ms) by its valid dates and periods? */
export function isActive(
  { periods, validFrom, validTo }: Pick<Fence, 'periods' | 'validFrom' | 'validTo'>,
  at: number,
): boolean {
  if (validFrom === null && validTo === null && periods.length === 0) return true;
  const day = dayText(at + OFFSET);
  if (day < (validFrom ?? day) || day > (validTo ?? day)) return false;
  return periods.length === 0 || periods.some((period) => covers(period, at));
}

/** Until when nobody may be in a fence that holds at a moment (epoch ms): `禁入至 06:00`, a date, or at all times. */
export function closedWords({ periods, validTo }: Pick<Fence, 'periods' | 'validTo'>, at: number): string {
  const period = periods.find((one) => covers(one, at));
  if (period?.to !== undefined) return `禁入至 ${period.to}`;
  if (period?.weekdays !== undefined) return '当日禁入';
  const until = period?.end ?? validTo;
  return until === null ? '全时禁入' : `禁入至 ${until}`;
}

/** Is the fence about objects of this category? */
export function concerns(fence: Pick<Fence, 'categories'>, category: string): boolean {
  return fence.categories.length === 0 || fence.categories.includes(category);
}

/** Where an object stands with a fence near it; kept between fixes, a few numbers each. */
export interface Presence {
  readonly fence: string;
  readonly inside: boolean;
  /** Since when it is inside, or outside. */
  readonly since: number;
  /** First fix of the unbroken run that contradicts `inside`; null = none. */
  readonly turned: number | null;
}

/** An object came into a fence or left it, at the first fix that showed it. */
export interface Passage {
  readonly fence: string;
  readonly kind: 'entered' | 'left';
  readonly at: number;
  /** For `left`: when it had entered. */
  readonly since: number;
}

/**
 * Follows one object and one fence by one fix (`at` epoch ms). Inside at depth 0, outside beyond the margin; either
 * must hold for the fence's delay. A fence that no longer holds is left at once. Null = nothing to remember.
 */
export function follow(
  fence: Fence,
  before: Presence | undefined,
  place: Place,
  at: number,
): { presence: Presence | null; passage: Passage | null; depth: number } {
  const was = before ?? { fence: fence.id, inside: false, since: at, turned: null };
  if (!isActive(fence, at)) return { presence: null, passage: leaving(was, at), depth: -Infinity };
  const deep = depth(fence.shape, place);
  const turns = was.inside ? deep < -fence.margin : deep >= 0;
  if (!turns) {
    return { presence: was.inside ? { ...was, turned: null } : null, passage: null, depth: deep };
  }
  const turned = was.turned ?? at;
  if (at - turned < fence.delay * 1000) return { presence: { ...was, turned }, passage: null, depth: deep };
  if (was.inside) return { presence: null, passage: leaving(was, turned), depth: deep };
  return {
    presence: { fence: fence.id, inside: true, since: turned, turned: null },
    passage: { fence: fence.id, kind: 'entered', at: turned, since: turned },
    depth: deep,
  };
}

/** The passage of an object that is outside from `at` on; null when it was not inside. */
export function leaving(was: Presence, at: number): Passage | null {
  return was.inside ? { fence: was.fence, kind: 'left', at, since: was.since } : null;
}

/** How many objects are inside each fence after these passages, from the counts before them. */
export function headCounts(
  passages: readonly Pick<Passage, 'fence' | 'kind'>[],
  before: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  const counts = new Map(before);
  for (const { fence, kind } of passages) {
    const count = Math.max(0, (counts.get(fence) ?? 0) + (kind === 'entered' ? 1 : -1));
    if (count === 0) counts.delete(fence);
    else counts.set(fence, count);
  }
  return counts;
}
