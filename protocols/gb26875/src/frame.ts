import { type Application, decodeApplication, encodeApplication, LONGEST_APPLICATION } from './application.ts';
import type { Header } from './header.ts';
import { type Refusal, refuse } from './refusal.ts';
import { readTime, timeBytes } from './time.ts';
import { COMMAND } from './types.ts';

/** A whole frame. */
export interface Message extends Header {
  readonly application: Application | undefined;
}

/** A frame received, at `offset` bytes from the start of the stream. */
export interface Frame {
  readonly ok: true;
  readonly message: Message;
  readonly offset: number;
}

export const START = 0x40;
export const END = 0x23;
/** Bytes up to and with the command. */
export const HEADER_SIZE = 27;
/** Bytes of a frame without application data. */
export const FRAME_OVERHEAD = 30;

/** The sum of all bytes after the start flag and before the checksum, low eight bits (GB/T 26875.3-2011 §6.2.8). */
export function checksum(frame: Uint8Array): number {
  let sum = 0;
  for (let at = 2; at < frame.length - 3; at += 1) sum += frame[at]!;
  return sum & 255;
}

/** Reads the header of a frame of at least 27 bytes. */
export function readHeader(frame: Uint8Array): Header {
  return {
    serial: frame[2]! + frame[3]! * 256,
    versionMain: frame[4]!,
    versionUser: frame[5]!,
    time: readTime(frame, 6),
    source: readAddress(frame, 12),
    destination: readAddress(frame, 18),
    command: frame[26]!,
  };
}

/** The stated length of the application data of a frame of at least 26 bytes. */
export function applicationLength(frame: Uint8Array): number {
  return frame[24]! + frame[25]! * 256;
}

/** Decodes exactly one frame. Refuses wrong flags, lengths, checksums and reserved commands. */
export function decodeFrame(frame: Uint8Array, offset = 0): Frame | Refusal {
  if (frame.length < FRAME_OVERHEAD || frame[0] !== START || frame[1] !== START) {
    return refuse('incomplete', offset, 'no frame');
  }
  const header = readHeader(frame);
  const length = applicationLength(frame);
  if (length > LONGEST_APPLICATION) {
    return refuse('too-long', offset + 24, `${length} bytes of application data`, header);
  }
  if (frame.length !== FRAME_OVERHEAD + length) {
    return refuse('incomplete', offset, `${frame.length} of ${FRAME_OVERHEAD + length} bytes`, header);
  }
  const end = frame.length - 2;
  if (frame[end] !== END || frame[end + 1] !== END)
    return refuse('end-flag', offset + end, 'end flag is not ##', header);
  const computed = checksum(frame);
  if (frame[end - 1] !== computed) {
    return refuse('checksum-wrong', offset + end - 1, `${frame[end - 1]} stated, ${computed} computed`, header);
  }
  // 0 and 7–127 are reserved, 128–255 belong to users.
  if (header.command === 0 || (header.command > COMMAND.deny && header.command < 128)) {
    return refuse('unknown-command', offset + 26, `command ${header.command}`, header);
  }
  const application = decodeApplication(frame.subarray(HEADER_SIZE, end - 1));
  return { ok: true, message: { ...header, application }, offset };
}

/** Encodes a frame; refuses values that do not fit their fields. */
export function encodeFrame(message: Message): Uint8Array | Refusal {
  const application = message.application ? encodeApplication(message.application) : new Uint8Array(0);
  if (!(application instanceof Uint8Array)) return application;
  const { serial, versionMain, versionUser, time, source, destination, command } = message;
  const head = [
    ...lowFirst(serial, 2),
    versionMain,
    versionUser,
    ...timeBytes(time),
    ...lowFirst(source, 6),
    ...lowFirst(destination, 6),
    ...lowFirst(application.length, 2),
    command,
  ];
  if (!head.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)) {
    return refuse('bad-value', 0, 'a value of the header does not fit its field');
  }
  const frame = new Uint8Array(FRAME_OVERHEAD + application.length);
  frame.set([START, START, ...head]);
  frame.set(application, HEADER_SIZE);
  frame[frame.length - 3] = checksum(frame);
  frame.fill(END, frame.length - 2);
  return frame;
}

/** An address as its six bytes in wire order, in hexadecimal. */
export function addressHex(address: number): string {
  return lowFirst(address, 6)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

function readAddress(frame: Uint8Array, at: number): number {
  let value = 0;
  for (let index = 5; index >= 0; index -= 1) value = value * 256 + frame[at + index]!;
  return value;
}

/** The bytes of a number, low byte first; the last one is beyond 255 when the number does not fit. */
function lowFirst(value: number, size: number): number[] {
  return Array.from({ length: size }, (_, index) => {
    const rest = Math.floor(value / 2 ** (8 * index));
    return index + 1 < size ? rest - Math.floor(rest / 256) * 256 : rest;
  });
}
