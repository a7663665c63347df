import { isAccidentLevel, severity } from '../accident/index.ts';
import { isDay, refuse, type Refused } from '../working/index.ts';

/** The nine situations of 安全生产严重失信主体名单管理办法 (Order 11) art. 6 and 7: five with an accident, four without. */
export const LISTING_EVENTS = {
  majorAccident: '发生重大、特别重大事故负有责任',
  largerAccidents: '12个月内累计发生2起以上较大事故',
  multipliedFine: '情节特别严重、影响特别恶劣，依法处二倍以上五倍以下罚款',
  concealment: '瞒报、谎报事故',
  noRescue: '事故发生后不组织抢救、擅离职守、逃匿',
  noPermit: '未取得许可或者许可被暂扣、吊销期间从事生产经营',
  lentQualification: '评价认证检测机构租借资质、挂靠、出具虚假报告',
  refusedPenalty: '有能力而拒不履行、逃避执行行政处罚',
  otherVile: '其他性质恶劣、情节严重受到处罚的行为',
} as const;

export type ListingEvent = keyof typeof LISTING_EVENTS;

/** Words by which a described act is one of the situations; the first that fits decides. */
const WORDS: readonly (readonly [RegExp, ListingEvent])[] = [
  [/瞒报|谎报/, 'concealment'],
  [/抢救|逃匿|擅离/, 'noRescue'],
  [/[二2两].{0,4}[五5]倍|114.*2/, 'multipliedFine'],
  [/重大.{0,4}事故|重大$/, 'majorAccident'],
  [/较大/, 'largerAccidents'],
  [/租借|出借|挂靠|虚假/, 'lentQualification'],
  [/许可|无证|暂扣|吊销/, 'noPermit'],
  [/拒不|逃避|拒绝履行/, 'refusedPenalty'],
  [/恶劣/, 'otherVile'],
];

/** The situation an act in words belongs to; undefined for an act that lists nobody. */
export function listingEvent(text: string): ListingEvent | undefined {
  if (/重大(?:事故)?隐患/.test(text)) return undefined;
  return WORDS.find(([words]) => words.test(text))?.[1];
}

/** Years on the list, and months after which removal may be asked for. */
export const LISTING = { years: 3, earlyMonths: 12 } as const;

/**
 * Does the situation put its subject on the list? Larger accidents need two within twelve months, the present one among
 * them: `levels` are those of the accidents of the last twelve months.
 */
export function isListed(event: ListingEvent, levels: readonly string[] = []): boolean {
  if (event !== 'largerAccidents') return true;
  return levels.filter((level) => isAccidentLevel(level) && severity(level) >= severity('较大')).length >= 2;
}

/** A day `YYYY-MM-DD` moved by whole months, at most to the end of its month; undefined for other texts. */
function addMonths(day: string, months: number): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return undefined;
  const index = Number(match[1]) * 12 + Number(match[2]) - 1 + months;
  const [year, month] = [Math.floor(index / 12), index % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(Number(match[3]), last))).toISOString().slice(0, 10);
}

/** Days of a listing: removed on `ends`, early removal at the soonest on `earliest`; both `YYYY-MM-DD`. */
export function listingTerm(listedOn: string): { readonly ends: string; readonly earliest: string } | Refused {
  const ends = addMonths(listedOn, LISTING.years * 12);
  const earliest = addMonths(listedOn, LISTING.earlyMonths);
  return ends !== undefined && earliest !== undefined
    ? { ends, earliest }
    : refuse('列入日期应为YYYY-MM-DD', '第11号令');
}

/** May the subject be removed early: twelve months served and the conditions met (corrected, penalty performed, promise)? */
export function mayLeaveEarly(listedOn: string, askedOn: string, conditionsMet: boolean): boolean {
  const term = listingTerm(listedOn);
  return conditionsMet && 'earliest' in term && isDay(askedOn) && askedOn >= term.earliest;
}
