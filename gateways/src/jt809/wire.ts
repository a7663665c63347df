import { randomInt } from 'node:crypto';
import {
  decodeOpened,
  type Decoded,
  encodeFrame,
  FrameSplitter,
  linkNeeds,
  type Message,
  openFrame,
  rowOf,
  MESSAGES,
  type Opened,
  type RefusalReason,
} from '@anlan/jt809';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Connection } from '../tcp.ts';
import type { Ledger } from './ledger.ts';
import type { ChannelName, PeerLink } from './link.ts';

const REASONS: Record<RefusalReason, IntakeRefusal> = {
  stray: 'malformed',
  unterminated: 'malformed',
  'too-long': 'oversized',
  flag: 'malformed',
  'too-short': 'malformed',
  escape: 'malformed',
  crc: 'checksum',
  length: 'malformed',
  body: 'malformed',
};

const OPEN = 0x5b;
const CLOSE = 0x5d;
const KEEPALIVE: Record<ChannelName, 'keepalive' | 'subKeepalive'> = { main: 'keepalive', sub: 'subKeepalive' };

/** What a wire tells the one that owns it. */
export interface WireEvents {
  /** A message of the link; before a link is known, whatever may be a log-in. */
  message(message: Decoded): void;
  refused(reason: IntakeRefusal, detail: string): void;
}

/** Which link speaks on a wire. */
export interface Owner {
  readonly link: PeerLink;
  readonly ledger: Ledger;
  readonly channel: ChannelName;
}

/** One connection of a link: frames in both directions, its serials, its keep-alive. */
export class Wire {
  readonly connection: Connection;
  readonly #events: WireEvents;
  readonly #clock: () => number;
  readonly #splitter = new FrameSplitter();
  /** Finds the link of the first frame by what stands in it unencrypted. */
  readonly #find: (opened: Opened) => Owner | undefined;
  #owner: Owner | undefined;
  #serial = randomInt(2 ** 31);
  #lastSent: number;
  #lastReceived: number;

  constructor(
    connection: Connection,
    owner: Owner | undefined,
    clock: () => number,
    events: WireEvents,
    find: (opened: Opened) => Owner | undefined = () => undefined,
  ) {
    this.connection = connection;
    this.#owner = owner;
    this.#clock = clock;
    this.#events = events;
    this.#find = find;
    this.#lastSent = clock();
    this.#lastReceived = clock();
  }

  get owner(): Owner | undefined {
    return this.#owner;
  }

  take(chunk: Uint8Array): void {
    if (chunk.includes(CLOSE)) this.connection.incomplete(false);
    for (const cut of this.#splitter.push(chunk)) {
      if (!this.connection.socket.writable) return;
      if (!cut.ok) this.#events.refused(REASONS[cut.reason], cut.detail);
      else this.#frame(cut.frame);
    }
    this.connection.incomplete(chunk.lastIndexOf(OPEN) > chunk.lastIndexOf(CLOSE));
  }

  /** Writes a message and tells its serial; undefined when the connection is gone. */
  send(message: Message): number | undefined {
    const { owner } = this;
    if (owner === undefined || !this.connection.socket.writable) return undefined;
    const { edition, accessCode, encrypted, constants } = owner.link;
    this.#serial = (this.#serial + 1) >>> 0;
    const now = this.#clock();
    const cipher = encrypted && constants !== null ? { key: randomInt(2 ** 31), constants } : undefined;
    const sentAt = Math.floor(now / 1000);
    const frame = encodeFrame(message, {
      edition,
      accessCode,
      serial: this.#serial,
      sentAt,
      ...(cipher && { cipher }),
    });
    this.connection.write(frame);
    this.#lastSent = now;
    owner.ledger.saw({ at: now, channel: owner.channel, direction: 'out', ...naming(message) }, frame);
    return this.#serial;
  }

  /** Sends a keep-alive when one is due, and ends a connection on which nothing is heard. */
  tend(now: number): void {
    const { owner } = this;
    // While messages wait for the disk the silence is ours.
    if (owner === undefined || this.connection.socket.isPaused()) return;
    const needs = linkNeeds(now, this.#lastSent, this.#lastReceived, owner.link.patience);
    // Who opened a connection keeps it alive; the other answers.
    const opened = (owner.channel === 'main') === (owner.link.role === 'lower');
    if (needs === 'keepalive' && opened) this.send({ kind: KEEPALIVE[owner.channel], body: {} });
    if (needs !== 'closing') return;
    this.#events.refused('half-open', `${owner.channel} link silent`);
    this.connection.socket.destroy();
  }

  #frame(bytes: Uint8Array): void {
    const edition = this.#owner?.link.edition;
    const opened = openFrame(bytes, edition === undefined ? {} : { edition });
    if (!opened.ok) return this.#events.refused(REASONS[opened.reason], opened.detail);
    this.#owner ??= this.#find(opened);
    const { owner } = this;
    const decoded = decodeOpened(opened, owner?.link.constants ?? undefined);
    if (!decoded.ok) return this.#events.refused(REASONS[decoded.reason], decoded.detail);
    if (owner !== undefined) {
      const now = this.#clock();
      this.#lastReceived = now;
      owner.ledger.saw({ at: now, channel: owner.channel, direction: 'in', ...naming(decoded) }, bytes);
    }
    this.connection.heard();
    this.#events.message(decoded);
  }
}

const hex = (id: number): string => `0x${id.toString(16).padStart(4, '0')}`;

function naming(message: Message | Decoded): { readonly type: string; readonly title: string } {
  if (message.kind === 'encrypted') return { type: '—', title: '加密报文' };
  if (message.kind === 'unknown') {
    const id = message.subType ?? message.type;
    return { type: hex(id), title: rowOf(id)?.title ?? '未知业务' };
  }
  const { id, title } = MESSAGES[message.kind];
  return { type: hex(id), title };
}
