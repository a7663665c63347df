import { isAccidentLevel, type AccidentLevel } from '../accident/index.ts';
import { answerInOneStep, isDay, refuse, refuseBelow, refuseUncountable, show, type Answer } from '../working/index.ts';

const DAY = 86_400_000;

/** Milliseconds of a day `YYYY-MM-DD`; NaN for other texts. */
const timeOf = (day: string): number => (isDay(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN);

/** Surcharge of a fine paid late: 3 % a day, never more than the fine (行政处罚法 2021 art. 72), in yuan. */
export function lateSurcharge(fine: number, daysLate: number): Answer<{ readonly surcharge: number }> {
  const wrong = refuseBelow(0, { 罚款: fine }, '第七十二条') ?? refuseUncountable({ 逾期天数: daysLate }, '第七十二条');
  if (wrong) return wrong;
  // In hundredths, so that 3 % of a round fine stays a round number.
  const surcharge = Math.min(fine, (fine * 3 * daysLate) / 100);
  return answerInOneStep(
    { surcharge },
    '行政处罚法（2021）',
    [
      { name: '罚款', value: fine, unit: '元' },
      { name: '逾期', value: daysLate, unit: '日' },
    ],
    {
      clause: '第七十二条',
      name: '加处罚款',
      formula: `min(${show(fine)} × 3 % × ${daysLate}, ${show(fine)})`,
      value: surcharge,
      unit: '元',
    },
  );
}

/**
 * Daily fine of a unit that was fined, told to correct and refused (安全生产法 2021 art. 112): the original amount for
 * each day from the one after the order to the one before the correction. Days `YYYY-MM-DD`.
 */
export function dailyFine(
  fine: number,
  orderedOn: string,
  correctedOn: string,
): Answer<{ readonly days: number; readonly total: number }> {
  const wrong = refuseBelow(0, { 原罚款: fine }, '第一百一十二条');
  if (wrong) return wrong;
  const span = (timeOf(correctedOn) - timeOf(orderedOn)) / DAY;
  if (!Number.isInteger(span) || span < 0)
    return refuse('改正之日不得早于责令改正之日，日期应为YYYY-MM-DD', '第一百一十二条');
  const days = Math.max(0, span - 1);
  return answerInOneStep(
    { days, total: days * fine },
    '安全生产法（2021修正）',
    [
      { name: '原处罚数额', value: fine, unit: '元' },
      { name: '责令改正之日', value: orderedOn },
      { name: '改正之日', value: correctedOn },
    ],
    {
      clause: '第一百一十二条',
      name: '按日连续处罚',
      formula: `${show(fine)} × ${days} 日（次日起至改正前一日）`,
      value: days * fine,
      unit: '元',
    },
  );
}

/** Most paid for one report, yuan. */
const MOST_REWARD = 300_000;
const LEAST_REWARD = 3000;
const PER_DEATH: Readonly<Record<AccidentLevel, number>> = {
  一般: 30_000,
  较大: 40_000,
  重大: 50_000,
  特别重大: 60_000,
};

interface Reward {
  readonly reward: number;
}

const RULE = '安全生产领域举报奖励办法（安监总财〔2018〕19号）';

/** Reward for reporting a major hidden danger or an illegal operation: 15 % of the fine, 3 000–300 000 yuan. */
export function dangerReward(fine: number): Answer<Reward> {
  const wrong = refuseBelow(0, { 行政处罚金额: fine }, RULE);
  if (wrong) return wrong;
  const reward = Math.min(MOST_REWARD, Math.max(LEAST_REWARD, (fine * 15) / 100));
  return answerInOneStep({ reward }, RULE, [{ name: '行政处罚金额', value: fine, unit: '元' }], {
    clause: '奖励标准',
    name: '奖金',
    formula: `${show(fine)} × 15 %，不低于3000元，不超过30万元`,
    value: reward,
    unit: '元',
  });
}

const INSIDE = '生产经营单位从业人员安全生产举报处理规定（应急〔2020〕69号）';

/**
 * Reward of a worker who reports from inside: raised by `share` per cent, which each province sets, and never beyond what
 * one report may bring. Where `share` is 0 the reward stays as it is.
 */
export function insiderReward(base: Answer<Reward>, share: number): Answer<Reward> {
  if (!base.ok) return base;
  const wrong = refuseBelow(0, { 上浮比例: share }, INSIDE);
  if (wrong) return wrong;
  const before = base.result.reward;
  const reward = Math.min(MOST_REWARD, (before * (100 + share)) / 100);
  const { working } = base;
  return {
    ok: true,
    result: { reward },
    working: {
      ...working,
      inputs: [...working.inputs, { name: '从业人员上浮比例', value: share, unit: '%' }],
      steps: [
        ...working.steps,
        {
          clause: INSIDE,
          name: '从业人员举报奖金',
          formula: `${show(before)} × (100 + ${show(share)}) %，不超过30万元`,
          value: reward,
          unit: '元',
        },
      ],
    },
  };
}

/** Reward for reporting a concealed accident: 30 000–60 000 yuan by level for each verified concealed death, at most 300 000. */
export function concealmentReward(level: string, concealedDeaths: number): Answer<Reward> {
  const wrong = refuseUncountable({ 瞒报谎报死亡人数: concealedDeaths }, RULE);
  if (wrong) return wrong;
  if (!isAccidentLevel(level)) return refuse(`“${level}”不是事故等级`, RULE);
  const reward = Math.min(MOST_REWARD, PER_DEATH[level] * concealedDeaths);
  return answerInOneStep(
    { reward },
    RULE,
    [
      { name: '事故等级', value: level },
      { name: '瞒报谎报死亡', value: concealedDeaths, unit: '人' },
    ],
    {
      clause: '奖励标准',
      name: '奖金',
      formula: `${PER_DEATH[level]} × ${concealedDeaths}，不超过30万元`,
      value: reward,
      unit: '元',
    },
  );
}
