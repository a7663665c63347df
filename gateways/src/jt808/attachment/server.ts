import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { ListenOptions } from '../../listener.ts';
import type { TcpLimits } from '../../tcp.ts';
import type { Medium } from '../medium.ts';

export const NAME = 'jt808-attachment';

/** Bounds; times in ms, sizes in bytes. */
export interface AttachmentLimits extends TcpLimits {
  /** Longest time from connecting to an alarm that was asked for. */
  readonly connect: number;
  readonly file: number;
  /** Files that one connection may have under way. */
  readonly files: number;
  /** Of all files under way on all connections. */
  readonly memory: number;
}

export interface AttachmentOptions extends ListenOptions {
  /** The code of a terminal, from which the numbers of its alarms derive; undefined for one not registered. */
  issueCode(identity: string): string | undefined;
  /** Keeps a whole file; the terminal is told that it is complete when this resolves. */
  keep(identity: string, medium: Medium, receivedAt: number): Promise<void>;
  readonly limits?: Partial<AttachmentLimits>;
}

/** What the sessions of the listener share. */
export interface AttachmentServer {
  readonly options: AttachmentOptions;
  readonly limits: AttachmentLimits;
  /** Bytes of files under way. */
  held: number;
  refuse(reason: IntakeRefusal, identity: string | undefined, detail: string): void;
  took(): void;
}
