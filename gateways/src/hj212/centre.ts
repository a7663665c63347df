import { Lines, type Talking } from '../lines.ts';
import type { ListenOptions } from '../listener.ts';
import { Deliveries } from '../once.ts';
import { ByDevice } from '../recent.ts';
import type { Patience } from '../resend.ts';
import type { Tally } from '../tally.ts';
import type { TcpLimits } from '../tcp.ts';

/** Bounds; times in ms. */
export interface Hj212Limits extends TcpLimits {
  /** Packets of unknown stations or with wrong passwords after which the connection is closed. */
  readonly strangers: number;
  /** Longest time to a station's answer 9011 and how often a request is sent. */
  readonly request: Patience;
  /** Longest time from 9011 to the result 9012. */
  readonly execution: number;
}

export interface Hj212Options extends ListenOptions {
  /** Is this the password (PW) of the station? Asked for registered stations only. */
  verify(identity: string, password: string): boolean;
  readonly limits?: Partial<Hj212Limits>;
}

/** What is remembered of a station between connections. */
interface Memory {
  readonly uploads: Deliveries;
  /** Time of its newest real-time data, epoch ms, never later than the arrival. */
  latest: number;
  /** What it last named itself: its system (ST) and edition (version of Flag); answers carry 91 instead and tell neither. */
  speaks: { readonly st: string; readonly version: number } | undefined;
}

/** A station on its connection; `lost` when it has come back on another one. */
export interface StationLine extends Talking {
  lost(): void;
}

export const NAME = 'hj212';
const STATIONS_REMEMBERED = 100_000;
const UPLOADS_REMEMBERED = 64;

/** What the sessions of one listener share. */
export class Centre {
  readonly options: Hj212Options;
  readonly limits: Hj212Limits;
  readonly tally: Tally;
  readonly lines: Lines<StationLine>;
  readonly memory = new ByDevice<Memory>(STATIONS_REMEMBERED, () => ({
    uploads: new Deliveries(UPLOADS_REMEMBERED),
    latest: 0,
    speaks: undefined,
  }));

  constructor(options: Hj212Options, limits: Hj212Limits, tally: Tally) {
    this.options = options;
    this.limits = limits;
    this.tally = tally;
    this.lines = new Lines(NAME, options);
  }
}

/** The register identity of a station: its MN without the padding some senders add. */
export function identityOf(mn: string): string {
  return `${NAME}:${mn.trim()}`;
}
