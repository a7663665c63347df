import type { CategoryCode } from './table2.ts';

/** A named substance of GB 18218-2018 Table 1. UN numbers are no part of the standard: they come from GB 12268. */
export interface Named {
  readonly no: number;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly english: string;
  readonly cas: readonly string[];
  readonly un: string;
  /** Threshold Q in tonnes. */
  readonly threshold: number;
  readonly group: string;
  /** Hazard category that gives β (Table 4) where Table 3 does not name the substance. */
  readonly category?: CategoryCode;
}

type Row = readonly [no: number, name: string, aliases: string, english: string, cas: string, un: string, threshold: number, group: string, category?: CategoryCode];

/** Thresholds confirmed by two public copies; the categories are advisory: the safety data sheet decides. */
const ROWS: readonly Row[] = [
  [1, '氨', '液氨;氨气', 'Ammonia', '7664-41-7', '1005', 10, 'toxic gas'],
  [2, '二氟化氧', '一氧化二氟', 'Oxygen difluoride', '7783-41-7', '2190', 1, 'toxic gas', 'J1'],
  [3, '二氧化氮', '', 'Nitrogen dioxide', '10102-44-0', '1067', 1, 'toxic gas'],
  [4, '二氧化硫', '亚硫酸酐', 'Sulfur dioxide', '7446-09-5', '1079', 20, 'toxic gas'],
  [5, '氟', '', 'Fluorine', '7782-41-4', '1045', 1, 'toxic gas', 'J3'],
  [6, '碳酰氯', '光气', 'Phosgene (carbonyl chloride)', '75-44-5', '1076', 0.3, 'toxic gas'],
  [7, '环氧乙烷', '氧化乙烯', 'Ethylene oxide', '75-21-8', '1040', 10, 'toxic gas'],
  [8, '甲醛(含量>90%)', '蚁醛', 'Formaldehyde (>90 %)', '50-00-0', '', 5, 'toxic gas', 'J3'],
  [9, '磷化氢', '磷化三氢;膦', 'Phosphine', '7803-51-2', '2199', 1, 'toxic gas'],
  [10, '硫化氢', '', 'Hydrogen sulfide', '7783-06-4', '1053', 5, 'toxic gas'],
  [11, '氯化氢(无水)', '', 'Hydrogen chloride, anhydrous', '7647-01-0', '1050', 20, 'toxic gas'],
  [12, '氯', '液氯;氯气', 'Chlorine', '7782-50-5', '1017', 5, 'toxic gas'],
  [13, '煤气(CO,CO和H2、CH4的混合物等)', '', 'Coal gas / town gas (CO; mixtures of CO with H2, CH4)', '', '1023', 20, 'toxic gas'],
  [14, '砷化氢', '砷化三氢;胂', 'Arsine', '7784-42-1', '2188', 1, 'toxic gas', 'J3'],
  [15, '锑化氢', '三氢化锑;锑化三氢;䏲', 'Stibine', '7803-52-3', '2676', 1, 'toxic gas', 'J3'],
  [16, '硒化氢', '', 'Hydrogen selenide', '7783-07-5', '2202', 1, 'toxic gas', 'J3'],
  [17, '溴甲烷', '甲基溴', 'Methyl bromide', '74-83-9', '1062', 10, 'toxic gas'],
  [18, '丙酮氰醇', '丙酮合氰化氢;2-羟基异丁腈;氰丙醇', 'Acetone cyanohydrin', '75-86-5', '1541', 20, 'toxic liquid', 'J5'],
  [19, '丙烯醛', '烯丙醛;败脂醛', 'Acrolein', '107-02-8', '1092', 20, 'toxic liquid', 'J2'],
  [20, '氟化氢', '', 'Hydrogen fluoride', '7664-39-3', '1052', 1, 'toxic gas'],
  [21, '1-氯-2,3-环氧丙烷', '环氧氯丙烷(3-氯-1,2-环氧丙烷)', 'Epichlorohydrin', '106-89-8', '2023', 20, 'toxic liquid', 'W5.4'],
  [22, '3-溴-1,2-环氧丙烷', '环氧溴丙烷;溴甲基环氧乙烷;表溴醇', 'Epibromohydrin', '3132-64-7', '2558', 20, 'toxic liquid', 'J5'],
  [23, '甲苯二异氰酸酯', '二异氰酸甲苯酯;TDI', 'Toluene diisocyanate', '26471-62-5', '2078', 100, 'toxic liquid', 'J5'],
  [24, '一氯化硫', '氯化硫', 'Sulfur monochloride', '10025-67-9', '1828', 1, 'toxic liquid', 'J5'],
  [25, '氰化氢', '无水氢氰酸', 'Hydrogen cyanide', '74-90-8', '1051', 1, 'toxic liquid'],
  [26, '三氧化硫', '硫酸酐', 'Sulfur trioxide', '7446-11-9', '1829', 75, 'toxic/corrosive', 'J5'],
  [27, '3-氨基丙烯', '烯丙胺', 'Allylamine', '107-11-9', '2334', 20, 'toxic liquid', 'J5'],
  [28, '溴', '溴素', 'Bromine', '7726-95-6', '1744', 20, 'toxic liquid', 'J5'],
  [29, '乙撑亚胺', '吖丙啶;1-氮杂环丙烷;氮丙啶', 'Ethyleneimine', '151-56-4', '1185', 20, 'toxic liquid', 'J5'],
  [30, '异氰酸甲酯', '甲基异氰酸酯', 'Methyl isocyanate', '624-83-9', '2480', 0.75, 'toxic liquid'],
  [31, '叠氮化钡', '叠氮钡', 'Barium azide', '18810-58-7', '0224', 0.5, 'explosive', 'W1.1'],
  [32, '叠氮化铅', '', 'Lead azide', '13424-46-9', '0129', 0.5, 'explosive', 'W1.1'],
  [33, '雷汞', '二雷酸汞;雷酸汞', 'Mercury fulminate', '628-86-4', '0135', 0.5, 'explosive', 'W1.1'],
  [34, '三硝基苯甲醚', '三硝基茴香醚', 'Trinitroanisole', '28653-16-9', '0213', 5, 'explosive', 'W1.1'],
  [35, '2,4,6-三硝基甲苯', '梯恩梯;TNT', '2,4,6-Trinitrotoluene', '118-96-7', '0209', 5, 'explosive', 'W1.1'],
  [36, '硝化甘油', '硝化丙三醇;甘油三硝酸酯', 'Nitroglycerin', '55-63-0', '0143', 1, 'explosive', 'W1.1'],
  [37, '硝化纤维素[干的或含水(或乙醇)<25%]', '硝化棉', 'Nitrocellulose, dry or wetted with <25 % water (or alcohol)', '9004-70-0', '0340', 1, 'explosive', 'W1.1'],
  [38, '硝化纤维素(未改型的,或增塑的,含增塑剂<18%)', '硝化棉', 'Nitrocellulose, unmodified or plasticized with <18 % plasticizer', '9004-70-0', '0341', 1, 'explosive', 'W1.1'],
  [39, '硝化纤维素(含乙醇≥25%)', '硝化棉', 'Nitrocellulose with ≥25 % alcohol', '9004-70-0', '2556', 10, 'explosive', 'W1.2'],
  [40, '硝化纤维素(含氮≤12.6%)', '硝化棉', 'Nitrocellulose with nitrogen ≤12.6 %', '9004-70-0', '2557', 50, 'flammable solid', 'W10'],
  [41, '硝化纤维素(含水≥25%)', '硝化棉', 'Nitrocellulose with ≥25 % water', '9004-70-0', '2555', 50, 'flammable solid', 'W10'],
  [42, '硝化纤维素溶液(含氮量≤12.6%,含硝化纤维素≤55%)', '硝化棉溶液', 'Nitrocellulose solution (N ≤12.6 %, nitrocellulose ≤55 %)', '9004-70-0', '2059', 50, 'flammable liquid', 'W5.3'],
  [43, '硝酸铵(含可燃物>0.2%,包括以碳计算的任何有机物,但不包括任何其他添加剂)', '', 'Ammonium nitrate, >0.2 % combustible substances', '6484-52-2', '0222', 5, 'explosive', 'W1.1'],
  [44, '硝酸铵(含可燃物≤0.2%)', '', 'Ammonium nitrate, ≤0.2 % combustible substances', '6484-52-2', '1942', 50, 'oxidizer', 'W9.2'],
  [45, '硝酸铵肥料(含可燃物≤0.4%)', '', 'Ammonium nitrate fertilizer, ≤0.4 % combustible', '', '2067', 200, 'oxidizer', 'W9.2'],
  [46, '硝酸钾', '', 'Potassium nitrate', '7757-79-1', '1486', 1000, 'oxidizer', 'W9.2'],
  [47, '1,3-丁二烯', '联乙烯', '1,3-Butadiene', '106-99-0', '1010', 5, 'flammable gas', 'W2'],
  [48, '二甲醚', '甲醚', 'Dimethyl ether', '115-10-6', '1033', 50, 'flammable gas', 'W2'],
  [49, '甲烷,天然气', '', 'Methane; natural gas', '74-82-8;8006-14-2', '1971', 50, 'flammable gas', 'W2'],
  [50, '氯乙烯', '乙烯基氯', 'Vinyl chloride', '75-01-4', '1086', 50, 'flammable gas', 'W2'],
  [51, '氢', '氢气', 'Hydrogen', '1333-74-0', '1049', 5, 'flammable gas', 'W2'],
  [52, '液化石油气(含丙烷、丁烷及其混合物)', '石油气(液化的)', 'LPG (propane, butane and mixtures)', '68476-85-7;74-98-6;106-97-8', '1075', 50, 'flammable gas', 'W2'],
  [53, '一甲胺', '氨基甲烷;甲胺', 'Methylamine', '74-89-5', '1061', 5, 'flammable gas', 'W2'],
  [54, '乙炔', '电石气', 'Acetylene', '74-86-2', '1001', 1, 'flammable gas', 'W2'],
  [55, '乙烯', '', 'Ethylene', '74-85-1', '1962', 50, 'flammable gas', 'W2'],
  [56, '氧(压缩的或液化的)', '液氧;氧气', 'Oxygen, compressed or liquefied', '7782-44-7', '1072', 200, 'oxidizing gas', 'W4'],
  [57, '苯', '纯苯', 'Benzene', '71-43-2', '1114', 50, 'flammable liquid', 'W5.3'],
  [58, '苯乙烯', '乙烯苯', 'Styrene', '100-42-5', '2055', 500, 'flammable liquid', 'W5.4'],
  [59, '丙酮', '二甲基酮', 'Acetone', '67-64-1', '1090', 500, 'flammable liquid', 'W5.3'],
  [60, '2-丙烯腈', '丙烯腈;乙烯基氰;氰基乙烯', 'Acrylonitrile', '107-13-1', '1093', 50, 'flammable liquid', 'W5.3'],
  [61, '二硫化碳', '', 'Carbon disulfide', '75-15-0', '1131', 50, 'flammable liquid', 'W5.3'],
  [62, '环己烷', '六氢化苯', 'Cyclohexane', '110-82-7', '1145', 500, 'flammable liquid', 'W5.3'],
  [63, '1,2-环氧丙烷', '氧化丙烯;甲基环氧乙烷', 'Propylene oxide', '75-56-9', '1280', 10, 'flammable liquid', 'W5.1'],
  [64, '甲苯', '甲基苯;苯基甲烷', 'Toluene', '108-88-3', '1294', 500, 'flammable liquid', 'W5.3'],
  [65, '甲醇', '木醇;木精', 'Methanol', '67-56-1', '1230', 500, 'flammable liquid', 'W5.3'],
  [66, '汽油(乙醇汽油、甲醇汽油)', '', 'Gasoline (incl. ethanol / methanol gasoline)', '86290-81-5', '1203', 200, 'flammable liquid', 'W5.3'],
  [67, '乙醇', '酒精', 'Ethanol', '64-17-5', '1170', 500, 'flammable liquid', 'W5.3'],
  [68, '乙醚', '二乙基醚', 'Diethyl ether', '60-29-7', '1155', 10, 'flammable liquid', 'W5.1'],
  [69, '乙酸乙酯', '醋酸乙酯', 'Ethyl acetate', '141-78-6', '1173', 500, 'flammable liquid', 'W5.3'],
  [70, '正己烷', '己烷', 'n-Hexane', '110-54-3', '1208', 500, 'flammable liquid', 'W5.3'],
  [71, '过乙酸', '过醋酸;过氧乙酸;乙酰过氧化氢', 'Peracetic acid', '79-21-0', '3105', 10, 'organic peroxide', 'W7.2'],
  [72, '过氧化甲基乙基酮(10%<有效氧含量≤10.7%,含A型稀释剂≥48%)', '', 'Methyl ethyl ketone peroxide (available oxygen >10 % and ≤10.7 %, ≥48 % diluent A)', '1338-23-4', '3101', 10, 'organic peroxide', 'W7.1'],
  [73, '白磷', '黄磷', 'White (yellow) phosphorus', '12185-10-3', '1381', 50, 'pyrophoric solid', 'W8'],
  [74, '烷基铝', '三烷基铝', 'Aluminium alkyls', '', '3394', 1, 'pyrophoric liquid', 'W8'],
  [75, '戊硼烷', '五硼烷', 'Pentaborane', '19624-22-7', '1380', 1, 'pyrophoric liquid', 'W8'],
  [76, '过氧化钾', '', 'Potassium peroxide', '17014-71-0', '1491', 20, 'oxidizer', 'W9.1'],
  [77, '过氧化钠', '双氧化钠;二氧化钠', 'Sodium peroxide', '1313-60-6', '1504', 20, 'oxidizer', 'W9.1'],
  [78, '氯酸钾', '', 'Potassium chlorate', '3811-04-9', '1485', 100, 'oxidizer', 'W9.1'],
  [79, '氯酸钠', '', 'Sodium chlorate', '7775-09-9', '1495', 100, 'oxidizer', 'W9.1'],
  [80, '发烟硝酸', '', 'Fuming nitric acid', '52583-42-3', '2032', 20, 'oxidizer', 'W9.1'],
  [81, '硝酸(发红烟的除外,含硝酸>70%)', '', 'Nitric acid (not red fuming, >70 %)', '7697-37-2', '2031', 100, 'oxidizer', 'W9.2'],
  [82, '硝酸胍', '硝酸亚氨脲', 'Guanidine nitrate', '506-93-4', '1467', 50, 'oxidizer', 'W9.2'],
  [83, '碳化钙', '电石', 'Calcium carbide', '75-20-7', '1402', 100, 'water-reactive', 'W11'],
  [84, '钾', '金属钾', 'Potassium', '7440-09-7', '2257', 1, 'water-reactive', 'W11'],
  [85, '钠', '金属钠', 'Sodium', '7440-23-5', '1428', 10, 'water-reactive', 'W11'],
];

const parts = (text: string): string[] => (text === '' ? [] : text.split(';'));

/** Table 1 with its 85 named substances, in the order of the standard. */
export const TABLE_1: readonly Named[] = ROWS.map(([no, name, aliases, english, cas, un, threshold, group, category]) => ({
  no,
  name,
  aliases: parts(aliases),
  english,
  cas: parts(cas),
  un,
  threshold,
  group,
  category,
}));
