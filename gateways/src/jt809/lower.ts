import { connect } from 'node:net';
import { type Decoded, LOGIN_RESULTS, SUB_LOGIN_RESULTS, subLoginAnswer } from '@anlan/jt809';
import { BackOff } from '../back-off.ts';
import { Connection } from '../tcp.ts';
import type { Exchange } from './exchange.ts';
import type { Ledger } from './ledger.ts';
import type { ChannelName, PeerLink } from './link.ts';
import { Peer } from './peer.ts';
import type { Wire } from './wire.ts';

const NAMES = Object.entries(LOGIN_RESULTS);

/** An upper platform that we report to: we open the main link, it opens the sub link back to us. */
export class LowerPeer extends Peer {
  readonly order = ['main', 'sub'] as const;
  readonly #backOff: BackOff;
  #verifyCode: number | undefined;
  #opening: Connection | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(link: PeerLink, ledger: Ledger, exchange: Exchange) {
    super(link, ledger, exchange);
    this.#backOff = new BackOff(exchange.limits.firstRetry, exchange.limits.longestRetry);
    this.#open();
  }

  protected signOn(message: Decoded, wire: Wire, channel: ChannelName): boolean {
    if (message.kind === 'loginAnswer' && this.#opening === wire.connection) this.#loggedIn(message.body, wire);
    else if (message.kind === 'subLogin' && channel === 'sub') this.#subOpened(message, wire);
    else return false;
    return true;
  }

  protected ends(message: Decoded): boolean {
    if (message.kind === 'upperCloses') {
      for (const own of Object.values(this.wires)) own.connection.socket.destroySoon();
    } else if (message.kind === 'subLinkBroken') this.wires.sub?.connection.socket.destroy();
    else return false;
    return true;
  }

  protected lost(channel: ChannelName): void {
    if (channel === 'sub') return;
    this.#verifyCode = undefined;
    this.wires.sub?.send({ kind: 'mainLinkBroken', body: { reason: 0 } });
    this.#again();
  }

  override end(): void {
    clearTimeout(this.#retry);
    this.#opening?.socket.destroy();
    this.send({ kind: 'lowerCloses', body: { reason: 0 } });
    super.end();
  }

  override tend(now: number): void {
    super.tend(now);
    const fault = this.#opening?.fault(performance.now());
    if (fault !== undefined) this.#opening?.socket.destroy();
  }

  #open(): void {
    const { peerHost, peerPort, userId, password, accessCode, ownHost, edition } = this.link;
    if (this.ended || peerPort === null) return;
    const socket = connect({ host: peerHost, port: peerPort, noDelay: true });
    const connection = new Connection(socket, this.exchange.limits);
    connection.idle = this.exchange.limits.connect;
    this.#opening = connection;
    const wire = this.wire(connection, 'main');
    const account = { userId, password, ...(edition === 2019 && { accessCode }) };
    const back = { downLinkAddress: ownHost ?? '', downLinkPort: this.exchange.port() };
    // The reason of a failed attempt stands in the link's state; 'close' follows.
    socket.on('error', (error) => this.ledger.closed('main', this.exchange.options.clock(), error.message));
    socket.on('connect', () => wire.send({ kind: 'login', body: { ...account, ...back } }));
    socket.on('close', () => {
      if (this.#opening !== connection) return;
      this.#opening = undefined;
      this.#again();
    });
  }

  #again(): void {
    clearTimeout(this.#retry);
    if (!this.ended) this.#retry = setTimeout(() => this.#open(), this.#backOff.wait());
  }

  #loggedIn({ result, verifyCode }: { result: number; verifyCode: number }, wire: Wire): void {
    if (result !== LOGIN_RESULTS.ok) {
      const name = NAMES.find(([, number]) => number === result)?.[0] ?? String(result);
      this.refuse('unauthenticated', `log-in refused: ${name}`);
      this.ledger.closed('main', this.exchange.options.clock(), name);
      return void wire.connection.socket.destroy();
    }
    this.#opening = undefined;
    this.#backOff.reset();
    this.#verifyCode = verifyCode;
    this.enter('main', wire);
    this.exchange.options.up?.(this.link.id);
  }

  #subOpened(message: Extract<Decoded, { kind: 'subLogin' }>, wire: Wire): void {
    const answer = subLoginAnswer(message.body, this.#verifyCode ?? Number.NaN);
    wire.send(answer);
    if (answer.body.result === SUB_LOGIN_RESULTS.ok) return this.enter('sub', wire);
    this.refuse('unauthenticated', `sub link with a wrong code, ${wire.connection.remote}`);
    wire.connection.socket.destroySoon();
  }
}
