import type { Decoded, Message } from '@anlan/jt809';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Connection } from '../tcp.ts';
import type { Exchange } from './exchange.ts';
import { handle, type LinkSide } from './handlers.ts';
import type { Ledger } from './ledger.ts';
import { type ChannelName, jt809Identity, type PeerLink } from './link.ts';
import { Wire } from './wire.ts';

/** One link with its two connections, of either role. */
export abstract class Peer implements LinkSide {
  readonly link: PeerLink;
  readonly ledger: Ledger;
  readonly exchange: Exchange;
  readonly wires: Partial<Record<ChannelName, Wire>> = {};
  /** Vehicles heard on this connection, for their pages. */
  readonly #heard = new Set<string>();
  #ended = false;

  constructor(link: PeerLink, ledger: Ledger, exchange: Exchange) {
    this.link = link;
    this.ledger = ledger;
    this.exchange = exchange;
  }

  /** The connection that this side's messages go by, and the one they take when it is broken. */
  abstract readonly order: readonly [ChannelName, ChannelName];
  /** Takes what belongs to the log-in of a connection that may send it; false for any other message. */
  protected abstract signOn(message: Decoded, wire: Wire, channel: ChannelName): boolean;
  /** Takes notices of ended connections; false for any other message. */
  protected abstract ends(message: Decoded): boolean;
  /** A connection is gone. */
  protected abstract lost(channel: ChannelName): void;

  get ended(): boolean {
    return this.#ended;
  }

  get up(): boolean {
    return this.wires.main !== undefined || this.wires.sub !== undefined;
  }

  /** Sends by the usual connection, or the other when it is broken; gives the serial, undefined when neither is there. */
  send(message: Message): number | undefined {
    const [usual, other] = this.order;
    return this.wires[usual]?.send(message) ?? this.wires[other]?.send(message);
  }

  /** May more be written now? The peer may be slower than we. */
  get flowing(): boolean {
    const wire = this.wires[this.order[0]] ?? this.wires[this.order[1]];
    return wire !== undefined && wire.connection.socket.writableLength < this.exchange.limits.unsent / 2;
  }

  /** A connection has proved itself; an older one of the same is closed. */
  enter(channel: ChannelName, wire: Wire): void {
    const earlier = this.wires[channel];
    this.wires[channel] = wire;
    wire.connection.idle = this.link.patience.deadMs;
    this.ledger.opened(channel, wire.connection.remote, this.exchange.options.clock());
    if (earlier !== undefined && earlier !== wire) earlier.connection.socket.destroy();
  }

  /** A connection is closed; one that was replaced before leaves nothing. */
  leave(channel: ChannelName, wire: Wire, problem: string | null = null): void {
    if (this.wires[channel] !== wire) return;
    delete this.wires[channel];
    this.ledger.closed(channel, this.exchange.options.clock(), problem);
    if (!this.up) {
      for (const identity of this.#heard) this.exchange.options.intake.disconnected(identity);
      this.#heard.clear();
    }
    if (!this.#ended) this.lost(channel);
  }

  /** Takes a message of a connection of this link. */
  message(message: Decoded, wire: Wire): void {
    const { accessCode } = message.header;
    if (accessCode !== 0 && accessCode !== this.link.accessCode)
      return this.refuse('unauthenticated', `access code ${accessCode}`);
    const channel = wire.owner?.channel;
    if (channel === undefined || this.signOn(message, wire, channel)) return;
    if (this.wires[channel] === wire) return this.ends(message) ? undefined : handle(this, message, wire);
    this.refuse('unauthenticated', `${message.kind} before the log-in, ${wire.connection.remote}`);
    wire.connection.socket.destroySoon();
  }

  heard(plate: string, remote: string): void {
    const identity = jt809Identity(this.link.accessCode, plate);
    if (this.#heard.has(identity)) return;
    this.#heard.add(identity);
    this.exchange.options.intake.connected(identity, remote);
  }

  refuse(reason: IntakeRefusal, detail: string, identity?: string): void {
    this.ledger.refused(reason);
    this.exchange.tally.refuse(reason, identity, detail);
  }

  tend(now: number): void {
    for (const wire of Object.values(this.wires)) wire.tend(now);
  }

  /** The link is taken out of the configuration, or the platform stops. */
  end(): void {
    this.#ended = true;
    for (const wire of Object.values(this.wires)) wire.connection.socket.destroySoon();
  }

  /** Makes a wire of a socket of this link. */
  protected wire(connection: Connection, channel: ChannelName): Wire {
    const owner = { link: this.link, ledger: this.ledger, channel };
    const wire: Wire = new Wire(connection, owner, this.exchange.options.clock, {
      message: (message) => this.message(message, wire),
      refused: (reason, detail) => this.refuse(reason, detail),
    });
    connection.read((chunk) => wire.take(chunk));
    connection.socket.on('close', () => this.leave(channel, wire));
    return wire;
  }
}
