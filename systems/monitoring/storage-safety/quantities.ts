import type { MeasuredAt, Quantity } from '@anlan/kernel/telemetry';

type Places = readonly [MeasuredAt, ...MeasuredAt[]];
const STORE: Places = ['tank', 'hazard-source', 'enterprise'];
const LOADING: Places = ['hazard-source', 'tank', 'enterprise'];

/** Fire alarms, shut-off and filling of stores; states are 0 or 1, 1 = acting. */
export const quantities: readonly Quantity[] = [
  { key: 'level-flag', label: '液位超限报警', labelEn: 'Level alarm', units: [''], at: STORE },
  { key: 'temperature-flag', label: '温度超限报警', labelEn: 'Temperature alarm', units: [''], at: STORE },
  { key: 'pressure-flag', label: '压力超限报警', labelEn: 'Pressure alarm', units: [''], at: STORE },
  { key: 'gas-flag', label: '气体泄漏报警', labelEn: 'Gas leak alarm', units: [''], at: STORE },
  { key: 'fire-alarm', label: '火灾报警', labelEn: 'Fire alarm', units: [''], at: STORE },
  { key: 'shut-off', label: '紧急切断', labelEn: 'Emergency shut-off', units: [''], at: STORE },
  { key: 'shut-off-command', label: '紧急切断指令', labelEn: 'Shut-off commanded', units: [''], at: STORE },
  { key: 'chlorine', label: '氯气浓度', labelEn: 'Chlorine', units: ['ppm', 'mg/m³', '%OEL'], at: STORE },
  { key: 'fill-flow', label: '装车流量', labelEn: 'Loading flow', units: ['m³/h'], at: LOADING },
  { key: 'fill-level', label: '罐车液位', labelEn: 'Level of the road tank', units: ['%'], at: LOADING },
  { key: 'fill-weight', label: '净重偏差', labelEn: 'Deviation of the net weight', units: ['%'], at: LOADING },
  { key: 'ground-clip', label: '静电接地良好', labelEn: 'Ground clip in place', units: [''], at: LOADING },
];
