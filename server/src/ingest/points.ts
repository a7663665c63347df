/**
 * Numbers of the points this process has met, so that columns of readings are indexed by small integers and not by text.
 * A point keeps its number until the process ends, and no other ever gets it; the ids themselves (UUIDs) lie side by side
 * in one array. Only registered points come in, so that the table grows no further than the register.
 */
class Points {
  /** Four words of 32 bits an id, in the order of its bytes. */
  #words = new Uint32Array(4 * 1024);
  /** Open addressing: number + 1 at the place of its hash; 0 = free. */
  #places = new Uint32Array(4096);
  #count = 0;
  readonly #bytes = new Uint8Array(16);
  readonly #given = new Uint32Array(this.#bytes.buffer);

  get count(): number {
    return this.#count;
  }

  /** The number of an id; a new one is entered. Throws for what is no UUID: ids are the register's. */
  of(id: string): number {
    if (!parse(id, this.#bytes)) throw new Error(`not an id in lower case: ${id}`);
    return this.at(this.#given, 0);
  }

  /** The number of an id where it is known. */
  known(id: string): number | undefined {
    if (!parse(id, this.#bytes)) return undefined;
    const found = this.#places[this.#place(this.#given, 0)]!;
    return found === 0 ? undefined : found - 1;
  }

  /** The number of the id whose four words begin at `from`. */
  at(words: Uint32Array, from: number): number {
    const place = this.#place(words, from);
    const found = this.#places[place]!;
    if (found !== 0) return found - 1;
    const number = this.#count;
    if (4 * (number + 1) > this.#words.length) this.#widen();
    for (let word = 0; word < 4; word += 1) this.#words[4 * number + word] = words[from + word]!;
    this.#places[place] = number + 1;
    this.#count += 1;
    if (2 * this.#count > this.#places.length) this.#spread();
    return number;
  }

  /** Writes an id as four words. */
  copy(number: number, target: Uint32Array, from: number): void {
    const words = this.#words;
    const own = 4 * number;
    target[from] = words[own]!;
    target[from + 1] = words[own + 1]!;
    target[from + 2] = words[own + 2]!;
    target[from + 3] = words[own + 3]!;
  }

  id(number: number): string {
    return text(new Uint8Array(this.#words.buffer, 16 * number, 16));
  }

  #place(words: Uint32Array, from: number): number {
    const [a, b, c, d] = [words[from]!, words[from + 1]!, words[from + 2]!, words[from + 3]!];
    const mask = this.#places.length - 1;
    let place = mixed(a, b, c, d) & mask;
    for (;;) {
      const found = this.#places[place]!;
      if (found === 0) return place;
      const own = 4 * (found - 1);
      const known = this.#words;
      if (known[own] === a && known[own + 1] === b && known[own + 2] === c && known[own + 3] === d) return place;
      place = (place + 1) & mask;
    }
  }

  #widen(): void {
    const wider = new Uint32Array(this.#words.length * 2);
    wider.set(this.#words);
    this.#words = wider;
  }

  #spread(): void {
    this.#places = new Uint32Array(this.#places.length * 2);
    for (let number = 0; number < this.#count; number += 1)
      this.#places[this.#place(this.#words, 4 * number)] = number + 1;
  }
}

/** The one table of this process. */
export const points = new Points();

function mixed(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a ^ (b >>> 15), 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35) ^ b;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Where the two digits of each byte stand in the text. */
const DIGITS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const NIBBLE = Int8Array.from({ length: 128 }, (_, code) => '0123456789abcdef'.indexOf(String.fromCharCode(code)));

/** −1 for what is no digit. */
const nibble = (id: string, at: number): number => NIBBLE[id.charCodeAt(at)] ?? -1;

/** Writes the sixteen bytes of a UUID in lower case; false for any other text. */
export function parse(id: string, target: Uint8Array): boolean {
  let wrong = id.length === 36 ? 0 : -1;
  for (let byte = 0; byte < 16; byte += 1) {
    const digit = DIGITS[byte]!;
    const value = (nibble(id, digit) << 4) | nibble(id, digit + 1);
    wrong |= value;
    target[byte] = value;
  }
  return wrong >= 0;
}

/** The text of sixteen bytes. */
export function text(bytes: Uint8Array): string {
  let id = '';
  for (let byte = 0; byte < 16; byte += 1)
    id += byte === 4 || byte === 6 || byte === 8 || byte === 10 ? `-${HEX[bytes[byte]!]}` : HEX[bytes[byte]!];
  return id;
}
