import { scaled, u32, type Field } from './field.ts';

/** An unsigned DWORD of 10⁻⁶ degrees; the hemisphere is said elsewhere. */
export const degrees: Field<number> = scaled(u32, 1e6);

/** Where a record says that its coordinates are south or west. */
interface Hemispheres {
  word: string;
  south: number;
  west: number;
  latitudes: readonly string[];
  longitudes: readonly string[];
}

type Numbers = Record<string, number>;

/**
 * Gives the degrees of a record their sign: south and west negative, from two bits of one of its words.
 *
 * When writing, the sign of a latitude or longitude that is not 0 decides the bit.
 */
export function signed<T>(record: Field<T>, where: Hemispheres): Field<T> {
  return {
    read(input, context, parent) {
      const value = record.read(input, context, parent);
      const body = value as Numbers;
      const word = body[where.word]!;
      if (word & (1 << where.south)) negate(body, where.latitudes);
      if (word & (1 << where.west)) negate(body, where.longitudes);
      return value;
    },
    write(output, value, context, parent) {
      const body: Numbers = { ...(value as Numbers) };
      const south = unsign(body, where.latitudes);
      const west = unsign(body, where.longitudes);
      body[where.word] = withBit(withBit(body[where.word]!, where.south, south), where.west, west);
      record.write(output, body as T, context, parent);
    },
  };
}

function negate(body: Numbers, keys: readonly string[]): void {
  for (const key of keys) body[key] = 0 - body[key]!;
}

/** Makes the values absolute; answers whether they were negative, undefined when all are 0. */
function unsign(body: Numbers, keys: readonly string[]): boolean | undefined {
  let negative: boolean | undefined;
  for (const key of keys) {
    const value = body[key]!;
    if (value !== 0) negative = value < 0;
    body[key] = Math.abs(value);
  }
  return negative;
}

function withBit(word: number, bit: number, set: boolean | undefined): number {
  if (set === undefined) return word;
  return (set ? word | (1 << bit) : word & ~(1 << bit)) >>> 0;
}
