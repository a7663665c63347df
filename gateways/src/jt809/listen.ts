import type { Opened, Vehicle } from '@anlan/jt809';
import type { Fix } from '@anlan/kernel/position';
import type { Listener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { type Connection, openTcp, TCP_LIMITS } from '../tcp.ts';
import { Ledger } from './ledger.ts';
import type { ChannelName, Jt809Limits, Jt809Options, LinkState, PeerLink } from './link.ts';
import { LowerPeer } from './lower.ts';
import type { Exchange } from './exchange.ts';
import type { Peer } from './peer.ts';
import { positionOf } from './positions.ts';
import { PositionStore } from './store.ts';
import { UpperPeer } from './upper.ts';
import { type Owner, Wire } from './wire.ts';
import { type LinkWord, messageOf } from './words.ts';

const NAME = 'jt809';
const TEND = 250;
/** Positions in one 0x1203. */
export const MOST_POSITIONS = 50;
const LOGIN = 0x1001;
const SUB_LOGIN = 0x9001;

/** Messages of positions by our role, live and re-sent. */
const POSITIONS = {
  lower: ['position', 'positionHistory'],
  upper: ['exchangedPosition', 'exchangedHistory'],
} as const;

const LIMITS: Jt809Limits = {
  ...TCP_LIMITS,
  connections: 500,
  connect: 30_000,
  firstRetry: 1000,
  longestRetry: 60_000,
  known: 30_000,
  notice: 60_000,
  unsent: 1_048_576,
};

/** The port of JT/T 809 and every link, of both roles. */
export interface Jt809Listener extends Listener {
  links(): readonly LinkState[];
  /** The configuration has changed; links that changed begin anew. */
  configure(links: readonly PeerLink[]): void;
  /** Says a word on a link and tells the serial of its frame; undefined when it is down. */
  say(link: string, word: LinkWord): number | undefined;
  /** Tells the upper platform of a vehicle and its terminal (0x1201); false when the link does not take it. */
  register(link: string, vehicle: Vehicle, terminal: { readonly terminalId: string; readonly sim: string }): boolean;
  /** Sends positions of a vehicle, live (0x1202, to a lower platform 0x9202) or re-sent (0x1203, 0x9203); false, and nothing sent, when the link does not take them. */
  forward(link: string, vehicle: Vehicle, fixes: readonly Fix[], live: boolean): boolean;
}

/** Opens the links to other vehicle platforms; sessions and counted reasons are in `README.md` beside this file. */
export async function listenJt809(options: Jt809Options): Promise<Jt809Listener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const store = new PositionStore(tally, options.clock);
  let port = 0;
  const exchange: Exchange = { options, limits, tally, store, port: () => port };
  const links = new Links(exchange);
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits,
    tally,
    open: (connection) => links.open(connection),
  });
  ({ port } = tcp);
  links.configure(options.links);
  const tending = setInterval(() => links.tend(options.clock()), Math.min(TEND, limits.connect / 4));
  options.log.info({ listener: NAME, port }, 'listening');
  return {
    name: NAME,
    port,
    sessions: () => links.sessions(),
    stats: () => tally.stats(links.sessions()),
    links: () => links.states(),
    configure: (wanted) => links.configure(wanted),
    say: (link, word) => links.say(link, word),
    register: (link, vehicle, terminal) => links.register(link, vehicle, terminal),
    forward: (link, vehicle, fixes, live) => links.forward(link, vehicle, fixes, live),
    close: async () => {
      clearInterval(tending);
      store.close();
      links.configure([]);
      await tcp.close();
    },
  };
}

