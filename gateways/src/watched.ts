import type { Witness } from './listener.ts';

/** What is kept of a connection until it is known whose it is, bytes. */
const MOST = 4096;

interface Said {
  readonly direction: 'in' | 'out';
  readonly bytes: Uint8Array;
}

/** Shows a witness all of a connection from its first byte: what was said before the device was known comes then. */
export class Watched {
  readonly #witness: Witness | undefined;
  readonly #line: string;
  #held: Said[] = [];
  #size = 0;

  /** @param line names the connection */
  constructor(witness: Witness | undefined, line: string) {
    this.#witness = witness;
    this.#line = line;
  }

  /** Bytes of the line; without an identity they are kept for it. */
  note(identity: string | undefined, direction: 'in' | 'out', bytes: Uint8Array): void {
    if (this.#witness === undefined) return;
    if (identity === undefined) return this.#hold(direction, bytes);
    this.known(identity);
    this.#witness(identity, direction, bytes, this.#line);
  }

  /** It is known whose connection it is: what was kept is shown. */
  known(identity: string): void {
    if (this.#held.length === 0) return;
    for (const { direction, bytes } of this.#held.splice(0)) this.#witness?.(identity, direction, bytes, this.#line);
  }

  #hold(direction: 'in' | 'out', bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size <= MOST) this.#held.push({ direction, bytes: Uint8Array.from(bytes) });
    else this.#held = [];
  }
}
