import type { Rule, Rung, Step } from '@anlan/kernel/alarm';
import { defineSystem, type System } from '@anlan/kernel/system';
import { settings, silentFor } from '../conditions.ts';
import { quantities } from './quantities.ts';

/** Systems of which so far the rules over connected signals are declared: no signal with a limit is left unwatched. */
const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '企业值班', after: 0 },
  { to: 'county', label: '县值班', after: 300 },
  { to: 'city', label: '市值班', after: 900 },
];

const high = (steps: readonly Step[], onDelay: number, offDelay: number) =>
  ({ kind: 'above', steps, deadband: 0.1, deadbandIn: 'limit', onDelay, offDelay }) as const;
const low = (steps: readonly Step[], onDelay: number, offDelay: number) =>
  ({ kind: 'below', steps, deadband: 0.1, deadbandIn: 'limit', onDelay, offDelay }) as const;

const mineRules: readonly Rule[] = [
  {
    key: 'mine-air-slow',
    system: 'S23',
    escalation: LADDER,
    label: '井下风速低',
    labelEn: 'Air speed underground low',
    watches: ['air-speed'],
    condition: low(
      [
        { level: 'yellow', limit: 'L', label: '低于最低风速', labelEn: 'Below the least air speed' },
        { level: 'orange', limit: 'LL', label: '近于停风', labelEn: 'Air nearly still' },
      ],
      120,
      300,
    ),
    clause: 'GB 16423-2020 最低风速（巷道型采场 0.25 m/s，硐室型 0.15 m/s；按作业地点核对）',
    cause: '风流短路、漏风、风机停',
    consequence: '污浊空气滞留，人员中毒窒息',
    response: '查主扇与风门 → 调风 → 未恢复则撤人',
    en: {
      clause: 'GB 16423-2020 least air speed (0.25 m/s in roadway stopes, 0.15 m/s in chambers; check by place)',
      cause: 'Short-circuited air, leakage, fan stopped',
      consequence: 'Foul air stays; people are poisoned or suffocate',
      response: 'Check main fan and doors → adjust the air → withdraw people if not restored',
    },
    respondWithin: 1800,
  },
  {
    key: 'mine-silence',
    system: 'S23',
    escalation: LADDER,
    label: '井下监测中断',
    labelEn: 'Monitoring underground interrupted',
    watches: ['air-speed'],
    condition: silentFor({ blue: 300, yellow: 1800 }),
    clause: '惯例：5 min、30 min 无数据',
    cause: '分站断线、断电',
    consequence: '井下失去监视',
    response: '电话核实 → 人工检测 → 检修分站',
    en: {
      clause: 'Convention: no data for 5 min, 30 min',
      cause: 'Substation disconnected or without power',
      consequence: 'The mine is not watched',
      response: 'Verify by telephone → measure by hand → repair the substation',
    },
    respondWithin: 3600,
  },
];

const headCountRules: readonly Rule[] = [
  {
    key: 'people-underground-high',
    system: 'S27',
    escalation: LADDER,
    label: '井下超员',
    labelEn: 'Too many people underground',
    watches: ['people-underground'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'H', label: '超过核定人数', labelEn: 'Above the approved number' },
        { level: 'orange', limit: 'HH', label: '超员 5 %', labelEn: '5 % above' },
        { level: 'red', limit: 'HHH', label: '超员 20 %', labelEn: '20 % above' },
      ],
      deadband: 0,
      onDelay: 60,
      offDelay: 60,
    },
    clause: '单班作业人数限员规定（定员按矿核定）；5 %、20 % 为惯例，待核',
    cause: '多下人、交接班重叠',
    consequence: '事故时伤亡扩大',
    response: '停止入井 → 清点核对 → 组织升井',
    en: {
      clause: 'Limits of people per shift (set mine by mine); 5 % and 20 % are conventions, to be verified',
      cause: 'Too many went down, shifts overlap',
      consequence: 'More casualties in an accident',
      response: 'Stop entry → count → bring people up',
    },
    respondWithin: 900,
  },
  {
    key: 'people-underground-silence',
    system: 'S27',
    escalation: LADDER,
    label: '井下人数上传中断',
    labelEn: 'Head-count interrupted',
    watches: ['people-underground'],
    condition: silentFor({ blue: 600, yellow: 1800 }),
    clause: '联网规范（快照周期 30～300 s）；10 min、30 min 为惯例，待核',
    cause: '链路或分站断电',
    consequence: '不知井下有多少人',
    response: '电话报人数 → 恢复链路',
    en: {
      clause: 'Networking standard (snapshots every 30 to 300 s); 10 min and 30 min are conventions, to be verified',
      cause: 'Link or substation without power',
      consequence: 'Nobody knows how many are underground',
      response: 'Report the number by telephone → restore the link',
    },
    respondWithin: 1800,
  },
];

