import { parseTime } from './time.ts';

/** A parameter of a request: its Chinese name, its unit and the rule for its value. */
export interface Parameter {
  readonly label: string;
  readonly unit?: string;
  readonly allows: (value: string) => boolean;
}

const between = (from: number, to: number) => (value: string) =>
  /^\d{1,4}$/.test(value) && Number(value) >= from && Number(value) <= to;
const time = (value: string): boolean => value.length === 14 && parseTime(value) !== undefined;
const code = (value: string): boolean => /^[\w-]{1,6}$/.test(value);
// HJ 212-2017 table 8: the minute interval divides the hour.
const MINUTES = new Set(['1', '2', '3', '4', '5', '6', '10', '12', '15', '20', '30']);

/** The parameters of requests (HJ 212-2017 table 8; the last three HJ/T 212-2005 only). */
export const PARAMETERS = {
  OverTime: { label: '超时时间', unit: 's', allows: between(1, 99) },
  ReCount: { label: '重发次数', allows: between(1, 99) },
  SystemTime: { label: '系统时间', allows: time },
  BeginTime: { label: '开始时间', allows: time },
  EndTime: { label: '截止时间', allows: time },
  RtdInterval: { label: '实时数据上报间隔', unit: 's', allows: between(30, 3600) },
  MinInterval: { label: '分钟数据上报间隔', unit: 'min', allows: (value) => MINUTES.has(value) },
  NewPW: { label: '新密码', allows: (value) => /^\w{1,6}$/.test(value) },
  PolId: { label: '因子编码', allows: code },
  InfoId: { label: '现场端信息编码', allows: code },
  CstartTime: { label: '设备采样起始时间', allows: (value) => /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(value) },
  Ctime: { label: '采样周期', unit: 'h', allows: between(1, 24) },
  WarnTime: { label: '超限报警时间', allows: between(1, 99) },
  AlarmTarget: { label: '上位机地址', allows: (value) => /^\w{1,20}$/.test(value) },
  ReportTime: { label: '数据上报时间', allows: (value) => /^([01]\d|2[0-3])[0-5]\d$/.test(value) },
} as const satisfies Readonly<Record<string, Parameter>>;

export type ParameterName = keyof typeof PARAMETERS;
