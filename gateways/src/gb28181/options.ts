import type { CatalogItem, RecordItem } from '@anlan/gb28181';
import type { ListenOptions } from '../listener.ts';
import type { TcpLimits } from '../tcp.ts';

export const NAME = 'gb28181';

/** Identity of a device in the register. */
export const identityOf = (code: string): string => `${NAME}:${code}`;

/** A device, or one of its channels, has come or gone; `why` in a few words for its page. */
export interface Presence {
  readonly device: string;
  /** Undefined: the device with all its channels. */
  readonly channel?: string;
  readonly online: boolean;
  readonly why: 'registered' | 'signed-off' | 'silent' | 'expired' | 'catalogue-on' | 'catalogue-off' | 'closing';
  /** Epoch ms. */
  readonly at: number;
}

/** Bounds; times in ms. */
export interface Gb28181Limits extends TcpLimits {
  /** How long a challenge may be answered. */
  readonly nonceLife: number;
  /** Period of keep-alives; three missed are silence (GB/T 28181-2016 9.6). */
  readonly keepalive: number;
  /** Longest registration granted. */
  readonly expires: number;
  /** How long a request waits for its final response. */
  readonly request: number;
  /** How long a query waits for the next part of its answer. */
  readonly answer: number;
  /** Devices signed on at once. */
  readonly devices: number;
  /** Messages of a device on their way. */
  readonly queue: number;
  /** Entries of one catalogue or list of recordings. */
  readonly items: number;
  /** Without a repetition for so long an alarm is over: GB/T 28181 knows no end of one. Ours, by convention. */
  readonly alarmOver: number;
  /** Without a packet for so long a stream has ended. */
  readonly mediaSilence: number;
}

export interface Gb28181Options extends ListenOptions {
  /** Code of 20 digits of this platform; its first ten are the realm. */
  readonly code: string;
  /** Address that devices send media to, as they see it. */
  readonly mediaHost: string;
  /** Ports of media, both ends included; a stream takes one. */
  readonly mediaPorts: readonly [from: number, to: number];
  /** Secrets that a registered device may prove itself by at `now` (epoch ms); none: no device of that code. */
  secretsOf(code: string, now: number): readonly string[];
  presence(change: Presence): void;
  /** A whole catalogue as the device answered it. */
  catalogue(device: string, items: readonly CatalogItem[], at: number): void;
  readonly limits?: Partial<Gb28181Limits>;
}

/** What a device answered a question for recordings, or why it did not. */
export type Recordings =
  | { readonly result: 'done'; readonly items: readonly RecordItem[] }
  | { readonly result: 'timeout' | 'offline' | 'refused' };

/** What became of a control or a question. */
export type Asked = 'done' | 'timeout' | 'offline' | 'refused';
