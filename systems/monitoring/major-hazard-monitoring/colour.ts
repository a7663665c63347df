import type { Level } from '@anlan/kernel/entity';
import type { Parameter } from '@anlan/kernel/parameter';
import type { Grade } from '../../registry/major-hazards/index.ts';

/** What a source's colour is made of just now. */
export interface SourceFacts {
  readonly grade: Grade | null;
  /** Levels of its running alarms. */
  readonly alarms: readonly Level[];
  /** Hot work or work in a confined space under way at the plant. */
  readonly specialWork: number;
  /** Signals that have been silent for more than half an hour. */
  readonly silent: number;
  /** Interlocks out of use while nobody has declared maintenance. */
  readonly interlocksOff: number;
  /** Duties of today that are past their time: the safety promise not announced, a guarantor’s last period undone. */
  readonly undone: number;
}

export interface ColourTerm {
  readonly key: 'grade' | 'alarms' | 'specialWork' | 'silent' | 'interlock' | 'duty';
  readonly points: number;
  /** How many of it there are; 0 or 1 of the grade. */
  readonly count: number;
}

export interface SourceColour {
  readonly level: Level;
  readonly score: number;
  /** The worst of its running alarms: the colour is never milder. */
  readonly alarm: Level | null;
  readonly terms: readonly ColourTerm[];
}

const ORDER: readonly Level[] = ['blue', 'yellow', 'orange', 'red'];
const worseOf = (one: Level, other: Level): Level => (ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one);
const prefix = 'hazard.colour.';

const named = (key: string, label: string, labelEn: string, value: number): Parameter => ({
  key: `${prefix}${key}`,
  label: `实时风险色：${label}`,
  labelEn: `Live colour: ${labelEn}`,
  group: '重大危险源实时风险色',
  source: '惯例初值，没有条款；由属地按风险预警规则修订',
  kind: 'number',
  unit: '分',
  value,
  min: 0,
  max: 100,
});

/** The weights are conventions that each jurisdiction sets for itself. */
export const colourParameters: readonly Parameter[] = [
  named('one', '一级重大危险源', 'level 1 source', 40),
  named('two', '二级重大危险源', 'level 2 source', 30),
  named('three', '三级重大危险源', 'level 3 source', 20),
  named('four', '四级重大危险源', 'level 4 source', 10),
  named('red', '红色报警', 'red alarm', 40),
  named('orange', '橙色报警', 'orange alarm', 25),
  named('yellow', '黄色报警', 'yellow alarm', 10),
  named('blue', '蓝色报警', 'blue alarm', 3),
  named('further', '其余每起报警', 'each further alarm', 2),
  named('alarms-most', '报警合计上限', 'most that alarms add', 45),
  named('special-work', '特殊作业进行中', 'special work under way', 10),
  named('silent', '测点离线超过 30 min', 'signals silent for more than 30 min', 10),
  named('interlock', '未报备摘除联锁', 'interlock out of use, not declared', 10),
  named('duty', '当日承诺未公告或包保履职缺失', 'promise or guarantor’s duty undone', 5),
  named('from-red', '红色起点', 'red from', 80),
  named('from-orange', '橙色起点', 'orange from', 60),
  named('from-yellow', '黄色起点', 'yellow from', 40),
];

const FIRST = new Map(colourParameters.map(({ key, value }) => [key, value as number]));
/** The first values of the weights, where nobody has set others. */
export const firstWeight = (key: string): number => FIRST.get(`${prefix}${key}`) ?? 0;
/** The name of a weight among the parameters. */
export const weightKey = (key: string): string => `${prefix}${key}`;

/**
 * The live colour of a source with every term it follows from: points for its level, its running alarms (the worst, and a
 * little for each further one), special work, silent signals, interlocks out of use, duties undone; then the score's colour, or that of
 * the worst running alarm where it is graver.
 */
export function sourceColour(facts: SourceFacts, weight: (key: string) => number = firstWeight): SourceColour {
  const { grade, alarms } = facts;
  const worst = alarms.toSorted((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0] ?? null;
  const rung =
    worst === null ? 0 : Math.min(weight('alarms-most'), weight(worst) + (alarms.length - 1) * weight('further'));
  const once = (count: number, key: string): number => (count > 0 ? weight(key) : 0);
  const terms: readonly ColourTerm[] = [
    { key: 'grade', count: grade === null ? 0 : 1, points: grade === null || grade === 'none' ? 0 : weight(grade) },
    { key: 'alarms', count: alarms.length, points: rung },
    { key: 'specialWork', count: facts.specialWork, points: once(facts.specialWork, 'special-work') },
    { key: 'silent', count: facts.silent, points: once(facts.silent, 'silent') },
    { key: 'interlock', count: facts.interlocksOff, points: once(facts.interlocksOff, 'interlock') },
    { key: 'duty', count: facts.undone, points: once(facts.undone, 'duty') },
  ];
  const score = terms.reduce((sum, { points }) => sum + points, 0);
  const byScore = (['red', 'orange', 'yellow'] as const).find((level) => score >= weight(`from-${level}`)) ?? 'blue';
  return { level: worst === null ? byScore : worseOf(byScore, worst), score, alarm: worst, terms };
}
