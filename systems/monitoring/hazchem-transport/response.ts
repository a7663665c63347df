import { containersOf, ISOLATION_TABLE, isolationDistances } from '@anlan/domain/emergency';
import { DANGEROUS_GOODS } from '@anlan/domain/identity-codes';

/** What to do first about goods of a class: the general measures of the orange guides. */
export interface Measures {
  /** Isolation at once, all around, in metres. */
  readonly isolation: number;
  /** When a tank is in the fire, all around, in metres. */
  readonly fireIsolation: number;
  readonly hazard: string;
  readonly fire: string;
  readonly spill: string;
  readonly protection: string;
  readonly en: Readonly<Record<'hazard' | 'fire' | 'spill' | 'protection', string>>;
}

/** General first distances of the guides (ERG: 112, 115, 124–125, 128, 133–137, 140–145, 153–156); from memory, to be checked against the print. */
const MEASURES: Readonly<Record<string, Measures>> = {
  '1': {
    isolation: 500,
    fireIsolation: 1600,
    hazard: '受热、撞击、摩擦可爆炸',
    fire: '货物着火不得扑救，立即撤离并封路',
    spill: '不得触碰、不得开关电器，等候专业人员',
    protection: '撤离优先；无关人员一律不得进入',
    en: {
      hazard: 'Explodes by heat, impact or friction',
      fire: 'Do not fight a fire of the cargo: withdraw at once and close the road',
      spill: 'Do not touch, do not switch anything electric, wait for specialists',
      protection: 'Evacuate first; nobody without a task may enter',
    },
  },
  '2.1': {
    isolation: 100,
    fireIsolation: 1600,
    hazard: '极易燃，蒸气贴地扩散，回燃；储罐受热爆炸（BLEVE）',
    fire: '不切断气源不灭火；大量水远距离冷却罐体',
    spill: '消除一切火源，喷雾水稀释驱散，不向泄漏处直接射水',
    protection: '正压式空气呼吸器、防静电服；上风向、高处停留',
    en: {
      hazard: 'Extremely flammable, vapour creeps along the ground and flashes back; a heated tank explodes (BLEVE)',
      fire: 'Do not put it out before the gas is shut off; cool the tank with much water from afar',
      spill: 'Remove every source of ignition, dilute with fog, no jet onto the leak',
      protection: 'Self-contained breathing apparatus, antistatic clothing; stay upwind and high',
    },
  },
  '2.2': {
    isolation: 100,
    fireIsolation: 800,
    hazard: '可致窒息、冻伤；容器受热破裂',
    fire: '用适于周围火灾的灭火剂，冷却容器',
    spill: '通风，避免接触液体',
    protection: '正压式空气呼吸器、防寒手套',
    en: {
      hazard: 'May asphyxiate and cause frostbite; containers burst when heated',
      fire: 'Extinguish as the surroundings need, cool the containers',
      spill: 'Ventilate, avoid the liquid',
      protection: 'Self-contained breathing apparatus, gloves against cold',
    },
  },
  '2.3': {
    isolation: 100,
    fireIsolation: 800,
    hazard: '吸入可致死；气体重于空气，沿低处扩散',
    fire: '切断气源，喷雾水冷却；不得使水进入容器',
    spill: '上风向撤离，喷雾水抑制蒸气，围堵含毒废水',
    protection: '全封闭防化服、正压式空气呼吸器',
    en: {
      hazard: 'May kill when inhaled; heavier than air, spreads along hollows',
      fire: 'Shut off the gas, cool with fog; no water into the container',
      spill: 'Evacuate upwind, hold the vapour down with fog, contain the poisoned water',
      protection: 'Gas-tight suit, self-contained breathing apparatus',
    },
  },
  '3': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '易燃，蒸气与空气形成爆炸性混合物',
    fire: '泡沫、干粉；水流无效，喷水冷却罐体',
    spill: '消除火源，围堤收容，防止流入下水道与水体',
    protection: '防静电服、空气呼吸器；车辆停上风向',
    en: {
      hazard: 'Flammable, its vapour explodes when mixed with air',
      fire: 'Foam or powder; a jet of water is no use, cool the tank with spray',
      spill: 'Remove sources of ignition, dam and collect, keep out of drains and waters',
      protection: 'Antistatic clothing, breathing apparatus; park upwind',
    },
  },
  '4.3': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '遇水放出易燃或有毒气体',
    fire: '禁用水和泡沫；干砂、干粉',
    spill: '干砂覆盖，禁止接触水',
    protection: '空气呼吸器、防化服',
    en: {
      hazard: 'Gives off flammable or toxic gas with water',
      fire: 'Neither water nor foam; dry sand or powder',
      spill: 'Cover with dry sand, keep water away',
      protection: 'Breathing apparatus, chemical suit',
    },
  },
  '5.1': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '助燃，与可燃物接触可着火爆炸',
    fire: '大量水；干粉、泡沫无效',
    spill: '清除可燃物，大量水稀释冲洗',
    protection: '防化服、护目镜',
    en: {
      hazard: 'Feeds fire; may burn or explode with what is combustible',
      fire: 'Much water; powder and foam are no use',
      spill: 'Remove what is combustible, dilute and flush with much water',
      protection: 'Chemical suit, goggles',
    },
  },
  '6.1': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '吸入、摄入或皮肤吸收可致死',
    fire: '用适于周围火灾的灭火剂，围堵消防水',
    spill: '围堤收容，不得直接接触',
    protection: '全身防化服、正压式空气呼吸器',
    en: {
      hazard: 'May kill when inhaled, swallowed or absorbed through the skin',
      fire: 'Extinguish as the surroundings need, contain the fire water',
      spill: 'Dam and collect, do not touch',
      protection: 'Full chemical suit, self-contained breathing apparatus',
    },
  },
  '8': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '腐蚀皮肤与呼吸道；浓酸遇水放热飞溅',
    fire: '干粉、二氧化碳；不得向容器内注水',
    spill: '干砂、石灰吸附中和，围堵防止入水体',
    protection: '耐酸碱防化服、防毒面具',
    en: {
      hazard: 'Corrodes skin and airways; strong acid splashes with water',
      fire: 'Powder or carbon dioxide; no water into the container',
      spill: 'Absorb with dry sand or lime and neutralise, keep out of waters',
      protection: 'Suit against acid and alkali, gas mask',
    },
  },
};
const OTHER: Measures = {
  isolation: 50,
  fireIsolation: 800,
  hazard: '货物性质不明，按最不利处置',
  fire: '远距离冷却，等候专业力量',
  spill: '隔离现场，防止扩散与流入水体',
  protection: '上风向、最高等级防护',
  en: {
    hazard: 'Nature of the goods not known: act as for the worst',
    fire: 'Cool from afar, wait for specialists',
    spill: 'Isolate, keep it from spreading and out of waters',
    protection: 'Upwind, highest protection',
  },
};

