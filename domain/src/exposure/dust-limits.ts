import type { Mark } from '../working/index.ts';

/** One dust of GBZ 2.1-2019 Table 2 in mg/m³. */
export interface DustLimit {
  readonly name: string;
  readonly english: string;
  readonly cas: string;
  /** PC-TWA of total and of respirable dust in mg/m³; null where the table gives none. */
  readonly total: number | null;
  readonly respirable: number | null;
  readonly notes: string;
  readonly mark: Mark;
}

type Row = readonly [
  name: string,
  english: string,
  cas: string,
  total: number | null,
  respirable: number | null,
  notes: string,
  mark: Mark,
];

const ROWS: readonly Row[] = [
  ['白云石粉尘', 'Dolomite dust', '', 8, 4, '', 'memory'],
  ['玻璃钢粉尘', 'Fibreglass-reinforced plastic dust', '', 3, null, '', 'memory'],
  ['茶尘', 'Tea dust', '', 2, null, '', 'memory'],
  ['沉淀SiO2(白炭黑)', 'Precipitated silica', '112926-00-8', 5, null, '', 'memory'],
  ['大理石粉尘(碳酸钙)', 'Marble dust', '1317-65-3', 8, 4, '', 'memory'],
  ['电焊烟尘', 'Welding fume', '', 4, null, 'G2B', 'memory'],
  ['二氧化钛粉尘', 'Titanium dioxide dust', '13463-67-7', 8, null, '', 'memory'],
  ['沸石粉尘', 'Zeolite dust', '', 5, null, 'G1 (erionite)', 'memory'],
  ['酚醛树脂粉尘', 'Phenolic resin dust', '', 6, null, '', 'memory'],
  ['谷物粉尘(游离SiO2含量<10%)', 'Grain dust (free SiO2 <10 %)', '', 4, null, '', 'memory'],
  ['硅灰石粉尘', 'Wollastonite dust', '13983-17-0', 5, null, '', 'memory'],
  ['硅藻土粉尘(游离SiO2含量<10%)', 'Diatomite dust', '61790-53-2', 6, null, '', 'memory'],
  ['过氯酸铵粉尘', 'Ammonium perchlorate dust', '7790-98-9', 8, null, '', 'verify'],
  ['滑石粉尘(游离SiO2含量<10%)', 'Talc dust', '14807-96-6', 3, 1, '', 'memory'],
  ['活性炭粉尘', 'Activated carbon dust', '64365-11-3', 5, null, '', 'memory'],
  ['聚丙烯粉尘', 'Polypropylene dust', '', 5, null, '', 'memory'],
  ['聚丙烯腈纤维粉尘', 'Polyacrylonitrile fibre dust', '', 2, null, '', 'memory'],
  ['聚氯乙烯粉尘', 'PVC dust', '9002-86-2', 5, null, '', 'memory'],
  ['聚乙烯粉尘', 'Polyethylene dust', '9002-88-4', 5, null, '', 'memory'],
  ['铝金属、铝合金粉尘', 'Aluminium metal/alloy dust', '7429-90-5', 3, null, '', 'memory'],
  ['氧化铝粉尘', 'Aluminium oxide dust', '1344-28-1', 4, null, '', 'memory'],
  ['亚麻尘(游离SiO2含量<10%)', 'Flax dust', '', 1.5, null, '', 'memory'],
  ['黄麻尘(游离SiO2含量<10%)', 'Jute dust', '', 2, null, '', 'memory'],
  ['苎麻尘(游离SiO2含量<10%)', 'Ramie dust', '', 3, null, '', 'memory'],
  ['煤尘(游离SiO2含量<10%)', 'Coal dust (free SiO2 <10 %)', '', 4, 2.5, '', 'memory'],
  ['棉尘', 'Cotton dust', '', 1, null, '', 'memory'],
  ['木粉尘(硬)', 'Wood dust (hard)', '', 3, null, 'G1', 'memory'],
  ['凝聚SiO2粉尘', 'Condensed silica dust', '', 1.5, 0.5, '', 'memory'],
  ['膨润土粉尘', 'Bentonite dust', '1302-78-9', 6, null, '', 'memory'],
  ['皮毛粉尘', 'Fur dust', '', 8, null, '', 'memory'],
  ['桑蚕丝尘', 'Mulberry silk dust', '', 8, null, '', 'memory'],
  ['砂轮磨尘', 'Grinding wheel dust', '', 8, null, '', 'memory'],
  ['石膏粉尘', 'Gypsum dust', '10101-41-4', 8, 4, '', 'memory'],
  ['石灰石粉尘', 'Limestone dust', '1317-65-3', 8, 4, '', 'memory'],
  ['石棉粉尘(石棉含量>10%)', 'Asbestos dust (asbestos >10 %)', '1332-21-4', 0.8, null, 'G1', 'confirmed'],
  ['石棉纤维(石棉含量>10%) f/mL', 'Asbestos fibre (f/mL)', '1332-21-4', 0.8, null, 'unit f/mL, G1', 'confirmed'],
  ['石墨粉尘', 'Graphite dust', '7782-42-5', 4, 2, '', 'memory'],
  ['水泥粉尘(游离SiO2含量<10%)', 'Cement dust', '', 4, 1.5, '', 'memory'],
  ['炭黑粉尘', 'Carbon black dust', '1333-86-4', 4, null, 'G2B', 'memory'],
  ['碳化硅粉尘', 'Silicon carbide dust', '409-21-2', 8, 4, '', 'memory'],
  ['碳纤维粉尘', 'Carbon fibre dust', '', 3, null, '', 'memory'],
  [
    '矽尘 10%≤游离SiO2含量≤50%',
    'Silica dust, 10 % ≤ free SiO2 ≤ 50 %',
    '14808-60-7',
    1,
    0.7,
    'G1 (crystalline)',
    'memory',
  ],
  ['矽尘 50%<游离SiO2含量≤80%', 'Silica dust, 50 % < free SiO2 ≤ 80 %', '14808-60-7', 0.7, 0.3, 'G1', 'memory'],
  ['矽尘 游离SiO2含量>80%', 'Silica dust, free SiO2 > 80 %', '14808-60-7', 0.5, 0.2, 'G1', 'memory'],
  ['稀土粉尘(游离SiO2含量<10%)', 'Rare-earth dust', '', 2.5, null, '', 'memory'],
  ['洗衣粉混合尘', 'Detergent mixed dust', '', 1, null, '', 'memory'],
  ['烟草尘', 'Tobacco dust', '', 2, null, '', 'memory'],
  ['萤石混合性粉尘', 'Fluorspar mixed dust', '', 1, 0.7, '', 'memory'],
  ['云母粉尘', 'Mica dust', '12001-26-2', 2, 1.5, '', 'memory'],
  ['珍珠岩粉尘', 'Perlite dust', '93763-70-3', 8, 4, '', 'memory'],
  ['蛭石粉尘', 'Vermiculite dust', '', 3, null, '', 'memory'],
  ['重晶石粉尘', 'Barite dust', '7727-43-7', 5, null, '', 'memory'],
  ['其他粉尘', 'Other dust (free SiO2 <10 %, no asbestos, no toxic matter)', '', 8, null, '', 'memory'],
];

export const DUST_LIMITS: readonly DustLimit[] = ROWS.map(([name, english, cas, total, respirable, notes, mark]) => ({
  name,
  english,
  cas,
  total,
  respirable,
  notes,
  mark,
}));
