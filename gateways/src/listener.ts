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
}

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

/** What the platform may ask of a device: its position or values now, or to show a text. */
export type Command =
  | { readonly kind: 'query' }
  | { readonly kind: 'text'; readonly text: string; readonly urgent?: boolean };

/** What became of a command; `offline` and `timeout` are the platform's own findings. */
export interface CommandResult {
  readonly result: 'done' | 'failed' | 'malformed' | 'unsupported' | 'timeout' | 'offline';
  readonly fix?: Fix;
  readonly detail?: string;
}

/** A listener whose devices take commands; `send` settles with the device's answer and never rejects. */
export interface CommandingListener extends Listener {
  send(identity: string, command: Command): Promise<CommandResult>;
}
