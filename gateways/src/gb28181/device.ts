import { encodeDocument, type Document, type Header, type SipRequest } from '@anlan/gb28181';
import { Recent } from '../recent.ts';
import { token } from './exchange.ts';
import { identityOf } from './options.ts';
import type { Peer } from './transport.ts';

const REMEMBERED = 256;

/** A device that has signed on. */
export class Device {
  readonly code: string;
  readonly identity: string;
  peer: Peer;
  /** Epoch ms. */
  since: number;
  heard: number;
  expires: number;
  /** Channels that its catalogue named, with whether they are on. */
  readonly channels = new Map<string, boolean>();
  /** What it notified lately, by number and content. */
  readonly notified = new Recent<true>(REMEMBERED);
  #sn = 0;
  #cseq = 1;
  #queue: Promise<unknown> = Promise.resolve();
  /** Messages waiting for their turn. */
  queued = 0;

  constructor(code: string, peer: Peer, now: number) {
    this.code = code;
    this.identity = identityOf(code);
    this.peer = peer;
    this.since = now;
    this.heard = now;
    this.expires = now;
  }

  nextSn(): number {
    this.#sn = (this.#sn % 0x7fff_fff0) + 1;
    return this.#sn;
  }

  nextCSeq(): number {
    this.#cseq += 1;
    return this.#cseq;
  }

  /** Does a thing after all that came before it is done: what a device says is taken in its order. */
  inTurn(act: () => Promise<unknown>): void {
    this.queued += 1;
    this.peer.connection?.hold();
    const { connection } = this.peer;
    this.#queue = this.#queue.then(act).finally(() => {
      this.queued -= 1;
      connection?.release();
    });
  }

  /** Headers that every request to this device has. */
  headers(own: { code: string; realm: string; host: string; port: number }, method: string, to: string): Header[] {
    const { host, port, transport } = this.peer;
    const cseq = this.nextCSeq();
    return [
      ['Via', `SIP/2.0/${transport} ${own.host}:${own.port};rport;branch=z9hG4bK${token()}`],
      ['From', `<sip:${own.code}@${own.realm}>;tag=${token()}`],
      ['To', `<sip:${to}@${host}:${port}>`],
      ['Call-ID', `${token()}@${own.host}`],
      ['CSeq', `${cseq} ${method}`],
      ['Max-Forwards', '70'],
      ['User-Agent', 'Anlan'],
    ];
  }

  /** A MESSAGE with a document. */
  message(own: Parameters<Device['headers']>[0], document: Document): SipRequest {
    return {
      kind: 'request',
      method: 'MESSAGE',
      uri: `sip:${this.code}@${this.peer.host}:${this.peer.port}`,
      headers: [...this.headers(own, 'MESSAGE', this.code), ['Content-Type', 'Application/MANSCDP+xml']],
      body: encodeDocument(document),
    };
  }
}
