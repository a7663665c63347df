import { pinyin } from 'pinyin-pro';

/**
 * What places are called in English: the specific part in Hanyu Pinyin without tones, written together (GB/T 28039-2011
 * for place names; 地名管理条例 (2022) article 15: place names are romanised by 汉语拼音方案), the generic part translated.
 * Longest ending first. Provinces and cities stand without their generic word, as the State Council's English pages do.
 */
const GENERICS: readonly (readonly [ending: string, english: string])[] = [
  ['高新技术产业开发区', 'High-tech Industrial Development Zone'],
  ['经济技术开发区', 'Economic and Technological Development Zone'],
  ['经济开发区', 'Economic Development Zone'],
  ['风景名胜区', 'Scenic Area'],
  ['化工园区', 'Chemical Industry Park'],
  ['工业园区', 'Industrial Park'],
  ['高新区', 'High-tech Zone'],
  ['开发区', 'Development Zone'],
  ['工业园', 'Industrial Park'],
  ['办事处', 'Subdistrict Office'],
  ['垦殖场', 'Reclamation Farm'],
  ['垦总场', 'Reclamation Farm'],
  ['水产场', 'Fish Farm'],
  ['良种场', 'Seed Farm'],
  ['街道', 'Subdistrict'],
  ['社区', 'Community'],
  ['新区', 'New Area'],
  ['园区', 'Park'],
  ['网格', 'Grid'],
  ['林场', 'Forest Farm'],
  ['农场', 'Farm'],
  ['苗圃', 'Nursery'],
  ['监狱', 'Prison'],
  ['水库', 'Reservoir'],
  ['省', ''],
  ['市', ''],
  ['区', 'District'],
  ['县', 'County'],
  ['镇', 'Town'],
  ['乡', 'Township'],
  ['村', 'Village'],
];

/** Peoples as the autonomous places and ethnic townships name them (GB/T 3304-1991). */
const PEOPLES: Readonly<Record<string, string>> = {
  蒙古: 'Mongol',
  回: 'Hui',
  藏: 'Tibetan',
  维吾尔: 'Uygur',
  苗: 'Miao',
  彝: 'Yi',
  壮: 'Zhuang',
  布依: 'Bouyei',
  朝鲜: 'Korean',
  满: 'Manchu',
  侗: 'Dong',
  瑶: 'Yao',
  白: 'Bai',
  土家: 'Tujia',
  哈尼: 'Hani',
  哈萨克: 'Kazak',
  傣: 'Dai',
  黎: 'Li',
  傈僳: 'Lisu',
  佤: 'Va',
  畲: 'She',
  拉祜: 'Lahu',
  水: 'Sui',
  东乡: 'Dongxiang',
  纳西: 'Naxi',
  景颇: 'Jingpo',
  土: 'Tu',
  达斡尔: 'Daur',
  仫佬: 'Mulao',
  羌: 'Qiang',
  布朗: 'Blang',
  撒拉: 'Salar',
  毛南: 'Maonan',
  仡佬: 'Gelao',
  锡伯: 'Xibe',
  普米: 'Pumi',
  塔吉克: 'Tajik',
  怒: 'Nu',
  鄂温克: 'Ewenki',
  保安: 'Bonan',
  裕固: 'Yugur',
  独龙: 'Derung',
  鄂伦春: 'Oroqen',
  珞巴: 'Lhoba',
};

const AUTONOMOUS = /^(.+?)((?:(?:PEOPLE)族)+)(自治县|自治州|自治旗|乡)$/.source.replace('PEOPLE', () =>
  Object.keys(PEOPLES)
    .toSorted((a, b) => b.length - a.length)
    .join('|'),
);
const ETHNIC = new RegExp(AUTONOMOUS);
const AUTONOMY: Readonly<Record<string, string>> = {
  自治县: 'Autonomous County',
  自治州: 'Autonomous Prefecture',
  自治旗: 'Autonomous Banner',
  乡: 'Ethnic Township',
};

/** How places read characters that everyday words read otherwise: 五都 Wudu, 柏林 Bailin, 曾家 Zengjia. */
const READINGS: Readonly<Record<string, string>> = { 都: 'du', 柏: 'bai', 曾: 'zeng' };

/** Syllables in one word, with the apostrophe before a vowel (汉语拼音方案 part 5): 南岸 → Nan'an, 吕城 → Lücheng. */
function inOneWord(name: string): string {
  const word = pinyin(name, { toneType: 'none', type: 'all', nonZh: 'consecutive' })
    .map(({ origin, pinyin: read }) => READINGS[origin] ?? read)
    .map((syllable, at) => (at > 0 && /^[aoe]/.test(syllable) ? `'${syllable}` : syllable))
    .join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function inTurn(peoples: string): string {
  const said = peoples.split('族').flatMap((people) => PEOPLES[people] ?? []);
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}

/**
 * A place in English letters: 信州区 → Xinzhou District, 高泉岩镇 → Gaoquanyan Town, 太源畲族乡 → Taiyuan She Ethnic
 * Township. A specific part of one syllable keeps the generic one in its word: 忠县 → Zhongxian County. Readings that only
 * its people know (铅山 Yanshan) are the dictionary's; where it is wrong, the region pack or the administrator says so.
 */
export function romanised(name: string): string {
  const ethnic = ETHNIC.exec(name);
  if (ethnic !== null) return `${inOneWord(ethnic[1]!)} ${inTurn(ethnic[2]!)} ${AUTONOMY[ethnic[3]!]}`;
  const [ending = '', generic = ''] = GENERICS.find(([end]) => name.endsWith(end) && name.length > end.length) ?? [];
  const specific = name.slice(0, name.length - ending.length);
  const numbered = /^第?(\d+)$/.exec(specific);
  if (numbered !== null && generic !== '') return `${generic} ${numbered[1]}`;
  const short = [...specific].length === 1 && [...ending].length === 1;
  return `${inOneWord(short ? name : specific)} ${generic}`.trim();
}
