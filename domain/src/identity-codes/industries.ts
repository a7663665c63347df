/** 国民经济行业分类 (GB/T 4754-2017): section → [name, first division, last division]. */
export const INDUSTRY_SECTIONS: Readonly<Record<string, readonly [name: string, from: number, to: number]>> = {
  A: ['农、林、牧、渔业', 1, 5],
  B: ['采矿业', 6, 12],
  C: ['制造业', 13, 43],
  D: ['电力、热力、燃气及水生产和供应业', 44, 46],
  E: ['建筑业', 47, 50],
  F: ['批发和零售业', 51, 52],
  G: ['交通运输、仓储和邮政业', 53, 60],
  H: ['住宿和餐饮业', 61, 62],
  I: ['信息传输、软件和信息技术服务业', 63, 65],
  J: ['金融业', 66, 69],
  K: ['房地产业', 70, 70],
  L: ['租赁和商务服务业', 71, 72],
  M: ['科学研究和技术服务业', 73, 75],
  N: ['水利、环境和公共设施管理业', 76, 79],
  O: ['居民服务、修理和其他服务业', 80, 82],
  P: ['教育', 83, 83],
  Q: ['卫生和社会工作', 84, 85],
  R: ['文化、体育和娱乐业', 86, 90],
  S: ['公共管理、社会保障和社会组织', 91, 96],
  T: ['国际组织', 97, 97],
};

/** The section letter of an industry code (“C2614”, “2614”, “26”); undefined when letter and division disagree or none fits. */
export function industrySection(code: string): string | undefined {
  const match = /^([A-T]?)(\d{2})\d{0,2}$/.exec(code);
  if (!match) return undefined;
  const division = Number(match[2]);
  const section = Object.entries(INDUSTRY_SECTIONS).find(([, [, from, to]]) => division >= from && division <= to)?.[0];
  return match[1] === '' || match[1] === section ? section : undefined;
}