const coalGasRules: readonly Rule[] = [
  {
    key: 'carbon-monoxide-high',
    system: 'S31',
    escalation: LADDER,
    label: '一氧化碳超限',
    labelEn: 'Carbon monoxide high',
    watches: ['carbon-monoxide'],
    condition: high(
      [
        { level: 'yellow', limit: 'first', label: '一氧化碳超限', labelEn: 'Above limit' },
        { level: 'orange', limit: 'second', label: '一氧化碳过高', labelEn: 'Too high' },
        { level: 'red', limit: 'co-red', label: '一氧化碳危及生命', labelEn: 'Danger to life' },
      ],
      10,
      60,
    ),
    sets: settings('ppm', { 'co-red': ['危及生命的浓度', 'Danger to life', 160] }),
    clause: 'GB 6222（30 mg/m³ ≈ 24 ppm，200 mg/m³ ≈ 160 ppm）；井下 GB 16423-2020（0.0024 %）',
    cause: '法兰、水封、排水器击穿，炮烟，停风',
    consequence: '中毒，群死群伤',
    response: '撤离 → 佩戴呼吸器 → 切断 → 通风复测',
    en: {
      clause: 'GB 6222 (30 mg/m³ ≈ 24 ppm, 200 mg/m³ ≈ 160 ppm); underground GB 16423-2020 (0.0024 %)',
      cause: 'Flange, water seal or drainer broken through, blasting fumes, air stopped',
      consequence: 'Poisoning of many',
      response: 'Evacuate → breathing apparatus → shut off → ventilate and measure again',
    },
    respondWithin: 120,
  },
  {
    key: 'coal-gas-silence',
    system: 'S31',
    escalation: LADDER,
    label: '一氧化碳监测中断',
    labelEn: 'Carbon-monoxide monitoring interrupted',
    watches: ['carbon-monoxide'],
    condition: silentFor({ blue: 120, yellow: 600 }),
    clause: '惯例：2 min、10 min 无数据',
    cause: '断电、断线、探测器故障',
    consequence: '煤气区域无监测',
    response: '人工携仪检测 → 检修',
    en: {
      clause: 'Convention: no data for 2 min, 10 min',
      cause: 'Power or line cut, faulty detector',
      consequence: 'The gas area is not watched',
      response: 'Measure by hand → repair',
    },
    respondWithin: 900,
  },
];

