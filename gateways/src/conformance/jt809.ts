import {
  ALARM_SOURCES,
  ALARM_TYPES,
  decodeFrame,
  type Decoded,
  epochMsOf,
  EXCHANGE_REASONS,
  FrameSplitter,
  type Header,
  rowOf,
  unescape,
} from '@anlan/jt809';
import { ALARM_BITS, meanings, STATUS_BITS } from '@anlan/jt808';
import { type Describe, recordFields, Spans } from './body.ts';
import {
  checkField,
  type ExplainedField,
  type ExplainedFrame,
  field,
  hexOf,
  note,
  refused,
  verdict,
} from './explained.ts';
import { hexNumber, locationFields } from './jt808.ts';
import { CODES_808 } from './jt808-words.ts';

const FRAME = 'JT/T 809 4.4';
const HEAD = 'JT/T 809 4.4.1';
const CHINA = 8 * 3_600_000;

/** Message types that carry sub-types, by their low twelve bits (JT/T 809 4.5). */
const CARRIERS: Readonly<Record<number, string>> = {
  0x200: '车辆动态信息交换业务',
  0x300: '平台间信息交互业务',
  0x400: '车辆报警信息交互业务',
  0x500: '车辆监管业务',
  0x600: '车辆静态信息交换业务',
};

const LABELS: Readonly<Record<string, string>> = {
  userId: '用户名',
  password: '密码',
  accessCode: '下级平台接入码',
  downLinkAddress: '从链路服务端IP地址',
  downLinkPort: '从链路服务端口号',
  result: '结果',
  verifyCode: '校验码',
  reason: '原因',
  count: '数量',
  start: '起始时间',
  end: '结束时间',
  platform: '平台唯一编码',
  producer: '终端厂商唯一编码',
  model: '终端型号',
  imei: '终端IMEI',
  terminalId: '终端编号',
  sim: 'SIM卡号',
  encrypted: '坐标加密标识',
  time: '时间',
  longitude: '经度',
  latitude: '纬度',
  speed: '速度',
  recorderSpeed: '行驶记录速度',
  mileage: '总里程',
  direction: '方向',
  altitude: '海拔高度',
  status: '车辆状态',
  alarm: '报警状态',
  report: '车辆定位信息数据',
  cityPlatform: '市级监控平台唯一编码',
  cityAlarm: '市级报警状态',
  provincePlatform: '省级监控平台唯一编码',
  provinceAlarm: '省级报警状态',
  objectType: '查岗对象类型',
  objectId: '查岗对象ID',
  answerTime: '查岗应答时限',
  infoId: '信息ID',
  text: '信息内容',
  responder: '应答人姓名',
  responderPhone: '应答人电话',
  sourceType: '对应的业务类型',
  sourceSerial: '对应的报文序列号',
  source: '报警信息来源',
  type: '报警类型',
  supervisionId: '报警督办ID',
  until: '督办截止时间',
  level: '督办级别',
  supervisor: '督办人',
  phone: '督办联系电话',
  email: '督办联系电子邮件',
  plate: '车牌号',
  colour: '车牌颜色',
  concernedPlatform: '相关平台唯一编码',
  line: '线路ID',
  name: '驾驶员姓名',
  idCard: '身份证编号',
  licence: '从业资格证号',
  organisation: '发证机构名称',
  validUntil: '证件有效期',
  waybill: '电子运单内容',
  flag: '标志',
  lostPositions: '丢失的定位消息数',
  interruptions: '链路中断次数',
  interruptedSeconds: '链路中断总时长',
  notices: '序列号通知',
  serial: '报文序列号',
  bytes: '数据',
};

const UNITS: Readonly<Record<string, string>> = {
  longitude: '°，西经为负',
  latitude: '°，南纬为负',
  speed: 'km/h',
  recorderSpeed: 'km/h',
  mileage: 'km',
  direction: '°，正北为 0，顺时针',
  altitude: 'm',
  interruptedSeconds: 's',
};

