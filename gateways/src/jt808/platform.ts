import type { Header, Message } from '@anlan/jt808';
import type { Jt808Settings } from '@anlan/kernel/collection';
import type { Awaiting } from '../awaiting.ts';
import type { ListenOptions } from '../listener.ts';
import { Deliveries } from '../once.ts';
import { ByDevice } from '../recent.ts';
import type { Patience } from '../resend.ts';
import type { Tally } from '../tally.ts';
import type { Connection, TcpLimits } from '../tcp.ts';
import type { Medium } from './medium.ts';
import type { DriverReport } from './driver.ts';
import type { SafetyReport } from './safety.ts';
import type { Standing } from './standstill.ts';

/** Bounds; times in ms. */
export interface Jt808Limits extends TcpLimits {
  /** Longest time from connecting to authentication. */
  readonly connect: number;
  /** Messages before authentication after which the connection is closed. */
  readonly unauthenticated: number;
  /** Bytes of incomplete sub-packaged messages of one connection. */
  readonly reassembly: number;
  /** How long a part of a message is waited for, and how often it is then asked for. */
  readonly missing: Patience;
  readonly command: number;
  /** By datagrams: how long an answer to what the platform sent is waited for at first, and how often it is sent. */
  readonly again: Patience;
}

export interface Jt808Options extends ListenOptions {
  /** Is this the authentication code of the terminal? Asked for registered devices only. */
  verify(identity: string, code: string): boolean;
  /** The code a registering terminal is given; undefined refuses it as unknown (0x8100 result 4). */
  issueCode(identity: string): string | undefined;
  /** Does what a terminal says of itself agree with the register? A word of complaint refuses the registration. Default: it does. */
  agrees?(identity: string, said: { readonly terminalId: string; readonly plate: string }): string | undefined;
  /** Keeps an electronic waybill (0x0701); it is acknowledged when this resolves. Without it they are not supported. */
  waybill?(identity: string, content: string, receivedAt: number): Promise<void>;
  /** Keeps alarms of active-safety instruments, once each; the location is acknowledged when this resolves. */
  safety?(identity: string, reports: readonly SafetyReport[], receivedAt: number): Promise<void>;
  /** Keeps who drives (0x0702); it is acknowledged when this resolves. Without it they are not supported. */
  driver?(identity: string, report: DriverReport, receivedAt: number): Promise<void>;
  /** Keeps a picture, sound or film (0x0801); it is answered when this resolves. Without it they are not supported. */
  medium?(identity: string, medium: Medium, receivedAt: number): Promise<void>;
  /** How the transparent data (0x0900) of a terminal is laid out; without a layout it is not supported. */
  settingsOf?(identity: string): Jt808Settings | undefined;
  /** Where terminals bring the files of alarms; without a host the address they have reached this listener at. */
  readonly attachments?: { readonly host?: string; readonly port: number };
  /** Takes datagrams, too: at the same port, or another one. */
  readonly udpPort?: number;
  readonly limits?: Partial<Jt808Limits>;
}

/** The connection of a terminal that has signed on, as commands need it. */
export interface Line {
  readonly connection: Connection;
  readonly awaiting: Awaiting;
  /** The layout the terminal speaks, taken from its authentication. */
  readonly header: Header | undefined;
  /** What is known of the vehicle's movement. */
  readonly standing: Standing | undefined;
  /** Sends a message of the platform and tells its serial, of several parts the last; undefined when nobody has signed on. */
  send(message: Message): number | undefined;
  /** How patiently an answer is waited for where messages may be lost. */
  readonly again: Patience;
  /** Sends a message again as it was, by the serial `send` told; nothing when it is no longer known. */
  repeat(serial: number): void;
}

/** What is remembered of a terminal between connections. */
export interface Memory {
  readonly messages: Deliveries;
  /** Time of its newest live fix, epoch ms, never later than the arrival. */
  latest: number;
  standing: Standing | undefined;
  /** Channels without a point that the register has been shown. */
  offered?: Set<string>;
}

const TERMINALS_REMEMBERED = 100_000;
const MESSAGES_REMEMBERED = 32;

/** What the sessions of one listener share. */
export class Platform {
  readonly options: Jt808Options;
  readonly limits: Jt808Limits;
  readonly tally: Tally;
  readonly memory = new ByDevice<Memory>(TERMINALS_REMEMBERED, () => ({
    messages: new Deliveries(MESSAGES_REMEMBERED),
    latest: 0,
    standing: undefined,
  }));
  readonly #lines = new Map<string, Line>();

  constructor(options: Jt808Options, limits: Jt808Limits, tally: Tally) {
    this.options = options;
    this.limits = limits;
    this.tally = tally;
  }

  get size(): number {
    return this.#lines.size;
  }

  line(identity: string): Line | undefined {
    return this.#lines.get(identity);
  }

  /** An authenticated connection takes its place; an older one of the same terminal is closed (JT/T 808 §3.5). */
  enter(identity: string, line: Line): void {
    const earlier = this.#lines.get(identity);
    this.#lines.set(identity, line);
    this.options.intake.connected(identity, line.connection.remote);
    if (earlier && earlier !== line) {
      this.options.log.info(
        { listener: 'jt808', device: identity, remote: line.connection.remote },
        'connection replaced',
      );
      earlier.connection.socket.destroy();
    }
  }

  leave(identity: string, line: Line): void {
    if (this.#lines.get(identity) !== line) return;
    this.#lines.delete(identity);
    this.options.intake.disconnected(identity);
  }
}
