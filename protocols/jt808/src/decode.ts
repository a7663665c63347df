import { ByteReader } from '@anlan/wire';
import { FLAG, unescape, xor } from './escape.ts';
import type { Trace } from './field.ts';
import { headerLength, readHeader, type Header } from './header.ts';
import { messageOf, type Message } from './messages.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Warning } from './warning.ts';

/** A body carried as bytes: one part of a message, or an encrypted body. */
type Opaque = { kind: 'part'; body: { bytes: Uint8Array } } | { kind: 'encrypted'; body: { bytes: Uint8Array } };

/** An accepted frame: `kind` tells the type of `body`. */
export type Decoded = (Message | Opaque) & {
  ok: true;
  header: Header;
  warnings: Warning[];
  /** Bytes behind the body's layout, absent when there are none. */
  trailing?: Uint8Array;
};

export interface DecodeOptions {
  /** Refuse a frame whose declared body length is wrong although its check byte is right. */
  strict?: boolean;
  /** Is told which bytes each member of the body came from, un-escaped. */
  trace?: Trace;
  /** Read 0x9208 and 0x1210 as T/JSATL 12-2017 has them, with signs of 16 bytes, even where their length is that of signs of 40. */
  shortSigns?: boolean;
}

/**
 * Decodes one frame, both flags included; never throws, and keeps no reference to `bytes`.
 *
 * A part of a sub-packaged message comes as kind `part`, an encrypted body as `encrypted`, an unknown ID as `unknown`.
 */
export function decodeFrame(bytes: Uint8Array, options: DecodeOptions = {}): Decoded | Refusal {
  const last = bytes.length - 1;
  if (last < 1 || bytes[0] !== FLAG || bytes[last] !== FLAG) return refuse('flag', 0);
  const plain = unescape(bytes, 1, last);
  if (typeof plain === 'number') return refuse('escape', plain);
  const length = plain.length - 1;
  const warnings: Warning[] = [];
  const header = readHeader(plain, length, warnings);
  if (!header) return refuse('too-short', last);
  const expected = xor(plain, length);
  const found = plain[length]!;
  if (expected !== found) return refuse('checksum', last - 1, { expected, found, header });
  const start = headerLength(header);
  if (length - start !== header.bodyLength) {
    const difference = { expected: length - start, found: header.bodyLength, header };
    if (options.strict) return refuse('length', 3, difference);
    warnings.push({
      code: 'length',
      detail: `declared ${difference.found} bytes of body, ${difference.expected} are there`,
    });
  }
  return readBody(header, new ByteReader(plain, start, length), warnings, options);
}

/**
 * Decodes a body that belongs to a header, such as one put together from its parts; never throws.
 *
 * The result may share memory with `bytes`.
 */
export function decodeBody(header: Header, bytes: Uint8Array, trace?: Trace): Decoded | Refusal {
  return readBody(header, new ByteReader(bytes), [], trace === undefined ? {} : { trace });
}

function readBody(
  header: Header,
  input: ByteReader,
  warnings: Warning[],
  { trace, shortSigns }: Pick<DecodeOptions, 'trace' | 'shortSigns'>,
): Decoded | Refusal {
  if (header.encryption !== 0) return { ok: true, kind: 'encrypted', header, body: { bytes: input.rest() }, warnings };
  if (header.part) return readPart(header, header.part, input, warnings);
  const { msgId, version } = header;
  const row = messageOf(msgId);
  if (!row) return { ok: true, kind: 'unknown', msgId, header, body: { bytes: input.rest() }, warnings };
  const length = input.remaining;
  const body = row.body.read(input, { version, warnings, trace, shortSigns }, {});
  if (input.overrun) {
    return refuse('body', length, { header, detail: `${row.title}: ${length} bytes of body are too few` });
  }
  const decoded = { ok: true, kind: row.kind, header, body, warnings } as Decoded;
  if (input.remaining > 0) {
    decoded.trailing = input.rest();
    warnings.push({ code: 'trailing', detail: `${decoded.trailing.length} bytes behind the body` });
  }
  return decoded;
}

function readPart(
  header: Header,
  part: { total: number; index: number },
  input: ByteReader,
  warnings: Warning[],
): Decoded | Refusal {
  const { total, index } = part;
  if (index < 1 || index > total) {
    return refuse('package', header.size, { header, detail: `part ${index} of ${total}` });
  }
  return { ok: true, kind: 'part', header, body: { bytes: input.rest() }, warnings };
}
