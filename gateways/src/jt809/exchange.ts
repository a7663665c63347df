import type { Tally } from '../tally.ts';
import type { Jt809Limits, Jt809Options } from './link.ts';
import type { PositionStore } from './store.ts';

/** What all links of one listener share. */
export interface Exchange {
  readonly options: Jt809Options;
  readonly limits: Jt809Limits;
  readonly tally: Tally;
  readonly store: PositionStore;
  /** The port that both roles listen on. */
  readonly port: () => number;
}
