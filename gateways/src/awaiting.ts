import type { CommandResult } from './listener.ts';

/** Commands sent to one device and not yet answered, by the key the answer will carry. */
export class Awaiting {
  readonly #timeout: number;
  readonly #waiting = new Map<string, (result: CommandResult) => void>();

  /** @param timeout milliseconds after which an unanswered command settles as `timeout` */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Waits for the answer with this key. */
  answer(key: string): Promise<CommandResult> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(key, { result: 'timeout' }), this.#timeout);
      this.#waiting.set(key, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
    });
  }

  /** Delivers an answer; false when nobody waits for it. */
  settle(key: string, result: CommandResult): boolean {
    const resolve = this.#waiting.get(key);
    this.#waiting.delete(key);
    resolve?.(result);
    return resolve !== undefined;
  }

  /** The connection is gone: nothing more will be answered. */
  abandon(): void {
    for (const key of this.#waiting.keys()) this.settle(key, { result: 'offline' });
  }
}
