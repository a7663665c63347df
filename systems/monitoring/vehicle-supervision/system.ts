import { defineEntity } from '@anlan/kernel/entity';
import { defineSystem } from '@anlan/kernel/system';
import { rules } from './rules.ts';

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
      options: [
        { value: 'dangerous-goods', label: '危险货物运输车', labelEn: 'Dangerous goods' },
        { value: 'tourist-bus', label: '旅游包车', labelEn: 'Tourist bus' },
        { value: 'line-bus', label: '班线客车', labelEn: 'Line bus' },
        { value: 'freight', label: '重型货车', labelEn: 'Heavy freight' },
        { value: 'engineering', label: '工程运输车', labelEn: 'Engineering' },
      ],
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
  },
});

export const vehicleSupervision = defineSystem({
  id: 'S33',
  key: 'vehicle-supervision',
  family: 'monitoring',
  label: '运输车辆动态监管平台',
  labelEn: 'Road vehicle supervision',
  entities: [vehicle],
  rules,
  layers: [
    {
      key: 'vehicles',
      label: '运输车辆',
      labelEn: 'Vehicles',
      group: '移动',
      draws: { moving: 'vehicle' },
      unit: '辆',
      icon: 'truck',
      on: true,
    },
  ],
});
