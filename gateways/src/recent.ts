import type { Receipt } from '@anlan/kernel/telemetry';

/** Remembers the last `size` keys of one device, each with a value, to tell a repeated message from a new one. */
export class Recent<T> {
  readonly #size: number;
  readonly #values = new Map<string, T>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  add(key: string, value: T): void {
    this.#values.set(key, value);
    if (this.#values.size > this.#size) this.#values.delete(this.#values.keys().next().value!);
  }

  /** The newest value that fits. */
  find(fits: (value: T) => boolean): T | undefined {
    return [...this.#values.values()].findLast(fits);
  }

  forget(key: string): void {
    this.#values.delete(key);
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

/**
 * Delivers a message unless the same key was delivered or is on its way; then `onRepeat` is told and the answer is that
 * of the first, so that a repetition is never acknowledged before the original is on disk.
 */
export async function deliverOnce(
  recent: Recent<Promise<Receipt>>,
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
    if (!receipt.accepted) recent.forget(key);
    return receipt;
  } catch (error) {
    recent.forget(key);
    throw error;
  }
}
