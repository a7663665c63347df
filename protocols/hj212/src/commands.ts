import { PARAMETERS } from './parameters.ts';

/** Who begins an exchange. */
export type Initiator = 'platform' | 'station' | 'either';
/** What follows: a request is answered by 9011 and 9012, an upload by 9014, a notice by 9013, an answer by nothing. */
export type CommandKind = 'request' | 'upload' | 'request-or-upload' | 'notice' | 'answer';

/** A command of HJ 212-2017 table 9, or one that only HJ/T 212-2005 has. */
export interface Command {
  readonly code: string;
  readonly name: string;
  readonly kind: CommandKind;
  readonly from: Initiator;
  /** Members of CP in the platform's request; those in brackets may be missing. */
  readonly parameters: readonly { readonly name: keyof typeof PARAMETERS; readonly optional: boolean }[];
  /** What a DataTime in its upload covers; the AlarmTime of an alarm is an event. */
  readonly interval: 'moment' | 'minute' | 'hour' | 'day' | 'event' | undefined;
  /** HJ 212-2017 has it no more. */
  readonly only2005: boolean;
}

type Row = readonly [
  code: string,
  name: string,
  kind: CommandKind,
  from: Initiator,
  parameters: string,
  interval?: Command['interval'],
];

// HJ 212-2017 table 9 and Appendix C.
const ROWS: readonly Row[] = [
  ['1000', '设置超时时间及重发次数', 'request', 'platform', 'OverTime ReCount'],
  ['1011', '提取/上传现场机时间', 'request-or-upload', 'either', '[PolId]'],
  ['1012', '设置现场机时间', 'request', 'platform', '[PolId] SystemTime'],
  ['1013', '现场机时间校准请求', 'notice', 'station', '[PolId]'],
  ['1061', '提取/上传实时数据间隔', 'request-or-upload', 'either', ''],
  ['1062', '设置实时数据间隔', 'request', 'platform', 'RtdInterval'],
  ['1063', '提取/上传分钟数据间隔', 'request-or-upload', 'either', ''],
  ['1064', '设置分钟数据间隔', 'request', 'platform', 'MinInterval'],
  ['1072', '设置现场机密码', 'request', 'platform', 'NewPW'],
  ['2011', '取/上传污染物实时数据', 'request-or-upload', 'either', '', 'moment'],
  ['2012', '停止察看污染物实时数据', 'notice', 'platform', ''],
  ['2021', '取/上传设备运行状态数据', 'request-or-upload', 'either', '', 'moment'],
  ['2022', '停止察看设备运行状态', 'notice', 'platform', ''],
  ['2031', '取/上传污染物日历史数据', 'request-or-upload', 'either', 'BeginTime EndTime', 'day'],
  ['2041', '取/上传设备运行时间日历史数据', 'request-or-upload', 'either', 'BeginTime EndTime', 'day'],
  ['2051', '取/上传污染物分钟数据', 'request-or-upload', 'either', 'BeginTime EndTime', 'minute'],
  ['2061', '取/上传污染物小时数据', 'request-or-upload', 'either', 'BeginTime EndTime', 'hour'],
  ['2081', '上传数采仪开机时间', 'upload', 'station', ''],
  ['3011', '零点校准量程校准', 'request', 'platform', 'PolId'],
  ['3012', '即时采样', 'request', 'platform', 'PolId'],
  ['3013', '启动清洗/反吹', 'request', 'platform', 'PolId'],
  ['3014', '比对采样', 'request', 'platform', 'PolId'],
  ['3015', '超标留样', 'request-or-upload', 'either', '[PolId]'],
  ['3016', '设置采样时间周期', 'request', 'platform', 'PolId CstartTime Ctime'],
  ['3017', '提取/上传采样时间周期', 'request-or-upload', 'either', 'PolId'],
  ['3018', '提取/上传出样时间', 'request-or-upload', 'either', 'PolId'],
  ['3019', '提取/上传设备唯一标识', 'request-or-upload', 'either', 'PolId'],
  ['3020', '提取/上传现场机信息', 'request-or-upload', 'either', 'PolId InfoId [BeginTime] [EndTime]'],
  ['3021', '设置现场机参数', 'request', 'platform', 'PolId InfoId'],
  ['9011', '请求应答', 'answer', 'station', ''],
  ['9012', '执行结果', 'answer', 'station', ''],
  ['9013', '通知应答', 'answer', 'either', ''],
  ['9014', '数据应答', 'answer', 'either', ''],
];

// HJ/T 212-2005: left out of the later editions, still sent by stations built to it.
const ROWS_2005: readonly Row[] = [
  ['1001', '设置超限报警时间', 'request', 'platform', 'WarnTime'],
  ['1021', '提取/上传污染物报警门限值', 'request-or-upload', 'either', 'PolId'],
  ['1022', '设置污染物报警门限值', 'request', 'platform', ''],
  ['1031', '提取/上传上位机地址', 'request-or-upload', 'either', ''],
  ['1032', '设置上位机地址', 'request', 'platform', 'AlarmTarget'],
  ['1041', '提取/上传数据上报时间', 'request-or-upload', 'either', ''],
  ['1042', '设置数据上报时间', 'request', 'platform', 'ReportTime'],
  ['2071', '取/上传污染物报警记录', 'request-or-upload', 'either', 'BeginTime EndTime', 'event'],
  ['2072', '上传报警事件', 'notice', 'station', '', 'event'],
];

/** The commands of both editions by code. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [ROWS, ROWS_2005].flatMap((rows) =>
    rows.map(([code, name, kind, from, parameters, interval]) => {
      const named = parameters.split(' ').filter(Boolean).map(parameter);
      return [code, { code, name, kind, from, parameters: named, interval, only2005: rows === ROWS_2005 }];
    }),
  ),
);

function parameter(text: string): Command['parameters'][number] {
  const optional = text.startsWith('[');
  return { name: (optional ? text.slice(1, -1) : text) as keyof typeof PARAMETERS, optional };
}
