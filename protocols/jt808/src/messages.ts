import type { Value } from './field.ts';
import { areaMessages } from './messages/area.ts';
import { attachmentMessages } from './messages/attachment.ts';
import { informationMessages } from './messages/information.ts';
import { mediaMessages } from './messages/media.ts';
import type { MessageRow } from './messages/message.ts';
import { positionMessages } from './messages/position.ts';
import { sessionMessages } from './messages/session.ts';
import { terminalMessages } from './messages/terminal.ts';
import { transparentMessages } from './messages/transparent.ts';
import { vehicleMessages } from './messages/vehicle.ts';
import { videoMessages } from './messages/video.ts';

/** Every known message by kind. */
export const MESSAGES = {
  ...sessionMessages,
  ...terminalMessages,
  ...positionMessages,
  ...informationMessages,
  ...vehicleMessages,
  ...areaMessages,
  ...mediaMessages,
  ...transparentMessages,
  ...attachmentMessages,
  ...videoMessages,
} as const;

export type MessageKind = keyof typeof MESSAGES;

/** The body of a known kind. */
export type BodyOf<K extends MessageKind> = Value<(typeof MESSAGES)[K]['body']>;

/** A body carried as bytes because nothing is known of its message. */
interface Unknown {
  kind: 'unknown';
  msgId: number;
  body: { bytes: Uint8Array };
}

/** What can be encoded: the kind and the body that goes with it. */
export type Message = { [K in MessageKind]: { kind: K; body: BodyOf<K> } }[MessageKind] | Unknown;

export interface KnownRow extends MessageRow<unknown> {
  kind: MessageKind;
}

const byId = new Map<number, KnownRow>(
  Object.entries(MESSAGES).map(([kind, row]) => [
    row.id,
    { id: row.id, title: row.title, body: row.body, kind: kind as MessageKind },
  ]),
);

/** The row of a message ID, or undefined for an unknown one. */
export function messageOf(msgId: number): KnownRow | undefined {
  return byId.get(msgId);
}
