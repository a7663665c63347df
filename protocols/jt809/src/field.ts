import { decodeGb18030, encodeGb18030, fromHex, toHex, type ByteReader, type ByteWriter } from '@anlan/wire';
import type { Edition } from './edition.ts';
import { writeCount } from './header.ts';

/** Told, while a body is read, of each member of each of its records: the record, the member's name and its bytes. */
export type Trace = (record: object, member: string, bytes: Uint8Array) => void;

/** What a field may need to know besides its own bytes. */
export interface Context {
  readonly edition: Edition;
  readonly trace?: Trace | undefined;
  /** Set by a field whose bytes are impossible: why. */
  fault?: string;
}

/** A piece of a message in both directions; `write` throws a RangeError for a value that does not fit. */
export interface Field<T> {
  read(input: ByteReader, context: Context): T;
  write(output: ByteWriter, value: T, context: Context): void;
  /** Editions in which the field occurs; both when absent. */
  readonly only?: Edition;
}

export type Value<F> = F extends Field<infer T> ? T : never;
export type Fields = Readonly<Record<string, Field<unknown>>>;
type Optional<F extends Fields> = { [K in keyof F]: undefined extends Value<F[K]> ? K : never }[keyof F];

/** The object a table of fields reads to. */
export type RecordOf<F extends Fields> = {
  -readonly [K in Exclude<keyof F, Optional<F>>]: Value<F[K]>;
} & { -readonly [K in Optional<F>]?: Value<F[K]> } extends infer R
  ? { [K in keyof R]: R[K] }
  : never;

export const u8: Field<number> = { read: (input) => input.u8(), write: (output, value) => output.u8(value) };
export const u16: Field<number> = { read: (input) => input.u16(), write: (output, value) => output.u16(value) };
export const u32: Field<number> = { read: (input) => input.u32(), write: (output, value) => output.u32(value) };

/** UTC in seconds, from some platforms in milliseconds: see `epochMsOf`. */
export const time: Field<number> = {
  read(input, context) {
    const count = input.u32() * 2 ** 32 + input.u32();
    if (!Number.isSafeInteger(count)) context.fault = `${count} is no time`;
    return count;
  },
  write: (output, value) => writeCount(output, value),
};

/** Text up to the end of the body. */
export const restText: Field<string> = {
  read: (input) => textOf(input.rest()),
  write: (output, value) => output.write(encodeGb18030(value)),
};

/** GBK text in `length` bytes, up to the first 0x00 and without the spaces some senders pad with; written padded with 0x00. */
export function padded(length: number): Field<string> {
  return {
    read: (input) => textOf(input.take(length)).trimEnd(),
    write(output, value) {
      const content = encodeGb18030(value);
      if (content.length > length) throw new RangeError(`'${value}' takes more than ${length} bytes`);
      output.write(content);
      output.zeros(length - content.length);
    },
  };
}

/** An identifier in `length` bytes: text as `padded`, or the hex digits of all bytes where senders put binary ones. */
export function identifier(length: number): Field<string> {
  const text = padded(length);
  return {
    read(input, context) {
      const { bytes, offset, end } = input;
      const value = text.read(input, context);
      return /^[\x20-\x7e]*$/.test(value) ? value : toHex(bytes, offset, Math.min(offset + length, end));
    },
    write(output, value, context) {
      // Text of so many characters does not fit, so this is no text.
      const binary = value.length === 2 * length ? fromHex(value) : null;
      if (binary) output.write(binary);
      else text.write(output, value, context);
    },
  };
}

/** A DWORD of length and that many bytes. */
export const sizedBytes: Field<Uint8Array> = {
  read: (input) => input.take(input.u32()),
  write(output, value) {
    output.u32(value.length);
    output.write(value);
  },
};

/** A DWORD of length and that many bytes of text. */
export const sizedText: Field<string> = {
  read: (input) => textOf(input.take(input.u32())),
  write: (output, value, context) => sizedBytes.write(output, encodeGb18030(value), context),
};

/** A BYTE of count and that many elements; a count beyond the body ends the list and marks the reader overrun. */
export function counted<T>(element: Field<T>): Field<T[]> {
  return {
    read(input, context) {
      const elements: T[] = [];
      for (let left = input.u8(); left > 0 && !input.overrun; left--) elements.push(element.read(input, context));
      return elements;
    },
    write(output, value, context) {
      output.u8(value.length);
      for (const item of value) element.write(output, item, context);
    },
  };
}

/** A field of one edition only. */
export function only<T>(edition: Edition, field: Field<T>): Field<T | undefined> {
  return { read: field.read, write: field.write, only: edition };
}

/** Reads and writes as `older` in the edition of 2011, as `newer` in that of 2019. */
export function byEdition<A, B>(older: Field<A>, newer: Field<B>): Field<A | B> {
  const pick = ({ edition }: Context) => (edition === 2019 ? newer : older) as Field<A | B>;
  return {
    read: (input, context) => pick(context).read(input, context),
    write: (output, value, context) => pick(context).write(output, value, context),
  };
}

/** A message or part of one as a table: its fields in wire order. */
export function record<const F extends Fields>(fields: F): Field<RecordOf<F>> {
  const rows = Object.entries(fields);
  return {
    read(input, context) {
      const body: Record<string, unknown> = {};
      for (const [key, field] of rows) {
        if (field.only !== undefined && field.only !== context.edition) continue;
        const start = input.offset;
        body[key] = field.read(input, context);
        context.trace?.(body, key, input.bytes.subarray(start, input.offset));
      }
      return body as RecordOf<F>;
    },
    write(output, value, context) {
      const body = value as Readonly<Record<string, unknown>>;
      for (const [key, field] of rows) {
        if (field.only === undefined || field.only === context.edition) field.write(output, body[key], context);
      }
    },
  };
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeGb18030(end < 0 ? bytes : bytes.subarray(0, end));
}