const tradeRules: readonly Rule[] = [
  {
    key: 'ammonia-high',
    system: 'S32',
    escalation: LADDER,
    label: '氨浓度高',
    labelEn: 'Ammonia high',
    watches: ['ammonia'],
    condition: high(
      [
        { level: 'blue', limit: 'first', label: '超时间加权容许浓度', labelEn: 'Above the time-weighted limit' },
        { level: 'yellow', limit: 'second', label: '超短时间容许浓度', labelEn: 'Above the short-term limit' },
        { level: 'orange', limit: 'ammonia-orange', label: '氨泄漏', labelEn: 'Ammonia leak' },
        { level: 'red', limit: 'ammonia-red', label: '大量泄漏', labelEn: 'Large leak' },
      ],
      5,
      60,
    ),
    sets: settings('ppm', {
      'ammonia-orange': ['氨泄漏报警', 'Leak of ammonia', 150],
      'ammonia-red': ['大量泄漏', 'Large leak', 300],
    }),
    clause:
      'GB 50072-2021 7.4.1（150 ppm）；GBZ 2.1 TWA 20 mg/m³ ≈ 28 ppm、STEL 30 mg/m³ ≈ 43 ppm；300 ppm 为立即危及生命浓度',
    cause: '阀门、法兰泄漏，放油检修',
    consequence: '中毒、爆炸',
    response: '撤人 → 开事故排风 → 关阀 → 喷淋稀释',
    en: {
      clause:
        'GB 50072-2021 7.4.1 (150 ppm); GBZ 2.1 TWA 20 mg/m³ ≈ 28 ppm, STEL 30 mg/m³ ≈ 43 ppm; 300 ppm is immediately dangerous to life',
      cause: 'A leak at a valve or flange; oil drained for repair',
      consequence: 'Poisoning, explosion',
      response: 'Get people out → emergency ventilation → close valves → dilute with water spray',
    },
    respondWithin: 120,
  },
  {
    key: 'dust-high',
    system: 'S32',
    escalation: LADDER,
    label: '作业场所粉尘浓度高',
    labelEn: 'Dust at the workplace high',
    watches: ['dust'],
    condition: high(
      [
        { level: 'yellow', limit: 'H', label: '粉尘超限', labelEn: 'Dust above limit' },
        { level: 'orange', limit: 'HH', label: '粉尘严重超限', labelEn: 'Dust far above limit' },
      ],
      60,
      120,
    ),
    clause: 'GBZ 2.1 总粉尘；限值按粉尘种类，此组为惯例',
    cause: '滤袋破损、风管漏风、除尘停机',
    consequence: '积尘，粉尘爆炸与尘肺',
    response: '停机换袋 → 清扫积尘 → 查风管风速',
    en: {
      clause: 'GBZ 2.1 total dust; limits by kind of dust, these are conventions',
      cause: 'Broken filter bags, leaking ducts, dust collection stopped',
      consequence: 'Layers of dust, dust explosion, lung disease',
      response: 'Stop and replace the bags → clear the dust → check the air speed in the ducts',
    },
    respondWithin: 1800,
  },
  {
    key: 'trade-silence',
    system: 'S32',
    escalation: LADDER,
    label: '工贸监测中断',
    labelEn: 'Workplace monitoring interrupted',
    watches: ['ammonia', 'dust'],
    condition: silentFor({ blue: 120, yellow: 600 }),
    clause: '惯例：2 min、10 min 无数据',
    cause: '断电、断线',
    consequence: '失去泄漏和粉尘监视',
    response: '停机或人工监视 → 检修',
    en: {
      clause: 'Convention: no data for 2 min, 10 min',
      cause: 'Power or line cut',
      consequence: 'Leaks and dust are not watched',
      response: 'Stop the machine or watch by hand → repair',
    },
    respondWithin: 900,
  },
];

