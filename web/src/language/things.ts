import { SUBSTANCES, SYSTEMS } from '@anlan/systems';
import { useCallback } from 'react';
import { useLanguage, type Language } from './index.tsx';
import { regionName } from './regions.ts';

/** Common nouns of which the register's names of things are made; proper names among them stay. */
const NOUNS: Readonly<Record<string, string>> = {
  储罐综合变送器: 'tank transmitter',
  储罐区: 'tank farm',
  储罐: 'tank',
  罐顶: 'roof',
  罐体传感: 'tank sensors',
  气体报警控制器: 'gas alarm controller',
  氨气探测器: 'ammonia detector',
  煤气区域探测器: 'gas area detector',
  燃气场站监测终端: 'gas station terminal',
  消防水监测终端: 'fire-water terminal',
  用户信息传输装置: 'user information transmitter',
  装卸鹤位控制器: 'loading arm controller',
  反应器变送器: 'reactor transmitter',
  库房温湿度探头: 'store temperature and humidity probe',
  粉尘浓度仪: 'dust meter',
  井下监控与人员定位: 'underground monitoring',
  井下监测分站: 'underground substation',
  中段回风巷: 'level return airway',
  尾矿库监测站: 'tailings station',
  码头气象站: 'quay weather station',
  气象站: 'weather station',
  客流计数: 'passenger count',
  客流计: 'passenger counter',
  紧急切断阀关到位: 'Shut-off valve closed',
  紧急切断阀开到位: 'Shut-off valve open',
  紧急切断阀: 'shut-off valve',
  工况模型: 'process model',
  反应工段: 'reaction section',
  大门: 'gate',
  装卸台: 'loading bay',
  限速: 'limit',
  距最近会遇: 'closest approach in',
  从未收到: 'never heard',
  禁入至: 'closed until',
  禁行至: 'no driving until',
  当日禁入: 'closed today',
  全时禁入: 'closed at all times',
  工况偏离度: 'Process deviation',
  危货: 'hazmat',
  液化石油气: 'LPG ',
  液化天然气: 'LNG ',
  环氧乙烷: 'Ethylene oxide ',
  乙酸乙酯: 'Ethyl acetate ',
  丙烯腈: 'Acrylonitrile ',
  双氧水: 'Hydrogen peroxide ',
  一氧化碳: 'Carbon monoxide ',
  氢氧化钠: 'Sodium hydroxide ',
  液氯: 'Chlorine ',
  液氨: 'Ammonia ',
  甲醇: 'Methanol ',
  乙醇: 'Ethanol ',
  丙酮: 'Acetone ',
  丙烯: 'Propylene ',
  甲苯: 'Toluene ',
  硫酸: 'Sulphuric acid ',
  硝酸: 'Nitric acid ',
  盐酸: 'Hydrochloric acid ',
  汽油: 'Petrol ',
  柴油: 'Diesel ',
  天然气: 'Natural gas ',
  '硝酸（含硝酸＞70%）': 'Nitric acid over 70 % ',
  装置区: 'process area',
  装卸区: 'loading area',
  库房: 'store',
  气瓶间: 'cylinder store',
  液位报警: 'level alarm',
  温度报警: 'temperature alarm',
  压力报警: 'pressure alarm',
  可燃气体探测器: 'combustible gas detector',
  有毒气体探测器: 'toxic gas detector',
  火灾报警器: 'fire alarm',
  安全仪表系统: 'safety instrumented system',
  碱液吸收装置: 'alkali absorber',
  摄像机: 'camera',
};

/** What points measure, longest first: 24 小时雨量 before 小时雨量. */
const POINTS: readonly (readonly [zh: string, en: string])[] = SYSTEMS.flatMap(({ quantities = [] }) => quantities)
  .map(({ label, labelEn }) => [label, labelEn] as const)
  .toSorted(([a], [b]) => b.length - a.length);

/** Longest first: 储罐综合变送器 before 储罐. */
const WORDS: ReadonlyMap<string, string> = new Map(Object.entries(NOUNS).toSorted(([a], [b]) => b.length - a.length));
const ANY = new RegExp([...WORDS.keys()].map((word) => word.replaceAll(/[()|.*+?]/g, String.raw`\$&`)).join('|'), 'g');
/** Chemicals by their names in the register, longest first: of them things are called that hold them. */
const CHEMICALS: readonly (readonly [zh: string, en: string])[] = SUBSTANCES.flatMap(({ name, aliases, labelEn }) =>
  [name, ...aliases].map((word) => [word, labelEn] as const),
)
  .filter(([word]) => !WORDS.has(word))
  .toSorted(([a], [b]) => b.length - a.length);
/** What a chemical is kept in, behind its name. */
const KEPT = /^(?:储罐|罐|装置|库|$)/;
const HAN = /\p{Script=Han}/u;
const FIRM = /（演示）|公司|厂(?:$|[（ ])|矿(?:$|[（ ])/;

/** The part with the chemical it begins with in English. */
function sayChemical(part: string): string {
  const known = CHEMICALS.find(([word]) => part.startsWith(word) && KEPT.test(part.slice(word.length)));
  return known === undefined ? part : `${known[1]} ${part.slice(known[0].length)}`;
}

/**
 * A part of a name in English: what it measures and what kind of thing it is. The name of a firm stays as it is, and so does
 * a part of which only some words are known: none is half English.
 */
function partName(part: string): string {
  const place = regionName(part, 'en');
  if (place !== part || FIRM.test(part)) return place;
  const said = sayChemical(part)
    .replaceAll(ANY, (word) => ` ${WORDS.get(word)}`)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?（ ?/g, ' (')
    .replaceAll(/ ?）/g, ')')
    .replaceAll(/ (?=[，、])/g, '')
    .trim();
  return HAN.test(said) ? part : said;
}

/** One part between `·`: the quantity it begins with, then word by word. */
function sayPart(part: string): string {
  const quantity = POINTS.find(([label]) => part === label || part.startsWith(`${label} `));
  const rest = quantity === undefined ? part : part.slice(quantity[0].length);
  return `${quantity?.[1] ?? ''}${rest.split(' ').map(partName).join(' ')}`;
}

/**
 * The name of a registered thing in a language: `液位 液氯储罐 V-102` is “Level Chlorine tank V-102”. Parts stand apart by
 * blanks and `·`; proper names and what is no declared word stay Chinese.
 */
export function byName(name: string, language: Language): string {
  if (language === 'zh') return name;
  return name.split(' · ').map(sayPart).join(' · ');
}

/** Says names of things in the reader's language. */
export function useByName(): (name: string) => string {
  const { language } = useLanguage();
  return useCallback((name) => byName(name, language), [language]);
}
