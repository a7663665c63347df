import type { AisRadio } from './ais-radio.ts';
import type { Counts } from './counts.ts';
import type { Options } from './options.ts';
import type { Player } from './timeline.ts';

/** A line that is opened at the start and closed at the end. */
export interface Line {
  readonly connected: boolean;
  start(): void;
  end(): void;
}

/** Everything a replay plays, and the lines it plays on. */
export interface Scenario {
  readonly players: Player[];
  readonly terminals: Line[];
  readonly gateways: Line[];
  readonly notes: string[];
}

export interface Surroundings {
  readonly options: Options;
  /** The platform's key for secrets of demonstration devices. */
  readonly key: string;
  readonly origin: number;
  readonly counts: Counts;
  readonly radio: AisRadio;
}
