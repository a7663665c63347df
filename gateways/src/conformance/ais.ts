import { AID_TYPE, AisStream, decodeSentence, EPFD, navStatusLabel, shipTypeLabel, type Report } from '@anlan/ais';
import { type Describe, recordFields, Spans } from './body.ts';
import { type ExplainedField, type ExplainedFrame, refused, type Verdict, verdict } from './explained.ts';

const SENTENCE = 'IEC 61162-1 8.3';
const MESSAGE = 'ITU-R M.1371-5 附件8';

const SENTENCE_LABELS: Readonly<Record<string, string>> = {
  talker: '发送器标识符',
  formatter: '语句格式符',
  total: '传送报文所需的语句总数',
  index: '语句序号',
  group: '连续报文标识',
  channel: 'AIS信道',
  payload: '封装的无线电报文',
  fill: '填充位数',
  tag: '标签块',
  source: '接收台',
  time: '接收时间',
};

const LABELS: Readonly<Record<string, string>> = {
  type: '消息识别码',
  repeat: '转发指示符',
  mmsi: '用户识别码（MMSI）',
  status: '航行状态',
  turn: '旋转速率',
  speed: '对地航速',
  accuracy: '位置准确度',
  lon: '经度',
  lat: '纬度',
  course: '对地航向',
  heading: '真航向',
  second: '时间标记',
  maneuver: '特殊操纵指示符',
  raim: 'RAIM标志',
  radio: '通信状态',
  year: 'UTC年',
  month: 'UTC月',
  day: 'UTC日',
  hour: 'UTC时',
  minute: 'UTC分',
  epfd: '电子定位装置类型',
  aisVersion: 'AIS版本指示符',
  imo: 'IMO编号',
  callsign: '呼号',
  shipname: '船名',
  shipType: '船舶和货物类型',
  bow: '船首至基准点',
  stern: '基准点至船尾',
  port: '左舷至基准点',
  starboard: '基准点至右舷',
  etaMonth: '预计到达月',
  etaDay: '预计到达日',
  etaHour: '预计到达时',
  etaMinute: '预计到达分',
  draught: '目前最大静态吃水',
  destination: '目的地',
  dte: 'DTE',
  altitude: '高度',
  assigned: '指配模式标志',
  cs: 'B类装置标志',
  display: 'B类显示器标志',
  dsc: 'B类DSC标志',
  band: 'B类频带标志',
  msg22: 'B类消息22标志',
  reserved: '保留',
  regional: '区域应用保留',
  aidType: '助航设备类型',
  name: '助航设备名称',
  nameExtension: '助航设备名称扩展',
  offPosition: '偏离位置指示符',
  virtualAid: '虚拟助航设备标志',
  part: '部分编号',
  vendorId: '供应商标识',
  unitModel: '装置型号',
  serial: '装置序列号',
  mothershipMmsi: '母船MMSI',
  gnss: 'GNSS位置状态',
  content: '内容',
  contentBits: '内容位数',
};

const UNITS: Readonly<Record<string, string>> = {
  turn: 'AIS单位，4.733 √(°/min)',
  speed: 'kn',
  lon: '°，西经为负',
  lat: '°，南纬为负',
  course: '°',
  heading: '°',
  second: 's',
  bow: 'm',
  stern: 'm',
  port: 'm',
  starboard: 'm',
  draught: 'm',
  altitude: 'm',
};

const CODES: Readonly<Record<string, (value: number) => string | undefined>> = {
  type: (type) => TYPES[type],
  status: (status) => navStatusLabel(status).zh,
  shipType: (code) => shipTypeLabel(code).zh,
  epfd: (code) => EPFD[code]?.zh,
  aidType: (code) => AID_TYPE[code]?.zh,
  part: (part) => ['A部分', 'B部分'][part],
};

/** ITU-R M.1371-5 table 45. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'A类船位报告',
  2: 'A类船位报告（指配）',
  3: 'A类船位报告（应答询问）',
  4: '基站报告',
  5: '静态和航行相关数据',
  6: '二进制编址消息',
  7: '二进制确认',
  8: '二进制广播消息',
  9: '标准搜救飞机位置报告',
  10: 'UTC和日期询问',
  11: 'UTC和日期应答',
  12: '安全相关编址消息',
  13: '安全相关确认',
  14: '安全相关广播消息',
  15: '询问',
  16: '指配模式命令',
  17: 'GNSS广播二进制消息',
  18: 'B类标准船位报告',
  19: 'B类扩展船位报告',
  20: '数据链路管理消息',
  21: '助航设备报告',
  22: '信道管理',
  23: '群组指配命令',
  24: '静态数据报告',
  25: '单时隙二进制消息',
  26: '多时隙二进制消息',
  27: '远距离位置报告',
};

const YES_NO: Readonly<Record<string, readonly [no: string, yes: string]>> = {
  accuracy: ['低（> 10 m）', '高（≤ 10 m）'],
  raim: ['未使用', '使用'],
  assigned: ['自主模式', '指配模式'],
  offPosition: ['在位', '偏离'],
  virtualAid: ['实体', '虚拟'],
};

const ofSentence: Describe = (member) => ({ label: SENTENCE_LABELS[member] });

const ofMessage: Describe = (member, value) => {
  const label = LABELS[member];
  if (typeof value === 'boolean') return { label, value: value ? '1' : '0', meaning: YES_NO[member]?.[value ? 1 : 0] };
  return { label, meaning: typeof value === 'number' ? (CODES[member]?.(value) ?? UNITS[member]) : undefined };
};

/** Explains AIVDM and AIVDO sentences, and the messages they carry. */
export function explainAis(bytes: Uint8Array): ExplainedFrame[] {
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const stream = new AisStream();
  return lines.map((line) => {
    const sentence = decodeSentence(line);
    if (!sentence.ok) return refused(sentence.reason, sentence.detail, 'IEC 61162-1 / NMEA 0183');
    const reports = stream.push(new TextEncoder().encode(`${line}\r\n`), 0);
    const { ok: _ok, ...shown } = sentence;
    const message = reports.find((report): report is Report => report.ok)?.message;
    const carried = message === undefined ? '' : ` · 消息 ${message.type} ${TYPES[message.type] ?? ''}`;
    return {
      title: `!${sentence.talker}${sentence.formatter} ${sentence.index}/${sentence.total}${carried}`,
      accepted: true,
      fields: [
        ...recordFields(shown, ofSentence, SENTENCE, new Spans(), 0),
        ...reports.flatMap((report) => (report.ok ? fieldsOf(report) : [])),
      ],
      verdicts: [
        verdict('校验和', 'IEC 61162-1', true),
        verdict('不超过 82 字符', 'IEC 61162-1', line.length <= 82 || line.startsWith('\\'), `${line.length} 字符`),
        ...reports.flatMap((report): Verdict[] =>
          report.ok ? [] : [verdict('报文', 'ITU-R M.1371-5', false, report.detail)],
        ),
      ],
    };
  });
}

const fieldsOf = ({ message }: Report): ExplainedField[] => recordFields(message, ofMessage, MESSAGE, new Spans());
