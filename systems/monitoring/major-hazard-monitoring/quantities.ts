import type { MeasuredAt, Quantity } from '@anlan/kernel/telemetry';

type Places = readonly [MeasuredAt, ...MeasuredAt[]];
const VESSEL: Places = ['tank', 'key-process', 'hazard-source', 'enterprise'];
const REACTOR: Places = ['key-process', 'hazard-source', 'enterprise'];
const AREA: Places = ['hazard-source', 'tank', 'key-process', 'enterprise'];
const CONCENTRATIONS = ['ppm', 'mg/m³', '%OEL'] as const;

/** Pressure, temperature, level and leaks of major hazard sources (D3:48), with the wind that carries a leak. */
export const quantities: readonly Quantity[] = [
  { key: 'level', label: '液位', labelEn: 'Level', units: ['%', 'm', 'mm'], at: VESSEL },
  { key: 'pressure', label: '压力', labelEn: 'Pressure', units: ['MPa', 'kPa'], at: VESSEL },
  { key: 'temperature', label: '温度', labelEn: 'Temperature', units: ['℃'], at: VESSEL },
  { key: 'reactor-pressure', label: '反应压力', labelEn: 'Reactor pressure', units: ['MPa', 'kPa'], at: REACTOR },
  { key: 'reactor-temperature', label: '反应温度', labelEn: 'Reactor temperature', units: ['℃'], at: REACTOR },
  { key: 'combustible', label: '可燃气体浓度', labelEn: 'Combustible gas', units: ['%LEL'], at: AREA },
  { key: 'toxic', label: '有毒气体浓度', labelEn: 'Toxic gas', units: CONCENTRATIONS, at: AREA },
  { key: 'oxygen', label: '环境氧浓度', labelEn: 'Oxygen', units: ['%VOL'], at: AREA },
  { key: 'flame', label: '火焰探测', labelEn: 'Flame detector', units: [''], at: AREA },
  { key: 'interlock', label: '联锁投用', labelEn: 'Interlock in use', units: [''], at: VESSEL },
  { key: 'wind-speed', label: '风速', labelEn: 'Wind speed', units: ['m/s'], at: ['enterprise', 'hazard-source'] },
  {
    key: 'wind-direction',
    label: '风向',
    labelEn: 'Wind direction',
    units: ['°'],
    at: ['enterprise', 'hazard-source'],
  },
];
