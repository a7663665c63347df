import { decodeGb18030, encodeGb18030, fromHex, type ByteReader, type ByteWriter } from '@anlan/wire';
import type { Version } from './header.ts';
import type { Warning } from './warning.ts';

/** Told, while a body is read, of each member of each of its records: the record, the member's name and its bytes. */
export type Trace = (record: object, member: string, bytes: Uint8Array) => void;

/** What a field may need to know besides its own bytes. */
export interface Context {
  readonly version: Version;
  readonly warnings: Warning[];
  readonly trace?: Trace | undefined;
  /** Alarm signs of attachment messages have 16 bytes whatever the length says. */
  readonly shortSigns?: boolean | undefined;
}

/** The record under construction (reading) or being written. */
export type Parent = Readonly<Record<string, unknown>>;

/** A piece of a message in both directions; `write` throws a RangeError for a value that does not fit. */
export interface Field<T> {
  read(input: ByteReader, context: Context, parent: Parent): T;
  write(output: ByteWriter, value: T, context: Context, parent: Parent): void;
  /** Whether the field occurs; `input` is absent when writing. Fields without this always occur. */
  present?(parent: Parent, context: Context, input: ByteReader | undefined): boolean;
}

export type Value<F> = F extends Field<infer T> ? T : never;

export const u8: Field<number> = { read: (input) => input.u8(), write: (output, value) => output.u8(value) };
export const u16: Field<number> = { read: (input) => input.u16(), write: (output, value) => output.u16(value) };
export const u32: Field<number> = { read: (input) => input.u32(), write: (output, value) => output.u32(value) };

/** An unsigned integer counted in 1/`divisor` of the unit exposed; written with rounding. */
export function scaled(integer: Field<number>, divisor: number): Field<number> {
  return {
    read: (input, context, parent) => integer.read(input, context, parent) / divisor,
    write: (output, value, context, parent) => integer.write(output, Math.round(value * divisor), context, parent),
  };
}

/** A two's complement WORD. */
export const i16: Field<number> = {
  read: (input) => (input.u16() << 16) >> 16,
  write: (output, value) => {
    if (value < -0x8000 || value > 0x7fff) throw new RangeError(`${value} does not fit a signed WORD`);
    output.u16(value & 0xffff);
  },
};

/** Every byte up to the end of the enclosing field or body. */
export const rest: Field<Uint8Array> = {
  read: (input) => input.rest(),
  write: (output, value) => output.write(value),
};

/** STRING up to the end of the enclosing field or body. */
export const text: Field<string> = {
  read: (input) => decodeGb18030(input.rest()),
  write: (output, value) => output.write(encodeGb18030(value)),
};

/** BYTE[n]. */
export function bytes(length: number): Field<Uint8Array> {
  return {
    read: (input) => input.take(length),
    write: (output, value) => {
      if (value.length !== length) throw new RangeError(`${value.length} bytes where ${length} are due`);
      output.write(value);
    },
  };
}

/** BCD[n] as 2n digits; non-decimal nibbles read as a–f and are written back unchanged. */
export function bcd(length: number): Field<string> {
  return {
    read: (input) => input.hex(length),
    write: (output, value) => {
      const digits = fromHex(value);
      if (digits?.length !== length) throw new RangeError(`'${value}' is not ${2 * length} digits`);
      output.write(digits);
    },
  };
}

/** STRING[n] padded with 0x00: read without zeros at either end, for devices pad on either; written padded at the end. */
export function padded(length: number): Field<string> {
  return {
    read: (input) => decodeGb18030(trimZeros(input.take(length))),
    write: (output, value) => {
      const content = encodeGb18030(value);
      if (content.length > length) throw new RangeError(`'${value}' takes more than ${length} bytes`);
      output.write(content);
      output.zeros(length - content.length);
    },
  };
}

function trimZeros(field: Uint8Array): Uint8Array {
  let start = 0;
  let end = field.length;
  while (start < end && field[start] === 0) start++;
  while (end > start && field[end - 1] === 0) end--;
  return field.subarray(start, end);
}
