import {
  ALARM_BITS,
  type BitMeaning,
  decodeBody,
  decodeFrame,
  type Decoded,
  FrameSplitter,
  type Header,
  type Item,
  ITEM_ROWS,
  meanings,
  MESSAGES,
  messageOf,
  PARAMETERS,
  STATUS_BITS,
  unescape,
  type Version,
} from '@anlan/jt808';
import { type Describe, type Described, recordFields, Spans } from './body.ts';
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
import { BITS_808, CODES_808, LABELS_808, UNITS_808 } from './jt808-words.ts';

const FRAME = 'JT/T 808 4.4.1';
const CHINA = 8 * 3_600_000;

/** A number of a message or type as the standards write it. */
export const hexNumber = (value: number, digits: number): string =>
  `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;

/** Explains JT/T 808 frames of either edition. */
export function explainJt808(bytes: Uint8Array): ExplainedFrame[] {
  return new FrameSplitter().push(bytes).map((cut) => {
    if (!cut.ok) return refused(cut.reason, cut.detail, FRAME, cut.offset);
    const place = { start: cut.offset, end: cut.offset + cut.frame.length };
    const spans = new Spans();
    const frame = decodeFrame(cut.frame, { trace: spans.note });
    if (!frame.ok) return { ...refused(frame.reason, frame.detail, FRAME), ...place };
    return { ...explained(frame, cut.frame, spans), ...place };
  });
}

function explained(frame: Decoded, bytes: Uint8Array, spans: Spans): ExplainedFrame {
  const { header, kind, body, warnings } = frame;
  const title = kind in MESSAGES ? MESSAGES[kind as keyof typeof MESSAGES].title : (WORD_OF_KIND[kind] ?? kind);
  const head = `JT/T 808-${header.version} 4.4.3`;
  const clause = `JT/T 808-${header.version} 8，${hexNumber(header.msgId, 4)}`;
  return {
    title: `${hexNumber(header.msgId, 4)} ${title}`,
    accepted: true,
    fields: [
      ...headFields(header, bytes, head),
      ...recordFields(body, describer(header.version, kind, spans), clause, spans),
      checkField('check', '校验码', plainOf(bytes).subarray(-1), 'JT/T 808 4.4.4', '异或正确'),
    ],
    verdicts: [
      verdict('标识位、转义与校验码', FRAME, true),
      verdict('消息 ID 在标准内', 'JT/T 808 附录', kind !== 'unknown', hexNumber(header.msgId, 4)),
      note('不加密', head, header.encryption === 0, '加密的消息体平台不解'),
      ...warnings.map(({ code, detail }) => verdict(WORD_OF_WARNING[code], head, false, detail)),
    ],
  };
}

const WORD_OF_KIND: Readonly<Record<string, string>> = { part: '分包', encrypted: '加密消息', unknown: '未知消息' };
const WORD_OF_WARNING = {
  length: '消息体长度与实际一致',
  'short-phone': '终端手机号长度按版本',
  phone: '终端手机号为 BCD',
  trailing: '消息体后没有多余字节',
  'malformed-item': '附加信息项完整',
} as const;

const plainOf = (bytes: Uint8Array): Uint8Array => {
  const plain = unescape(bytes, 1, bytes.length - 1);
  return typeof plain === 'number' ? new Uint8Array(0) : plain;
};

function headFields(header: Header, bytes: Uint8Array, clause: string): ExplainedField[] {
  const plain = plainOf(bytes);
  const { msgId, bodyLength, encryption, version, phone, serial, part, size } = header;
  const at = (from: number, to: number): { clause: string; hex: string } => ({
    clause,
    hex: hexOf(plain.subarray(from, to)),
  });
  const phoneAt = size === 12 ? 4 : 5;
  const properties = [
    `消息体长度 ${bodyLength}`,
    encryption === 0 ? '不加密' : `加密方式 ${encryption}`,
    ...(part === undefined ? [] : ['分包']),
    version === 2019 ? '版本标识 1（2019）' : '版本标识 0（2013）',
  ];
  return [
    field('msgId', '消息ID', hexNumber(msgId, 4), { ...at(0, 2), meaning: messageOf(msgId)?.title ?? '' }),
    field('properties', '消息体属性', `0x${at(2, 4).hex}`, { ...at(2, 4), meaning: properties.join('，') }),
    ...(header.protocolVersion === undefined
      ? []
      : [field('protocolVersion', '协议版本号', header.protocolVersion, at(4, 5))]),
    field('phone', '终端手机号', phone, at(phoneAt, size - 2)),
    field('serial', '消息流水号', serial, at(size - 2, size)),
    ...(part === undefined
      ? []
      : [
          field('part', '消息包封装项', `${part.index} / ${part.total}`, {
            ...at(size, size + 4),
            meaning: `共 ${part.total} 包，第 ${part.index} 包`,
          }),
        ]),
  ];
}

const ITEM_TABLE: Readonly<Record<Version, string>> = { 2013: 'JT/T 808-2013 8，0x0200', 2019: 'JT/T 808-2019 表27' };

/** Describes the members of a message's body; items and parameters by their tables. */
function describer(version: Version, kind: string, spans: Spans): Describe {
  return (member, value, record, depth) => {
    if (member === 'items') {
      const rows = (value as readonly Item[]).flatMap((item) => itemFields(item, version, spans, depth + 1));
      return { label: LABELS_808['items'], rows };
    }
    if ('id' in record && 'value' in record && member === 'id') {
      const id = value as number;
      return { label: '参数ID', value: hexNumber(id, 4), meaning: PARAMETERS.get(id)?.label ?? '' };
    }
    return memberOf(kind, member, value, version);
  };
}

/** An additional item in one line, what it holds below it. */
function itemFields(item: Item, version: Version, spans: Spans, depth: number): ExplainedField[] {
  const { id, name, value } = item;
  const known = name === 'raw' ? undefined : ITEM_ROWS[name];
  const clause = id >= 0x64 && id <= 0x67 ? 'T/JSATL 12-2017 4.5' : ITEM_TABLE[version];
  const isRecord = typeof value === 'object' && !(value instanceof Uint8Array) && !Array.isArray(value);
  const told = isRecord ? {} : memberOf(name, name, value, version);
  const text = Array.isArray(value)
    ? value.join('、')
    : value instanceof Uint8Array
      ? `${value.length} B`
      : String(value);
  const own = field(hexNumber(id, 2), known?.label ?? '自定义或未知的附加信息', told.value ?? (isRecord ? '' : text), {
    depth,
    clause,
    meaning: told.meaning ?? '',
    hex: spans.hex(item, 'value'),
  });
  return isRecord ? [own, ...recordFields(value, describer(version, name, spans), clause, spans, depth + 1)] : [own];
}

function memberOf(of: string, member: string, value: unknown, version: Version): Described {
  const key = [`${of}.${member}`, member];
  const pick = <T>(table: Readonly<Record<string, T>>): T | undefined => table[key[0]!] ?? table[key[1]!];
  const label = pick(LABELS_808);
  if (member === 'authCode') return { label, secret: true };
  if (member === 'alarm' && typeof value === 'number') return word(value, ALARM_BITS, version, label, ALARM_TABLE);
  if (member === 'status' && of !== 'driverIdentity' && typeof value === 'number')
    return word(value, STATUS_BITS, version, label, STATUS_TABLE);
  if (isMoment(value)) return { label, value: value.bcd, meaning: momentText(value), rows: [] };
  const bits = pick(BITS_808);
  if (bits !== undefined && typeof value === 'number')
    return { label, value: hexNumber(value, 4), meaning: setBits(value, bits) };
  const codes = pick(CODES_808);
  const meaning = typeof value === 'number' ? (codes?.[value] ?? pick(UNITS_808)) : undefined;
  return {
    label,
    meaning: member === 'ackId' ? messageOf(value as number)?.title : meaning,
    ...identifier(member, value),
  };
}

const identifier = (member: string, value: unknown): { value?: string } =>
  member === 'ackId' ? { value: hexNumber(value as number, 4) } : {};

const ALARM_TABLE: Readonly<Record<Version, string>> = { 2013: 'JT/T 808-2013 表18', 2019: 'JT/T 808-2019 表25' };
const STATUS_TABLE: Readonly<Record<Version, string>> = { 2013: 'JT/T 808-2013 表17', 2019: 'JT/T 808-2019 表24' };

function word(
  value: number,
  table: readonly BitMeaning[],
  version: Version,
  label: string | undefined,
  clause: Readonly<Record<Version, string>>,
): Described {
  const set = meanings(value, table, version).map(({ bit, label: name }) => `位${bit} ${name}`);
  return { label, value: hexNumber(value, 8), meaning: set.join('，') || '各位均为 0', clause: clause[version] };
}

const setBits = (value: number, names: readonly string[]): string =>
  names.flatMap((name, bit) => ((value >> bit) & 1 && name !== '' ? [`位${bit} ${name}`] : [])).join('，') ||
  '各位均为 0';

interface Moment {
  readonly bcd: string;
  readonly epochMs: number | null;
}

const isMoment = (value: unknown): value is Moment =>
  typeof value === 'object' && value !== null && 'bcd' in value && 'epochMs' in value;

const momentText = ({ epochMs }: Moment): string =>
  epochMs === null ? '不是时间' : `${new Date(epochMs + CHINA).toISOString().slice(0, 19).replace('T', ' ')} GMT+8`;

/** The members of a location body sent inside another protocol's message (JT/T 809-2019 0x1202). */
export function locationFields(bytes: Uint8Array, depth: number): ExplainedField[] {
  const spans = new Spans();
  const header: Header = { msgId: 0x0200, version: 2019, size: 17, bodyLength: 0, encryption: 0, phone: '', serial: 0 };
  const decoded = decodeBody({ ...header, bodyLength: bytes.length }, bytes, spans.note);
  if (!decoded.ok) return [];
  return recordFields(decoded.body, describer(2019, 'location', spans), 'JT/T 808-2019 8，0x0200', spans, depth);
}
