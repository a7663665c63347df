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
  },
  '2.1': {
    isolation: 100,
    fireIsolation: 1600,
    hazard: '极易燃，蒸气贴地扩散，回燃；储罐受热爆炸（BLEVE）',
    fire: '不切断气源不灭火；大量水远距离冷却罐体',
    spill: '消除一切火源，喷雾水稀释驱散，不向泄漏处直接射水',
    protection: '正压式空气呼吸器、防静电服；上风向、高处停留',
  },
  '2.2': {
    isolation: 100,
    fireIsolation: 800,
    hazard: '可致窒息、冻伤；容器受热破裂',
    fire: '用适于周围火灾的灭火剂，冷却容器',
    spill: '通风，避免接触液体',
    protection: '正压式空气呼吸器、防寒手套',
  },
  '2.3': {
    isolation: 100,
    fireIsolation: 800,
    hazard: '吸入可致死；气体重于空气，沿低处扩散',
    fire: '切断气源，喷雾水冷却；不得使水进入容器',
    spill: '上风向撤离，喷雾水抑制蒸气，围堵含毒废水',
    protection: '全封闭防化服、正压式空气呼吸器',
  },
  '3': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '易燃，蒸气与空气形成爆炸性混合物',
    fire: '泡沫、干粉；水流无效，喷水冷却罐体',
    spill: '消除火源，围堤收容，防止流入下水道与水体',
    protection: '防静电服、空气呼吸器；车辆停上风向',
  },
  '4.3': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '遇水放出易燃或有毒气体',
    fire: '禁用水和泡沫；干砂、干粉',
    spill: '干砂覆盖，禁止接触水',
    protection: '空气呼吸器、防化服',
  },
  '5.1': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '助燃，与可燃物接触可着火爆炸',
    fire: '大量水；干粉、泡沫无效',
    spill: '清除可燃物，大量水稀释冲洗',
    protection: '防化服、护目镜',
  },
  '6.1': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '吸入、摄入或皮肤吸收可致死',
    fire: '用适于周围火灾的灭火剂，围堵消防水',
    spill: '围堤收容，不得直接接触',
    protection: '全身防化服、正压式空气呼吸器',
  },
  '8': {
    isolation: 50,
    fireIsolation: 800,
    hazard: '腐蚀皮肤与呼吸道；浓酸遇水放热飞溅',
    fire: '干粉、二氧化碳；不得向容器内注水',
    spill: '干砂、石灰吸附中和，围堵防止入水体',
    protection: '耐酸碱防化服、防毒面具',
  },
};
const OTHER: Measures = {
  isolation: 50,
  fireIsolation: 800,
  hazard: '货物性质不明，按最不利处置',
  fire: '远距离冷却，等候专业力量',
  spill: '隔离现场，防止扩散与流入水体',
  protection: '上风向、最高等级防护',
};

/** The response card of goods: what it is, how far to keep away and what to do first. */
export interface ResponseCard {
  readonly un: string | null;
  readonly goodsClass: string;
  readonly className: string;
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
    className: DANGEROUS_GOODS[goodsClass as keyof typeof DANGEROUS_GOODS] ?? '未分类',
    guide: row?.guide ?? null,
    measures: MEASURES[goodsClass] ?? MEASURES[main] ?? OTHER,
    distances,
    source: '危险货物应急响应指南（ERG）绿页表 1、表 3；分类一般措施凭记忆编写，现场以指南原文为准',
  };
}
