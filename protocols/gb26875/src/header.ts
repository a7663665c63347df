import type { TimeTag } from './time.ts';

/** What stands before the application data. Addresses are numbers of six bytes, low byte first on the wire. */
export interface Header {
  /** Business serial, repeated by the answer. */
  readonly serial: number;
  readonly versionMain: number;
  readonly versionUser: number;
  readonly time: TimeTag;
  readonly source: number;
  readonly destination: number;
  readonly command: number;
}
