/** A protocol whose devices' points people register: how it names the channel a value comes in. */
export interface Channel {
  readonly label: string;
  readonly labelEn: string;
  readonly pattern: RegExp;
  readonly help: string;
  readonly helpEn: string;
}

/** HJ 212-2017 factor or equipment, converted, of a period, which value of it: `a24088.zs.hour.max`. */
const HJ212 = /^([a-z]?\d{2,5}|[A-Z][A-Za-z]{0,4}\d{0,4})(\.zs)?(\.(minute|hour|day))?(\.[a-z]{1,12})?$/;
/** GB/T 26875.3: analogue value or state of a component, state or operation of a system or of the device itself. */
const GB26875 =
  /^(\d{1,3}\.\d{1,3}\.\d{1,10}\.(\d{1,3}|[a-z]\w{0,29})|(device|\d{1,3}\.\d{1,3})(\.operation)?\.[a-z]\w{0,29})$/i;
const NAMED = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u;

/**
 * Channels by protocol. Points of the others come from elsewhere: from a collection (Modbus, OPC UA), a definition file
 * (coal mines), the camera's record (GB/T 28181), a model (computed); vehicles and vessels send positions.
 */
export const CHANNELS: Readonly<Record<string, Channel>> = {
  mqtt: {
    label: '点位标识（point）',
    labelEn: 'Key (point)',
    pattern: NAMED,
    help: '报文 readings 中的 point，如 level，最长 64 字',
    helpEn: 'the "point" of a reading, such as level; at most 64 characters',
  },
  sparkplug: {
    label: '指标（metric）',
    labelEn: 'Metric',
    pattern: NAMED,
    help: '没有采集配置时按同名指标接收，最长 64 字',
    helpEn: 'the metric of the same name, where no collection says otherwise; at most 64 characters',
  },
  hj212: {
    label: '因子编码',
    labelEn: 'Factor code',
    pattern: HJ212,
    help: '如 a24088（实时值）、a24088.hour（小时均值）、a24088.minute.max、SB1.rs',
    helpEn: 'such as a24088 (the value now), a24088.hour (an hour’s mean), a24088.minute.max, SB1.rs',
  },
  gb26875: {
    label: '系统.地址.部件.类型',
    labelEn: 'System.address.component.kind',
    pattern: GB26875,
    help: '模拟量如 11.1.65537.5（系统类型.系统地址.部件地址.模拟量类型），状态如 1.1.131082.fire、device.mainPowerFault',
    helpEn: 'an analogue value such as 11.1.65537.5, a state such as 1.1.131082.fire or device.mainPowerFault',
  },
};

/** Protocols whose points the platform makes itself, from cameras and models: they are neither changed nor retired by hand. */
export const MADE_POINTS: ReadonlySet<string> = new Set(['gb28181', 'watch']);

/** Address of a component in GB/T 26875.3 (four bytes) from its loop and its number there, each up to 65,535. */
export function componentAddress(loop: number, number: number): number {
  return loop * 65_536 + number;
}
