import {
  alarmLabel,
  decodeDocument,
  decodeSip,
  type Document,
  headerValue,
  parseCSeq,
  parseSdp,
  type Session,
  type SipMessage,
} from '@anlan/gb28181';
import { COVERED } from './body.ts';
import { type ExplainedField, type ExplainedFrame, field, note, refused, type Verdict, verdict } from './explained.ts';

const SIP = 'RFC 3261 第7章';
const MUST = 'RFC 3261 8.1.1';
const CODE = 'GB/T 28181-2016 附录D';
const DOCUMENT = 'GB/T 28181-2016 附录A';
const SDP = 'GB/T 28181-2016 附录F';

const METHODS: Readonly<Record<string, string>> = {
  REGISTER: '注册',
  MESSAGE: '消息',
  INVITE: '实时点播或回放',
  ACK: '点播确认',
  BYE: '点播结束',
  CANCEL: '点播取消',
  INFO: '回放控制',
  SUBSCRIBE: '订阅',
  NOTIFY: '通知',
  OPTIONS: '能力查询',
};

const COMMANDS: Readonly<Record<string, string>> = {
  'Notify/Keepalive': '状态信息报送（心跳）',
  'Notify/Alarm': '报警通知',
  'Notify/MediaStatus': '媒体通知',
  'Notify/MobilePosition': '移动设备位置通知',
  'Notify/Catalog': '目录变化通知',
  'Query/Catalog': '设备目录查询',
  'Query/DeviceInfo': '设备信息查询',
  'Query/DeviceStatus': '设备状态查询',
  'Query/RecordInfo': '文件目录检索',
  'Query/PresetQuery': '预置位查询',
  'Query/Alarm': '报警查询',
  'Response/Catalog': '设备目录应答',
  'Response/DeviceInfo': '设备信息应答',
  'Response/DeviceStatus': '设备状态应答',
  'Response/RecordInfo': '文件目录应答',
  'Response/PresetQuery': '预置位应答',
  'Response/Alarm': '报警应答',
  'Response/DeviceControl': '设备控制应答',
  'Control/DeviceControl': '设备控制',
};

const HEADERS: Readonly<Record<string, string>> = {
  Via: '经由',
  From: '发起方',
  To: '接收方',
  'Call-ID': '呼叫标识',
  CSeq: '命令序号',
  Contact: '联系地址',
  'Max-Forwards': '最大转发次数',
  Expires: '有效期',
  'Content-Type': '消息体类型',
  Authorization: '鉴权',
  'WWW-Authenticate': '鉴权要求',
  'User-Agent': '软件',
  Subject: '媒体流标识',
};
const SECRET: ReadonlySet<string> = new Set(['Authorization', 'Proxy-Authorization']);
const MANDATORY = ['Via', 'From', 'To', 'Call-ID', 'CSeq'] as const;
const MOST_ITEMS = 20;
const LESS_THAN = 0x3c;

const isCode = (text: string): boolean => /^\d{20}$/.test(text);

/** Explains one SIP message with its document or session description, or a document alone; each message comes whole. */
export function explainGb28181(bytes: Uint8Array): ExplainedFrame[] {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return [];
  if (bytes[text.length - text.trimStart().length] === LESS_THAN) return [ofDocument(bytes)];
  const { whole, stated, real } = withRealLength(bytes);
  const message = decodeSip(whole);
  if ('ok' in message) return [refused(message.reason, `${message.detail}，第 ${message.offset} 字节`, SIP)];
  const body = bodyOf(message);
  const lengths = stated === undefined ? '缺少' : `写 ${stated}，实有 ${real}`;
  return [
    {
      title: `${titleOf(message)}${body.title === '' ? '' : ` ${body.title}`}`,
      accepted: body.accepted,
      fields: [...headFields(message), ...body.fields],
      verdicts: [
        ...headVerdicts(message),
        note('Content-Length 与消息体一致', 'RFC 3261 20.14', stated === real, lengths),
        ...body.verdicts,
      ],
    },
  ];
}

