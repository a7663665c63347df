import type { Packet } from '@anlan/hj212';
import type { CommandResult } from '../listener.ts';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Talking } from '../lines.ts';
import type { Parameters } from '@anlan/hj212';
import type { Centre } from './centre.ts';
import type { PartTimes } from './parts.ts';

/** A station that has proved its password, as those who deal with its packets see it. */
export interface KnownStation extends Talking {
  readonly centre: Centre;
  readonly parts: PartTimes;
  /** The newest packet of the station: its MN and PW go into what the platform sends. */
  readonly packet: Packet;
  readonly dialogue: Talking['dialogue'] & {
    request(cn: string, parameters: Parameters): Promise<CommandResult>;
    answered(packet: Packet): boolean;
  };
  /** Writes a packet of the platform; false when nobody can hear it. */
  send(packet: Packet): boolean;
  refuse(reason: IntakeRefusal, detail: string): void;
}
