import { ruleOf, type AccidentLevel, type Harm } from '../accident/index.ts';
import {
  answer,
  isDay,
  refuse,
  refuseBelow,
  refuseUncountable,
  show,
  type Answer,
  type Step,
} from '../working/index.ts';
import { ACCIDENT_FINES, ARTICLES, type AccidentFines, type Article, type Fine } from './articles.ts';
import { FINE_STEPS } from './fine-steps.ts';

/** A fine in yuan, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Penalty {
  readonly unit?: Range;
  readonly person?: Range;
}

export interface Circumstances {
  /** Not corrected within the time ordered. */
  readonly overdue?: boolean;
  /** The failing led to an accident. */
  readonly accident?: boolean;
  /** Income of the person in the year before, yuan. */
  readonly income?: number;
}

function inYuan(fine: Fine, income: number | undefined): Range | undefined {
  if (fine.in === 'yuan') return { min: fine.min, max: fine.max };
  return income === undefined ? undefined : { min: fine.min * income, max: fine.max * income };
}

const stepOf = (clause: string, name: string, fine: Fine, range: Range): Step => ({
  clause,
  name,
  formula: fine.in === 'income' ? `上一年年收入 × ${fine.min * 100} %–${fine.max * 100} %` : '法定幅度',
  value: `${show(range.min)}–${show(range.max)}`,
  unit: '元',
});

/** The article of a law by number (“97”, “103.2”); the law's default is the Work Safety Law. */
export function article(number: string, law = '安全生产法（2021修正）'): Article | undefined {
  return ARTICLES.find((row) => row.law === law && row.article === number);
}

/**
 * Range of the fine of an article with a fixed one, in yuan. Of a failing that led to an accident and was not corrected
 * the accident decides. Refuses articles without such a fine and shares of an income that is not known.
 */
export function penalty(row: Article, { overdue, accident, income }: Circumstances): Answer<Penalty> {
  const clause = `${row.law}第${row.article}条`;
  const fines = (accident ? row.accident : undefined) ?? (overdue ? row.overdue : undefined) ?? row.first;
  if (!fines) return refuse('该条在此情形下没有罚款', clause);
  const wrong = income === undefined ? undefined : refuseBelow(0, { 上一年年收入: income }, clause);
  if (wrong) return wrong;
  const result: { unit?: Range; person?: Range } = {};
  const steps: Step[] = [];
  for (const [key, name] of [
    ['unit', '单位'],
    ['person', '个人'],
  ] as const) {
    const fine = fines[key];
    if (!fine) continue;
    const range = inYuan(fine, income);
    if (range) {
      result[key] = range;
      steps.push(stepOf(clause, `${name}罚款`, fine, range));
    }
  }
  if (!result.unit && !result.person) return refuse('缺少上一年年收入', clause);
  const inputs = [
    { name: '违法行为', value: row.violation },
    { name: '逾期未改正', value: overdue ?? false },
  ];
  return answer(result, row.law, inputs, steps, row.note ? [row.note] : []);
}

/** The version of the accident fines in force on a day `YYYY-MM-DD`; undefined before the first held and for other texts. */
export function versionOn(day: string): AccidentFines | undefined {
  return isDay(day) ? ACCIDENT_FINES.find(({ from }) => day >= from) : undefined;
}

const NEWEST = ACCIDENT_FINES[0] as AccidentFines;

function versionFor(day: string | undefined): AccidentFines | undefined {
  return day === undefined ? NEWEST : versionOn(day);
}

/**
 * Fine of the unit responsible for an accident (2021 art. 114), by the law in force on the day of the accident; without
 * a day the newest. `especiallySerious` multiplies it as that version says.
 */
