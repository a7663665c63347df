export type AccidentLevel = '一般' | '较大' | '重大' | '特别重大';

export interface LevelRule {
  readonly level: AccidentLevel;
  /** Least deaths, serious injuries (acute poisoning included) and direct loss in yuan, each inclusive. */
  readonly deaths: number;
  readonly serious: number;
  readonly loss: number;
  /** The level of government at which upward reporting ends (art. 10). */
  readonly stopsAt: '设区的市级' | '省级' | '国务院';
  /** Who investigates (art. 19). */
  readonly investigator: string;
  /** Days for the reply to the report (art. 32). */
  readonly replyDays: number;
}

/** Decree 493 art. 3, 10, 19 and 32: worst first; “以上” includes the number. */
export const LEVELS: readonly LevelRule[] = [
  {
    level: '特别重大',
    deaths: 30,
    serious: 100,
    loss: 100_000_000,
    stopsAt: '国务院',
    investigator: '国务院或者国务院授权有关部门',
    replyDays: 30,
  },
  {
    level: '重大',
    deaths: 10,
    serious: 50,
    loss: 50_000_000,
    stopsAt: '国务院',
    investigator: '省级人民政府',
    replyDays: 15,
  },
  {
    level: '较大',
    deaths: 3,
    serious: 10,
    loss: 10_000_000,
    stopsAt: '省级',
    investigator: '设区的市级人民政府',
    replyDays: 15,
  },
  { level: '一般', deaths: 0, serious: 0, loss: 0, stopsAt: '设区的市级', investigator: '县级人民政府', replyDays: 15 },
];

/** 一般 = 0 … 特别重大 = 3. */
export function severity(level: AccidentLevel): number {
  return LEVELS.length - 1 - LEVELS.findIndex((rule) => rule.level === level);
}

/** The rule of a level. */
export function ruleOf(level: AccidentLevel): LevelRule {
  return LEVELS.find((rule) => rule.level === level) as LevelRule;
}

/** Is the text one of the four levels? */
export function isAccidentLevel(text: string): text is AccidentLevel {
  return LEVELS.some(({ level }) => level === text);
}

/** GB 6441-1986: the twenty categories of accidents, by code. */
export const CATEGORIES = {
  '01': '物体打击',
  '02': '车辆伤害',
  '03': '机械伤害',
  '04': '起重伤害',
  '05': '触电',
  '06': '淹溺',
  '07': '灼烫',
  '08': '火灾',
  '09': '高处坠落',
  '10': '坍塌',
  '11': '冒顶片帮',
  '12': '透水',
  '13': '放炮',
  '14': '火药爆炸',
  '15': '瓦斯爆炸',
  '16': '锅炉爆炸',
  '17': '容器爆炸',
  '18': '其他爆炸',
  '19': '中毒和窒息',
  '20': '其他伤害',
} as const;
