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
  /** Is shown all that passes between a known device and the platform, for checking the device against its protocol. */
  readonly witness?: Witness;
}

/**
 * Sees what a device says (`in`) and is told (`out`): a whole message or, with `line`, the next piece of the connection
 * of that name, cut anywhere. Must not keep the bytes without copying them.
 */
export type Witness = (identity: string, direction: 'in' | 'out', bytes: Uint8Array, line?: string) => void;

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

/** A parameter of a device by its number; bytes of parameters without a known layout as hexadecimal text. */
export interface DeviceParameter {
  readonly id: number;
  readonly value: number | string;
}

/** What must be true of a vehicle at the moment its oil or power is cut; times in ms. */
export interface Standstill {
  /** Its newest fix is at most so old. */
  readonly fresh: number;
  /** It has stood at speed 0 for at least so long. */
  readonly still: number;
}

/**
 * What the platform may ask of a device: its position or values (kept ones between `from` and `to`, epoch ms), to show
 * a text, to set its clock, that the person on duty answers within `minutes` (查岗), pictures of a camera taken now, the
 * stream of a camera (with `from` and `to` a recorded one) to an address, its end, what it has recorded, its parameters
 * (all without `ids`), to take others, who drives, that alarms of these bits are confirmed, or the vendor's control
 * `code` by which oil and power are cut, which needs a standstill, or given back.
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
  | { readonly kind: 'text'; readonly text: string; readonly urgent?: boolean }
  | { readonly kind: 'parameters'; readonly ids?: readonly number[] }
  | { readonly kind: 'set-parameters'; readonly parameters: readonly DeviceParameter[] }
  | { readonly kind: 'driver' }
  | { readonly kind: 'confirm-alarm'; readonly bits: number }
  | { readonly kind: 'cut'; readonly code: number; readonly standstill: Standstill }
  | { readonly kind: 'restore'; readonly code: number };

/** Why a vehicle is not known to stand. */
export type Unsafe = 'no-fix' | 'stale-fix' | 'not-positioned' | 'moving' | 'not-still-long-enough';

/** What became of a command; `offline`, `timeout` and `unsafe` are the platform's own findings. */
export interface CommandResult {
  readonly result: 'done' | 'failed' | 'malformed' | 'unsupported' | 'timeout' | 'offline' | 'unsafe';
  readonly fix?: Fix;
  readonly recordings?: readonly Recording[];
  readonly parameters?: readonly DeviceParameter[];
  readonly detail?: string;
}

/** A listener whose devices take commands; `send` settles with the device's answer and never rejects. */
export interface CommandingListener extends Listener {
  /** The port at which it takes datagrams, where it does. */
  readonly udpPort?: number;
  send(identity: string, command: Command): Promise<CommandResult>;
}
