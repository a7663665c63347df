import { halfWidth } from './clean.ts';

/**
 * What is compared of a record: a firm by its code, its name and its place; a thing by its name and its place, among
 * those of the same owner.
 */
export interface Comparable {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly regionPath: string;
  /** Undefined of a firm. */
  readonly thing?: Belonging | undefined;
}

/** Where a thing belongs. */
export interface Belonging {
  /** Whose it is; null = nobody's, or not known. */
  readonly owner: string | null;
  /** Its numbers and what it refers to, in one order for all of the register: two that differ in one of them are two. */
  readonly apart: readonly (string | null)[];
}

/** A record with its name normalised, as `readName` does it. */
export interface Named extends Comparable {
  readonly core: string;
  /** Paths of the regions of the last place that its name begins with; several share a name, none = it names none. */
  readonly at: readonly string[];
}

/** Why two records may be one; `likeness` 0…1 and `metres` where they were measured. */
export interface Suspicion {
  /** The smaller id. */
  readonly one: string;
  readonly other: string;
  readonly reasons: readonly ('code' | 'name' | 'near')[];
  readonly likeness: number;
  readonly metres: number | null;
  /** The more alike, the higher. */
  readonly rank: number;
}

/** Names of regions, prefixes in which two writings of one name may differ, with their paths. */
export interface Places {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly longest: number;
}

/** Regions' names as prefixes, each with its kind and without: 上饶市, 上饶. */
export function placesOf(regions: Iterable<{ readonly name: string; readonly path: string }>): Places {
  const words = new Map<string, string[]>();
  let longest = 0;
  for (const { name, path } of regions)
    for (const word of new Set([name, name.replace(/(土家族|苗族)*自治县$|(省|市|区|县|镇|乡|街道)$/u, '')])) {
      if (word.length < 2) continue;
      words.set(word, [...(words.get(word) ?? []), path]);
      longest = Math.max(longest, word.length);
    }
  return { words, longest };
}

const NOWHERE: Places = { words: new Map(), longest: 0 };

/** Endings of the same legal form. */
const FORMS = /(股份有限责任公司|有限责任公司|股份有限公司|有限公司|公司)/g;
const PROVINCES = /^(?:中国)?(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?/;

/**
 * A name with what differs between two writings of the same taken away: width, brackets, blanks, the legal form and
 * prefixes naming a place; and where the last of these places is.
 */
export function readName(name: string, places: Places = NOWHERE): Pick<Named, 'core' | 'at'> {
  let at: readonly string[] = [];
  let key = halfWidth(name)
    .toLowerCase()
    .replaceAll(/[\s()（）[\]【】《》“”"'·.,，、\-—_]/g, '')
    .replaceAll(FORMS, '');
  key = key.replace(PROVINCES, '') || key;
  for (let place = placeAt(key, places); place > 0; place = placeAt(key, places)) {
    at = places.words.get(key.slice(0, place)) ?? [];
    key = key.slice(place).replace(/^(市|县|区|镇|乡|街道)(?=.{2})/, '');
  }
  return { core: key, at };
}

/** Length of the longest place the key begins with, if two letters are left behind it; 0 = none. */
function placeAt(key: string, { words, longest }: Places): number {
  for (let length = Math.min(longest, key.length - 2); length > 1; length -= 1)
    if (words.has(key.slice(0, length))) return length;
  return 0;
}

/** Likeness of two texts by their pairs of characters (Sørensen–Dice), 0…1. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const left = pairsOf(one);
  const right = pairsOf(other);
  if (left.size === 0 || right.size === 0) return 0;
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  return (2 * shared) / (one.length - 1 + other.length - 1);
}

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** Do two codes differ by one mistyped character or two swapped neighbours? The check character follows from the rest. */
export function isSlip(one: string, other: string): boolean {
  if (one.length !== 18 || other.length !== 18 || one === other) return false;
  const places = [...Array(17).keys()].filter((at) => one[at] !== other[at]);
  if (places.length <= 1) return true;
  const [first = 0, second = 0] = places;
  return places.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first];
}

export const NEAR_METRES = 300;
const ALIKE = 0.75;

/** Great-circle metres for short ways (equirectangular). */
function metresBetween(a: Comparable, b: Comparable): number | null {
  if (a.lon === null || a.lat === null || b.lon === null || b.lat === null) return null;
  const east = (a.lon - b.lon) * 111_320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, (a.lat - b.lat) * 110_574);
}

/** Letters and figures that tell one of a row from the next: 1#储罐 and 2#储罐, 东门 and 西门. */
const MARKS = /[0-9a-z一二三四五六七八九十东西南北上下左右前后内外甲乙丙丁]/g;

const marksOf = (core: string): string => (core.match(MARKS) ?? []).join('');

/** Endings of names of public bodies: every level of the tree has its own. */
const PUBLIC =
  /(局|厅|委员会|政府|街道办事处|办公室|法院|检察院|(总|支|大|中)队|救援站|消防站|(人民|中医|中心)医院|中医院|妇幼保健院|卫生院|(疾病预防控制|急救|应急指挥|血液)中心|协会|商会|红十字会|中学|小学)$/u;

/** Is it a body of its place, a name without what stands in brackets tells: 应急管理局, 人民医院? */
const isPublic = ({ name }: Named): boolean =>
  PUBLIC.test(
    halfWidth(name)
      .replaceAll(/\([^)]*\)|（[^）]*）/gu, '')
      .trim(),
  );

