import type { Receipt } from '@anlan/kernel/telemetry';

/**
 * Remembers at least the last `size` keys of one device, at most twice as many, each with a value, to tell a repeated
 * message from a new one. Two generations: when the younger is full the elder is let go, so that nothing is deleted
 * singly on the way of a message.
 */
export class Recent<T> {
  readonly #size: number;
  #elder: Map<string, T> | undefined;
  #younger = new Map<string, T>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): T | undefined {
    return this.#younger.get(key) ?? this.#elder?.get(key);
  }

  add(key: string, value: T): void {
    if (this.#younger.size >= this.#size && !this.#younger.has(key)) {
      this.#elder = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
  }

  /** The newest value that fits. */
  find(fits: (value: T) => boolean): T | undefined {
    return [...(this.#elder?.values() ?? []), ...this.#younger.values()].findLast(fits);
  }

  forget(key: string): void {
    this.#younger.delete(key);
    this.#elder?.delete(key);
  }
}

/** What is remembered of each device; the least recently heard is forgotten beyond `most`. It outlives connections. */
export class ByDevice<T> {
  readonly #most: number;
  readonly #create: () => T;
  readonly #devices = new Map<string, T>();

  constructor(most: number, create: () => T) {
    this.#most = most;
    this.#create = create;
  }

  of(device: string): T {
    const memory = this.#devices.get(device) ?? this.#create();
    this.#devices.delete(device);
    this.#devices.set(device, memory);
    if (this.#devices.size > this.#most) this.#devices.delete(this.#devices.keys().next().value!);
    return memory;
  }
}

/** What became of a message: its receipt, a promise of it while it is on its way. */
export type Delivered = Receipt | Promise<Receipt>;

/** One for all that are remembered: a hundred thousand devices remember some dozens each. */
const ACCEPTED: Receipt = { accepted: true };

/**
 * Delivers a message unless the same key was delivered or is on its way; then `onRepeat` is told and the answer is that
 * of the first, so that a repetition is never acknowledged before the original is on disk.
 */
export async function deliverOnce(
  recent: Recent<Delivered>,
  key: string,
  deliver: () => Promise<Receipt>,
  onRepeat: () => void,
): Promise<Receipt> {
  const earlier = recent.get(key);
  if (earlier) {
    onRepeat();
    return earlier;
  }
  const delivery = deliver();
  recent.add(key, delivery);
  try {
    const receipt = await delivery;
    if (receipt.accepted) recent.add(key, ACCEPTED);
    else recent.forget(key);
    return receipt;
  } catch (error) {
    recent.forget(key);
    throw error;
  }
}
