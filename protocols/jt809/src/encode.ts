import { ByteWriter } from '@anlan/wire';
import { crypt, type CipherConstants } from './cipher.ts';
import { crc16 } from './crc.ts';
import type { Edition } from './edition.ts';
import { writeEnvelope } from './envelope.ts';
import { escapeFrame } from './escape.ts';
import type { Field } from './field.ts';
import { FRAME_BYTES, HEADER_BYTES, writeHeader, type Header } from './header.ts';
import { carrierOf, envelopesOf, MESSAGES, type Message, type Vehicle } from './messages.ts';

/** What the sender adds to a message. */
export interface EncodeOptions {
  edition: Edition;
  /** Access code of the lower platform, in both directions. */
  accessCode: number;
  /** Serial number of the message, per link. */
  serial: number;
  /** Protocol version; 1.0.0 if absent. */
  version?: readonly [number, number, number];
  /** UTC in seconds, written by 2019. */
  sentAt?: number;
  /** Encrypts the body. */
  cipher?: { readonly key: number; readonly constants: CipherConstants };
}

/**
 * Encodes a message as one frame, flags included.
 *
 * Throws a RangeError for a value that its field can not hold, and for a vehicle's message without vehicle; that one is
 * optional for alarms, which public frames of 2019 send without.
 */
export function encodeFrame(message: Message, options: EncodeOptions): Uint8Array {
  const { edition, accessCode, serial, version = [1, 0, 0], sentAt, cipher } = options;
  const plain = encodeBody(message, edition);
  const header: Header = {
    length: plain.length + HEADER_BYTES[edition] + FRAME_BYTES,
    serial,
    type: typeOf(message),
    accessCode,
    version,
    encryption: cipher ? 1 : 0,
    key: cipher?.key ?? 0,
    edition,
    ...(edition === 2019 && { sentAt: sentAt ?? 0 }),
  };
  return assemble(header, cipher ? crypt(plain, cipher.key, cipher.constants) : plain);
}

/** A frame of a given header around a body, which is taken as it is. */
export function assemble(header: Header, body: Uint8Array): Uint8Array {
  const output = new ByteWriter(body.length + HEADER_BYTES[2019] + 2);
  writeHeader(output, header);
  output.write(body);
  output.u16(crc16(output.finish()));
  return escapeFrame(output.finish());
}

/** The body of a message, plain, in the layout of an edition. */
export function encodeBody(message: Message, edition: Edition): Uint8Array {
  const output = new ByteWriter();
  if (message.kind === 'unknown') {
    if (message.subType === undefined) return message.body.bytes;
    writeEnvelope(output, message.subType, message.vehicle, message.body.bytes);
    return output.finish();
  }
  const { id, body } = MESSAGES[message.kind];
  const data = new ByteWriter();
  (body as Field<unknown>).write(data, message.body, { edition });
  if (envelopesOf(carrierOf(id)).length === 0) return data.finish();
  writeEnvelope(output, id, vehicleOf(message, carrierOf(id)), data.finish());
  return output.finish();
}

function vehicleOf(message: { kind: string; vehicle?: Vehicle }, type: number): Vehicle | undefined {
  const envelopes = envelopesOf(type);
  if (!envelopes.includes('vehicle')) return undefined;
  if (message.vehicle === undefined && !envelopes.includes('platform')) {
    throw new RangeError(`${message.kind} needs a vehicle`);
  }
  return message.vehicle;
}

function typeOf(message: Message): number {
  return message.kind === 'unknown' ? message.type : carrierOf(MESSAGES[message.kind].id);
}
