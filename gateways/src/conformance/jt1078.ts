import { DATA_TYPES, LOAD_TYPES, LONGEST_BODY, type Packet, PacketStream, PART_MARKS } from '@anlan/jt1078';
import {
  type ExplainedField,
  type ExplainedFrame,
  field,
  type Given,
  hexOf,
  note,
  refused,
  type Verdict,
  verdict,
} from './explained.ts';

const HEADER = 'JT/T 1078-2016 表19';
const LOADS = 'JT/T 1078-2016 表12';
const MARK = Uint8Array.of(0x30, 0x31, 0x63, 0x64);
/** V 2, P 0, X 0, CC 1. */
const FIRST_BYTE = 0x81;

const TYPES: Readonly<Record<string, string>> = {
  'i-frame': '视频I帧',
  'p-frame': '视频P帧',
  'b-frame': '视频B帧',
  audio: '音频帧',
  transparent: '透传数据',
};
const PARTS: Readonly<Record<string, string>> = {
  whole: '原子包，不可被拆分',
  first: '分包处理时的第一个包',
  last: '分包处理时的最后一个包',
  middle: '分包处理时的中间包',
};

/** Bytes of a packet before its body. */
function headOf({ phone, dataType }: Packet): number {
  const times = (dataType === 'transparent' ? 0 : 8) + (dataType.endsWith('-frame') ? 4 : 0);
  return 4 + 1 + 1 + 2 + phone.length / 2 + 1 + 1 + times + 2;
}

/** Explains packets of a media stream; of a line whose end is still to come the last one waits for the next. */
export function explainJt1078(bytes: Uint8Array, given: Given): ExplainedFrame[] {
  const stream = new PacketStream();
  const items = stream.push(bytes);
  // Where the line ends here, a mark behind it lets the last packet out, for the edition is told by what follows.
  if (given === 'whole') items.push(...stream.push(MARK));
  let at = 0;
  return items.map((item) => {
    const start = at;
    at += item.ok ? headOf(item) + item.body.length : item.length;
    const frame = item.ok ? explained(item, bytes.subarray(start, at)) : fault(item.reason, item.offset);
    return { ...frame, start, end: at };
  });
}

const FAULTS: Readonly<Record<string, string>> = {
  garbage: '包外有多余字节',
  'bad-header': '包头不合布局',
  'too-long': '数据体过长',
};

const fault = (reason: string, offset: number): ExplainedFrame =>
  refused(reason, `${FAULTS[reason] ?? reason}，第 ${offset} 字节起`, HEADER);

function explained(packet: Packet, bytes: Uint8Array): ExplainedFrame {
  const load = LOAD_TYPES[packet.loadType];
  const title = `通道 ${packet.channel} ${TYPES[packet.dataType]} ${load ?? packet.loadType} ${PARTS[packet.part]}`;
  return { title, accepted: true, fields: fieldsOf(packet, bytes), verdicts: verdictsOf(packet, bytes) };
}

function fieldsOf(packet: Packet, bytes: Uint8Array): ExplainedField[] {
  const fields: ExplainedField[] = [];
  let at = 0;
  const add = (length: number, name: string, label: string, value: string | number, meaning = ''): void => {
    const hex = hexOf(bytes.subarray(at, at + length));
    at += length;
    fields.push(field(name, label, value, { meaning, clause: HEADER, hex }));
  };
  const { loadType, dataType, part, body, timestamp, sinceKey, sinceFrame } = packet;
  add(4, 'mark', '帧头标识', '0x30316364');
  add(1, 'version', 'V、P、X、CC', `0x${bytes[4]!.toString(16)}`, 'V 2，P 0，X 0，CC 1');
  const marker = packet.marker ? 'M 1：完整数据帧的边界；' : 'M 0；';
  add(1, 'loadType', 'M 与负载类型 PT', loadType, `${marker}${LOAD_TYPES[loadType] ?? '标准未列'}`);
  add(2, 'sequence', '包序号', packet.sequence);
  add(packet.phone.length / 2, 'phone', 'SIM卡号', packet.phone);
  add(1, 'channel', '逻辑通道号', packet.channel);
  const kinds = `${DATA_TYPES.indexOf(dataType)}/${PART_MARKS.indexOf(part)}`;
  add(1, 'dataType', '数据类型与分包处理标记', kinds, `${TYPES[dataType]}，${PARTS[part]}`);
  if (timestamp !== undefined) add(8, 'timestamp', '时间戳', String(timestamp), '相对时间，ms');
  if (sinceKey !== undefined) add(2, 'sinceKey', '与上一关键帧的时间间隔', sinceKey, 'ms');
  if (sinceFrame !== undefined) add(2, 'sinceFrame', '与上一帧的时间间隔', sinceFrame, 'ms');
  add(2, 'bodyLength', '数据体长度', body.length, '字节');
  add(0, 'body', '数据体', `${body.length} 字节`);
  return fields;
}

function verdictsOf({ loadType, body, phone, part, marker }: Packet, bytes: Uint8Array): Verdict[] {
  const over = `${body.length} 字节`;
  const ends = part === 'whole' || part === 'last';
  return [
    verdict('V、P、X、CC 固定', HEADER, bytes[4] === FIRST_BYTE, `0x${bytes[4]!.toString(16)}，应为 0x81`),
    verdict('数据体不超过 950 字节', HEADER, body.length <= LONGEST_BODY, over),
    verdict('负载类型在表12中', LOADS, LOAD_TYPES[loadType] !== undefined, String(loadType)),
    note('SIM卡号为 BCD[6]', HEADER, phone.length === 12, 'BCD[10]，2019 版终端如此'),
    note('M 标志完整数据帧的边界', HEADER, marker === ends, marker ? '分包未完而 M 为 1' : '帧已完整而 M 为 0'),
  ];
}