/**
 * Do both names say where, and is it two places? Neither of the two lies in the other for 信州区应急管理局 and
 * 广丰区应急管理局. A public body of a city is not that of its county, so of them the places must be one; an enterprise is
 * registered with its city here and with its county there.
 */
function elsewhere(one: Named, other: Named): boolean {
  if (one.at.length === 0 || other.at.length === 0) return false;
  const apart = isPublic(one) && isPublic(other);
  const joins = (path: string, second: string): boolean =>
    apart ? path === second : path.startsWith(second) || second.startsWith(path);
  return !one.at.some((path) => other.at.some((second) => joins(path, second)));
}

/** Does what they belong to leave room for their being one? */
function together({ thing: one }: Named, { thing: other }: Named): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.owner !== other.owner) return false;
  return one.apart.every((value, at) => value === null || other.apart[at] === null || value === other.apart[at]);
}

/**
 * Why two records may be one. Firms: credit codes a slip apart, the same name after normalising, or alike names within
 * 300 m; the name of a chain says nothing of records further apart. Things of one owner that differ in no number and in
 * nothing they refer to: the same name within 300 m (or, where a place is not known, with the same owner or in the same
 * town), or within 300 m one name that is the other with something left out, unless they are two of a row. Names of two
 * places are no reason. Undefined = nothing speaks for it.
 */
export function suspect(a: Named, b: Named, chain = false): Suspicion | undefined {
  const [one, other] = a.id < b.id ? [a, b] : [b, a];
  if (one.id === other.id || !together(one, other)) return undefined;
  // Another order of the same pairs is as alike as can be, and another name.
  const same = one.core === other.core;
  const alike = likeness(one.core, other.core);
  const metres = metresBetween(one, other);
  const near = metres !== null && metres <= NEAR_METRES;
  const apart = elsewhere(one, other);
  const reasons: Suspicion['reasons'] = [
    ...(one.creditCode !== null && other.creditCode !== null && isSlip(one.creditCode, other.creditCode)
      ? (['code'] as const)
      : []),
    ...(same && !apart && (near || (!chain && countsAfar(one, other, metres))) ? (['name'] as const) : []),
    ...(!same && !apart && alike >= ALIKE && near && mayBeSame(one, other) ? (['near'] as const) : []),
  ];
  if (reasons.length === 0) return undefined;
  const closeness = metres === null ? 0 : 1 / (1 + metres / 1000);
  const rank = Math.round((reasons.length * 10 + alike + closeness) * 1000);
  return { one: one.id, other: other.id, reasons, likeness: alike, metres, rank };
}

/** Does the same name say something though they are not known to be near? */
function countsAfar(one: Named, other: Named, metres: number | null): boolean {
  if (one.thing === undefined) return true;
  return metres === null && (one.thing.owner !== null || one.regionPath === other.regionPath);
}

/** Of things: are the names not two of a row, and is one the other with something left out? */
function mayBeSame(one: Named, other: Named): boolean {
  if (one.thing === undefined) return true;
  const [short, long] = one.core.length < other.core.length ? [one.core, other.core] : [other.core, one.core];
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length && marksOf(one.core) === marksOf(other.core);
}

/** So many others of one name make it that of a chain. */
export const CHAIN = 200;

