/** The meaning of a bit: `one` when set, `zero` when it means something not set. */
export interface StateBit {
  readonly key: string;
  readonly one: string;
  readonly zero: string;
}

const row = (key: string, one: string, zero: string): StateBit => ({ key, one, zero });

/** System states of type 1, from bit 0 (GB/T 26875.3-2011 table 6). */
export const SYSTEM_STATES: readonly StateBit[] = [
  row('normal', '正常运行状态', '测试状态'),
  row('fire', '火警', '无火警'),
  row('fault', '故障', '无故障'),
  row('shielded', '屏蔽', '无屏蔽'),
  row('supervised', '监管', '无监管'),
  row('started', '启动（开启）', '停止（关闭）'),
  row('feedback', '反馈', '无反馈'),
  row('delayed', '延时状态', '未延时'),
  row('mainPowerFault', '主电故障', '主电正常'),
  row('backupPowerFault', '备电故障', '备电正常'),
  row('busFault', '总线故障', '总线正常'),
  row('manual', '手动状态', '自动状态'),
  row('configurationChanged', '配置改变', '无配置改变'),
  row('reset', '复位', '正常'),
];

/** Component states of type 2, from bit 0 (table 8). */
export const COMPONENT_STATES: readonly StateBit[] = [
  ...SYSTEM_STATES.slice(0, 8),
  row('powerFault', '电源故障', '电源正常'),
];

/** Device states of type 21, from bit 0 (table 13). */
export const DEVICE_STATES: readonly StateBit[] = [
  row('normal', '正常监视状态', '测试状态'),
  row('fire', '火警', '无火警'),
  row('fault', '故障', '无故障'),
  row('mainPowerFault', '主电故障', '主电正常'),
  row('backupPowerFault', '备电故障', '备电正常'),
  row('centreChannelFault', '与监控中心通信信道故障', '通信信道正常'),
  row('fireSystemLineFault', '监测连接线路故障', '监测连接线路正常'),
];

/** Operations of type 4, from bit 0 (table 10). */
export const SYSTEM_OPERATIONS: readonly StateBit[] = [
  row('reset', '复位', '无操作'),
  row('mute', '消音', '无操作'),
  row('manualAlarm', '手动报警', '无操作'),
  row('alarmCleared', '警情消除', '无操作'),
  row('selfTest', '自检', '无操作'),
  row('confirm', '确认', '无操作'),
  row('test', '测试', '无操作'),
];

/** Operations of type 24, from bit 0 (table 14): the same, but bit 5 answers a post query. */
export const DEVICE_OPERATIONS: readonly StateBit[] = SYSTEM_OPERATIONS.map((operation) =>
  operation.key === 'confirm' ? row('postQueryAnswer', '查岗应答', '无操作') : operation,
);

/** The bits that are set, lowest first; reserved bits are left out. */
export function setBits(state: number, bits: readonly StateBit[]): StateBit[] {
  return bits.filter((_, bit) => Math.floor(state / 2 ** bit) % 2 === 1);
}
