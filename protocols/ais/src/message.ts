import { type Payload, payloadBytes, readSigned, readText, readUnsigned, writeBits, writeText } from './bits.ts';
import type { Field, FieldValues } from './fields.ts';
import { HEADER_BITS, type Layout, type LAYOUTS, layoutFor, type STATIC_LAYOUTS } from './layouts.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What every message begins with. */
export interface Header<T extends number = number> {
  readonly type: T;
  /** How often the message was repeated, 0–3. */
  readonly repeat: number;
  readonly mmsi: number;
}

type FieldsOf<L> = L extends Layout<infer F> ? FieldValues<F> : never;
type Simplify<T> = { [K in keyof T]: T[K] };
type MessageOf<T extends number, L> = Simplify<Header<T> & FieldsOf<L>>;

export type ClassAPosition = MessageOf<1 | 2 | 3, (typeof LAYOUTS)[1]>;
export type BaseStationReport = MessageOf<4 | 11, (typeof LAYOUTS)[4]>;
export type VoyageReport = MessageOf<5, (typeof LAYOUTS)[5]>;
export type SarAircraftPosition = MessageOf<9, (typeof LAYOUTS)[9]>;
export type ClassBPosition = MessageOf<18, (typeof LAYOUTS)[18]>;
export type ClassBExtendedPosition = MessageOf<19, (typeof LAYOUTS)[19]>;
export type AidToNavigationReport = MessageOf<21, (typeof LAYOUTS)[21]>;
export type StaticReportA = Omit<MessageOf<24, typeof STATIC_LAYOUTS.A>, 'part'> & { readonly part: 0 };
export type StaticReportB = Omit<MessageOf<24, typeof STATIC_LAYOUTS.B>, 'part'> & { readonly part: 1 };
export type StaticReportAuxiliary = Omit<MessageOf<24, typeof STATIC_LAYOUTS.auxiliary>, 'part'> & { readonly part: 1 };
export type LongRangePosition = MessageOf<27, (typeof LAYOUTS)[27]>;

/** A message known by its header only; `content` holds the `contentBits` bits after the MMSI, first bit highest. */
export interface OtherMessage extends Header<OtherType> {
  readonly content: Uint8Array;
  readonly contentBits: number;
}
/** Types without a table, and 24 with a part number other than 0 and 1. */
export type OtherType = 0 | 6 | 7 | 8 | 10 | 12 | 13 | 14 | 15 | 16 | 17 | 20 | 22 | 23 | 24 | 25 | 26 | 28;

/** Any AIS message. Speeds are knots, courses and positions degrees, lengths metres; undefined is "not available". */
export type Message =
  | ClassAPosition
  | BaseStationReport
  | VoyageReport
  | SarAircraftPosition
  | ClassBPosition
  | ClassBExtendedPosition
  | AidToNavigationReport
  | StaticReportA
  | StaticReportB
  | StaticReportAuxiliary
  | LongRangePosition
  | OtherMessage;

type Values = Record<string, unknown>;

/**
 * Decodes one payload (ITU-R M.1371-5). Refuses one that is shorter than its header or its table; values are given as
 * sent, so check positions with `positionOf`.
 */
export function decodePayload(payload: Payload): Message | Refusal {
  const { six, bits } = payload;
  if (bits < HEADER_BITS) return refuse('short-message', bits, `${bits} bits do not hold a header`);
  const type = readUnsigned(six, 0, 6);
  const repeat = readUnsigned(six, 6, 2);
  const mmsi = readUnsigned(six, 8, 30);
  const part = type === 24 && bits >= 40 ? readUnsigned(six, 38, 2) : undefined;
  const layout = layoutFor(type, mmsi, part);
  if (!layout) {
    const content = payloadBytes(payload, HEADER_BITS);
    return { type: type as OtherType, repeat, mmsi, content, contentBits: bits - HEADER_BITS };
  }
  if (bits < layout.minimum) {
    return refuse('short-message', bits, `type ${type} takes ${layout.minimum} bits, ${bits} were sent`);
  }
  // Copying an object that has every member keeps all messages of a table in one shape, which is much faster.
  const message: Values = { ...layout.blank };
  message.type = type;
  message.repeat = repeat;
  message.mmsi = mmsi;
  let at = HEADER_BITS;
  for (const field of layout.fields) {
    if (field.kind !== 'spare') message[field.name] = readField(field, six, at, bits);
    at += field.width;
  }
  return message as unknown as Message;
}

function readField(field: Field, six: Uint8Array, at: number, end: number): unknown {
  if (field.kind === 'text') return readText(six, at, field.width / 6, end);
  const raw = field.kind === 'signed' ? readSigned(six, at, field.width) : readUnsigned(six, at, field.width);
  if (field.kind === 'flag') return raw === 1;
  if (raw === field.none) return undefined;
  return field.scale === 1 ? raw : raw / field.scale;
}

/**
 * Encodes a message into its bits. Numbers beyond a field are brought to its limit, text is cut to its width, and
 * `decodePayload` gives the same message back for every message it can give.
 */
export function encodePayload(message: Message): Payload {
  const values = message as unknown as Values;
  const layout = layoutFor(message.type, message.mmsi, values.part as number | undefined);
  const bits = layout ? layout.bits + tailBits(layout, values) : HEADER_BITS + (message as OtherMessage).contentBits;
  const six = new Uint8Array(Math.ceil(bits / 6));
  writeBits(six, 0, 6, message.type);
  writeBits(six, 6, 2, message.repeat);
  writeBits(six, 8, 30, message.mmsi);
  if (!layout) writeContent(six, message as OtherMessage);
  let at = HEADER_BITS;
  for (const field of layout?.fields ?? []) {
    if (field.kind !== 'spare') writeField(field, six, at, values[field.name]);
    at += field.width;
  }
  return { six, bits };
}

function tailBits(layout: Layout, values: Values): number {
  const tail = layout.fields.at(-1)!;
  return layout.tail ? Math.min(tail.width, String(values[tail.name] ?? '').length * 6) : 0;
}

function writeContent(six: Uint8Array, message: OtherMessage): void {
  for (let done = 0; done < message.contentBits; done += 8) {
    const width = Math.min(8, message.contentBits - done);
    writeBits(six, HEADER_BITS + done, width, (message.content[done / 8] ?? 0) >> (8 - width));
  }
}

function writeField(field: Field, six: Uint8Array, at: number, value: unknown): void {
  if (field.kind === 'text') return writeText(six, at, field.width / 6, String(value ?? ''));
  writeBits(six, at, field.width, field.kind === 'flag' ? Number(value === true) : rawNumber(field, value));
}

function rawNumber(field: Field, value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return field.none ?? 0;
  const signed = field.kind === 'signed';
  const highest = 2 ** (signed ? field.width - 1 : field.width) - 1;
  return Math.min(highest, Math.max(signed ? -highest - 1 : 0, Math.round(value * field.scale)));
}
