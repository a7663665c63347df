import { reaches } from '../working/index.ts';
import type { Level } from './betas.ts';
import type { Holding } from './assess.ts';
import { substance } from './substance.ts';

/** Ratio sum q/Q of the holdings whose group is listed; holdings the standard does not know count for nothing. */
function ratioOf(holdings: readonly Holding[], groups: readonly string[]): number {
  return holdings.reduce((sum, { chemical, tonnes }) => {
    const found = substance(chemical);
    return 'ok' in found || !groups.includes(found.group) ? sum : sum + tonnes / found.threshold;
  }, 0);
}

/**
 * Must the unit have a quantitative risk assessment (Order 40 art. 9)? Level 1 or 2 with toxic gases of a ratio sum of
 * 1 and more, or level 1 with explosives or liquefied flammable gases of 1 and more (flammable gases count here
 * whether liquefied or not: the tables do not tell).
 */
export function needsRiskAssessment(level: Level, holdings: readonly Holding[]): boolean {
  const toxic = ratioOf(holdings, ['toxic gas']);
  const burning = ratioOf(holdings, ['explosive', '爆炸物', 'flammable gas', '易燃气体']);
  return ((level === '一级' || level === '二级') && reaches(toxic, 1)) || (level === '一级' && reaches(burning, 1));
}

export type ReassessmentEvent = 'construction' | 'process' | 'surroundings' | 'accident' | 'standard';

const REASONS: Readonly<Record<ReassessmentEvent, string>> = {
  construction: '装置、设施或者场所新建、改建、扩建完毕',
  process: '危险化学品种类、数量、生产、使用工艺或者储存方式及重要设备、设施等发生变化，影响级别或者风险程度',
  surroundings: '外界生产安全环境因素发生变化，影响级别或者风险程度',
  accident: '发生危险化学品事故造成人员死亡，或者10人以上受伤，或者影响到公共安全',
  standard: '有关重大危险源辨识和安全评估的国家标准、行业标准发生变化',
};

/** Why the unit must be assessed again (Order 40 art. 11): the events since the last one, and its third anniversary. */
export function reassessmentReasons(yearsSince: number, events: readonly ReassessmentEvent[]): readonly string[] {
  const expired = yearsSince >= 3 ? ['重大危险源安全评估已满三年'] : [];
  return [...expired, ...new Set(events.map((event) => REASONS[event]))];
}
