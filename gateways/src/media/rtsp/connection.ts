import { connect, type Socket } from 'node:net';
import { StreamProblem } from '../words.ts';
import { Authorization, type Credentials } from './digest.ts';
import { RtspReader, type Interleaved, type RtspAnswer } from './wire.ts';

export interface ConnectionOptions {
  readonly address: string;
  readonly port: number;
  readonly credentials: Credentials | undefined;
  /** Longest time for connecting and for each answer, in ms. */
  readonly patience: number;
  packet(packet: Interleaved): void;
  /** The connection has ended. */
  closed(): void;
}

const USER_AGENT = 'anlan';

/** One RTSP connection: requests one after another, packets of media between them. */
export class RtspConnection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #reader = new RtspReader();
  #authorization: Authorization | undefined;
  #sequence = 0;
  #waiting: ((answer: RtspAnswer | undefined) => void) | undefined;

  private constructor(options: ConnectionOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('close', () => {
      this.#waiting?.(undefined);
      options.closed();
    });
  }

  static async open(options: ConnectionOptions): Promise<RtspConnection> {
    const { address, port, patience } = options;
    const socket = connect({ host: address, port, noDelay: true });
    socket.on('error', () => {});
    await new Promise<void>((resolve, reject) => {
      const failed = (): void => {
        socket.destroy();
        reject(new StreamProblem('offline', 'the camera cannot be connected to'));
      };
      const late = setTimeout(failed, patience);
      socket.once('connect', () => resolve());
      socket.once('error', failed);
      socket.once('connect', () => clearTimeout(late)).once('error', () => clearTimeout(late));
    });
    return new RtspConnection(options, socket);
  }

  /** Sends a request and waits for its answer, proving who asks when the server wants it; throws a `StreamProblem`. */
  async ask(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): Promise<RtspAnswer> {
    const first = await this.#send(method, uri, headers);
    const answer = first.status === 401 ? await this.#prove(first, method, uri, headers) : first;
    if (answer.status === 401 || answer.status === 403) throw new StreamProblem('credentials');
    if (answer.status !== 200) throw new StreamProblem('refused', `${method} is answered ${answer.status}`);
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Says good-bye without waiting for the answer. */
  leave(uri: string, session: string): void {
    if (this.#socket.writable) this.#socket.end(this.#text('TEARDOWN', uri, { session }));
    setTimeout(() => this.#socket.destroy(), 1000).unref();
  }

  async #prove(
    first: RtspAnswer,
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<RtspAnswer> {
    const { credentials } = this.#options;
    const challenges = first.headers.get('www-authenticate') ?? [];
    this.#authorization = credentials && Authorization.of(credentials, challenges);
    if (this.#authorization === undefined) throw new StreamProblem('credentials');
    return this.#send(method, uri, headers);
  }

  async #send(method: string, uri: string, headers: Readonly<Record<string, string>>): Promise<RtspAnswer> {
    if (!this.#socket.writable) throw new StreamProblem('lost');
    const answer = await new Promise<RtspAnswer | undefined>((resolve) => {
      const late = setTimeout(() => done(undefined), this.#options.patience);
      const done = (given: RtspAnswer | undefined): void => {
        clearTimeout(late);
        this.#waiting = undefined;
        resolve(given);
      };
      this.#waiting = done;
      this.#socket.write(this.#text(method, uri, headers));
    });
    if (answer === undefined)
      throw new StreamProblem(this.#socket.destroyed ? 'lost' : 'silent', `${method} is not answered`);
    return answer;
  }

  #text(method: string, uri: string, headers: Readonly<Record<string, string>>): string {
    this.#sequence += 1;
    const all = {
      CSeq: String(this.#sequence),
      'User-Agent': USER_AGENT,
      ...(this.#authorization && { Authorization: this.#authorization.header(method, uri) }),
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${method} ${uri} RTSP/1.0\r\n${lines.join('')}\r\n`;
  }

  #take(chunk: Buffer): void {
    for (const item of this.#reader.push(chunk)) {
      if (item.kind === 'packet') this.#options.packet(item);
      else if (Number(item.headers.get('cseq')?.[0]) === this.#sequence) this.#waiting?.(item);
    }
    if (this.#reader.broken) this.#socket.destroy();
  }
}
