import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { type Decoded, judgeLogin, LOGIN_RESULTS, loginAnswer, SUB_LOGIN_RESULTS } from '@anlan/jt809';
import { BackOff } from '../back-off.ts';
import { Connection } from '../tcp.ts';
import type { Exchange } from './exchange.ts';
import type { Ledger } from './ledger.ts';
import type { ChannelName, PeerLink } from './link.ts';
import { Peer } from './peer.ts';
import type { Wire } from './wire.ts';

/** A lower platform that reports to us: it opens the main link, we open the sub link back to it. */
export class UpperPeer extends Peer {
  readonly order = ['sub', 'main'] as const;
  readonly #backOff: BackOff;
  #verifyCode = 0;
  #back: { readonly host: string; readonly port: number } | undefined;
  #opening: Connection | undefined;
  #retry: NodeJS.Timeout | undefined;
  readonly #notice: NodeJS.Timeout;
  #noticed = { at: 0, positions: 0 };

  constructor(link: PeerLink, ledger: Ledger, exchange: Exchange) {
    super(link, ledger, exchange);
    const { firstRetry, longestRetry, notice } = exchange.limits;
    this.#backOff = new BackOff(firstRetry, longestRetry);
    this.#noticed = { at: exchange.options.clock(), positions: ledger.positions };
    this.#notice = setInterval(() => this.#tellReceived(), notice);
  }

  protected signOn(message: Decoded, wire: Wire, channel: ChannelName): boolean {
    if (message.kind === 'login' && channel === 'main') this.#login(message, wire);
    else if (message.kind === 'subLoginAnswer' && this.#opening === wire.connection)
      this.#subOpened(message.body.result, wire);
    else return false;
    return true;
  }

  protected ends(message: Decoded): boolean {
    if (message.kind === 'mainLinkBroken') this.wires.main?.connection.socket.destroy();
    else if (message.kind === 'lowerCloses') {
      for (const own of Object.values(this.wires)) own.connection.socket.destroySoon();
    } else return false;
    return true;
  }

  protected lost(channel: ChannelName): void {
    if (channel === 'main') {
      // The lower platform comes back by the main link; the sub link goes on carrying what it can.
      clearTimeout(this.#retry);
      return;
    }
    this.#again();
  }

  override end(): void {
    clearInterval(this.#notice);
    clearTimeout(this.#retry);
    this.#opening?.socket.destroy();
    this.send({ kind: 'upperCloses', body: { reason: 0 } });
    super.end();
  }

  override tend(now: number): void {
    super.tend(now);
    const fault = this.#opening?.fault(performance.now());
    if (fault !== undefined) this.#opening?.socket.destroy();
  }

  #login(message: Extract<Decoded, { kind: 'login' }>, wire: Wire): void {
    const { userId, password, accessCode, peerHost } = this.link;
    const account = { userId, password, accessCode, addresses: [peerHost] };
    const result = judgeLogin(message.body, message.header, account);
    this.#verifyCode = randomInt(1, 2 ** 32 - 1);
    wire.send(loginAnswer(result, this.#verifyCode));
    if (result !== LOGIN_RESULTS.ok) {
      this.refuse('unauthenticated', `log-in result ${result}, ${wire.connection.remote}`);
      return void wire.connection.socket.destroySoon();
    }
    this.enter('main', wire);
    const { downLinkAddress: host, downLinkPort: port } = message.body;
    this.#back = { host, port };
    this.#backOff.reset();
    // The sub link of an earlier log-in has its code no longer.
    const { sub } = this.wires;
    if (sub !== undefined) {
      this.leave('sub', sub);
      sub.connection.socket.destroy();
    }
    this.#opening?.socket.destroy();
    this.#opening = undefined;
    this.#openBack();
    this.exchange.options.up?.(this.link.id);
  }

  #openBack(): void {
    clearTimeout(this.#retry);
    if (this.#back === undefined || this.#opening !== undefined || this.wires.sub !== undefined) return;
    const socket = connect({ ...this.#back, noDelay: true });
    const connection = new Connection(socket, this.exchange.limits);
    connection.idle = this.exchange.limits.connect;
    this.#opening = connection;
    const wire = this.wire(connection, 'sub');
    // The reason of a failed attempt does not matter; 'close' follows.
    socket.on('error', () => {});
    socket.on('connect', () => wire.send({ kind: 'subLogin', body: { verifyCode: this.#verifyCode } }));
    socket.on('close', () => {
      if (this.#opening !== connection) return;
      this.#opening = undefined;
      this.#again();
    });
  }

  #again(): void {
    clearTimeout(this.#retry);
    // Without main link there is nothing to open the sub link for: its code ends with it.
    if (this.ended || this.wires.main === undefined) return;
    this.#retry = setTimeout(() => this.#openBack(), this.#backOff.wait());
  }

  #subOpened(result: number, wire: Wire): void {
    if (result !== SUB_LOGIN_RESULTS.ok) {
      this.refuse('unauthenticated', `sub link result ${result}`);
      return void wire.connection.socket.destroy();
    }
    this.#opening = undefined;
    this.#backOff.reset();
    this.enter('sub', wire);
  }

  /** 0x9101: how many positions came since it was last told. */
  #tellReceived(): void {
    const { options } = this.exchange;
    const [now, { positions }] = [options.clock(), this.ledger];
    const count = positions - this.#noticed.positions;
    if (count === 0) return;
    const seconds = (ms: number): number => Math.floor(ms / 1000);
    const body = { count, start: seconds(this.#noticed.at), end: seconds(now) };
    if (this.send({ kind: 'positionsReceived', body }) !== undefined) this.#noticed = { at: now, positions };
  }
}
