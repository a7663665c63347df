import { Lines, type Talking } from '../lines.ts';
import type { ListenOptions } from '../listener.ts';
import { Deliveries } from '../once.ts';
import { ByDevice } from '../recent.ts';
import type { Patience } from '../resend.ts';
import type { Tally } from '../tally.ts';
import type { TcpLimits } from '../tcp.ts';

/** Bounds; times in ms. */
export interface Gb26875Limits extends TcpLimits {
  /** Longest time to the first frame of a registered device. */
  readonly connect: number;
  /** Frames of unknown devices after which the connection is closed. */
  readonly strangers: number;
  /** A frame incomplete for this long is given up, so that a false start flag does not hold back an alarm. */
  readonly stuck: number;
  readonly request: Patience;
  /** A device whose clock differs by more than this has it set … */
  readonly clockOff: number;
  /** … at most this often. */
  readonly clockEvery: number;
}

export interface Gb26875Options extends ListenOptions {
  /** Takes datagrams, too: at the same port, or another one. */
  readonly udpPort?: number;
  readonly limits?: Partial<Gb26875Limits>;
}

interface Memory {
  readonly messages: Deliveries;
  clockSetAt: number;
}

export const NAME = 'gb26875';
const DEVICES_REMEMBERED = 100_000;
const MESSAGES_REMEMBERED = 64;

/** What the sessions of one listener share. */
export class Centre {
  readonly options: Gb26875Options;
  readonly limits: Gb26875Limits;
  readonly tally: Tally;
  readonly lines: Lines<Talking>;
  readonly memory = new ByDevice<Memory>(DEVICES_REMEMBERED, () => ({
    messages: new Deliveries(MESSAGES_REMEMBERED),
    clockSetAt: Number.NEGATIVE_INFINITY,
  }));

  constructor(options: Gb26875Options, limits: Gb26875Limits, tally: Tally) {
    this.options = options;
    this.limits = limits;
    this.tally = tally;
    this.lines = new Lines(NAME, options);
  }
}

/** The register identity of a device: its six-byte address as a decimal number. */
export function identityOf(address: number): string {
  return `${NAME}:${address}`;
}
