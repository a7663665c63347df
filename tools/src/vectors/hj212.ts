import {
  crc16,
  crcText,
  encodeFrame,
  type Frame,
  Hj212Stream,
  parseFlag,
  parsePacket,
  parseSegment,
} from '@anlan/hj212';
import { checkEach, firstDifference, type VectorResult } from './compare.ts';

interface Hj212Vector {
  readonly id: string;
  readonly kind?: 'crc';
  readonly text: string;
  readonly valid: boolean;
  readonly expect: Readonly<Record<string, unknown>> & { readonly crcHj: string; readonly crcVariant?: string };
}

const FRAME = /^##(\d{4})(.*&&)([0-9A-Fa-f]{4})\r\n$/s;

/** Runs HJ 212 vectors (`text` of a frame with CR LF, or of a data segment for `kind` crc). */
export function checkHj212(vectors: readonly unknown[]): VectorResult[] {
  return checkEach<Hj212Vector>(vectors, (vector) => {
    if (vector.kind === 'crc') return firstDifference(vector.expect, { crcHj: checkOf(vector.text) });
    return firstDifference(vector.expect, factsOf(vector)) ?? (vector.valid ? accepted(vector) : refused(vector));
  });
}

function factsOf({ text, expect }: Hj212Vector): Record<string, unknown> {
  const [, stated, body, crc] = FRAME.exec(text) ?? [];
  const segment = parseSegment(body ?? '');
  const head = Object.fromEntries(segment?.head ?? []);
  const crcHj = checkOf(body ?? '');
  return {
    length: Number(stated),
    crc,
    crcHj,
    lengthOk: Number(stated) === body?.length,
    crcOk: crc?.toUpperCase() === crcHj,
    crcVariant: expect.crcVariant === undefined ? undefined : frames(text, 'either')[0]?.crcVariant,
    head,
    cp: segment?.items.map((item) => Object.fromEntries(item)),
    flag: parseFlag(head.Flag ?? head.FLAG ?? ''),
  };
}

function checkOf(segment: string): string {
  return crcText(crc16(new TextEncoder().encode(segment)));
}

function frames(text: string, crc: 'hj212' | 'either'): Frame[] {
  return new Hj212Stream({ crc }).push(text).filter((item) => item.ok);
}

function accepted({ text }: Hj212Vector): string | undefined {
  const [frame, ...more] = frames(text, 'hj212');
  if (!frame || more.length > 0) return `frame not taken: ${JSON.stringify(new Hj212Stream().push(text))}`;
  const encoded = encodeFrame(frame.packet);
  // Devices of 2005 exceed the 1024 bytes of the standard, which are not written.
  if (!(encoded instanceof Uint8Array)) return frame.length > 1024 ? undefined : encoded.detail;
  return firstDifference(frame.packet, new Hj212Stream().push(encoded).find((item) => item.ok)?.packet, 0, 'again');
}

function refused({ text, expect }: Hj212Vector): string | undefined {
  const stream = new Hj212Stream();
  const items = [...stream.push(text), ...stream.end()];
  if (items.some((item) => item.ok)) return 'accepted';
  if (items.length !== 1 || items[0]?.ok || items[0]?.reason !== 'crc-wrong')
    return `refused as ${JSON.stringify(items)}`;
  if (expect.crcVariant === undefined)
    return frames(text, 'either').length > 0 ? 'taken with another check' : undefined;
  return 'ok' in parsePacket(FRAME.exec(text)?.[2] ?? '') ? 'no packet' : undefined;
}