/** Keys a record is looked for by: whoever may be one with it is kept under one of them at least. */
export interface SoughtKeys {
  readonly name: readonly string[];
  readonly code: readonly string[];
  readonly near: readonly string[];
}

/**
 * Keys of a record, so that a million need not be compared each with each: every pair that `suspect` finds shares one.
 * `kept` is what the record is kept under; `sought` asks the cells of what is near, too.
 */
export function keysOf(record: Named): { readonly kept: readonly string[]; readonly sought: SoughtKeys } {
  const whose = record.thing?.owner ?? '';
  const name = [nameKeyOf(record)];
  const code = codeKeys(record.creditCode);
  const tokens = tokensOf(record.core);
  const near = (metres: number) =>
    cellsOf(record, metres).flatMap((cell) => tokens.map((token) => `p ${whose} ${cell} ${token}`));
  return { kept: [...name, ...code, ...near(0)], sought: { name, code, near: near(NEAR_METRES + 1) } };
}

/** The key of a record's name, among those of its owner. */
export const nameKeyOf = ({ core, thing }: Named): string => `n ${thing?.owner ?? ''} ${core}`;

/** Where the windows begin that are cut out of a code: each pair of neighbours among the first 17 lies within one. */
const WINDOWS = [0, 3, 6, 9, 12, 13];
const WINDOW = 4;

/** The code with four neighbours left out, in six ways: codes a slip apart agree in one of them. */
function codeKeys(code: string | null): string[] {
  if (code?.length !== 18) return [];
  return WINDOWS.map((at) => `c${at} ${code.slice(0, at)}${code.slice(at + WINDOW, 17)}`);
}

/** Side of a cell, in degrees: some 600 m, so that what is near lies in four cells at most nearly everywhere. */
const CELL = 0.006;

/** Cells of all that lies within so many metres. */
function cellsOf({ lon, lat }: Comparable, metres: number): string[] {
  if (lon === null || lat === null) return [];
  const north = metres / 110_574;
  // Who is near may lie further from the equator, where a degree is shorter.
  const east = metres / (111_320 * Math.max(0.05, Math.cos(((Math.abs(lat) + north) * Math.PI) / 180)));
  return cellsAlong(lon, east).flatMap((x) => cellsAlong(lat, north).map((y) => `${x} ${y}`));
}

function cellsAlong(middle: number, reach: number): number[] {
  const first = Math.floor((middle - reach) / CELL);
  return Array.from({ length: Math.floor((middle + reach) / CELL) - first + 1 }, (_, step) => first + step);
}

/** Pairs of characters that stand in every other name: trades and forms. */
const EVERYDAY = new Set(
  (
    '化工 机械 建材 商贸 贸易 物流 运输 服装 鞋业 餐饮 饭店 酒店 宾馆 矿业 采石 石场 电子 电器 汽车 汽修 修理 五金 烟花 花炮 爆竹 木业 家具 科技 技术 食品 ' +
    '工程 建筑 装饰 制造 加工 经营 营部 门市 市部 商店 商行 超市 便利 利店 药店 药房 加油 油站 服务 务部 务中 中心 实业 工业 发展 开发 集团 分公 责任 个体 ' +
    '材料 塑料 塑胶 金属 钢材 铝业 铜业 水泥 混凝 凝土 新能 能源 环保 生物 医药 农业 种植 养殖 合作 作社 专业 业合 纺织 印刷 包装 玻璃 陶瓷 光学 仪器 设备 电力 供电 水务 燃气 液化 石油 油品'
  ).split(' '),
);

/**
 * Some of the name's pairs of characters, so that names alike by `ALIKE` share one (prefix filter of set joins): alike
 * names have at least `ALIKE / (2 − ALIKE)` of either's pairs in common, so of both names in one order the first pairs,
 * one more than the name may miss, must meet. Any order will do, as long as it is the same for all; with words of every
 * other name last few have to be looked at.
 */
function tokensOf(core: string): string[] {
  const pairs = [...pairsOf(core)].flatMap(([pair, count]) =>
    Array.from({ length: count }, (_, index) => `${pair}${index === 0 ? '' : index}`),
  );
  const shared = Math.ceil((ALIKE / (2 - ALIKE)) * pairs.length - 1e-9);
  const rank = (pair: string): number => (EVERYDAY.has(pair.slice(0, 2)) ? 1 : 0);
  return pairs.toSorted((a, b) => rank(a) - rank(b) || (a < b ? 1 : -1)).slice(0, pairs.length - shared + 1);
}
