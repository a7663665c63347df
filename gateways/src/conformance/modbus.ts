import {
  type ExplainedField,
  type ExplainedFrame,
  field,
  type Given,
  hexOf,
  note,
  refused,
  verdict,
} from './explained.ts';

const DOCUMENT = 'Modbus TCP/IP 实施指南 V1.0b 3.1.3';
const PROTOCOL = 'Modbus 应用协议 V1.1b3';

/** Function codes with their clause; the reading ones and those a reader must never send. */
const FUNCTIONS: Readonly<Record<number, readonly [title: string, clause: string, reads: boolean]>> = {
  1: ['读线圈', '6.1', true],
  2: ['读离散输入', '6.2', true],
  3: ['读保持寄存器', '6.3', true],
  4: ['读输入寄存器', '6.4', true],
  5: ['写单个线圈', '6.5', false],
  6: ['写单个寄存器', '6.6', false],
  15: ['写多个线圈', '6.11', false],
  16: ['写多个寄存器', '6.12', false],
  22: ['屏蔽写寄存器', '6.16', false],
  23: ['读写多个寄存器', '6.17', false],
};
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: '非法功能',
  2: '非法数据地址',
  3: '非法数据值',
  4: '从站设备故障',
  5: '确认，仍在处理',
  6: '从站忙',
  8: '存储器校验错',
  10: '网关路径不可用',
  11: '网关目标设备无应答',
};
const HEAD = 7;
const REQUEST = 5;
const EXCEPTION = 0x80;
const MOST_PDU = 253;
const REGISTER_READS: ReadonlySet<number> = new Set([3, 4]);

/** Explains Modbus TCP frames, requests and answers: which of them it is shows in the length. */
export function explainModbus(bytes: Uint8Array, given: Given): ExplainedFrame[] {
  const frames: ExplainedFrame[] = [];
  for (let at = 0; at < bytes.length;) {
    const rest = bytes.subarray(at);
    if (rest.length < HEAD + 1) {
      if (given === 'whole') frames.push(refused('truncated', `只有 ${rest.length} 字节`, DOCUMENT, at));
      break;
    }
    const length = word(rest, 4);
    const end = 6 + length;
    if (length < 2 || length > MOST_PDU + 1 || (rest.length < end && given === 'whole')) {
      frames.push(refused('length', `长度字段 ${length}，其后有 ${rest.length - 6} 字节`, DOCUMENT, at));
      break;
    }
    if (rest.length < end) break;
    frames.push({ ...explained(rest.subarray(0, end)), start: at, end: at + end });
    at += end;
  }
  return frames;
}

const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

function explained(frame: Uint8Array): ExplainedFrame {
  const code = frame[HEAD]!;
  const failed = code >= EXCEPTION;
  const known = FUNCTIONS[code & 0x7f];
  const title = known?.[0] ?? '未知功能';
  const clause = known === undefined ? `${PROTOCOL} 6` : `${PROTOCOL} ${known[1]}`;
  const data = frame.subarray(HEAD + 1);
  const request = !failed && known?.[2] === true && data.length === REQUEST - 1;
  const part = (name: string, label: string, from: number, to: number, meaning = '') =>
    field(name, label, to - from > 2 ? '' : to - from === 2 ? word(frame, from) : frame[from]!, {
      clause: DOCUMENT,
      hex: hexOf(frame.subarray(from, to)),
      meaning,
    });
  return {
    title: `${title}${failed ? '：异常应答' : request ? '：请求' : ''}`,
    accepted: word(frame, 2) === 0,
    fields: [
      part('transaction', '事务标识', 0, 2),
      part('protocol', '协议标识', 2, 4),
      part('length', '长度', 4, 6),
      part('unit', '单元标识', 6, 7),
      { ...part('function', '功能码', 7, 8, title), clause },
      ...body(frame, data, { failed, request, code, clause }),
    ],
    verdicts: [
      verdict('协议标识为 0', DOCUMENT, word(frame, 2) === 0, String(word(frame, 2))),
      verdict('功能码在标准内', `${PROTOCOL} 6`, known !== undefined, String(code & 0x7f)),
      note('只读功能', '平台只读', known?.[2] === true, '平台从不发送写请求'),
      ...counted(data, { failed, request, code, clause }),
    ],
  };
}

interface Of {
  readonly failed: boolean;
  readonly request: boolean;
  readonly code: number;
  readonly clause: string;
}

function body(frame: Uint8Array, data: Uint8Array, { failed, request, code, clause }: Of): ExplainedField[] {
  const bytes = (from: number, to: number): string => hexOf(frame.subarray(HEAD + 1 + from, HEAD + 1 + to));
  const more = (from: number, to: number) => ({ clause, hex: bytes(from, to), depth: 1 });
  if (failed) {
    const meaning = EXCEPTIONS[data[0] ?? 0] ?? '';
    return [field('exception', '异常码', data[0] ?? 0, { ...more(0, 1), clause: `${PROTOCOL} 7`, meaning })];
  }
  if (request) {
    return [field('start', '起始地址', word(data, 0), more(0, 2)), field('count', '数量', word(data, 2), more(2, 4))];
  }
  if (!REGISTER_READS.has(code)) return [field('data', '数据', `${data.length} B`, more(0, data.length))];
  const registers = Array.from({ length: (data.length - 1) >> 1 }, (_, index) => {
    const at = 1 + index * 2;
    return field(`register${index}`, '寄存器', word(data, at), { ...more(at, at + 2), depth: 2 });
  });
  return [field('bytes', '字节数', data[0] ?? 0, more(0, 1)), ...registers];
}

function counted(data: Uint8Array, { failed, request, code, clause }: Of) {
  if (failed || FUNCTIONS[code]?.[2] !== true) return [];
  if (!request)
    return [verdict('字节数与内容一致', clause, data[0] === data.length - 1, `${data[0]}，实有 ${data.length - 1}`)];
  const most = REGISTER_READS.has(code) ? 125 : 2000;
  const count = word(data, 2);
  return [verdict(`数量为 1 至 ${most}`, clause, count >= 1 && count <= most, String(count))];
}
