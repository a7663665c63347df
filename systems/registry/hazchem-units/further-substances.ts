import type { HazardClass } from './classes.ts';

/** A substance that GB 18218-2018 table 1 does not name; `categories` are its table 2 codes, empty where none applies. */
export interface FurtherSubstance {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly english: string;
  readonly cas: string;
  readonly un: string;
  readonly categories: readonly string[];
  readonly kind: HazardClass;
}

type Row = readonly [
  name: string,
  aliases: string,
  english: string,
  cas: string,
  un: string,
  categories: string,
  kind: HazardClass,
];

/**
 * Names, CAS and UN numbers are facts of the public registers; the categories follow the GHS classes usually stated in
 * safety data sheets and are advisory: the sheet of the product decides.
 */
const ROWS: readonly Row[] = [
  ['原油', '', 'Crude oil', '8002-05-9', '1267', 'W5.3', 'flammable-liquid'],
  ['石脑油', '粗汽油', 'Naphtha', '8030-30-6', '1268', 'W5.3', 'flammable-liquid'],
  ['柴油', '', 'Diesel', '68334-30-5', '1202', 'W5.4', 'flammable-liquid'],
  ['煤油', '', 'Kerosene', '8008-20-6', '1223', 'W5.4', 'flammable-liquid'],
  ['一氧化碳', '', 'Carbon monoxide', '630-08-0', '1016', 'W2 J3', 'toxic-gas'],
  ['三氟化硼', '氟化硼', 'Boron trifluoride', '7637-07-2', '1008', 'J3', 'toxic-gas'],
  ['一氯甲烷', '氯甲烷;甲基氯', 'Methyl chloride', '74-87-3', '1063', 'W2', 'flammable-gas'],
  ['丙烯', '1-丙烯', 'Propylene', '115-07-1', '1077', 'W2', 'flammable-gas'],
  ['异丁烯', '2-甲基丙烯', 'Isobutene', '115-11-7', '1055', 'W2', 'flammable-gas'],
  ['二甲胺(无水)', '二甲胺', 'Dimethylamine, anhydrous', '124-40-3', '1032', 'W2', 'flammable-gas'],
  ['乙烷', '', 'Ethane', '74-84-0', '1035', 'W2', 'flammable-gas'],
  ['三氯化磷', '', 'Phosphorus trichloride', '7719-12-2', '1809', 'J5', 'toxic'],
  ['硝基苯', '', 'Nitrobenzene', '98-95-3', '1662', '', 'toxic'],
  ['硫酸二甲酯', '', 'Dimethyl sulfate', '77-78-1', '1595', 'J5', 'toxic'],
  ['氰化钠', '山奈', 'Sodium cyanide', '143-33-9', '1689', 'J5', 'toxic'],
  ['氰化钾', '山奈钾', 'Potassium cyanide', '151-50-8', '1680', 'J5', 'toxic'],
  ['三氧化二砷', '砒霜;白砒', 'Arsenic trioxide', '1327-53-3', '1561', 'J5', 'toxic'],
  ['苯胺', '氨基苯', 'Aniline', '62-53-3', '1547', '', 'toxic'],
  ['苯酚', '石炭酸', 'Phenol', '108-95-2', '1671', '', 'toxic'],
  ['四氯化钛', '', 'Titanium tetrachloride', '7550-45-0', '1838', 'J5', 'toxic'],
  ['六氯环戊二烯', '全氯环戊二烯', 'Hexachlorocyclopentadiene', '77-47-4', '2646', 'J2', 'toxic'],
  ['氯甲基甲醚', '甲基氯甲醚', 'Chloromethyl methyl ether', '107-30-2', '1239', 'W5.3', 'toxic'],
  ['甲基肼', '甲基联胺', 'Methylhydrazine', '60-34-4', '1244', 'J2 W5.3', 'toxic'],
  ['氯甲酸三氯甲酯', '双光气', 'Diphosgene', '503-38-8', '', 'J2', 'toxic'],
  ['三氯硝基甲烷', '氯化苦;硝基三氯甲烷', 'Chloropicrin', '76-06-2', '1580', 'J2', 'toxic'],
  ['三氯甲烷', '氯仿', 'Chloroform', '67-66-3', '1888', '', 'toxic'],
  ['二氯甲烷', '', 'Dichloromethane', '75-09-2', '1593', '', 'toxic'],
  ['氯苯', '一氯化苯', 'Chlorobenzene', '108-90-7', '1134', 'W5.4', 'flammable-liquid'],
  ['乙酸乙烯酯', '醋酸乙烯酯', 'Vinyl acetate', '108-05-4', '1301', 'W5.3', 'flammable-liquid'],
  ['甲基叔丁基醚', 'MTBE', 'Methyl tert-butyl ether', '1634-04-4', '2398', 'W5.3', 'flammable-liquid'],
  ['丙烯酸', '', 'Acrylic acid', '79-10-7', '2218', 'W5.4', 'flammable-liquid'],
  ['乙醛', '', 'Acetaldehyde', '75-07-0', '1089', 'W5.1', 'flammable-liquid'],
  ['2-丙醇', '异丙醇', 'Isopropanol', '67-63-0', '1219', 'W5.3', 'flammable-liquid'],
  ['正丁醇', '1-丁醇', 'n-Butanol', '71-36-3', '1120', 'W5.4', 'flammable-liquid'],
  ['二甲苯异构体混合物', '二甲苯;混二甲苯', 'Xylenes', '1330-20-7', '1307', 'W5.4', 'flammable-liquid'],
  ['环己酮', '', 'Cyclohexanone', '108-94-1', '1915', 'W5.4', 'flammable-liquid'],
  ['乙二胺', '1,2-二氨基乙烷', 'Ethylenediamine', '107-15-3', '1604', 'W5.4', 'flammable-liquid'],
  ['四氢呋喃', '', 'Tetrahydrofuran', '109-99-9', '2056', 'W5.3', 'flammable-liquid'],
  ['乙酸(含量>80%)', '冰醋酸;醋酸', 'Acetic acid (>80 %)', '64-19-7', '2789', 'W5.4', 'flammable-liquid'],
  ['乙酸正丁酯', '醋酸丁酯', 'n-Butyl acetate', '123-86-4', '1123', 'W5.4', 'flammable-liquid'],
  ['正庚烷', '庚烷', 'n-Heptane', '142-82-5', '1206', 'W5.3', 'flammable-liquid'],
  ['甲酸', '蚁酸', 'Formic acid', '64-18-6', '1779', 'W5.4', 'flammable-liquid'],
  ['过氧化二苯甲酰', '过氧化(二)苯甲酰;BPO', 'Dibenzoyl peroxide', '94-36-0', '3102', 'W7.1', 'reactive'],
  ['过氧化苯甲酸叔丁酯', '', 'tert-Butyl peroxybenzoate', '614-45-9', '3103', 'W7.2', 'reactive'],
  [
    "N,N'-二亚硝基五亚甲基四胺",
    '发泡剂H;DPT',
    'Dinitrosopentamethylenetetramine',
    '101-25-7',
    '3224',
    'W6.2',
    'reactive',
  ],
  ["2,2'-偶氮二异丁腈", '发泡剂N;ADIN;AIBN', 'Azobisisobutyronitrile', '78-67-1', '3234', 'W6.2', 'reactive'],
  [
    "2,2'-偶氮-二-(2,4-二甲基戊腈)",
    '偶氮二异庚腈;ABVN',
    'Azobisdimethylvaleronitrile',
    '4419-11-8',
    '3236',
    'W6.2',
    'reactive',
  ],
  ['高氯酸铵', '过氯酸铵', 'Ammonium perchlorate', '7790-98-9', '0402', 'W1.1', 'explosive'],
  ['硝基胍', '橄苦岩', 'Nitroguanidine', '556-88-7', '0282', 'W1.1', 'explosive'],
  [
    '过氧化氢溶液(含量>8%)',
    '双氧水;过氧化氢',
    'Hydrogen peroxide solution (>8 %)',
    '7722-84-1',
    '2014',
    'W9.2',
    'oxidiser',
  ],
  ['硝酸钠', '', 'Sodium nitrate', '7631-99-4', '1498', 'W9.2', 'oxidiser'],
  ['高锰酸钾', '过锰酸钾;灰锰氧', 'Potassium permanganate', '7722-64-7', '1490', 'W9.2', 'oxidiser'],
  ['重铬酸钾', '红矾钾', 'Potassium dichromate', '7778-50-9', '3086', 'W9.2', 'oxidiser'],
  ['硼氢化钠', '氢硼化钠', 'Sodium borohydride', '16940-66-2', '1426', 'W11', 'reactive'],
  ['锂', '金属锂', 'Lithium', '7439-93-2', '1415', 'W11', 'reactive'],
  ['镁粉', '镁', 'Magnesium powder', '7439-95-4', '1418', 'W11', 'reactive'],
  ['铝粉', '', 'Aluminium powder', '7429-90-5', '1396', 'W11', 'reactive'],
  ['硫黄', '硫;硫磺', 'Sulfur', '7704-34-9', '1350', '', 'reactive'],
  ['六亚甲基四胺', '乌洛托品', 'Hexamethylenetetramine', '100-97-0', '1328', '', 'reactive'],
  ['水合肼(含肼≤64%)', '水合联氨', 'Hydrazine hydrate', '10217-52-4', '2030', '', 'toxic'],
  ['硫酸', '', 'Sulfuric acid', '7664-93-9', '1830', '', 'other'],
  ['盐酸', '氢氯酸', 'Hydrochloric acid', '7647-01-0', '1789', '', 'other'],
  ['甲醛溶液', '福尔马林溶液', 'Formaldehyde solution', '50-00-0', '2209', '', 'other'],
  ['氢氧化钠', '烧碱;苛性钠', 'Sodium hydroxide', '1310-73-2', '1823', '', 'other'],
  ['次氯酸钠溶液(含有效氯>5%)', '漂白水', 'Sodium hypochlorite solution', '7681-52-9', '1791', '', 'other'],
  ['氮(压缩的或液化的)', '氮气;液氮', 'Nitrogen', '7727-37-9', '1066', '', 'other'],
  ['二氧化碳(压缩的或液化的)', '碳酸酐;液体二氧化碳', 'Carbon dioxide', '124-38-9', '1013', '', 'other'],
];

const words = (text: string, by: string): string[] => (text === '' ? [] : text.split(by));

export const FURTHER_SUBSTANCES: readonly FurtherSubstance[] = ROWS.map(
  ([name, aliases, english, cas, un, categories, kind]) => ({
    name,
    aliases: words(aliases, ';'),
    english,
    cas,
    un,
    categories: words(categories, ' '),
    kind,
  }),
);