export function accidentFine(
  level: AccidentLevel,
  especiallySerious = false,
  day?: string,
): Answer<{ readonly unit: Range }> {
  const version = versionFor(day);
  if (!version) return refuse('没有该日施行的法律文本', '安全生产法');
  const fine = (especiallySerious ? version.especiallySerious(level) : undefined) ?? version.unit[level];
  return answer(
    { unit: { min: fine.min, max: fine.max } },
    version.law,
    [
      { name: '事故等级', value: level },
      { name: '情节特别严重、影响特别恶劣', value: especiallySerious },
    ],
    [
      {
        clause: `第${version.unitArticle}条`,
        name: '单位罚款',
        formula: especiallySerious ? '二倍以上五倍以下' : '法定幅度',
        value: `${fine.min}–${fine.max}`,
        unit: '元',
      },
    ],
  );
}

/** Fine of the principal who did not do his duty, a share of last year's income in yuan by level (2021 art. 95). */
export function principalFine(level: AccidentLevel, income: number, day?: string): Answer<{ readonly fine: number }> {
  const version = versionFor(day);
  if (!version) return refuse('没有该日施行的法律文本', '安全生产法');
  const wrong = refuseBelow(0, { 上一年年收入: income }, `第${version.headArticle}条`);
  if (wrong) return wrong;
  const rate = version.head[level];
  const fine = income * rate;
  return answer(
    { fine },
    version.law,
    [
      { name: '事故等级', value: level },
      { name: '上一年年收入', value: income, unit: '元' },
    ],
    [
      {
        clause: `第${version.headArticle}条`,
        name: '主要负责人罚款',
        formula: `${show(income)} × ${rate * 100} %`,
        value: fine,
        unit: '元',
      },
    ],
  );
}

/** First day of Order 14; the steps of 2015 before it are not held. */
const STEPS_FROM = '2024-03-01';

/**
 * The step of the accident fine within its level (生产安全事故罚款处罚规定, Order 14), the worst any criterion reaches.
 * Refuses an accident of a day (`YYYY-MM-DD`) before the order was in force.
 */
export function fineStep(
  level: AccidentLevel,
  { deaths = 0, serious = 0, loss = 0 }: Harm,
  day?: string,
): Answer<{ readonly unit: Range }> {
  const wrong = refuseUncountable({ 死亡人数: deaths, 重伤人数: serious }) ?? refuseBelow(0, { 直接经济损失: loss });
  if (wrong) return wrong;
  if (day !== undefined && !isDay(day)) return refuse('事故日期应为YYYY-MM-DD');
  if (day !== undefined && day < STEPS_FROM)
    return refuse('第14号令2024-03-01施行，此前的分档未收录', '生产安全事故罚款处罚规定');
  const { level: own } = ruleOf(level);
  const step = FINE_STEPS.findLast(
    (row) => row.level === own && (deaths >= row.deaths || serious >= row.serious || loss >= row.loss * 10_000),
  );
  if (!step) return refuse('伤亡和损失未达到该等级', '生产安全事故罚款处罚规定');
  const { min, max } = step.fine;
  return answer(
    { unit: { min, max } },
    '生产安全事故罚款处罚规定（第14号令）',
    [
      { name: '死亡', value: deaths, unit: '人' },
      { name: '重伤', value: serious, unit: '人' },
      { name: '直接经济损失', value: loss, unit: '元' },
    ],
    [{ clause: '分档', name: '单位罚款', formula: own, value: `${min}–${max}`, unit: '元' }],
    ['分档待与规章原文核对'],
  );
}

export type Circumstance = '从轻' | '一般' | '从重';

/** Shares of a legal range customary in the benchmarks of discretion. */
const PARTS: Readonly<Record<Circumstance, readonly [number, number]>> = {
  从轻: [0, 0.3],
  一般: [0.3, 0.7],
  从重: [0.7, 1],
};

/** The part of a legal range for mitigating, ordinary or aggravating circumstances (30 % and 70 % by custom; local benchmarks win). */
export function discretion({ min, max }: Range, circumstance: Circumstance): Range {
  const [from, to] = PARTS[circumstance];
  return { min: min + from * (max - min), max: min + to * (max - min) };
}
