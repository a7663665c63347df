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

/**
 * What is remembered of each device, at least of the `most` heard last and at most of twice as many. It outlives
 * connections. Two generations, as above: nothing is moved as long as a device goes on speaking.
 */
export class ByDevice<T> {
  readonly #most: number;
  readonly #create: () => T;
  #elder = new Map<string, T>();
  #younger = new Map<string, T>();

  constructor(most: number, create: () => T) {
    this.#most = most;
    this.#create = create;
  }

  of(device: string): T {
    const young = this.#younger.get(device);
    if (young !== undefined) return young;
    const memory = this.#elder.get(device) ?? this.#create();
    if (this.#younger.size >= this.#most) {
      this.#elder = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(device, memory);
    return memory;
  }
}