/** Names of classes and divisions (UN Model Regulations 2.0.1). */
const CLASSES_EN: Readonly<Record<string, string>> = {
  '1': 'Explosives',
  '2.1': 'Flammable gases',
  '2.2': 'Non-flammable, non-toxic gases',
  '2.3': 'Toxic gases',
  '3': 'Flammable liquids',
  '4.1': 'Flammable solids',
  '4.2': 'Substances liable to spontaneous combustion',
  '4.3': 'Dangerous when wet',
  '5.1': 'Oxidizing substances',
  '5.2': 'Organic peroxides',
  '6.1': 'Toxic substances',
  '6.2': 'Infectious substances',
  '7': 'Radioactive material',
  '8': 'Corrosive substances',
  '9': 'Miscellaneous dangerous substances',
};

/** The response card of goods: what it is, how far to keep away and what to do first. */
export interface ResponseCard {
  readonly un: string | null;
  readonly goodsClass: string;
  readonly className: string;
  readonly classNameEn: string;
  /** Number of the orange guide where the table of toxic inhalation hazards has the goods. */
  readonly guide: string | null;
  readonly measures: Measures;
  /** Isolation all around and protection downwind of a spill, by its size; metres and kilometres. */
  distances: {
    readonly size: 'small' | 'large';
    readonly isolation: number;
    readonly protectKm: number | null;
    readonly beyond: boolean;
  }[];
  readonly source: string;
  readonly sourceEn: string;
}

/** The card of a UN number and class; `night` and `wind` (m/s) decide the distances of toxic gases. */
export function responseCard(un: string | null, goodsClass: string, night: boolean, wind: number): ResponseCard {
  const row = ISOLATION_TABLE.find((one) => one.un === un);
  const sizes = un === null || row === undefined ? [] : (['small', 'large'] as const);
  const tanker = un === null ? undefined : containersOf(un).find((name) => /truck|trailer/i.test(name));
  const distances = sizes.flatMap((size) => {
    const found = isolationDistances({
      un: un as string,
      size,
      night,
      wind,
      ...(tanker !== undefined && { container: tanker }),
    });
    if (!found.ok) return [];
    const { isolation, protect, beyond } = found.result;
    return [{ size, isolation, protectKm: protect, beyond }];
  });
  const [main = ''] = goodsClass.split('.');
  return {
    un,
    goodsClass,
    classNameEn: CLASSES_EN[goodsClass] ?? CLASSES_EN[main] ?? 'Not classified',
    className: DANGEROUS_GOODS[goodsClass as keyof typeof DANGEROUS_GOODS] ?? '未分类',
    guide: row?.guide ?? null,
    measures: MEASURES[goodsClass] ?? MEASURES[main] ?? OTHER,
    distances,
    source: '危险货物应急响应指南（ERG）绿页表 1、表 3；分类一般措施凭记忆编写，现场以指南原文为准',
    sourceEn:
      'Emergency Response Guidebook (ERG), green pages tables 1 and 3; general measures of classes from memory: at the scene the guide itself counts',
  };
}
