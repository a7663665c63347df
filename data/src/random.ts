import { createHash } from 'node:crypto';

/** 32-bit hash of a text (FNV-1a, finished as in MurmurHash3). */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return mix(value);
}

/** Spreads the bits of a 32-bit integer (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Uniform number in [0, 1) that depends only on a seed and a whole number. */
export function uniformAt(seed: number, index: number): number {
  const high = Math.floor(index / 4294967296);
  return mix(mix(seed ^ Math.imul(index | 0, 0x9e3779b1)) ^ high) / 4294967296;
}

/** Standard normal number that depends only on a seed and a whole number (Box–Muller). */
export function normalAt(seed: number, index: number): number {
  const u = 1 - uniformAt(seed, index * 2);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniformAt(seed, index * 2 + 1));
}

/** A seeded stream of numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** Whole number, both ends included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  normal(): number;
  pick<T>(items: readonly T[]): T;
  weighted<T>(items: readonly (readonly [T, number])[]): T;
}

/** The stream of a text: the same text gives the same numbers on every machine. */
export function randomOf(key: string): Random {
  const seed = hash(key);
  let index = 0;
  const next = () => uniformAt(seed, index++);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (items) => at(items, Math.floor(items.length * next())),
    weighted: (items) => {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) if ((rest -= weight) < 0) return item;
      return at(items, items.length - 1)[0];
    },
  };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error('picked from an empty list');
  return item;
}

/** UUID (version 8, RFC 9562 5.8) of a seed and a key: SHA-256 with version and variant set. */
export function uuidOf(seed: string, key: string): string {
  const hex = createHash('sha256').update(`${seed}\n${key}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
