import type { Header, Message, RESULT } from '@anlan/jt808';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Line, Platform } from './platform.ts';

export type Result = (typeof RESULT)[keyof typeof RESULT];

/** A connection as the handlers of its messages see it. */
export interface Terminal extends Line {
  readonly platform: Platform;
  /** Identity once authenticated. */
  readonly identity: string | undefined;
  /** Becomes the line of a terminal that has proved its code. */
  enter(identity: string, header: Header): void;
  /** Ends the registration; the terminal must sign on again (JT/T 808 §3.4). */
  logout(): void;
  /** Answers a frame with a message of its own. */
  answer(to: Header, message: Message): void;
  /** Answers 0x8001; each part of a sub-packaged message, whose serials follow one another, gets its own. */
  acknowledge(to: Header, result: Result, parts?: number): void;
  /** Sends parts of an earlier message again, as they were; false when it is no longer known. */
  resend(firstSerial: number, parts: readonly number[]): boolean;
  /** The serial of the last part of the message that a frame with this serial belonged to; of one frame its own. */
  lastSerialOf(serial: number): number;
  /** Counts a refusal. */
  refuse(reason: IntakeRefusal, detail: string): void;
  /** A message or sign-on that proves nothing; too many of them end the connection. */
  strange(): void;
}
