import { ByteReader, type ByteWriter } from '@anlan/wire';
import { rest, text, u16, u32, u8, type Context, type Field } from './field.ts';
import {
  adasParameters,
  bsdParameters,
  dsmParameters,
  tpmsParameters,
  type SafetyParameters,
} from './safety-parameters.ts';
import { list } from './structure.ts';

/**
 * A terminal parameter. The value is a number or a string by its row in PARAMETERS, an object for active safety, and
 * the bytes themselves for an unknown ID or a length that its row does not know.
 */
export interface Parameter {
  id: number;
  value: number | string | Uint8Array | SafetyParameters;
}

/** What is known of a parameter: its name and how it is laid out. */
export interface ParameterRow {
  id: number;
  label: string;
  /** Bytes; undefined for text of any length. */
  length: number | undefined;
  content: Field<unknown>;
  /** The edition before which the ID is reserved. */
  since: 2013 | 2019;
}

const LAYOUTS = {
  BYTE: { length: 1, content: u8 },
  WORD: { length: 2, content: u16 },
  DWORD: { length: 4, content: u32 },
  STRING: { length: undefined, content: text },
  ADAS: { length: 56, content: adasParameters },
  DSM: { length: 49, content: dsmParameters },
  TPMS: { length: 36, content: tpmsParameters },
  BSD: { length: 2, content: bsdParameters },
} as const;

type Row = readonly [id: number, layout: keyof typeof LAYOUTS, label: string, since?: 2019];

/** JT/T 808-2019 §8.10 table 12; T/JSATL 12-2017 §4.4 from 0xF364. */
const ROWS: readonly Row[] = [
  [0x0001, 'DWORD', '心跳发送间隔(s)'],
  [0x0002, 'DWORD', 'TCP消息应答超时时间(s)'],
  [0x0003, 'DWORD', 'TCP消息重传次数'],
  [0x0004, 'DWORD', 'UDP消息应答超时时间(s)'],
  [0x0005, 'DWORD', 'UDP消息重传次数'],
  [0x0006, 'DWORD', 'SMS消息应答超时时间(s)'],
  [0x0007, 'DWORD', 'SMS消息重传次数'],
  [0x0010, 'STRING', '主服务器APN'],
  [0x0011, 'STRING', '主服务器无线通信拨号用户名'],
  [0x0012, 'STRING', '主服务器无线通信拨号密码'],
  [0x0013, 'STRING', '主服务器地址'],
  [0x0014, 'STRING', '备份服务器APN'],
  [0x0015, 'STRING', '备份服务器无线通信拨号用户名'],
  [0x0016, 'STRING', '备份服务器无线通信拨号密码'],
  [0x0017, 'STRING', '备份服务器地址'],
  [0x0018, 'DWORD', '服务器TCP端口'],
  [0x0019, 'DWORD', '服务器UDP端口'],
  [0x001a, 'STRING', '道路运输证IC卡认证主服务器地址'],
  [0x001b, 'DWORD', '道路运输证IC卡认证主服务器TCP端口'],
  [0x001c, 'DWORD', '道路运输证IC卡认证主服务器UDP端口'],
  [0x001d, 'STRING', '道路运输证IC卡认证备份服务器地址'],
  [0x0020, 'DWORD', '位置汇报策略'],
  [0x0021, 'DWORD', '位置汇报方案'],
  [0x0022, 'DWORD', '驾驶员未登录汇报时间间隔(s)'],
  [0x0023, 'STRING', '从服务器APN', 2019],
  [0x0024, 'STRING', '从服务器无线通信拨号用户名', 2019],
  [0x0025, 'STRING', '从服务器无线通信拨号密码', 2019],
  [0x0026, 'STRING', '从服务器备份地址', 2019],
  [0x0027, 'DWORD', '休眠时汇报时间间隔(s)'],
  [0x0028, 'DWORD', '紧急报警时汇报时间间隔(s)'],
  [0x0029, 'DWORD', '缺省时间汇报间隔(s)'],
  [0x002c, 'DWORD', '缺省距离汇报间隔(m)'],
  [0x002d, 'DWORD', '驾驶员未登录汇报距离间隔(m)'],
  [0x002e, 'DWORD', '休眠时汇报距离间隔(m)'],
  [0x002f, 'DWORD', '紧急报警时汇报距离间隔(m)'],
  [0x0030, 'DWORD', '拐点补传角度(°)'],
  [0x0031, 'WORD', '电子围栏半径(m)'],
  [0x0040, 'STRING', '监控平台电话号码'],
  [0x0041, 'STRING', '复位电话号码'],
  [0x0042, 'STRING', '恢复出厂设置电话号码'],
  [0x0043, 'STRING', '监控平台SMS电话号码'],
  [0x0044, 'STRING', '接收终端SMS文本报警号码'],
  [0x0045, 'DWORD', '终端电话接听策略'],
  [0x0046, 'DWORD', '每次最长通话时间(s)'],
  [0x0047, 'DWORD', '当月最长通话时间(s)'],
  [0x0048, 'STRING', '监听电话号码'],
  [0x0049, 'STRING', '监管平台特权短信号码'],
  [0x0050, 'DWORD', '报警屏蔽字'],
  [0x0051, 'DWORD', '报警发送文本SMS开关'],
  [0x0052, 'DWORD', '报警拍摄开关'],
  [0x0053, 'DWORD', '报警拍摄存储标志'],
  [0x0054, 'DWORD', '关键标志'],
  [0x0055, 'DWORD', '最高速度(km/h)'],
  [0x0056, 'DWORD', '超速持续时间(s)'],
  [0x0057, 'DWORD', '连续驾驶时间门限(s)'],
  [0x0058, 'DWORD', '当天累计驾驶时间门限(s)'],
  [0x0059, 'DWORD', '最小休息时间(s)'],
  [0x005a, 'DWORD', '最长停车时间(s)'],
  [0x005b, 'WORD', '超速预警差值(0.1km/h)'],
  [0x005c, 'WORD', '疲劳驾驶预警差值(s)'],
  [0x005d, 'WORD', '碰撞报警参数设置'],
  [0x005e, 'WORD', '侧翻报警参数设置(°)'],
  [0x0064, 'DWORD', '定时拍照控制'],
  [0x0065, 'DWORD', '定距拍照控制'],
  [0x0070, 'DWORD', '图像/视频质量'],
  [0x0071, 'DWORD', '亮度'],
  [0x0072, 'DWORD', '对比度'],
  [0x0073, 'DWORD', '饱和度'],
  [0x0074, 'DWORD', '色度'],
  [0x0080, 'DWORD', '车辆里程表读数(0.1km)'],
  [0x0081, 'WORD', '车辆所在的省域ID'],
  [0x0082, 'WORD', '车辆所在的市域ID'],
  [0x0083, 'STRING', '机动车号牌'],
  [0x0084, 'BYTE', '车牌颜色'],
  [0x0090, 'BYTE', 'GNSS定位模式'],
  [0x0091, 'BYTE', 'GNSS波特率'],
  [0x0092, 'BYTE', 'GNSS模块详细定位数据输出频率'],
  [0x0093, 'DWORD', 'GNSS模块详细定位数据采集频率(s)'],
  [0x0094, 'BYTE', 'GNSS模块详细定位数据上传方式'],
  [0x0095, 'DWORD', 'GNSS模块详细定位数据上传设置'],
  [0x0100, 'DWORD', 'CAN总线通道1采集时间间隔(ms)'],
  [0x0101, 'WORD', 'CAN总线通道1上传时间间隔(s)'],
  [0x0102, 'DWORD', 'CAN总线通道2采集时间间隔(ms)'],
  [0x0103, 'WORD', 'CAN总线通道2上传时间间隔(s)'],
  [0xf364, 'ADAS', '高级驾驶辅助系统参数'],
  [0xf365, 'DSM', '驾驶员状态监测系统参数'],
  [0xf366, 'TPMS', '胎压监测系统参数'],
  [0xf367, 'BSD', '盲区监测系统参数'],
];

