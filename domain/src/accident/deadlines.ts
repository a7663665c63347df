import { answer, refuse, type Answer, type Refused } from '../working/index.ts';
import { grade, worst, type Harm } from './grade.ts';
import { ruleOf, severity, type AccidentLevel } from './levels.ts';

const DECREE = '生产安全事故报告和调查处理条例（国务院令第493号）';
const HOUR = 3_600_000;
const DAY = 86_400_000;

export interface Report {
  readonly from: string;
  readonly to: string;
  /** Hours the step may take. */
  readonly hours: number;
  /** Latest time in milliseconds since 1970, each step counted from the limit of the one before it. */
  readonly by: number;
}

export interface ReportingChain {
  readonly reports: readonly Report[];
  readonly stopsAt: string;
}

const STEPS = [
  ['事故单位负责人', '县级', 1, '第九条'],
  ['县级', '设区的市级', 2, '第十一条'],
  ['设区的市级', '省级', 2, '第十一条'],
  ['省级', '国务院', 2, '第十一条'],
] as const;

/**
 * Upward reporting of an accident (Decree 493 art. 9–11): one hour for the unit's person in charge, two for each level
 * of government, up to the city, province or State Council as the level demands. `knownAt` is when the person in charge
 * learned of it, in milliseconds since 1970.
 */
export function reportingChain(level: AccidentLevel, knownAt: number): Answer<ReportingChain> {
  if (!Number.isFinite(knownAt)) return refuse('单位负责人得知时间不明', '第九条');
  const { stopsAt } = ruleOf(level);
  const last = STEPS.findIndex(([, to]) => to === stopsAt);
  let by = knownAt;
  const reports = STEPS.slice(0, last + 1).map(([from, to, hours]) => {
    by += hours * HOUR;
    return { from, to, hours, by };
  });
  return answer(
    { reports, stopsAt },
    DECREE,
    [
      { name: '事故等级', value: level },
      { name: '单位负责人得知', value: new Date(knownAt).toISOString() },
    ],
    reports.map(({ from, to, hours, by: limit }, index) => ({
      clause: STEPS[index]?.[3] ?? '',
      name: `${from}报至${to}`,
      formula: `上一步时限 + ${hours} 小时`,
      value: new Date(limit).toISOString(),
    })),
    ['必要时可以越级上报；情况紧急时现场人员可以直接报告'],
  );
}

/** Road traffic and fire accidents change their number of deaths for seven days only. */
const SHORT = /道路|交通|火灾|消防|road|fire/i;

/** Days after the accident within which a change of casualties counts (Decree 493 art. 13): 30, of road traffic and fire 7. */
export function revisionDays(kind = ''): 7 | 30 {
  return SHORT.test(kind) ? 7 : 30;
}

/** A later count of the harm, `day` days after the accident (whose own day is 0). */
export interface Revision {
  readonly day: number;
  readonly harm: Harm;
}

/** Level after all later counts within 30 (7) days (art. 13, 20); the level never falls by a revision here. */
export function revisedLevel(
  first: Harm,
  revisions: readonly Revision[],
  kind = '',
): Answer<{ readonly level: AccidentLevel }> {
  const days = revisionDays(kind);
  const levels: AccidentLevel[] = [];
  const late: number[] = [];
  for (const { day, harm } of [{ day: 0, harm: first }, ...revisions]) {
    const graded = grade(harm);
    if (!graded.ok) return graded;
    if (!Number.isFinite(day) || day < 0) return refuse('补报日不得早于事故发生日', '第十三条');
    if (day <= days) levels.push(graded.result.level);
    else late.push(day);
  }
  const level = worst(levels);
  return answer(
    { level },
    DECREE,
    [
      { name: '事故类型', value: kind },
      { name: '补报期限', value: days, unit: '日' },
    ],
    [{ clause: '第十三条', name: '最终等级', formula: levels.join(' → '), value: level }],
    late.map((day) => `第${day}日的变化超过${days}日，不改变等级`),
  );
}

export interface InvestigationLimits {
  readonly investigator: string;
  /** `YYYY-MM-DD`: report due, latest with the longest extension, rectification to be assessed within a year of the reply. */
  readonly due: string;
  readonly extendedDue: string;
  readonly replyDays: number;
}

/** A day `YYYY-MM-DD` moved by whole days; undefined for text that is no such day. */
export function addDays(day: string, count: number): string | undefined {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(start)) return undefined;
  return new Date(start + count * DAY).toISOString().slice(0, 10);
}

/**
 * Limits of the investigation (Decree 493 art. 19, 29, 32): report within 60 days of the accident, at most 60 more.
 * `appraisalDays` of technical appraisal are not counted (art. 27). Day as `YYYY-MM-DD`.
 */
export function investigationLimits(
  level: AccidentLevel,
  accidentOn: string,
  appraisalDays = 0,
): InvestigationLimits | Refused {
  const due = addDays(accidentOn, 60 + appraisalDays);
  const extendedDue = addDays(accidentOn, 120 + appraisalDays);
  if (due === undefined || extendedDue === undefined) return refuse('事故发生日期应为YYYY-MM-DD', '第二十九条');
  const { investigator, replyDays } = ruleOf(level);
  return { investigator, due, extendedDue, replyDays };
}

/** May the higher government set up a new investigation because the level rose within the days of revision (art. 20)? */
export function mayTakeOver(before: AccidentLevel, after: AccidentLevel): boolean {
  return severity(after) > severity(before);
}
