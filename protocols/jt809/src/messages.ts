import { ALARM_MESSAGES, PLATFORM_MESSAGES } from './alarm.ts';
import { VEHICLE_MESSAGES } from './exchange.ts';
import type { Field, Value } from './field.ts';
import { LINK_MESSAGES, STATISTICS_MESSAGES } from './link.ts';

/** Every message with a known layout; `id` is the sub-type where there is one. */
export const MESSAGES = {
  ...LINK_MESSAGES,
  ...STATISTICS_MESSAGES,
  ...VEHICLE_MESSAGES,
  ...PLATFORM_MESSAGES,
  ...ALARM_MESSAGES,
} as const;

export type MessageKind = keyof typeof MESSAGES;
export type BodyOf<K extends MessageKind> = Value<(typeof MESSAGES)[K]['body']>;

/** The vehicle a message is about. */
export interface Vehicle {
  /** Plate, such as 粤A12345. */
  plate: string;
  /** Colour of the plate as in JT/T 415: 1 blue, 2 yellow, 3 black, 4 white, 9 other. */
  colour: number;
}

/** A message whose layout is known. */
export type Known<K extends MessageKind = MessageKind> = {
  [P in K]: { kind: P; body: BodyOf<P>; vehicle?: Vehicle };
}[K];

/** A message: `kind` tells the type of `body`; of an unknown one the bytes after its envelope. */
export type Message =
  | Known
  | { kind: 'unknown'; type: number; subType?: number; vehicle?: Vehicle; body: { bytes: Uint8Array } };

/** What precedes the data of a business message: sub-type and length, for `vehicle` plate and colour before them. */
export type Envelope = 'platform' | 'vehicle';

/** One row of `MESSAGES`. */
export interface Row {
  readonly id: number;
  readonly kind: MessageKind;
  readonly title: string;
  readonly body: Field<unknown>;
}

const ROWS = new Map<number, Row>(
  Object.entries(MESSAGES).map(([kind, row]) => [row.id, { ...row, kind: kind as MessageKind }]),
);

/** The row of a message type or sub-type. */
export function rowOf(id: number): Row | undefined {
  return ROWS.get(id);
}

const STATISTICS: ReadonlySet<number> = new Set(Object.values(STATISTICS_MESSAGES).map(({ id }) => id));
const LINKS: ReadonlySet<number> = new Set(Object.values(LINK_MESSAGES).map(({ id }) => id));

const VEHICLE: readonly Envelope[] = ['vehicle'];
const PLATFORM: readonly Envelope[] = ['platform'];
const EITHER: readonly Envelope[] = ['vehicle', 'platform'];

/** Types that carry sub-types, by their low twelve bits: those of both directions have the same envelopes. */
const CARRIERS: Readonly<Record<number, readonly Envelope[]>> = {
  0x200: VEHICLE,
  0x300: PLATFORM,
  0x400: EITHER,
  0x500: VEHICLE,
  0x600: VEHICLE,
  0x700: EITHER,
  0x800: EITHER,
  0x900: EITHER,
  0xa00: EITHER,
  0xb00: EITHER,
};

/** The envelopes a message type may have, the usual one of the edition of 2011 first; none for a type not known. */
export function envelopesOf(type: number): readonly Envelope[] {
  if (STATISTICS.has(type)) return PLATFORM;
  const direction = type >> 12;
  return (direction === 1 || direction === 9 ? CARRIERS[type & 0xfff] : undefined) ?? [];
}

/** The message type that carries a sub-type; link messages and statistics carry themselves. */
export function carrierOf(id: number): number {
  return LINKS.has(id) || STATISTICS.has(id) ? id : id & 0xff00;
}

/** True when messages of a type may carry a sub-type. */
export function carries(type: number, subType: number): boolean {
  if (STATISTICS.has(type)) return subType === type;
  return type !== subType && type === (subType & 0xff00);
}
