import type { Quantity } from '@anlan/kernel/telemetry';

const at = ['building'] as const;
const PRESSURE = ['MPa', 'kPa'] as const;

/** Fire-fighting water of a building (GB 50974-2014). */
export const quantities: readonly Quantity[] = [
  { key: 'fire-water-pressure', label: '消防管网压力', labelEn: 'Fire-water pressure', units: PRESSURE, at },
  { key: 'fire-water-end', label: '最不利点静压', labelEn: 'Static pressure at the worst point', units: PRESSURE, at },
  { key: 'fire-water-main', label: '消防干管压力', labelEn: 'Pressure of the main', units: PRESSURE, at },
  { key: 'fire-tank-level', label: '消防水箱水位', labelEn: 'Fire tank level', units: ['m', '%'], at },
  { key: 'fire-street-pressure', label: '市政供水压力', labelEn: 'Street water pressure', units: PRESSURE, at },
  { key: 'fire-pool-level', label: '消防水池水位', labelEn: 'Fire pool level', units: ['m', '%'], at },
  { key: 'fire-jockey-starts', label: '稳压泵启动次数', labelEn: 'Starts of the jockey pump', units: ['次/h'], at },
  { key: 'fire-pump-room-temperature', label: '消防泵房温度', labelEn: 'Pump room temperature', units: ['℃'], at },
  { key: 'fire-pump-run', label: '消防泵运行', labelEn: 'Fire pump runs', units: [''], at },
  { key: 'fire-valve-open', label: '信号阀开启', labelEn: 'Zone valve open', units: [''], at },
  { key: 'fire-flow-switch', label: '流量开关动作', labelEn: 'Flow switch acts', units: [''], at },
  { key: 'fire-pump-fault', label: '消防泵控制柜故障或停止', labelEn: 'Fire pump out of order', units: [''], at },
  { key: 'fire-pump-power-fault', label: '消防泵电源故障', labelEn: 'Fire pump without power', units: [''], at },
  { key: 'fire-pump-manual', label: '消防泵手动状态', labelEn: 'Fire pump in manual', units: [''], at },
];
