import { answer, isDay, refuse, refuseBelow, refuseUncountable, type Answer, type Step } from '../working/index.ts';
import { LEVELS, severity, type AccidentLevel } from './levels.ts';

const DECREE = '生产安全事故报告和调查处理条例（国务院令第493号）';

/** Harm of an accident: deaths with the missing, serious injuries with acute poisoning, direct loss in yuan. */
export interface Harm {
  readonly deaths?: number;
  readonly serious?: number;
  readonly loss?: number;
}

const CRITERIA = [
  ['deaths', '死亡', '人'],
  ['serious', '重伤', '人'],
  ['loss', '直接经济损失', '元'],
] as const;

/** First day of Decree 493; the grades before it are not held. */
const IN_FORCE = '2007-06-01';

/**
 * Level of an accident (Decree 493 art. 3): the worst any one criterion reaches; deaths and injuries are never added.
 * A criterion left out does not apply. Refuses broken or negative numbers of people, negative losses, and accidents of a
 * day (`YYYY-MM-DD`) before the decree was in force.
 */
export function grade(
  { deaths = 0, serious = 0, loss = 0 }: Harm,
  day?: string,
): Answer<{ readonly level: AccidentLevel }> {
  if (day !== undefined && !isDay(day)) return refuse('事故日期应为YYYY-MM-DD', '第三条');
  if (day !== undefined && day < IN_FORCE) return refuse('第493号令2007-06-01施行，此前的等级划分未收录', '第三条');
  const wrong =
    refuseUncountable({ 死亡人数: deaths, 重伤人数: serious }, '第三条') ??
    refuseBelow(0, { 直接经济损失: loss }, '第三条');
  if (wrong) return wrong;
  const harm = { deaths, serious, loss };
  const steps: Step[] = CRITERIA.map(([key, name, unit]) => ({
    clause: '第三条',
    name: `按${name}`,
    formula: `${harm[key]} ${unit}`,
    value: (LEVELS.find((rule) => harm[key] >= rule[key]) ?? LEVELS[3])?.level ?? '一般',
  }));
  const level = worst(steps.map(({ value }) => value as AccidentLevel));
  const inputs = CRITERIA.map(([key, name, unit]) => ({ name, value: harm[key], unit }));
  return answer({ level }, DECREE, inputs, [
    ...steps,
    { clause: '第三条', name: '事故等级', formula: '取最高', value: level },
  ]);
}

/** The worst of some levels; 一般 of none. */
export function worst(levels: readonly AccidentLevel[]): AccidentLevel {
  return levels.reduce((a, b) => (severity(b) > severity(a) ? b : a), '一般');
}
