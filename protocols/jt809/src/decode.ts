import { ByteReader } from '@anlan/wire';
import { crypt, type CipherConstants } from './cipher.ts';
import { crc16 } from './crc.ts';
import type { Edition } from './edition.ts';
import { openEnvelope } from './envelope.ts';
import { CLOSE, OPEN, unescape } from './escape.ts';
import type { Context, Trace } from './field.ts';
import { FRAME_BYTES, HEADER_BYTES, readHeader, type Header } from './header.ts';
import { envelopesOf, rowOf, type Message, type Row, type Vehicle } from './messages.ts';
import { refuse, type Refusal, type Warning } from './refusal.ts';

/** A frame whose CRC is right; `body` is still as sent, enciphered if `header.encryption` says so. */
export interface Opened {
  ok: true;
  header: Header;
  body: Uint8Array;
  warnings: Warning[];
}

/** An accepted frame: `kind` tells the type of `body`; `encrypted` when the constants of the peer are not known. */
export type Decoded = (Message | { kind: 'encrypted'; body: { bytes: Uint8Array } }) & {
  ok: true;
  header: Header;
  warnings: Warning[];
  /** Bytes behind the layout, absent when there are none. */
  trailing?: Uint8Array;
};

export interface DecodeOptions {
  /** The edition the peer speaks; detected for each frame when absent. */
  edition?: Edition;
  /** Constants agreed with the peer, to decipher encrypted bodies. */
  constants?: CipherConstants;
  /** Refuse a frame whose declared length is wrong although its CRC is right. */
  strict?: boolean;
  /** Is told which bytes each member of the body came from, un-escaped and deciphered. */
  trace?: Trace;
}

/** Opens one frame, both flags included: un-escapes it and checks its CRC and length; never throws. */
export function openFrame(bytes: Uint8Array, options: DecodeOptions = {}): Opened | Refusal {
  const last = bytes.length - 1;
  if (last < 1 || bytes[0] !== OPEN || bytes[last] !== CLOSE) return refuse('flag', 0);
  const plain = unescape(bytes, 1, last);
  if (typeof plain === 'number') return refuse('escape', plain);
  const end = plain.length - 2;
  const header = end < 0 ? null : readHeader(plain, end, options.edition);
  if (!header) return refuse('too-short', last);
  const expected = crc16(plain, 0, end);
  const found = (plain[end]! << 8) | plain[end + 1]!;
  if (expected !== found) return refuse('crc', last - 2, { expected, found, header });
  const start = HEADER_BYTES[header.edition];
  const opened: Opened = { ok: true, header, body: plain.subarray(start, end), warnings: [] };
  const length = end + FRAME_BYTES;
  if (header.length === length) return opened;
  if (options.strict) return refuse('length', 1, { expected: length, found: header.length, header });
  opened.warnings.push({ code: 'frame-length', detail: `declared ${header.length} bytes, ${length} are there` });
  return opened;
}

/** Decodes one frame, both flags included; never throws, and keeps no reference to `bytes`. */
export function decodeFrame(bytes: Uint8Array, options: DecodeOptions = {}): Decoded | Refusal {
  const opened = openFrame(bytes, options);
  return opened.ok ? decodeOpened(opened, options.constants, options.trace) : opened;
}

/** Decodes the body of an opened frame; never throws. The result may share memory with the body. */
export function decodeOpened(
  { header, body, warnings }: Opened,
  constants?: CipherConstants,
  trace?: Trace,
): Decoded | Refusal {
  if (header.encryption === 0) return readBody(header, body, warnings, trace);
  if (!constants) return { ok: true, kind: 'encrypted', header, body: { bytes: body }, warnings };
  const deciphered = readBody(header, crypt(body, header.key, constants), warnings, trace);
  if (deciphered.ok) return deciphered;
  // Some senders set the flag and send the body plain.
  const plain = readBody(header, body, warnings, trace);
  if (!plain.ok) return deciphered;
  plain.warnings.push({ code: 'plain-body', detail: 'the encrypt flag is set, but the body is plain' });
  return plain;
}

function readBody(header: Header, body: Uint8Array, earlier: readonly Warning[], trace?: Trace): Decoded | Refusal {
  const { type, edition } = header;
  const warnings = [...earlier];
  if (envelopesOf(type).length === 0) {
    const row = rowOf(type);
    if (!row) return { ok: true, kind: 'unknown', type, header, body: { bytes: body }, warnings };
    return readData(row, undefined, header, body, warnings, trace);
  }
  const opened = openEnvelope(type, body, edition);
  if (!opened) return refuse('body', 0, { header, detail: `no sub-type of 0x${type.toString(16)} at its place` });
  const { subType, vehicle, statedLength, data } = opened;
  if (statedLength !== data.length) {
    warnings.push({ code: 'data-length', detail: `declared ${statedLength} bytes of data, ${data.length} are there` });
  }
  const row = rowOf(subType);
  if (row) return readData(row, vehicle, header, data, warnings, trace);
  return {
    ok: true,
    kind: 'unknown',
    type,
    subType,
    ...(vehicle && { vehicle }),
    header,
    body: { bytes: data },
    warnings,
  };
}

function readData(
  row: Row,
  vehicle: Vehicle | undefined,
  header: Header,
  data: Uint8Array,
  warnings: Warning[],
  trace: Trace | undefined,
): Decoded | Refusal {
  const input = new ByteReader(data);
  const context: Context = { edition: header.edition, trace };
  const body = row.body.read(input, context);
  if (input.overrun) context.fault = `${data.length} bytes are too few`;
  if (context.fault) return refuse('body', 0, { header, detail: `${row.title}: ${context.fault}` });
  const decoded = { ok: true, kind: row.kind, body, ...(vehicle && { vehicle }), header, warnings } as Decoded;
  if (input.remaining > 0) {
    decoded.trailing = input.rest();
    warnings.push({ code: 'trailing', detail: `${decoded.trailing.length} bytes behind the data` });
  }
  return decoded;
}