const COLOURS = CODES_808['plateColor'] as Readonly<Record<number, string>>;
const URGENCY = ['紧急', '一般'];
const CODES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'loginAnswer.result': ['成功', 'IP地址不正确', '接入码不正确', '用户没有注册', '密码错误', '资源紧张', '其他'],
  'subLoginAnswer.result': ['成功', '校验码错误', '资源紧张', '其他'],
  'urgeAnswer.result': ['处理中', '已处理完毕', '不作处理', '将来处理'],
  'alarmResult.result': ['处理中', '已处理完毕', '不作处理', '将来处理'],
  'urge.level': URGENCY,
  'startExchange.reason': EXCHANGE_REASONS.start,
  'endExchange.reason': EXCHANGE_REASONS.end,
  encrypted: ['未加密', '已加密'],
  source: ALARM_SOURCES,
  type: ALARM_TYPES,
  colour: COLOURS,
};
const TIMES: ReadonlySet<string> = new Set(['start', 'end', 'until', 'validUntil', 'time']);
const ALARM_WORDS: ReadonlySet<string> = new Set(['alarm', 'cityAlarm', 'provinceAlarm']);

/** Explains JT/T 809 frames of either edition. */
export function explainJt809(bytes: Uint8Array): ExplainedFrame[] {
  return new FrameSplitter().push(bytes).map((cut) => {
    const spans = new Spans();
    const frame = cut.ok ? decodeFrame(cut.frame, { trace: spans.note }) : cut;
    if (!frame.ok) return refused(frame.reason, frame.detail, FRAME);
    return explained(frame, cut.ok ? cut.frame : new Uint8Array(0), spans);
  });
}

function explained(frame: Decoded, bytes: Uint8Array, spans: Spans): ExplainedFrame {
  const { header, kind, body, warnings } = frame;
  const known = rowOf(kind === 'unknown' ? (frame.subType ?? header.type) : idOf(frame, bytes));
  const carrier = known === undefined || known.id === header.type ? undefined : CARRIERS[header.type & 0xfff];
  const title = known?.title ?? (kind === 'encrypted' ? '加密的数据体' : '未知消息');
  const id = hexNumber(known?.id ?? header.type, 4);
  const plain = plainOf(bytes);
  return {
    title: carrier === undefined ? `${id} ${title}` : `${hexNumber(header.type, 4)} ${carrier} · ${id} ${title}`,
    accepted: true,
    fields: [
      ...headFields(header, plain),
      ...envelopeFields(frame, plain, known?.id),
      ...recordFields(body, describer(kind), `JT/T 809-${header.edition} ${id}`, spans),
      checkField('crc', 'CRC校验码', plain.subarray(-2), FRAME, '正确'),
    ],
    verdicts: [
      verdict('标识位、转义与 CRC', FRAME, true),
      verdict('消息类型已知', 'JT/T 809 4.5', kind !== 'unknown', id),
      note('不加密', HEAD, header.encryption === 0, kind === 'encrypted' ? '没有对端的密钥常数，不能解密' : '已加密'),
      ...warnings.map(({ code, detail }) => verdict(WORD_OF_WARNING[code] ?? code, FRAME, false, detail)),
    ],
  };
}

const WORD_OF_WARNING: Readonly<Record<string, string>> = {
  'frame-length': '数据长度与实际一致',
  'data-length': '后续数据长度与实际一致',
  trailing: '数据体后没有多余字节',
  'plain-body': '加密标识与数据体一致',
};

const plainOf = (bytes: Uint8Array): Uint8Array => {
  const plain = unescape(bytes, 1, bytes.length - 1);
  return typeof plain === 'number' ? new Uint8Array(0) : plain;
};

/** The header's bytes: length, serial, type, access code, version, encryption and key; 2019 adds the time. */
function headFields(header: Header, plain: Uint8Array): ExplainedField[] {
  const { length, serial, type, accessCode, version, encryption, key, edition, sentAt } = header;
  const at = (from: number, to: number, meaning = '') => ({
    clause: HEAD,
    hex: hexOf(plain.subarray(from, to)),
    meaning,
  });
  return [
    field('length', '数据长度', length, at(0, 4)),
    field('serial', '报文序列号', serial, at(4, 8)),
    field('type', '业务数据类型', hexNumber(type, 4), at(8, 10, CARRIERS[type & 0xfff] ?? rowOf(type)?.title ?? '')),
    field('accessCode', '下级平台接入码', accessCode, at(10, 14)),
    field('version', '协议版本号标识', version.join('.'), at(14, 17, `按 ${edition} 版读`)),
    field('encryption', '报文加密标识位', encryption, at(17, 18, encryption === 0 ? '不加密' : '加密')),
    field('key', '数据加密密钥', key, at(18, 22)),
    ...(sentAt === undefined ? [] : [field('sentAt', '发送消息时的系统UTC时间', sentAt, at(22, 30, timeText(sentAt)))]),
  ];
}

