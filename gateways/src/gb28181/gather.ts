import type { Document } from '@anlan/gb28181';

/** An answer of several messages. */
type Part = Extract<Document, { readonly name: 'Response/Catalog' | 'Response/RecordInfo' }>;

interface Gathering {
  readonly items: Map<string, Part['items'][number]>;
  readonly settle: (items: readonly Part['items'][number][] | undefined) => void;
  timer: NodeJS.Timeout;
}

/**
 * Puts together answers that come in several messages: an answer is whole when it has as many entries as it says, and it
 * is given up when no part has come for a while.
 */
export class Gathered {
  readonly #wait: number;
  readonly #most: number;
  readonly #open = new Map<string, Gathering>();

  /** @param wait ms without a part after which it is given up; @param most entries that are taken */
  constructor(wait: number, most: number) {
    this.#wait = wait;
    this.#most = most;
  }

  /** Waits for the answer with this key; undefined when it did not come whole. */
  expect<I extends Part['items'][number]>(key: string): Promise<readonly I[] | undefined> {
    return new Promise((resolve) => {
      const settle = (items: readonly Part['items'][number][] | undefined): void => {
        clearTimeout(this.#open.get(key)?.timer);
        this.#open.delete(key);
        resolve(items as readonly I[] | undefined);
      };
      this.#open.set(key, { items: new Map(), settle, timer: this.#giveUp(settle) });
    });
  }

  /** Takes a part; false when nobody asked for it. */
  take(key: string, part: Part): boolean {
    const gathering = this.#open.get(key);
    if (gathering === undefined) return false;
    clearTimeout(gathering.timer);
    gathering.timer = this.#giveUp(gathering.settle);
    for (const item of part.items) {
      // A part that is sent again must not count twice.
      if (gathering.items.size < this.#most) gathering.items.set(JSON.stringify(item), item);
    }
    if (gathering.items.size >= Math.min(part.fields.SumNum ?? 0, this.#most))
      gathering.settle([...gathering.items.values()]);
    return true;
  }

  /** Nobody will answer. */
  abandon(key: string): void {
    this.#open.get(key)?.settle(undefined);
  }

  close(): void {
    for (const { settle } of this.#open.values()) settle(undefined);
  }

  #giveUp(settle: (items: undefined) => void): NodeJS.Timeout {
    return setTimeout(() => settle(undefined), this.#wait);
  }
}
