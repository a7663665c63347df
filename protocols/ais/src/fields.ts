/** How the bits of a field are read. */
export type FieldKind = 'unsigned' | 'signed' | 'flag' | 'text' | 'spare';

/** One row of a message table; `V` is the type of the value it gives. */
export interface Field<N extends string = string, V = unknown> {
  readonly name: N;
  readonly kind: FieldKind;
  /** Width in bits. */
  readonly width: number;
  /** The value is raw ÷ scale. */
  readonly scale: number;
  /** The raw value meaning "not available", given as undefined. */
  readonly none: number | undefined;
  readonly valueType?: () => V;
}

/** The object a table of fields describes. */
export type FieldValues<Fields extends readonly Field[]> = {
  -readonly [F in Fields[number] as F extends { kind: 'spare' } ? never : F['name']]: F extends Field<string, infer V>
    ? V
    : never;
};

interface Scaling {
  readonly scale?: number;
  readonly none?: number;
}
type NumberOf<S extends Scaling> = S extends { none: number } ? number | undefined : number;

/** An unsigned number. */
export function u<N extends string, const S extends Scaling = Record<never, never>>(
  name: N,
  width: number,
  scaling?: S,
): Field<N, NumberOf<S>> {
  return { name, kind: 'unsigned', width, scale: scaling?.scale ?? 1, none: scaling?.none };
}

/** A two's-complement number. */
export function s<N extends string, const S extends Scaling = Record<never, never>>(
  name: N,
  width: number,
  scaling?: S,
): Field<N, NumberOf<S>> {
  return { name, kind: 'signed', width, scale: scaling?.scale ?? 1, none: scaling?.none };
}

/** One bit as true or false. */
export function flag<N extends string>(name: N): Field<N, boolean> {
  return { name, kind: 'flag', width: 1, scale: 1, none: undefined };
}

/** Six-bit text of so many characters. */
export function text<N extends string>(name: N, characters: number): Field<N, string> {
  return { name, kind: 'text', width: characters * 6, scale: 1, none: undefined };
}

/** Bits without meaning: skipped when read, zero when written. */
export function spare(width: number): Field<'', never> & { kind: 'spare' } {
  return { name: '', kind: 'spare', width, scale: 1, none: undefined };
}
