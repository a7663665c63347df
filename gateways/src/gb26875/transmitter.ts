import type { Header, Message } from '@anlan/gb26875';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Talking } from '../lines.ts';
import type { Centre } from './centre.ts';

/** A user information transmission device (用户信息传输装置) on its connection, as those who deal with its frames see it. */
export interface Transmitter extends Talking {
  readonly centre: Centre;
  /** Header of the newest frame: addresses and versions of what the centre sends. */
  readonly header: Header | undefined;
  /** Writes a message; false when nobody can hear it. */
  write(message: Message): boolean;
  refuse(reason: IntakeRefusal, detail: string): void;
}
