import { freeboardOf } from '@anlan/domain/monitoring';
import type { Limits, Rule, Rung, Step } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';

const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '矿调度室', after: 0 },
  { to: 'town', label: '乡镇应急办', after: 300 },
  { to: 'county', label: '县值班', after: 600 },
  { to: 'city', label: '市值班', after: 900 },
];

/** Who is told at which level (catalogue of the monitoring family; GB 51108-2015 leaves it to the emergency plan). */
const NOTIFIES: NonNullable<Rule['notifies']> = {
  yellow: ['town', 'county'],
  orange: ['town', 'county', 'city'],
  red: ['town', 'county', 'city'],
};

const WORDS: Record<Level, string> = { blue: '蓝色预警', yellow: '黄色预警', orange: '橙色预警', red: '红色预警' };
const MILD_FIRST = ['blue', 'yellow', 'orange', 'red'] as const;

/** The four warnings of a quantity, with limits named `<prefix>-<colour>`. */
const warnings = (prefix: string, levels: readonly Level[] = MILD_FIRST): Step[] =>
  levels.map((level) => ({ level, limit: `${prefix}-${level}`, label: WORDS[level] }));

/** Warnings above a design minimum: red at it, orange 1.1 (GB 51108-2015 8.3), yellow 1.2 and blue 1.3 by custom. */
const SHARES: Record<Level, number> = { red: 1, orange: 1.1, yellow: 1.2, blue: 1.3 };
const aboveMinimum = (prefix: string, minimum: number | undefined): Limits =>
  minimum === undefined
    ? {}
    : Object.fromEntries(
        MILD_FIRST.map((level) => [`${prefix}-${level}`, Math.round(minimum * SHARES[level] * 1000) / 1000]),
      );

