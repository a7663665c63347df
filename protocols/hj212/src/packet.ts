import { type Refusal, refuse } from './refusal.ts';
import { type Item, type Pair, parseSegment, writeSegment } from './segment.ts';

/** The Flag field (HJ 212-2017 table 2): bits V5…V0 D A. */
export interface Flag {
  /** A: the receiver is to answer. */
  readonly needAck: boolean;
  /** D: PNUM and PNO are present. */
  readonly hasPacketNumbers: boolean;
  /** 0 = 2005, 1 = 2017, 2 = surface water and 2025. */
  readonly version: number;
}

/** A data segment by its meaning. Texts are as sent. */
export interface Packet {
  /** YYYYMMDDhhmmsszzz, the same in all packets of one exchange; missing from many devices of 2005. */
  readonly qn: string | undefined;
  /** System code, two characters. */
  readonly st: string;
  /** Command, four digits. */
  readonly cn: string;
  readonly pw: string;
  /** Identifier of the station. */
  readonly mn: string;
  readonly flag: Flag | undefined;
  /** Number of packets and number of this one, from 1, of a message sent in several. */
  readonly pnum: number | undefined;
  readonly pno: number | undefined;
  readonly items: readonly Item[];
}

/** Reads the Flag field, or returns undefined when it is not a number of 0–255. */
export function parseFlag(text: string): Flag | undefined {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) return undefined;
  const bits = Number(text);
  return { needAck: (bits & 1) === 1, hasPacketNumbers: (bits & 2) === 2, version: bits >> 2 };
}

/** The number in the Flag field. */
export function flagNumber(flag: Flag): number {
  return flag.version * 4 + Number(flag.hasPacketNumbers) * 2 + Number(flag.needAck);
}

/** Reads a data segment; names before CP are taken in upper or lower case. Refuses one without ST, CN, MN or CP. */
export function parsePacket(text: string): Packet | Refusal {
  const segment = parseSegment(text);
  if (!segment) return refuse('bad-segment', 0, 'no CP=&&…&& in the data segment');
  const head = new Map(segment.head.map(([name, value]) => [name.toUpperCase(), value]));
  const st = head.get('ST');
  const cn = head.get('CN');
  const mn = head.get('MN');
  if (!st || !cn || !mn) return refuse('field-missing', 0, 'ST, CN or MN is missing');
  return {
    qn: head.get('QN'),
    st,
    cn,
    pw: head.get('PW') ?? '',
    mn,
    flag: parseFlag(head.get('FLAG') ?? ''),
    pnum: packetNumber(head.get('PNUM')),
    pno: packetNumber(head.get('PNO')),
    items: segment.items,
  };
}

/** Writes a packet as its data segment; `parsePacket` gives the same packet back. */
export function writePacket(packet: Packet): string {
  const { qn, st, cn, pw, mn, flag, pnum, pno, items } = packet;
  const fields: (readonly [string, string | number | undefined])[] = [
    ['QN', qn],
    ['ST', st],
    ['CN', cn],
    ['PW', pw],
    ['MN', mn],
    ['Flag', flag && flagNumber(flag)],
    ['PNUM', pnum],
    ['PNO', pno],
  ];
  const head = fields.filter(([, value]) => value !== undefined).map(([name, value]): Pair => [name, String(value)]);
  return writeSegment({ head, items });
}

function packetNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** The value of a member of CP by its name, the last one when it comes twice. */
export function valueOf(packet: Packet, name: string): string | undefined {
  let found: string | undefined;
  for (const item of packet.items) for (const [key, value] of item) if (key === name) found = value;
  return found;
}
