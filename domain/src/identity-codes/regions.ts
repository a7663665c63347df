/** Provinces of GB/T 2260 by their first two digits. */
export const PROVINCES: Readonly<Record<string, string>> = {
  11: '北京市',
  12: '天津市',
  13: '河北省',
  14: '山西省',
  15: '内蒙古自治区',
  21: '辽宁省',
  22: '吉林省',
  23: '黑龙江省',
  31: '上海市',
  32: '江苏省',
  33: '浙江省',
  34: '安徽省',
  35: '福建省',
  36: '江西省',
  37: '山东省',
  41: '河南省',
  42: '湖北省',
  43: '湖南省',
  44: '广东省',
  45: '广西壮族自治区',
  46: '海南省',
  50: '重庆市',
  51: '四川省',
  52: '贵州省',
  53: '云南省',
  54: '西藏自治区',
  61: '陕西省',
  62: '甘肃省',
  63: '青海省',
  64: '宁夏回族自治区',
  65: '新疆维吾尔自治区',
  71: '台湾省',
  81: '香港特别行政区',
  82: '澳门特别行政区',
};

export type RegionLevel = 'province' | 'city' | 'county' | 'town' | 'village';

/** Length of the code down to each level; shorter codes are padded with zeros. */
const LEVELS: readonly (readonly [RegionLevel, number])[] = [
  ['province', 2],
  ['city', 4],
  ['county', 6],
  ['town', 9],
  ['village', 12],
];

/** A region code of 2, 4, 6, 9 or 12 digits (GB/T 2260, GB/T 10114) whose province exists. */
export function isRegionCode(code: string): boolean {
  return /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code) && Object.hasOwn(PROVINCES, code.slice(0, 2));
}

/** The level of a code: the last part that is not all zeros; undefined for what is no region code. */
export function regionLevel(code: string): RegionLevel | undefined {
  if (!isRegionCode(code)) return undefined;
  const padded = code.padEnd(12, '0');
  return LEVELS.findLast(([, end], index) => /[1-9]/.test(padded.slice(LEVELS[index - 1]?.[1] ?? 0, end)))?.[0];
}

/** The region above, in as many digits as given (320281 → 320200 → 320000); undefined for a province. */
export function parentRegion(code: string): string | undefined {
  const level = regionLevel(code);
  const at = LEVELS.findIndex(([name]) => name === level);
  const above = LEVELS[at - 1];
  return above ? code.slice(0, above[1]).padEnd(code.length, '0') : undefined;
}

/** Does the region `inner` lie in (or equal) `outer`? Both may have any of the five lengths. */
export function liesIn(inner: string, outer: string): boolean {
  const end = LEVELS.find(([name]) => name === regionLevel(outer))?.[1];
  return end !== undefined && isRegionCode(inner) && inner.padEnd(12, '0').startsWith(outer.slice(0, end));
}
