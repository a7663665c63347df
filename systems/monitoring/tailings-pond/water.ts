import { freeboardOf } from '@anlan/domain/monitoring';
import type { Limits, Rule } from '@anlan/kernel/alarm';
import { aboveMinimum, common, set, warnings } from './common.ts';

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

/** Water in the pond and what falls into it. */
export const waterRules: readonly Rule[] = [
  {
    ...common,
    key: 'pond-freeboard',
    label: '安全超高不足',
    labelEn: 'Freeboard too small',
    watches: ['water-level'],
    latched: true,
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
    en: {
      clause:
        'GB 39496-2020 least freeboard; GB 51108-2015 8.3: orange at 1.1 times the red limit; blue and yellow are conventions',
      cause: 'Rain, blocked drains, uneven discharge of tailings',
      consequence: 'Overtopping, dam failure',
      response: 'Stop discharging → lower the water → clear the drain inlet → evacuate below',
    },
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
    en: {
      clause: 'GB 51108-2015 8.3: operating level, level before floods, design flood level',
      cause: 'More water comes than can leave',
      consequence: 'Overtopping',
      response: 'Let off more water → ready the emergency material → patrol more often',
    },
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
    en: {
      clause: 'GB 39496-2020 least dry beach; GB 51108-2015 8.3',
      cause: 'The waterline moves up, discharge at one place',
      consequence: 'The seepage line rises, overtopping',
      response: 'Move the discharge → let off water',
    },
    respondWithin: 1800,
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
    sets: set('rain', 'mm', [25, 50, 100, 200]),
    clause: 'GB 51108-2015 8.3：24 h 暴雨量级 50 mm 为黄色；其余按气象等级',
    cause: '暴雨',
    consequence: '洪水入库',
    response: '24 h 值守 → 巡排洪口 → 降水位',
    en: {
      clause: 'GB 51108-2015 8.3: 50 mm in 24 h is yellow; the others by classes of rain',
      cause: 'A rainstorm',
      consequence: 'Flood water enters the pond',
      response: 'Watch for 24 h → patrol the drain inlet → lower the water',
    },
    respondWithin: 3600,
  },
];
