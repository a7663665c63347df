import type { Fix } from '@anlan/kernel/position';
import type { Intake, IntakeRefusal } from '@anlan/kernel/telemetry';

/** Where a listener writes what an operator should read; a pino logger fits. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** What every listener is given. `port` 0 takes a free one; `clock` is epoch ms. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly intake: Intake;
  readonly clock: () => number;
  readonly log: Log;
  /** Is shown every frame of a known device, as it stood on the line; for checking the device against its protocol. */
  readonly witness?: Witness;
}

/** Sees a frame of a device (`in` from it, `out` to it); must not keep the bytes without copying them. */
export type Witness = (identity: string, direction: 'in' | 'out', bytes: Uint8Array) => void;

/** Counts since the start: envelopes made durable, and refusals by reason. */
export interface ListenerStats {
  readonly sessions: number;
  readonly accepted: number;
  readonly refused: Readonly<Partial<Record<IntakeRefusal, number>>>;
}

/** An open port. `close` ends its sessions and frees the port. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  sessions(): number;
  stats(): ListenerStats;
  close(): Promise<void>;
}

/** Which of its data a device is asked for: what it measures now, or what it kept of periods. */
export type QueryData = 'realtime' | 'minute' | 'hour' | 'day';

/** Where a device is to send a stream; without a host the address it has reached this platform at. */
export interface VideoPlace {
  readonly host?: string;
  readonly port: number;
}

/** Two times, epoch ms. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** What a device has recorded of a camera; `size` in bytes. */
export interface Recording extends Period {
  readonly channel: number;
  readonly stream: 'main' | 'sub';
  readonly size: number;
}

/**
 * What the platform may ask of a device: its position or values (kept ones between `from` and `to`, epoch ms), to show
 * a text, to set its clock, that the person on duty answers within `minutes` (查岗), pictures of a camera taken now, the
 * stream of a camera (with `from` and `to` a recorded one) to an address, its end, or what it has recorded.
 */
export type Command =
  | { readonly kind: 'query'; readonly data?: QueryData; readonly from?: number; readonly to?: number }
  | { readonly kind: 'clock' }
  | { readonly kind: 'post-check'; readonly minutes: number }
  | { readonly kind: 'photo'; readonly channel: number; readonly count: number }
  | ({ readonly kind: 'video'; readonly channel: number; readonly stream: 'main' | 'sub' } & VideoPlace &
      Partial<Period>)
  | { readonly kind: 'video-end'; readonly channel: number; readonly recorded: boolean }
  | ({ readonly kind: 'recordings'; readonly channel: number } & Period)
  | { readonly kind: 'text'; readonly text: string; readonly urgent?: boolean };

/** What became of a command; `offline` and `timeout` are the platform's own findings. */
export interface CommandResult {
  readonly result: 'done' | 'failed' | 'malformed' | 'unsupported' | 'timeout' | 'offline';
  readonly fix?: Fix;
  readonly recordings?: readonly Recording[];
  readonly detail?: string;
}

/** A listener whose devices take commands; `send` settles with the device's answer and never rejects. */
export interface CommandingListener extends Listener {
  send(identity: string, command: Command): Promise<CommandResult>;
}
