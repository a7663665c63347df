import { decodeGb18030, encodeGb18030 } from '@anlan/wire';
import { readTime, timeBytes, type TimeTag } from './time.ts';

/** One field of an object; `V` is the type of its value. Numbers are low byte first. */
export interface Field<N extends string = string, V = unknown> {
  readonly name: N;
  /** Bytes; for `lengthText` the length byte only. */
  readonly size: number;
  readonly kind: 'unsigned' | 'signed' | 'text' | 'lengthText' | 'time';
  readonly valueType?: () => V;
}

/** The object a table of fields describes. */
export type FieldValues<Fields extends readonly Field[]> = {
  readonly [F in Fields[number] as F['name']]: F extends Field<string, infer V> ? V : never;
};

/** An unsigned number of 1, 2 or 4 bytes. */
export function u<N extends string>(name: N, size = 1): Field<N, number> {
  return { name, size, kind: 'unsigned' };
}

/** A two's-complement number of two bytes. */
export function s16<N extends string>(name: N): Field<N, number> {
  return { name, size: 2, kind: 'signed' };
}

/** GB18030 text in a fixed width, ended by the first zero byte; undefined where a vendor leaves the field out. */
export function text<N extends string>(name: N, size: number): Field<N, string | undefined> {
  return { name, size, kind: 'text' };
}

/** GB18030 text after its length in bytes. */
export function lengthText<N extends string>(name: N): Field<N, string> {
  return { name, size: 1, kind: 'lengthText' };
}

/** A time tag. */
export function time<N extends string>(name: N): Field<N, TimeTag> {
  return { name, size: 6, kind: 'time' };
}

/** Reads a field at `at`; returns its value and the bytes taken, or undefined when it does not lie before the end. */
export function readField(field: Field, bytes: Uint8Array, at: number): { value: unknown; size: number } | undefined {
  if (at + field.size > bytes.length) return undefined;
  const { size } = field;
  if (field.kind === 'time') return { value: readTime(bytes, at), size };
  if (field.kind === 'text') return { value: readText(bytes.subarray(at, at + size)), size };
  if (field.kind === 'lengthText') {
    const end = at + 1 + bytes[at]!;
    return end > bytes.length ? undefined : { value: readText(bytes.subarray(at + 1, end)), size: end - at };
  }
  let value = 0;
  for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + bytes[at + index]!;
  return { value: field.kind === 'signed' && value >= 0x8000 ? value - 0x10000 : value, size };
}

/** The bytes of a value, or undefined when it does not fit its field. */
export function fieldBytes(field: Field, value: unknown): readonly number[] | undefined {
  if (field.kind === 'time') return byteList(timeBytes(value as TimeTag));
  if (field.kind === 'text') return fixedText(value as string, field.size);
  if (field.kind === 'lengthText') {
    const bytes = encodeGb18030(value as string);
    return bytes.length > 255 ? undefined : [bytes.length, ...bytes];
  }
  return numberBytes(value, field);
}

function numberBytes(value: unknown, { size, kind }: Field): number[] | undefined {
  const lowest = kind === 'signed' ? -(2 ** (8 * size - 1)) : 0;
  if (!Number.isInteger(value) || (value as number) < lowest || (value as number) >= lowest + 2 ** (8 * size)) {
    return undefined;
  }
  return Array.from({ length: size }, (_, index) => Math.floor((value as number) / 2 ** (8 * index)) & 255);
}

function byteList(values: readonly number[]): readonly number[] | undefined {
  return values.every((value) => Number.isInteger(value) && value >= 0 && value < 256) ? values : undefined;
}

function readText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const decoded = decodeGb18030(end < 0 ? bytes : bytes.subarray(0, end));
  // The width may cut the last character in half.
  return decoded.endsWith('\uFFFD') ? decoded.slice(0, -1) : decoded;
}

/** Text padded with zeros; what does not fit is cut after a whole character. */
function fixedText(value: string, size: number): number[] {
  const bytes: number[] = [];
  for (const character of value) {
    const code = encodeGb18030(character);
    if (bytes.length + code.length > size) break;
    bytes.push(...code);
  }
  return [...bytes, ...Array.from({ length: size - bytes.length }, () => 0)];
}
