import { type ExplainedField, type ExplainedFrame, field, hexOf, note, refused, verdict } from './explained.ts';

const HEADER = 'OPC 10000-6 7.1.2.2';
const MOST_CHUNK = 16 * 1024 * 1024;
const MESSAGES: Readonly<Record<string, readonly [title: string, clause: string]>> = {
  HEL: ['Hello', 'OPC 10000-6 7.1.2.3'],
  ACK: ['Acknowledge', 'OPC 10000-6 7.1.2.4'],
  ERR: ['Error', 'OPC 10000-6 7.1.2.5'],
  RHE: ['ReverseHello', 'OPC 10000-6 7.1.2.6'],
  OPN: ['OpenSecureChannel', 'OPC 10000-6 6.7.2'],
  MSG: ['Message', 'OPC 10000-6 6.7.2'],
  CLO: ['CloseSecureChannel', 'OPC 10000-6 6.7.2'],
};
const SIZES = ['receiveBufferSize', 'sendBufferSize', 'maxMessageSize', 'maxChunkCount'] as const;

/** Explains frames of OPC UA's binary connection: heads and the opening; what a channel encrypts stays closed. */
export function explainOpcua(bytes: Uint8Array): ExplainedFrame[] {
  const frames: ExplainedFrame[] = [];
  for (let at = 0; at < bytes.length;) {
    const rest = bytes.subarray(at);
    const type = Buffer.from(rest.subarray(0, 3)).toString('latin1');
    const size = rest.length < 8 ? 0 : Buffer.from(rest).readUInt32LE(4);
    if (MESSAGES[type] === undefined || size < 8 || size > MOST_CHUNK || rest.length < size) {
      frames.push(refused('malformed', `不是 OPC UA 的报文头，或只有 ${rest.length} 字节`, HEADER));
      break;
    }
    frames.push(explained(Buffer.from(rest.subarray(0, size)), type));
    at += size;
  }
  return frames;
}

function explained(frame: Buffer, type: string): ExplainedFrame {
  const [title, clause] = MESSAGES[type]!;
  const chunk = frame.toString('latin1', 3, 4);
  const secured = type === 'OPN' || type === 'MSG' || type === 'CLO';
  const body = type === 'HEL' || type === 'ACK' ? opening(frame, type, clause) : [];
  const policy = type === 'OPN' ? policyOf(frame) : undefined;
  return {
    title,
    accepted: true,
    fields: [
      field('type', '报文类型', type, { clause: HEADER, hex: hexOf(frame.subarray(0, 3)), meaning: title }),
      field('chunk', '分块标志', chunk, {
        clause: HEADER,
        hex: hexOf(frame.subarray(3, 4)),
        meaning: CHUNKS[chunk] ?? '',
      }),
      field('size', '长度', frame.length, { clause: HEADER, hex: hexOf(frame.subarray(4, 8)) }),
      ...(secured && frame.length >= 12
        ? [field('channel', '安全通道', frame.readUInt32LE(8), { clause, hex: hexOf(frame.subarray(8, 12)) })]
        : []),
      ...(policy === undefined ? [] : [field('policy', '安全策略', policy, { clause })]),
      ...body,
    ],
    verdicts: [
      verdict('报文头完整', HEADER, true),
      verdict('分块标志为 F、C 或 A', HEADER, chunk in CHUNKS, chunk),
      ...(type === 'HEL' && frame.length >= 28
        ? SIZES.slice(0, 2).map((name, index) =>
            verdict(
              `${name} 不小于 8192`,
              clause,
              frame.readUInt32LE(12 + index * 4) >= 8192,
              String(frame.readUInt32LE(12 + index * 4)),
            ),
          )
        : []),
      ...(policy === undefined
        ? []
        : [note('通道加密', 'OPC 10000-7', !policy.endsWith('#None'), '明文通道，不应跨网使用')]),
    ],
  };
}

const CHUNKS: Readonly<Record<string, string>> = { F: '最后一块', C: '中间块', A: '中止' };

function opening(frame: Buffer, type: string, clause: string): ExplainedField[] {
  if (frame.length < 28) return [];
  const word = (name: string, label: string, at: number) =>
    field(name, label, frame.readUInt32LE(at), { depth: 1, clause, hex: hexOf(frame.subarray(at, at + 4)) });
  const labels = ['接收缓冲', '发送缓冲', '最大报文', '最多分块'];
  const length = type === 'HEL' && frame.length >= 32 ? frame.readInt32LE(28) : -1;
  return [
    word('version', '协议版本', 8),
    ...SIZES.map((name, index) => word(name, labels[index]!, 12 + index * 4)),
    ...(length > 0
      ? [field('endpoint', '端点地址', frame.toString('utf8', 32, 32 + length), { depth: 1, clause })]
      : []),
  ];
}

function policyOf(frame: Buffer): string | undefined {
  if (frame.length < 16) return undefined;
  const length = frame.readInt32LE(12);
  return length > 0 && length < 200 && frame.length >= 16 + length
    ? frame.toString('utf8', 16, 16 + length)
    : undefined;
}