class Links {
  readonly #exchange: Exchange;
  readonly #peers = new Map<string, Peer>();
  readonly #ledgers = new Map<string, Ledger>();

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  sessions(): number {
    return [...this.#peers.values()].filter(({ up }) => up).length;
  }

  states(): readonly LinkState[] {
    return [...this.#peers.values()].map(({ link, ledger }) => ledger.state(link));
  }

  tend(now: number): void {
    for (const peer of this.#peers.values()) peer.tend(now);
  }

  configure(links: readonly PeerLink[]): void {
    const wanted = new Map(links.map((link) => [link.id, link]));
    for (const [id, peer] of this.#peers) {
      const link = wanted.get(id);
      if (link !== undefined && JSON.stringify(link) === JSON.stringify(peer.link)) continue;
      this.#peers.delete(id);
      peer.end();
    }
    for (const link of links) {
      if (this.#peers.has(link.id)) continue;
      const ledger = this.#ledgers.get(link.id) ?? new Ledger();
      this.#ledgers.set(link.id, ledger);
      const Role = link.role === 'upper' ? UpperPeer : LowerPeer;
      this.#peers.set(link.id, new Role(link, ledger, this.#exchange));
    }
  }

  say(id: string, word: LinkWord): number | undefined {
    const peer = this.#peers.get(id);
    return peer?.send(messageOf(word, peer.link.edition));
  }

  register(id: string, vehicle: Vehicle, { terminalId, sim }: { terminalId: string; sim: string }): boolean {
    const peer = this.#peers.get(id);
    if (peer === undefined || !peer.flowing) return false;
    const platform = String(peer.link.accessCode);
    const imei = peer.link.edition === 2019 ? { imei: '' } : {};
    const body = { platform, producer: '', model: '', terminalId, sim, ...imei };
    return peer.send({ kind: 'registration', vehicle, body }) !== undefined;
  }

  forward(id: string, vehicle: Vehicle, fixes: readonly Fix[], live: boolean): boolean {
    const peer = this.#peers.get(id);
    if (peer === undefined || !peer.flowing) return false;
    const positions = fixes.map((fix) => positionOf(fix, peer.link.edition));
    const [one, many] = POSITIONS[peer.link.role];
    const sent = live
      ? positions.every((body) => peer.send({ kind: one, vehicle, body }) !== undefined)
      : peer.send({ kind: many, vehicle, body: positions }) !== undefined;
    if (sent) peer.ledger.positions += positions.length;
    return sent;
  }

  /** A connection from outside: a lower platform's main link, or an upper platform's sub link. Its first frame says which. */
  open(connection: Connection): void {
    const { options, limits, tally } = this.#exchange;
    connection.idle = limits.connect;
    const wire: Wire = new Wire(
      connection,
      undefined,
      options.clock,
      {
        message: (message) => {
          const { owner } = wire;
          const peer = owner && this.#peers.get(owner.link.id);
          if (peer !== undefined) return peer.message(message, wire);
          tally.refuse('unauthenticated', undefined, `${message.kind} of no link, ${connection.remote}`);
          connection.socket.destroySoon();
        },
        refused: (reason, detail) => {
          wire.owner?.ledger.refused(reason);
          tally.refuse(reason, undefined, `${detail}, ${connection.remote}`);
        },
      },
      (opened) => this.#find(opened),
    );
    connection.read((chunk) => wire.take(chunk));
    connection.socket.on('close', () => {
      if (wire.owner !== undefined) this.#peers.get(wire.owner.link.id)?.leave(wire.owner.channel, wire);
    });
  }

  /** By the access code in the header; a log-in without one is told by its plain user id. */
  #find({ header, body }: Opened): Owner | undefined {
    const role = header.type === LOGIN ? 'upper' : header.type === SUB_LOGIN ? 'lower' : undefined;
    const channel: ChannelName = role === 'upper' ? 'main' : 'sub';
    const userId =
      header.encryption === 0 && body.length >= 4 ? new DataView(body.buffer, body.byteOffset).getUint32(0) : -1;
    for (const { link, ledger } of this.#peers.values()) {
      if (link.role !== role) continue;
      const named =
        header.accessCode === 0 ? role === 'upper' && link.userId === userId : link.accessCode === header.accessCode;
      if (named) return { link, ledger, channel };
    }
    return undefined;
  }
}