function waterLimits({ operateLevel, floodControlLevel, floodLevel }: Limits): Limits {
  const limits = {
    'water-blue': operateLevel,
    'water-yellow': floodControlLevel,
    'water-orange': floodLevel === undefined ? undefined : floodLevel - 0.5,
    'water-red': floodLevel,
  };
  return Object.fromEntries(
    Object.entries(limits).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

/** Who lives below, for every notice: 头顶库下游暴露. */
function exposure(record: Readonly<Record<string, unknown>>): string | undefined {
  if (record['headTop'] !== true) return undefined;
  const told = (label: string, value: unknown, unit = '') =>
    value == null || value === '' ? [] : [`${label}${value as string}${unit}`];
  return [
    '头顶库下游',
    ...told('1 km 内 ', record['downstreamPeople'], ' 人'),
    ...told('距最近居民点 ', record['downstreamDistance'], ' m'),
    ...told('', record['downstreamPlaces']),
    ...told('联系人 ', record['downstreamContact']),
  ].join('，');
}

const common = {
  system: 'S21',
  of: 'tailings-pond',
  escalation: LADDER,
  notifies: NOTIFIES,
  tells: exposure,
} as const;

export const rules: readonly Rule[] = [
  {
    ...common,
    key: 'pond-freeboard',
    label: '安全超高不足',
    labelEn: 'Freeboard too small',
    watches: ['water-level'],
    condition: {
      kind: 'computed',
      side: 'below',
      inputs: ['water-level'],
      stale: 7200,
      unit: 'm',
      compute: (values, facts) => freeboardOf(facts['crest'], values['water-level'] ?? []),
      steps: warnings('freeboard'),
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 1800,
      offDelay: 3600,
    },
    limitsFrom: ({ minFreeboard }) => aboveMinimum('freeboard', minFreeboard),
    clause: 'GB 39496-2020 最小安全超高；GB 51108-2015 8.3 橙色为红色限值的 1.1 倍；蓝、黄为惯例',
    cause: '降雨、排洪堵塞、放矿不均',
    consequence: '漫顶溃坝',
    response: '停止放矿 → 降水位 → 清排洪口 → 撤离下游',
    respondWithin: 900,
  },
  {
    ...common,
    key: 'pond-water-level',
    label: '库水位过高',
    labelEn: 'Water level high',
    watches: ['water-level'],
    condition: {
      kind: 'above',
      steps: warnings('water'),
      deadband: 0.1,
      deadbandIn: 'unit',
      onDelay: 1800,
      offDelay: 3600,
    },
    falls: true,
    limitsFrom: waterLimits,
    clause: 'GB 51108-2015 8.3：运行控制水位、汛前控制水位、设计洪水位',
    cause: '来水大于排水',
    consequence: '漫顶',
    response: '加大排水 → 备抢险料 → 加密巡查',
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'pond-dry-beach',
    label: '干滩长度不足',
    labelEn: 'Dry beach too short',
    watches: ['dry-beach'],
    condition: {
      kind: 'below',
      steps: warnings('beach'),
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 3600,
      offDelay: 7200,
    },
    limitsFrom: ({ minBeach }) => aboveMinimum('beach', minBeach),
    clause: 'GB 39496-2020 最小干滩长度；GB 51108-2015 8.3',
    cause: '水边线上移、放矿集中',
    consequence: '浸润线抬高、漫顶',
    response: '调整放矿 → 排水',
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'pond-phreatic',
    label: '浸润线埋深不足',
    labelEn: 'Seepage line too shallow',
    watches: ['phreatic-depth'],
    condition: {
      kind: 'below',
      steps: warnings('phreatic'),
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 7200,
      offDelay: 7200,
    },
    limitsFrom: ({ minPhreatic }) => aboveMinimum('phreatic', minPhreatic),
    clause: 'GB 50863-2013 浸润线最小埋深；GB 51108-2015 8.3',
    cause: '排渗失效、库水位高',
    consequence: '坝坡失稳、流土',
    response: '开辐射井 → 贴坡反滤 → 降水位',
    respondWithin: 3600,
  },
  {
    ...common,
    key: 'pond-displacement-rate',
    label: '表面位移速率过大',
    labelEn: 'Surface moves too fast',
    watches: ['displacement'],
    condition: {
      kind: 'rate',
      direction: 'either',
      window: 86_400,
      per: 86_400,
      steps: warnings('rate'),
      deadband: 0.5,
      deadbandIn: 'limit',
      onDelay: 0,
      offDelay: 86_400,
    },
    limitsFrom: () => ({ 'rate-blue': 1, 'rate-yellow': 2, 'rate-orange': 5, 'rate-red': 10 }),
    clause: '设计给定；此组 mm/d 为惯例初值，按设计文件修订',
    cause: '坝坡蠕滑、地震、加载',
    consequence: '滑坡溃坝',
    response: '停止堆筑 → 复测 → 撤人',
    respondWithin: 3600,
  },
  {
    ...common,
    key: 'pond-rainfall',
    label: '降水量大',
    labelEn: 'Heavy rain',
    watches: ['rainfall-24h'],
    condition: {
      kind: 'above',
      steps: warnings('rain'),
      deadband: 0.2,
      deadbandIn: 'limit',
      onDelay: 0,
      offDelay: 3600,
    },
    falls: true,
    limitsFrom: () => ({ 'rain-blue': 25, 'rain-yellow': 50, 'rain-orange': 100, 'rain-red': 200 }),
    clause: 'GB 51108-2015 8.3：24 h 暴雨量级 50 mm 为黄色；其余按气象等级',
    cause: '暴雨',
    consequence: '洪水入库',
    response: '24 h 值守 → 巡排洪口 → 降水位',
    respondWithin: 3600,
  },
  {
    ...common,
    key: 'pond-silence',
    label: '尾矿库监测中断',
    labelEn: 'Monitoring interrupted',
    watches: ['water-level', 'phreatic-depth', 'displacement', 'dry-beach'],
    condition: { kind: 'silence', level: 'blue', seconds: 10_800 },
    clause: '惯例 3 h；汛期按属地要求缩短',
    cause: '供电、通信、雷击',
    consequence: '汛期失去监测',
    response: '人工观测每 2 h 一次 → 恢复通信',
    respondWithin: 7200,
  },
];
