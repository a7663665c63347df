import type { MeasuredAt, Quantity } from '@anlan/kernel/telemetry';

type Places = readonly [MeasuredAt, ...MeasuredAt[]];
const SITE: Places = ['enterprise', 'hazard-source'];
const FIRM: Places = ['enterprise'];
const GAS = ['ppm', 'mg/m³', '%OEL'] as const;

/** Quantities by the id of their system. */
export const quantities: Readonly<Record<string, readonly Quantity[]>> = {
  S23: [{ key: 'air-speed', label: '巷道风速', labelEn: 'Air speed underground', units: ['m/s'], at: FIRM }],
  S27: [{ key: 'people-underground', label: '井下人数', labelEn: 'People underground', units: ['人'], at: FIRM }],
  S31: [{ key: 'carbon-monoxide', label: '一氧化碳浓度', labelEn: 'Carbon monoxide', units: GAS, at: SITE }],
  S32: [
    { key: 'ammonia', label: '氨气浓度', labelEn: 'Ammonia', units: GAS, at: [...SITE, 'tank', 'key-process'] },
    { key: 'dust', label: '粉尘浓度', labelEn: 'Dust', units: ['mg/m³'], at: FIRM },
  ],
  S54: [
    { key: 'store-temperature', label: '库内温度', labelEn: 'Store temperature', units: ['℃'], at: SITE },
    { key: 'store-humidity', label: '库内相对湿度', labelEn: 'Store humidity', units: ['%RH'], at: SITE },
  ],
};
