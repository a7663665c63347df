import type { Rule, Rung } from '@anlan/kernel/alarm';

const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '企业值班', after: 0 },
  { to: 'county', label: '县值班', after: 900 },
  { to: 'city', label: '市值班', after: 1800 },
];
const common = { system: 'S16', escalation: LADDER } as const;
/** A camera notifies an alarm once or repeats it; without a repetition it is over, and comes again as a new one. */
const notified = { kind: 'above', deadband: 0, onDelay: 0, offDelay: 0 } as const;

export const rules: readonly Rule[] = [
  {
    ...common,
    key: 'camera-intrusion',
    label: '视频分析报警',
    labelEn: 'Seen by video analysis',
    watches: ['camera-intrusion'],
    condition: { ...notified, steps: [{ level: 'yellow', limit: 'seen', label: '摄像机报入侵、绊线、徘徊等' }] },
    clause: 'GB/T 28181-2016 A.2.5（AlarmMethod 5）',
    cause: '人员或车辆进入监视区，也可能是动物、光影',
    consequence: '擅入罐区、库区或作业面',
    response: '调出画面核实 → 喊话或派人 → 记处置',
    respondWithin: 300,
  },
  {
    ...common,
    key: 'camera-call',
    label: '摄像机人工或联动报警',
    labelEn: 'Camera call',
    watches: ['camera-call'],
    condition: { ...notified, steps: [{ level: 'yellow', limit: 'seen', label: '现场按钮、防拆或联动报警' }] },
    clause: 'GB/T 28181-2016 A.2.5（AlarmMethod 1、3、4、7，设备防拆）',
    cause: '现场求助、拆动设备、联动输入',
    consequence: '现场可能有险情',
    response: '调出画面 → 电话核实 → 按预案处置',
    respondWithin: 180,
  },
  {
    ...common,
    key: 'camera-fault',
    label: '视频故障报警',
    labelEn: 'Camera fault',
    watches: ['camera-fault'],
    condition: { ...notified, steps: [{ level: 'blue', limit: 'seen', label: '画面丢失、遮挡或存储故障' }] },
    clause: 'GB/T 28181-2016 A.2.5（AlarmMethod 2、6）',
    cause: '断线、遮挡、硬盘或风扇故障',
    consequence: '该处看不到，事后查不到',
    response: '报修 → 复核画面与录像',
    respondWithin: 14_400,
  },
];