/** The message with the length its body really has: what is pasted has often lost a character set or a line end. */
function withRealLength(bytes: Uint8Array): { whole: Uint8Array; stated: number | undefined; real: number } {
  const text = Buffer.from(bytes).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return { whole: bytes, stated: undefined, real: 0 };
  const from = end.index + end[0].length;
  const real = bytes.length - from;
  const head = text.slice(0, from);
  const given = /^(Content-Length|l)[ \t]*:[ \t]*(\d{1,9})/im.exec(head);
  if (given === null) return { whole: bytes, stated: undefined, real };
  const changed = head.replace(given[0], `${given[1]}: ${real}`);
  return {
    whole: Buffer.concat([Buffer.from(changed, 'latin1'), bytes.subarray(from)]),
    stated: Number(given[2]),
    real,
  };
}

const titleOf = (message: SipMessage): string =>
  message.kind === 'request'
    ? `${message.method} ${METHODS[message.method] ?? ''}`.trim()
    : `${message.status} ${message.phrase}`.trim();

function headFields(message: SipMessage): ExplainedField[] {
  const start =
    message.kind === 'request'
      ? [
          field('method', '方法', message.method, { meaning: METHODS[message.method] ?? '', clause: SIP }),
          field('uri', '请求URI', message.uri, { clause: SIP }),
        ]
      : [field('status', '状态码', message.status, { meaning: message.phrase, clause: SIP })];
  return [
    ...start,
    ...message.headers.map(([name, value]) =>
      field(name, HEADERS[name] ?? '', SECRET.has(name) ? COVERED : value, { clause: SIP }),
    ),
  ];
}

function headVerdicts(message: SipMessage): Verdict[] {
  const missing = MANDATORY.filter((name) => headerValue(message, name) === undefined);
  const cseq = parseCSeq(headerValue(message, 'CSeq') ?? '');
  const from = /sips?:([^@;>]+)@/.exec(headerValue(message, 'From') ?? '')?.[1] ?? '';
  return [
    verdict('必备头域齐全', MUST, missing.length === 0, `缺 ${missing.join('、')}`),
    verdict(
      'CSeq 的方法与请求一致',
      MUST,
      cseq !== undefined && (message.kind === 'response' || cseq.method === message.method),
      headerValue(message, 'CSeq') ?? '缺少',
    ),
    verdict('From 为 20 位编码', CODE, isCode(from), from === '' ? '没有用户部分' : from),
    note(
      '请求有 Max-Forwards',
      MUST,
      message.kind === 'response' || headerValue(message, 'Max-Forwards') !== undefined,
      '缺少',
    ),
  ];
}

interface Body {
  readonly title: string;
  readonly accepted: boolean;
  readonly fields: readonly ExplainedField[];
  readonly verdicts: readonly Verdict[];
}

const NOTHING: Body = { title: '', accepted: true, fields: [], verdicts: [] };

function bodyOf(message: SipMessage): Body {
  if (message.body.length === 0) return NOTHING;
  const type = headerValue(message, 'Content-Type') ?? '';
  if (/sdp/i.test(type)) return sessionOf(message.body);
  if (!/xml/i.test(type)) {
    const wrong = verdict('消息体类型为 MANSCDP 或 SDP', DOCUMENT, /mansrtsp/i.test(type), type === '' ? '缺少' : type);
    return { ...NOTHING, verdicts: [wrong] };
  }
  const named = verdict('Content-Type 为 Application/MANSCDP+xml', DOCUMENT, /manscdp\+xml/i.test(type), type);
  const { title, accepted, fields, verdicts } = ofDocument(message.body);
  return { title, accepted, fields, verdicts: [named, ...verdicts] };
}

