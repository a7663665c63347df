import { PURPOSES } from '@anlan/kernel/position';
import { defineEntity, type Option } from '@anlan/kernel/entity';

/** Categories of vehicles under dynamic supervision (D2:138, D4:187). */
export const VEHICLE_CATEGORIES: readonly Option[] = [
  { value: 'dangerous-goods', label: '危险货物运输车', labelEn: 'Dangerous goods' },
  { value: 'tourist-bus', label: '旅游包车', labelEn: 'Tourist bus' },
  { value: 'line-bus', label: '班线客车', labelEn: 'Line bus' },
  { value: 'freight', label: '重型货车', labelEn: 'Heavy freight' },
  { value: 'engineering', label: '工程运输车', labelEn: 'Engineering' },
];

const classes = {
  kind: 'text',
  max: 80,
  pattern: /^\d(\.\d)?([,，、]\d(\.\d)?)*$/,
  patternHelp: '类项用顿号分开，如 3、8、2.1',
} as const;

/** A road vehicle under dynamic supervision (两客一危 and others). */
export const vehicle = defineEntity({
  key: 'vehicle',
  plural: 'vehicles',
  label: '车辆',
  labelEn: 'Vehicle',
  about: '“两客一危”、货运与工程车辆；动态位置来自车载终端',
  family: 'monitoring',
  nameLabel: '号牌',
  nameLabelEn: 'Plate',
  located: false,
  ownerField: 'enterprise',
  fields: {
    enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Operator', list: true },
    category: {
      kind: 'choice',
      label: '类别',
      labelEn: 'Category',
      required: true,
      list: true,
      filter: true,
      source: 'D2:138；D4:187',
      options: VEHICLE_CATEGORIES,
    },
    plateColour: {
      kind: 'choice',
      label: '号牌颜色',
      labelEn: 'Plate colour',
      list: true,
      options: [
        { value: 'yellow', label: '黄', labelEn: 'Yellow' },
        { value: 'yellow-green', label: '黄绿', labelEn: 'Yellow-green' },
        { value: 'blue', label: '蓝', labelEn: 'Blue' },
        { value: 'green', label: '绿', labelEn: 'Green' },
      ],
    },
    cargo: { kind: 'text', label: '常运货物', labelEn: 'Usual cargo', list: true, max: 60 },
    speedLimit: { kind: 'number', label: '限速', labelEn: 'Speed limit', unit: 'km/h', min: 20, max: 120, list: true },
    driver: { kind: 'text', label: '驾驶员', labelEn: 'Driver', personal: true, max: 40 },
    terminalInstalled: { kind: 'yes-no', label: '已装卫星定位', labelEn: 'Terminal installed', filter: true },
    terminalId: { kind: 'text', label: '终端号', labelEn: 'Terminal id', max: 30, source: 'JT/T 808 0x0100' },
    terminalApproved: {
      kind: 'yes-no',
      label: '终端为公告型号',
      labelEn: 'Approved terminal',
      source: '道路运输车辆动态监督管理办法第九条；JT/T 794',
    },
    suspended: { kind: 'yes-no', label: '报停', labelEn: 'Out of service', filter: true },
    goodsClasses: {
      ...classes,
      label: '道路运输证类项',
      labelEn: 'Classes permitted',
      source: '道路危险货物运输管理规定',
    },
    loadTonnes: { kind: 'number', label: '核定载质量', labelEn: 'Rated load', unit: 't', min: 0, max: 100 },
    inspectionUntil: { kind: 'date', label: '检验有效期至', labelEn: 'Inspected until' },
    lineLength: { kind: 'number', label: '班线里程', labelEn: 'Line length', unit: 'km', min: 0, max: 6000 },
    relayed: { kind: 'yes-no', label: '已办接驳运输', labelEn: 'Relay permit' },
    tankVehicle: { kind: 'yes-no', label: '罐车', labelEn: 'Tank vehicle', filter: true },
    tankInspectionUntil: {
      kind: 'date',
      label: '罐体检验有效期至',
      labelEn: 'Tank inspected until',
      source: 'GB 18564',
    },
    emergencyShutoff: { kind: 'yes-no', label: '紧急切断装置', labelEn: 'Emergency shut-off', source: 'GB 18564.1' },
    barrierExplosionProof: {
      kind: 'yes-no',
      label: '阻隔防爆',
      labelEn: 'Barrier explosion-proof',
      filter: true,
      source: 'D3:48：易燃易爆危险品罐车中推广采用阻隔防爆技术',
    },
    videoMonitoring: { kind: 'yes-no', label: '视频监控', labelEn: 'Video', source: 'JT/T 1076' },
    activeSafety: { kind: 'yes-no', label: '主动安全预警', labelEn: 'Active safety', source: 'JT/T 1242' },
  },
});

/** An electronic fence: speed stretch, forbidden area, parking lot, approved route or key water. Its extent is drawn on the map. */
export const fence = defineEntity({
  key: 'fence',
  plural: 'fences',
  label: '电子围栏',
  labelEn: 'Fence',
  about: '限速路段、禁行区、专用停车场、核准线路、重点水域；范围与时段在围栏页上画和设',
  family: 'monitoring',
  nameLabel: '名称',
  nameLabelEn: 'Name',
  located: true,
  fields: {
    purpose: {
      kind: 'choice',
      label: '用途',
      labelEn: 'Purpose',
      required: true,
      list: true,
      filter: true,
      options: Object.entries(PURPOSES).map(([value, words]) => ({ value, ...words })),
    },
    categories: {
      kind: 'text',
      label: '适用类别',
      labelEn: 'Categories',
      max: 160,
      list: true,
      pattern: /^[a-z-]+(,[a-z-]+)*$/,
      patternHelp: '类别的英文键，用逗号分开；空 = 全部',
      help: '空 = 全部车船',
    },
    speedLimit: { kind: 'number', label: '限速', labelEn: 'Speed limit', unit: 'km/h', min: 5, max: 120, list: true },
    roadClass: {
      kind: 'choice',
      label: '道路等级',
      labelEn: 'Road class',
      filter: true,
      options: [
        { value: 'expressway', label: '高速公路', labelEn: 'Expressway' },
        { value: 'urban', label: '城市快速路', labelEn: 'Urban expressway' },
        { value: 'national', label: '普通国省道', labelEn: 'National road' },
      ],
    },
    dwell: { kind: 'number', label: '最长停留', labelEn: 'Longest stay', unit: 'min', min: 1, max: 100_000 },
    capacity: {
      kind: 'number',
      label: '车位（容量）',
      labelEn: 'Places',
      unit: '个',
      integer: true,
      min: 1,
      max: 100_000,
      list: true,
    },
    severe: { kind: 'yes-no', label: '进入即红色', labelEn: 'Red on entering', help: '一级水源保护区等' },
    validFrom: { kind: 'date', label: '生效日', labelEn: 'Valid from', list: true },
    validTo: { kind: 'date', label: '失效日', labelEn: 'Valid to', list: true },
    note: { kind: 'text', label: '依据与说明', labelEn: 'Basis', max: 300 },
  },
});