const fireworksRules: readonly Rule[] = [
  {
    key: 'store-hot',
    system: 'S54',
    escalation: LADDER,
    label: '库房温度高',
    labelEn: 'Store too hot',
    watches: ['store-temperature'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'H', label: '库温超限', labelEn: 'Temperature above limit' },
        { level: 'orange', limit: 'HH', label: '库温过高', labelEn: 'Far too hot' },
      ],
      deadband: 1,
      deadbandIn: 'unit',
      onDelay: 600,
      offDelay: 600,
    },
    clause: 'GB 11652（按库房和工序限温）；数值为惯例，待核',
    cause: '天热、通风降温停',
    consequence: '药物分解、自燃',
    response: '通风降温 → 停止作业 → 人工复测',
    en: {
      clause: 'GB 11652 (limits by store and step); values are conventions, to be verified',
      cause: 'Hot weather, cooling stopped',
      consequence: 'Pyrotechnic substance decomposes and ignites',
      response: 'Ventilate and cool → stop work → measure again by hand',
    },
    respondWithin: 900,
  },
  {
    key: 'store-humid',
    system: 'S54',
    escalation: LADDER,
    label: '库房湿度高',
    labelEn: 'Store too humid',
    watches: ['store-humidity'],
    condition: high([{ level: 'blue', limit: 'H', label: '湿度超限', labelEn: 'Humidity above limit' }], 600, 600),
    clause: '库房防潮要求；80 %RH 为惯例',
    cause: '梅雨、漏水、除湿停',
    consequence: '药物受潮变质、发热',
    response: '除湿 → 查漏 → 翻垛检查',
    en: {
      clause: 'Protection from damp; 80 %RH is a convention',
      cause: 'Rainy season, leaking roof, dehumidifier off',
      consequence: 'Substance spoils and heats up',
      response: 'Dehumidify → look for leaks → turn the stacks',
    },
    respondWithin: 14_400,
  },
  {
    key: 'store-dry',
    system: 'S54',
    escalation: LADDER,
    label: '库房干燥（静电）',
    labelEn: 'Store too dry: static electricity',
    watches: ['store-humidity'],
    condition: low(
      [
        { level: 'yellow', limit: 'L', label: '湿度过低', labelEn: 'Too dry' },
        { level: 'orange', limit: 'LL', label: '湿度极低', labelEn: 'Far too dry' },
      ],
      600,
      600,
    ),
    clause: '静电防护（增湿至 50 % 以上）；40 %、30 % 为惯例，待核',
    cause: '冬季干燥、增湿停',
    consequence: '静电引爆',
    response: '增湿 → 停涉药作业',
    en: {
      clause: 'Protection from static electricity (humidify above 50 %); 40 % and 30 % are conventions, to be verified',
      cause: 'Dry winter, humidifier off',
      consequence: 'Static electricity sets it off',
      response: 'Humidify → stop work with pyrotechnic substance',
    },
    respondWithin: 1800,
  },
  {
    key: 'store-silence',
    system: 'S54',
    escalation: LADDER,
    label: '库房监测中断',
    labelEn: 'Store monitoring interrupted',
    watches: ['store-temperature', 'store-humidity'],
    condition: silentFor({ blue: 900, yellow: 3600 }),
    clause: '惯例：15 min、1 h 无数据',
    cause: '断电、断线',
    consequence: '库温不可知',
    response: '人工测温 → 检修',
    en: {
      clause: 'Convention: no data for 15 min, 1 h',
      cause: 'Power or line cut',
      consequence: 'The temperature of the store is not known',
      response: 'Measure by hand → repair',
    },
    respondWithin: 3600,
  },
];

const declared = (id: string, key: string, label: string, labelEn: string, rules: readonly Rule[]): System =>
  defineSystem({
    id,
    key,
    family: 'monitoring',
    label,
    labelEn,
    entities: [],
    rules,
    quantities: quantities[id] ?? [],
    layers: [],
  });

export const furtherSignals: readonly System[] = [
  declared('S23', 'mine-refuge', '地下矿山安全避险“六大系统”', 'Six systems of underground mines', mineRules),
  declared('S27', 'mine-people', '矿山井下人员位置监测', 'People underground', headCountRules),
  declared('S31', 'coal-gas', '煤气危险区域监测监控', 'Coal-gas areas', coalGasRules),
  declared('S32', 'dust-and-ammonia', '涉爆粉尘、涉氨制冷等监管', 'Dust, ammonia and molten metal', tradeRules),
  declared('S54', 'fireworks', '烟花爆竹“三库四防”', 'Fireworks stores', fireworksRules),
];