function ofDocument(bytes: Uint8Array): ExplainedFrame {
  const document = decodeDocument(bytes);
  if ('ok' in document) return refused(document.reason, `${document.detail}，第 ${document.offset} 字节`, DOCUMENT);
  const declared = /encoding=["']([\w-]+)["']/i.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1];
  const items = (document.items ?? []) as readonly Readonly<Record<string, string | number>>[];
  return {
    title: COMMANDS[document.name] ?? document.name,
    accepted: true,
    fields: [
      field('CmdType', '命令类型', document.name, { meaning: COMMANDS[document.name] ?? '', clause: DOCUMENT }),
      field('SN', '命令序列号', document.sn, { clause: DOCUMENT }),
      field('DeviceID', '设备编码', document.deviceId, { clause: CODE }),
      ...elements(document.fields, 0),
      ...items
        .slice(0, MOST_ITEMS)
        .flatMap((item, index) => [
          field('Item', '列表项', index + 1, { clause: DOCUMENT }),
          ...elements(item as Document['fields'], 1),
        ]),
    ],
    verdicts: [
      verdict('SN 为正整数', DOCUMENT, document.sn > 0, String(document.sn)),
      verdict('DeviceID 为 20 位编码', CODE, isCode(document.deviceId), document.deviceId),
      note('声明字符集为 GB2312', DOCUMENT, /^gb2312$/i.test(declared ?? ''), declared ?? '没有声明'),
      ...alarmVerdicts(document),
    ],
  };
}

function elements(values: Document['fields'], depth: number): ExplainedField[] {
  return Object.entries(values as Readonly<Record<string, string | number>>).map(([name, value]) =>
    field(name, '', value, { depth, clause: DOCUMENT, meaning: meaningOf(name, values) }),
  );
}

function meaningOf(name: string, values: Document['fields']): string {
  const { AlarmMethod: method, AlarmType: type } = values as { AlarmMethod?: number; AlarmType?: number };
  return name === 'AlarmMethod' && typeof method === 'number' ? alarmLabel(method, type) : '';
}

function alarmVerdicts(document: Document): Verdict[] {
  if (document.name !== 'Notify/Alarm') return [];
  const { AlarmPriority: priority = 0, AlarmTime: time } = document.fields;
  return [
    verdict('报警级别为 1 至 4', DOCUMENT, priority >= 1 && priority <= 4, String(priority)),
    verdict('有报警时间', DOCUMENT, time !== undefined, '缺少'),
  ];
}

const NAMES: ReadonlySet<string> = new Set(['Play', 'Playback', 'Download', 'Talk']);

function sessionOf(bytes: Uint8Array): Body {
  const session = parseSdp(bytes);
  if ('ok' in session) {
    const { reason, detail, offset } = session;
    return { ...NOTHING, accepted: false, verdicts: refused(reason, `${detail}，第 ${offset} 字节`, SDP).verdicts };
  }
  const { owner, name, address, port, media, transport, payloads, direction, setup, ssrc, format } = session;
  const listed = payloads.map(({ type, encoding }) => `${type} ${encoding ?? ''}`.trim()).join('、');
  const fields: readonly (readonly [string, string, string | undefined])[] = [
    ['o', '会话拥有者', owner],
    ['s', '操作类型', name],
    ['u', '通道', session.uri],
    ['c', '媒体地址', address],
    ['m', '媒体', `${media} ${port} ${transport}`],
    ['rtpmap', '负载', listed],
    ['direction', '方向', direction],
    ['setup', 'TCP 建连', setup],
    ['y', 'SSRC', ssrc],
    ['f', '媒体参数', format],
  ];
  return {
    title: `SDP ${name}`,
    accepted: true,
    fields: fields.flatMap(([key, label, value]) =>
      value === undefined ? [] : [field(key, label, value, { clause: SDP, depth: 1 })],
    ),
    verdicts: sessionVerdicts(session),
  };
}

function sessionVerdicts({ owner, name, payloads, ssrc, transport, setup }: Session): Verdict[] {
  const first = name === 'Play' || name === 'Talk' ? '0' : '1';
  return [
    verdict('s 为 Play、Playback、Download 或 Talk', SDP, NAMES.has(name), name),
    note('o 为 20 位编码', CODE, isCode(owner), owner),
    verdict('y 为 10 位十进制 SSRC', SDP, ssrc?.length === 10, ssrc ?? '缺少'),
    note('SSRC 首位区分实时与历史', SDP, ssrc === undefined || ssrc.startsWith(first), ssrc ?? ''),
    verdict(
      '每个负载都有 rtpmap',
      SDP,
      payloads.every(({ type, encoding }) => encoding !== undefined || type < 96),
    ),
    verdict('TCP 传输说明由谁建连', SDP, transport === 'RTP/AVP' || setup !== undefined, '没有 a=setup'),
  ];
}
