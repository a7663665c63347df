import { ByteWriter } from '@anlan/wire';
import { frame } from './escape.ts';
import type { Field } from './field.ts';
import { MAX_BODY, writeHeader, type Header, type HeaderSize, type Version } from './header.ts';
import { MESSAGES, type Message } from './messages.ts';

/** Holds most bodies without growing. */
const BODY_CAPACITY = 128;

/** What the sender adds to a message. */
export interface EncodeOptions {
  /** Up to 12 digits (2013) or 20 (2019); padded with '0' on the left. */
  phone: string;
  serial: number;
  version: Version;
  /** The version byte of 2019; 1 if absent. */
  protocolVersion?: number;
  /** The header size, to answer a device in its own; 12 for 2013 and 17 for 2019 if absent. */
  size?: HeaderSize;
}

/**
 * Encodes a message as one frame, flags included.
 *
 * Throws a RangeError for a value that its field can not hold and for a body above 1023 bytes, see `encodeFrames`.
 */
export function encodeFrame(message: Message, options: EncodeOptions): Uint8Array {
  const body = encodeBody(message, options.version);
  return assemble(headerOf(message, options, body.length), body);
}

/**
 * Encodes a message as one frame or, above 1023 bytes of body, as sub-packages with consecutive serials.
 *
 * The serials used begin at `options.serial` and wrap at 65535.
 */
export function encodeFrames(message: Message, options: EncodeOptions): Uint8Array[] {
  const body = encodeBody(message, options.version);
  const total = Math.ceil(body.length / MAX_BODY);
  if (total <= 1) return [assemble(headerOf(message, options, body.length), body)];
  return Array.from({ length: total }, (_, i) => {
    const piece = body.subarray(i * MAX_BODY, (i + 1) * MAX_BODY);
    const header = headerOf(message, options, piece.length);
    header.serial = (options.serial + i) & 0xffff;
    header.part = { total, index: i + 1 };
    return assemble(header, piece);
  });
}

/** The bytes of a message's body in the layout of a version. */
export function encodeBody(message: Message, version: Version): Uint8Array {
  if (message.kind === 'unknown') return message.body.bytes;
  const { body } = MESSAGES[message.kind];
  const output = new ByteWriter(BODY_CAPACITY);
  (body as Field<unknown>).write(output, message.body, { version, warnings: [] }, {});
  return output.finish();
}

/** A frame of a given header around a body; `header.bodyLength` is taken from the body. */
export function assemble(header: Header, body: Uint8Array): Uint8Array {
  const output = new ByteWriter(body.length + 21);
  writeHeader(output, { ...header, bodyLength: body.length });
  output.write(body);
  return frame(output.finish());
}

function headerOf(message: Message, options: EncodeOptions, bodyLength: number): Header {
  const { phone, serial, version, protocolVersion, size = version === 2019 ? 17 : 12 } = options;
  const msgId = message.kind === 'unknown' ? message.msgId : MESSAGES[message.kind].id;
  const header: Header = { msgId, version, size, bodyLength, encryption: 0, phone, serial };
  if (protocolVersion !== undefined) header.protocolVersion = protocolVersion;
  return header;
}

/** The options that answer a frame in the layout its sender used. */
export function answering(header: Header, serial: number): EncodeOptions {
  const { phone, version, protocolVersion, size } = header;
  return { phone, serial, version, size, ...(protocolVersion !== undefined && { protocolVersion }) };
}

/** The result of a general answer. */
export const RESULT = { done: 0, failed: 1, wrong: 2, unsupported: 3, alarmHandled: 4 } as const;

/** The platform's general answer 0x8001 to a frame; not for answers, nor for messages that have an answer of their own. */
export function generalAnswer(to: Header, result: (typeof RESULT)[keyof typeof RESULT]): Message {
  return { kind: 'platformAnswer', body: { ackSerial: to.serial, ackId: to.msgId, result } };
}