const VEHICLE_BYTES = 28;
const PLATFORM_BYTES = 6;

/** Where the envelope begins, of an enciphered body nowhere. */
function envelopeAt({ header }: Decoded): number {
  return header.edition === 2019 ? 30 : 22;
}

/** The sub-type of a business message, which the decoder tells by its kind; of link messages the type. */
function idOf(frame: Decoded, bytes: Uint8Array): number {
  const { header, kind } = frame;
  if (kind === 'encrypted' || rowOf(header.type) !== undefined) return header.type;
  const plain = plainOf(bytes);
  const from = envelopeAt(frame) + ('vehicle' in frame && frame.vehicle ? VEHICLE_BYTES - PLATFORM_BYTES : 0);
  return ((plain[from] ?? 0) << 8) | (plain[from + 1] ?? 0);
}

/** Plate, colour, sub-type and length of data that a business message begins with. */
function envelopeFields(frame: Decoded, plain: Uint8Array, id: number | undefined): ExplainedField[] {
  if (frame.kind === 'encrypted' || id === undefined || id === frame.header.type) return [];
  const clause = 'JT/T 809 4.5';
  const from = envelopeAt(frame);
  const { vehicle } = frame;
  const next = vehicle === undefined ? from : from + VEHICLE_BYTES - PLATFORM_BYTES;
  const at = (start: number, end: number, meaning = '') => ({
    clause,
    hex: hexOf(plain.subarray(start, end)),
    meaning,
  });
  const length = new DataView(plain.buffer, plain.byteOffset + next + 2, 4).getUint32(0);
  return [
    ...(vehicle === undefined
      ? []
      : [
          field('plate', '车牌号', vehicle.plate, at(from, from + 21)),
          field('colour', '车牌颜色', vehicle.colour, at(from + 21, from + 22, COLOURS[vehicle.colour] ?? '')),
        ]),
    field('subType', '子业务类型标识', hexNumber(id, 4), at(next, next + 2, rowOf(id)?.title ?? '')),
    field('dataLength', '后续数据长度', length, at(next + 2, next + 6)),
  ];
}

function describer(kind: string): Describe {
  return (member, value, _, depth) => {
    const label = LABELS[member];
    if (member === 'report' && value instanceof Uint8Array)
      return {
        label,
        value: `${value.length} B`,
        meaning: 'JT/T 808-2019 0x0200 消息体',
        rows: locationFields(value, depth + 1),
      };
    if (member === 'password') return { label, secret: true };
    if (typeof value !== 'number') return { label };
    if (ALARM_WORDS.has(member)) return { label, value: hexNumber(value, 8), meaning: bits(value, ALARM_BITS) };
    if (member === 'status') return { label, value: hexNumber(value, 8), meaning: bits(value, STATUS_BITS) };
    if (TIMES.has(member)) return { label, meaning: timeText(value) };
    if (member === 'sourceType') return { label, value: hexNumber(value, 4), meaning: rowOf(value)?.title };
    const codes = CODES[`${kind}.${member}`] ?? CODES[member];
    return { label, meaning: codes?.[value] ?? UNITS[member] };
  };
}

const bits = (value: number, table: typeof ALARM_BITS | typeof STATUS_BITS): string =>
  meanings<(typeof table)[number]>(value, table, 2019)
    .map(({ bit, label }) => `位${bit} ${label}`)
    .join('，') || '各位均为 0';

function timeText(count: number): string {
  const at = epochMsOf(count);
  return at === null ? '' : `${new Date(at + CHINA).toISOString().slice(0, 19).replace('T', ' ')} UTC+8`;
}
