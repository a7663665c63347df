import { createServer, type Server } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import { Gate } from './gate.ts';
import type { Tally } from './tally.ts';

/** Bounds of one TCP listener; times in ms. */
export interface TcpLimits {
  readonly connections: number;
  /** Longest silence between complete messages. */
  readonly idle: number;
  /** Longest time a message may stay incomplete. */
  readonly slow: number;
  /** Messages on their way to disk before the socket is no longer read. */
  readonly unacknowledged: number;
  /** The same of all connections together, before further bytes wait undecoded. */
  readonly onTheWay: number;
  /** Bytes the peer may leave unread. */
  readonly unsent: number;
}

export const TCP_LIMITS: TcpLimits = {
  connections: 20_000,
  idle: 300_000,
  slow: 30_000,
  unacknowledged: 64,
  onTheWay: 4000,
  unsent: 262_144,
};

/** A socket, or what looks like one: a sender of datagrams. */
export interface Line extends Duplex {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localAddress?: string | undefined;
  /** Whole messages come and go, and any may be lost: what is not answered is sent again. */
  readonly datagrams?: true;
  /** Ends it once all is written. */
  destroySoon(): void;
}

/** One accepted socket with what decides whether it may stay. */
export class Connection {
  readonly socket: Line;
  readonly remote: string;
  /** Register identity once known; refusals of the connection are counted against it. */
  identity: string | undefined;
  /** Longest silence in ms; a protocol changes it when the peer has signed on. */
  idle: number;
  readonly #limits: TcpLimits;
  readonly #gate: Gate;
  #lastHeard = performance.now();
  #incompleteSince: number | undefined;
  #pending = 0;
  /** Do bytes of it wait at the gate? */
  #waits = false;

  constructor(socket: Line, limits: TcpLimits, gate = new Gate(limits.onTheWay)) {
    this.socket = socket;
    this.#gate = gate;
    this.remote = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`;
    this.idle = limits.idle;
    this.#limits = limits;
  }

  /** Hands on what comes, in order; while too much of all connections is on its way to disk it waits undecoded, and the socket is read no further. */
  read(take: (chunk: Uint8Array) => void): void {
    this.socket.on('data', (chunk: Uint8Array) => {
      if (this.#gate.isOpen) return take(chunk);
      this.#waits = true;
      this.socket.pause();
      this.#gate.wait(() => {
        this.#waits = false;
        if (this.socket.destroyed) return;
        take(chunk);
        this.#readOn();
      });
    });
  }

  /**
   * Says something to the peer. All that is said to it in one turn goes as one piece: many messages share a write to the
   * disk and are answered together, and a write to a socket costs more than all that made the answer.
   */
  write(bytes: Uint8Array): void {
    if (this.socket.datagrams !== true) goTogether(this.socket);
    this.socket.write(bytes);
  }

  /** A complete message has come. */
  heard(): void {
    this.#lastHeard = performance.now();
    this.#incompleteSince = undefined;
  }

  /** Says whether the bytes so far end within a message. */
  incomplete(yes: boolean): void {
    if (!yes) this.#incompleteSince = undefined;
    else this.#incompleteSince ??= performance.now();
  }

  /** One more message is on its way to disk; stops reading when there are too many. */
  hold(): void {
    this.#pending += 1;
    this.#gate.hold();
    if (this.#pending >= this.#limits.unacknowledged) this.socket.pause();
  }

  release(): void {
    this.#pending -= 1;
    this.#readOn();
    this.#gate.release();
  }

  #readOn(): void {
    const few = this.#pending * 2 <= this.#limits.unacknowledged;
    if (few && !this.#waits && this.socket.isPaused()) this.socket.resume();
  }

  /** Why the connection must end, if it must. While messages wait for the disk the silence is ours. */
  fault(now: number): IntakeRefusal | undefined {
    if (this.socket.writableLength > this.#limits.unsent) return 'slow';
    if (this.#pending > 0 || this.socket.isPaused()) {
      this.#lastHeard = now;
      if (this.#incompleteSince !== undefined) this.#incompleteSince = now;
      return undefined;
    }
    if (this.#incompleteSince !== undefined && now - this.#incompleteSince > this.#limits.slow) return 'slow';
    return now - this.#lastHeard > this.idle ? 'half-open' : undefined;
  }
}

/** Sockets at which something is said in this turn. */
let spokenTo: Line[] = [];

function goTogether(socket: Line): void {
  if (socket.writableCorked > 0) return;
  socket.cork();
  if (spokenTo.push(socket) === 1) process.nextTick(letGo);
}

function letGo(): void {
  const sockets = spokenTo;
  spokenTo = [];
  for (const socket of sockets) socket.uncork();
}

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: TcpLimits;
  readonly tally: Tally;
  /** Called for every connection that may stay. */
  open(connection: Connection): void;
}

/** The sockets of one listener; connections beyond the limit are refused as `overload`. */
export interface TcpPort {
  readonly port: number;
  readonly connections: ReadonlySet<Connection>;
  close(): Promise<void>;
}

/** The lines of one port: admitted up to the limit, and ended when they are at fault. */
export class Connections {
  readonly all = new Set<Connection>();
  readonly #options: TcpOptions;
  readonly #gate: Gate;
  readonly #sweep: NodeJS.Timeout;

  constructor(options: TcpOptions) {
    this.#options = options;
    this.#gate = new Gate(options.limits.onTheWay);
    const period = Math.max(10, Math.min(1000, options.limits.slow / 4, options.limits.idle / 4));
    this.#sweep = setInterval(() => endFaulty(this.all, options.tally), period);
  }

  /** Opens a connection on a line; false, and the line ended, when there are too many. */
  admit(socket: Line): boolean {
    const { limits, tally, open } = this.#options;
    // A reset by the peer ends in 'close' as well; there is nothing else to do about it.
    socket.on('error', () => {});
    const connection = new Connection(socket, limits, this.#gate);
    if (this.all.size >= limits.connections) {
      tally.refuse('overload', undefined, connection.remote);
      socket.destroy();
      return false;
    }
    this.all.add(connection);
    socket.on('close', () => this.all.delete(connection));
    open(connection);
    return true;
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const { socket } of this.all) socket.destroy();
  }
}

/** Opens a TCP port; rejects with Node's error when it is taken. */
export async function openTcp(options: TcpOptions): Promise<TcpPort> {
  const connections = new Connections(options);
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) => {
    connections.admit(socket);
  });
  try {
    await listening(server, options.host, options.port);
  } catch (error) {
    connections.close();
    throw error;
  }
  return {
    port: (server.address() as { port: number }).port,
    connections: connections.all,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      connections.close();
      await closed;
    },
  };
}

function endFaulty(connections: Iterable<Connection>, tally: Tally): void {
  const now = performance.now();
  for (const connection of connections) {
    const fault = connection.fault(now);
    if (fault === undefined || connection.socket.destroyed) continue;
    tally.refuse(fault, connection.identity, connection.remote);
    connection.socket.destroy();
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