/** The known parameters by ID; 0x0032, 0x0075–0x007B and 0x0110–0x01FF are structures carried as bytes. */
export const PARAMETERS: ReadonlyMap<number, ParameterRow> = new Map(
  ROWS.map(([id, layout, label, since]): [number, ParameterRow] => [
    id,
    { id, label, since: since ?? 2013, ...LAYOUTS[layout] },
  ]),
);

const parameter: Field<Parameter> = {
  read(input, context) {
    const id = input.u32();
    const raw = input.take(input.u8());
    return { id, value: readValue(id, raw, context) };
  },
  write(output, { id, value }, context) {
    output.u32(id);
    const at = output.length;
    output.u8(0);
    writeValue(output, id, value, context);
    output.patch(at, output.length - at - 1, 1);
  },
};

/** Vendors send known IDs with other lengths: the length is the truth, and what does not fit stays raw. */
function readValue(id: number, raw: Uint8Array, context: Context): Parameter['value'] {
  const row = rowOf(id, context);
  if (!row || (row.length !== undefined && row.length !== raw.length)) return raw;
  return row.content.read(new ByteReader(raw), context, {}) as Parameter['value'];
}

function writeValue(output: ByteWriter, id: number, value: Parameter['value'], context: Context): void {
  const content = value instanceof Uint8Array ? rest : rowOf(id, context)?.content;
  if (!content) throw new RangeError(`the value of the unknown parameter 0x${id.toString(16)} must be bytes`);
  content.write(output, value, context, {});
}

function rowOf(id: number, context: Context): ParameterRow | undefined {
  const row = PARAMETERS.get(id);
  return row && row.since <= context.version ? row : undefined;
}

/** A count and that many parameters; §8.10. */
export const parameterItems: Field<Parameter[]> = list(u8, parameter);
