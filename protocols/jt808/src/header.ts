import { ByteReader, fromHex, isBcd, type ByteWriter } from '@anlan/wire';
import type { Warning } from './warning.ts';

/** The layout a frame uses: bit 14 of the body properties; 2011 shares the header of 2013. */
export type Version = 2013 | 2019;

/** JT/T 808-2019 §4.4.3 and, without version byte, JT/T 808-2013 §4.4.3. */
export interface Header {
  msgId: number;
  version: Version;
  /** Bytes before the package fields: 12 (2013), 17 (2019); 12 or 13 with version 2019 for devices that kept a 6-byte phone. */
  size: HeaderSize;
  /** Body length as declared, 0..1023. */
  bodyLength: number;
  /** Bits 10–12: 0 none, 1 RSA, others reserved. */
  encryption: number;
  /** All hex digits of the field, 12 or 20, leading zeros kept: the identity of the terminal. */
  phone: string;
  /** 0..65535, cyclic per sender. */
  serial: number;
  /** The 2019 version byte, 1 for JT/T 808-2019. */
  protocolVersion?: number;
  /** Present when bit 13 is set; `index` counts from 1. */
  part?: { total: number; index: number };
}

export type HeaderSize = 12 | 13 | 17;

export const MAX_BODY = 1023;

const SUBPACKAGED = 1 << 13;
const VERSION_FLAG = 1 << 14;
const PART_FIELDS = 4;

/**
 * Reads the header of an un-escaped frame of `length` bytes (check byte excluded), or null when it is too short.
 *
 * Devices that set the 2019 bit but kept the 6-byte phone are told by the length that then comes out right.
 */
export function readHeader(bytes: Uint8Array, length: number, warnings: Warning[]): Header | null {
  if (length < 12) return null;
  const properties = (bytes[2]! << 8) | bytes[3]!;
  const bodyLength = properties & MAX_BODY;
  const extra = properties & SUBPACKAGED ? PART_FIELDS : 0;
  const version: Version = properties & VERSION_FLAG ? 2019 : 2013;
  const size = version === 2013 ? 12 : size2019(length - extra - bodyLength);
  if (length < size + extra) return null;
  if (version === 2019 && size !== 17) {
    warnings.push({ code: 'short-phone', detail: `2019 layout with a header of ${size} bytes` });
  }
  const input = new ByteReader(bytes, 4, length);
  const msgId = (bytes[0]! << 8) | bytes[1]!;
  const protocolVersion = size === 12 ? undefined : input.u8();
  const phone = input.hex(size === 17 ? 10 : 6);
  if (!isBcd(phone)) warnings.push({ code: 'phone', detail: `the phone ${phone} is not BCD` });
  const header: Header = {
    msgId,
    version,
    size,
    bodyLength,
    encryption: (properties >> 10) & 7,
    phone,
    serial: input.u16(),
  };
  if (protocolVersion !== undefined) header.protocolVersion = protocolVersion;
  if (extra > 0) header.part = { total: input.u16(), index: input.u16() };
  return header;
}

function size2019(actual: number): HeaderSize {
  return actual === 12 || actual === 13 ? actual : 17;
}

/** Bytes the header takes in the frame, package fields included. */
export function headerLength(header: Header): number {
  return header.size + (header.part ? PART_FIELDS : 0);
}

/** Writes a header; throws a RangeError when a value does not fit its field. */
export function writeHeader(output: ByteWriter, header: Header): void {
  output.u16(header.msgId);
  if (header.bodyLength > MAX_BODY) throw new RangeError(`a body of ${header.bodyLength} bytes needs sub-packages`);
  output.u16(
    header.bodyLength |
      (header.encryption << 10) |
      (header.part ? SUBPACKAGED : 0) |
      (header.version === 2019 ? VERSION_FLAG : 0),
  );
  if (header.size !== 12) output.u8(header.protocolVersion ?? 1);
  output.write(phoneBytes(header.phone, header.size === 17 ? 20 : 12));
  output.u16(header.serial);
  if (header.part) {
    output.u16(header.part.total);
    output.u16(header.part.index);
  }
}

function phoneBytes(phone: string, digits: number): Uint8Array {
  const bytes = phone.length > digits ? null : fromHex(phone.padStart(digits, '0'));
  if (!bytes) throw new RangeError(`'${phone}' is not a phone of at most ${digits} digits`);
  return bytes;
}
