import type { Step } from '@anlan/kernel/alarm';

/**
 * Steps of overspeed of vehicles with dangerous goods (危险货物道路运输安全管理办法: 80 km/h on motorways, 60 elsewhere): an
 * alarm from the limit on, over 2 km/h below it, graver 10 and 20 km/h above it. The same rule judges them as all vehicles;
 * whose steps hold follows from the limits an object has (`speedSteps`). The distances are a convention, to be verified.
 */
export const GOODS_SPEED = {
  yellow: {
    level: 'yellow',
    limit: 'goods',
    label: '危货车超速',
    labelEn: 'Dangerous goods over the limit',
    deadband: 2,
  },
  orange: {
    level: 'orange',
    limit: 'goods10',
    label: '危货车超速 10 km/h',
    labelEn: 'Dangerous goods 10 km/h over',
  },
  red: { level: 'red', limit: 'goods20', label: '危货车超速 20 km/h', labelEn: 'Dangerous goods 20 km/h over' },
} as const satisfies Record<string, Step>;
