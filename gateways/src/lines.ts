import type { Command, CommandResult, ListenOptions } from './listener.ts';
import type { Connection } from './tcp.ts';

/** A device on its connection, as the listener finds it to send it a command. */
export interface Talking {
  readonly identity: string;
  readonly connection: Connection;
  readonly dialogue: { send(command: Command): Promise<CommandResult> };
}

/** Which connection speaks for which device now; a newer connection of a device replaces the older. */
export class Lines<L extends { readonly connection: Connection }> {
  readonly #listener: string;
  readonly #options: ListenOptions;
  readonly #lines = new Map<string, L>();

  constructor(listener: string, options: ListenOptions) {
    this.#listener = listener;
    this.#options = options;
  }

  get size(): number {
    return this.#lines.size;
  }

  of(identity: string): L | undefined {
    return this.#lines.get(identity);
  }

  /** The device speaks on this line from now on; returns the line it leaves. */
  enter(identity: string, line: L): L | undefined {
    const earlier = this.#lines.get(identity);
    if (earlier === line) return undefined;
    this.#lines.set(identity, line);
    const { remote } = line.connection;
    this.#options.intake.connected(identity, remote);
    if (earlier) this.#options.log.info({ listener: this.#listener, device: identity, remote }, 'connection replaced');
    return earlier;
  }

  leave(identity: string, line: L): void {
    if (this.#lines.get(identity) !== line) return;
    this.#lines.delete(identity);
    this.#options.intake.disconnected(identity);
  }
}
