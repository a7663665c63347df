import {
  COMMANDS,
  dataTimeOf,
  DATA_FLAGS,
  EXECUTION_RESULTS,
  findFactor,
  flagNumber,
  type Frame,
  Hj212Stream,
  type Packet,
  parseTime,
  probableUnit,
  REQUEST_RESULTS,
  RUNNING_STATES,
  SYSTEMS,
} from '@anlan/hj212';
import {
  type ExplainedField,
  type ExplainedFrame,
  field,
  type Given,
  note,
  refused,
  type Verdict,
  verdict,
} from './explained.ts';

const FRAMING = 'HJ 212-2017 6.3.1 表1';
const SEGMENT = 'HJ 212-2017 6.3.2 表2';
const TIMES = 'HJ 212-2017 6.6.5 表8';
const CHINA = 8 * 3_600_000;
const MN = /^[0-9A-F]{24}$/;

/** Explains HJ 212 packets; text as it stood on the line. */
export function explainHj212(bytes: Uint8Array, given: Given): ExplainedFrame[] {
  const stream = new Hj212Stream({ crc: 'either' });
  return [...stream.push(bytes), ...(given === 'whole' ? stream.end() : [])].map((item) =>
    item.ok
      ? explain(item, bytes, given)
      : refused(item.reason, `第 ${item.offset} 字节：${item.detail}`, FRAMING, item.offset),
  );
}

/** `##`, the length and the check around the data segment. */
const AROUND = 10;

function explain(frame: Frame, bytes: Uint8Array, given: Given): ExplainedFrame {
  const { packet } = frame;
  const command = COMMANDS.get(packet.cn);
  const check = frame.offset + AROUND + frame.length;
  const tail = [...bytes.subarray(check, check + 2)];
  const ends = tail[0] === 13 && (tail[1] === 10 || (given === 'stream' && tail.length === 1));
  const tailed = ends || (given === 'stream' && tail.length === 0);
  return {
    start: frame.offset,
    end: check + (ends ? tail.length : 0),
    title: `${packet.cn} ${command?.name ?? '未知命令'}`,
    accepted: true,
    fields: [...headFields(frame), ...packet.items.flatMap((item) => itemFields(item, packet))],
    verdicts: verdicts(frame, tailed),
  };
}

function headFields({ packet, length, statedLength, crcVariant }: Frame): ExplainedField[] {
  const flag = packet.flag;
  const edition = flag === undefined ? '' : (['2005', '2017', '2017 地表水 / 2025'][flag.version] ?? '');
  const bits =
    flag && `版本 ${edition}，${flag.needAck ? '要应答' : '不要应答'}${flag.hasPacketNumbers ? '，分包' : ''}`;
  return [
    field('length', '数据段长度', statedLength, { clause: FRAMING, meaning: `实际 ${length} 字节` }),
    field('QN', '请求编码', packet.qn ?? '缺', { clause: SEGMENT, meaning: timeText(packet.qn) }),
    field('ST', '系统编码', packet.st, { clause: 'HJ 212-2017 6.6.1 表5', meaning: SYSTEMS[packet.st] ?? '' }),
    field('CN', '命令编码', packet.cn, {
      clause: 'HJ 212-2017 6.6.6 表9',
      meaning: COMMANDS.get(packet.cn)?.name ?? '',
    }),
    field('PW', '访问密码', '•'.repeat(packet.pw.length), { clause: SEGMENT }),
    field('MN', '设备唯一标识', packet.mn, { clause: SEGMENT }),
    field('Flag', '拆分包及应答标志', flag === undefined ? '缺' : flagNumber(flag), {
      clause: SEGMENT,
      meaning: bits ?? '',
    }),
    ...(packet.pnum === undefined ? [] : [field('PNUM', '总包数', packet.pnum, { clause: SEGMENT })]),
    ...(packet.pno === undefined ? [] : [field('PNO', '包号', packet.pno, { clause: SEGMENT })]),
    field('CRC', '校验', crcVariant === 'hj212' ? '正确' : '按 CRC-16/MODBUS 正确', { clause: 'HJ 212-2017 附录 A' }),
  ];
}

/** What each kind of value is called (HJ 212-2017 table 8). */
const KINDS: Readonly<Record<string, string>> = {
  Rtd: '实时值',
  Min: '最小值',
  Avg: '平均值',
  Max: '最大值',
  Cou: '累计值',
  ZsRtd: '实时折算值',
  ZsAvg: '平均折算值',
  Flag: '数据标记',
  RS: '运行状态',
  RT: '运行时间',
  SampleTime: '采样时间',
};

