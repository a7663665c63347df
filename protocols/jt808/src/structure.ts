import type { ByteReader } from '@anlan/wire';
import type { Context, Field, Parent, Value } from './field.ts';

export type Fields = Readonly<Record<string, Field<unknown>>>;

type Optional<F extends Fields> = { [K in keyof F]: undefined extends Value<F[K]> ? K : never }[keyof F];

/** The object a table of fields reads to. */
export type RecordOf<F extends Fields> = {
  -readonly [K in Exclude<keyof F, Optional<F>>]: Value<F[K]>;
} & { -readonly [K in Optional<F>]?: Value<F[K]> } extends infer R
  ? { [K in keyof R]: R[K] }
  : never;

/** A message or part of one as a table: its fields in wire order. */
export function record<const F extends Fields>(fields: F): Field<RecordOf<F>> {
  const rows = Object.entries(fields);
  return {
    read(input, context) {
      const body: Record<string, unknown> = {};
      for (let i = 0; i < rows.length; i++) {
        const [key, field] = rows[i]!;
        if (field.present === undefined || field.present(body, context, input)) {
          const start = input.offset;
          body[key] = field.read(input, context, body);
          context.trace?.(body, key, input.bytes.subarray(start, input.offset));
        }
      }
      return body as RecordOf<F>;
    },
    write(output, value, context) {
      const body = value as Parent;
      for (const [key, field] of rows) {
        if (field.present && !field.present(body, context, undefined)) continue;
        field.write(output, body[key], context, body);
      }
    },
  };
}

/** A field that occurs only if the fields before it say so. */
export function when<P, T>(test: (earlier: P, context: Context) => boolean, field: Field<T>): Field<T | undefined> {
  return {
    read: field.read,
    write: field.write,
    present: (parent, context, input) =>
      test(parent as P, context) && (field.present?.(parent, context, input) ?? true),
  };
}

/** A field of the 2019 edition only. */
export function since2019<T>(field: Field<T>): Field<T | undefined> {
  return when((_: unknown, context) => context.version === 2019, field);
}

/** A field of the 2011 and 2013 editions only. */
export function before2019<T>(field: Field<T>): Field<T | undefined> {
  return when((_: unknown, context) => context.version === 2013, field);
}

/** Reads and writes as `older` in the 2013 layout, as `newer` in that of 2019. */
export function byVersion<A, B>(older: Field<A>, newer: Field<B>): Field<A | B> {
  const pick = (context: Context) => (context.version === 2019 ? newer : older) as Field<A | B>;
  return {
    read: (input, context, parent) => pick(context).read(input, context, parent),
    write: (output, value, context, parent) => pick(context).write(output, value, context, parent),
  };
}

/** A field that occurs if bytes are left, respectively if its value is defined; `key` is its own name. */
export function ifMore<T>(key: string, field: Field<T>): Field<T | undefined> {
  return {
    read: field.read,
    write: field.write,
    present: (parent, _context, input) => (input ? input.remaining > 0 : parent[key] !== undefined),
  };
}

/** A length followed by that many bytes, which `field` reads to their end. */
export function sized<T>(width: 1 | 2 | 4, field: Field<T>): Field<T> {
  return {
    read(input, context, parent) {
      const length = readInteger(input, width);
      return within(input, length, () => field.read(input, context, parent));
    },
    write(output, value, context, parent) {
      const at = output.length;
      output.zeros(width);
      field.write(output, value, context, parent);
      output.patch(at, output.length - at - width, width);
    },
  };
}

/** A count followed by that many elements; a count beyond the body ends the list and marks the reader overrun. */
export function list<T>(count: Field<number>, element: Field<T>): Field<T[]> {
  return {
    read(input, context, parent) {
      const elements: T[] = [];
      for (let left = count.read(input, context, parent); left > 0 && !input.overrun; left--) {
        elements.push(element.read(input, context, parent));
      }
      return elements;
    },
    write(output, value, context, parent) {
      count.write(output, value.length, context, parent);
      for (const item of value) element.write(output, item, context, parent);
    },
  };
}

/** Elements up to the end of the enclosing field or body; each must take at least one byte. */
export function repeat<T>(element: Field<T>): Field<T[]> {
  return {
    read(input, context, parent) {
      const elements: T[] = [];
      while (input.remaining > 0 && !input.overrun) elements.push(element.read(input, context, parent));
      return elements;
    },
    write(output, value, context, parent) {
      for (const item of value) element.write(output, item, context, parent);
    },
  };
}

/** A field seen through a pair of functions: `after` reading, `before` writing. */
export function mapped<T, U>(field: Field<T>, after: (value: T) => U, before: (value: U) => T): Field<U> {
  return {
    read: (input, context, parent) => after(field.read(input, context, parent)),
    write: (output, value, context, parent) => field.write(output, before(value), context, parent),
    ...(field.present && { present: field.present }),
  };
}

/** Runs `read` with the reader confined to the next `length` bytes and leaves it behind them. */
function within<T>(input: ByteReader, length: number, read: () => T): T {
  const outer = input.end;
  const inner = input.offset + length;
  if (inner > outer) input.overrun = true;
  input.end = inner > outer ? outer : inner;
  const value = read();
  input.offset = input.end;
  input.end = outer;
  return value;
}

function readInteger(input: ByteReader, width: 1 | 2 | 4): number {
  return width === 1 ? input.u8() : width === 2 ? input.u16() : input.u32();
}