function itemFields(item: Packet['items'][number], packet: Packet): ExplainedField[] {
  return item.map(([name, value], index) => {
    const [code = '', kind = ''] = name.split('-');
    const factor = findFactor(code);
    const label = factor === undefined ? '' : `${factor.name}${KINDS[kind] ?? kind}`;
    return field(name, label, value, {
      depth: index === 0 ? 1 : 2,
      clause: factor === undefined ? TIMES : 'HJ 212-2017 附录 B',
      meaning: meaningOf(name, code, kind, value, packet.st),
    });
  });
}

function meaningOf(name: string, code: string, kind: string, value: string, st: string): string {
  if (kind === 'Flag') return DATA_FLAGS[value] ?? '表外标记';
  if (kind === 'RS') return RUNNING_STATES[value] ?? '';
  if (name === 'QnRtn') return REQUEST_RESULTS[Number(value)] ?? '';
  if (name === 'ExeRtn') return EXECUTION_RESULTS[Number(value)] ?? '';
  if (name.endsWith('Time')) return timeText(value);
  return probableUnit(code, st) ?? '';
}

function timeText(text: string | undefined): string {
  const at = parseTime(text ?? '');
  return at === undefined ? '' : `${new Date(at + CHINA).toISOString().replace('T', ' ').replace('Z', '')} UTC+8`;
}

function verdicts(frame: Frame, tailed: boolean): Verdict[] {
  const { packet, length, statedLength, crcVariant } = frame;
  const command = COMMANDS.get(packet.cn);
  const answers = command?.kind === 'answer';
  const content = frame.segment.slice(frame.segment.indexOf('&&') + 2, frame.segment.lastIndexOf('&&'));
  const codes = [...new Set(packet.items.flat().map(([name]) => name))]
    .filter((name) => name.includes('-'))
    .map((name) => name.split('-')[0]!);
  const strange = [...new Set(codes)].filter((code) => !findFactor(code) && !/^(SB|i\d|[eg])/.test(code));
  const flags = packet.items.flat().filter(([name, value]) => name.endsWith('-Flag') && !(value in DATA_FLAGS));
  return [
    verdict('长度与数据段一致', FRAMING, length === statedLength, `写 ${statedLength}，实 ${length}`),
    verdict('数据段不超过 1024 字节', FRAMING, length <= 1024, `${length} 字节`),
    verdict('包尾 CR LF', FRAMING, tailed, '没有回车换行'),
    note('校验按附录 A', 'HJ 212-2017 附录 A', crcVariant === 'hj212', '按 CRC-16/MODBUS，多见于 2005 版设备'),
    verdict(
      '有 QN，17 位时间',
      SEGMENT,
      parseTime(packet.qn ?? '') !== undefined && packet.qn?.length === 17,
      packet.qn ?? '缺 QN',
    ),
    verdict('ST 在表 5', 'HJ 212-2017 6.6.1 表5', packet.st in SYSTEMS, packet.st),
    verdict('CN 在表 9', 'HJ 212-2017 6.6.6 表9', command !== undefined, packet.cn),
    note('CN 在 2017 版', 'HJ 212-2017 6.6.6 表9', command?.only2005 !== true, `${packet.cn} 只在 HJ/T 212-2005`),
    verdict('PW 不超过 6 位且不空', SEGMENT, packet.pw.length > 0 && packet.pw.length <= 6, `${packet.pw.length} 位`),
    note('MN 为 24 位十六进制', SEGMENT, MN.test(packet.mn), `${packet.mn.length} 位，2005 版为 14 位`),
    verdict('有 Flag', SEGMENT, packet.flag !== undefined, '缺 Flag'),
    verdict('CP 不超过 950 字符', SEGMENT, content.length <= 950, `${content.length} 字符`),
    ...(command?.interval && !answers && packet.items.length > 0
      ? [
          verdict(
            'DataTime 为时间',
            TIMES,
            parseTime(dataTimeOf(packet) ?? '') !== undefined,
            dataTimeOf(packet) ?? '缺',
          ),
        ]
      : []),
    note('因子编码在附录 B', 'HJ 212-2017 附录 B', strange.length === 0, strange.slice(0, 5).join('、')),
    note('数据标记在表 7', 'HJ 212-2017 6.6.4 表7', flags.length === 0, flags.map(([, value]) => value).join('、')),
  ];
}
