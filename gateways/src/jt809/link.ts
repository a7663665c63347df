import type { CipherConstants, Edition, Patience } from '@anlan/jt809';
import type { LinkFrame, LinkStanding } from '@anlan/kernel/platform-link';
import type { ListenOptions } from '../listener.ts';
import type { TcpLimits } from '../tcp.ts';
import type { LinkWord } from './words.ts';

/** Another platform and what was agreed with it. `role` is ours: `upper` = it reports to us. */
export interface PeerLink {
  readonly id: string;
  readonly role: 'upper' | 'lower';
  readonly edition: Edition;
  /** Access code of the lower platform, on both sides. */
  readonly accessCode: number;
  readonly userId: number;
  readonly password: string;
  /** Upper: the only address the sub link may go to; lower: where the upper platform listens. */
  readonly peerHost: string;
  readonly peerPort: number | null;
  /** Lower: the address for the sub link that is named at log-in. */
  readonly ownHost: string | null;
  /** Constants agreed for the access code; without them encrypted bodies can not be read. */
  readonly constants: CipherConstants | null;
  /** Encrypt what is sent; needs constants. */
  readonly encrypted: boolean;
  readonly patience: Patience;
}

export type ChannelName = LinkFrame['channel'];

/** What the platform knows of a link since its start. */
export interface LinkState extends LinkStanding {
  readonly id: string;
}

/** Bounds; times in ms. */
export interface Jt809Limits extends TcpLimits {
  /** Longest time from connecting to a log-in or its answer. */
  readonly connect: number;
  /** Pauses between attempts. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** Longest time until the register knows a vehicle that is newly exchanged; then its exchange is answered all the same. */
  readonly known: number;
  /** How often the upper platform tells what it received (0x9101). */
  readonly notice: number;
}

export interface Jt809Options extends ListenOptions {
  /** The links as they are configured now. */
  readonly links: readonly PeerLink[];
  /** Takes alarms, supervisions, checks and texts, and answers to them; settles when they are kept. */
  business(link: string, word: LinkWord): Promise<void>;
  /** The main link is up: registrations and what was missed may be sent. */
  up?(link: string): void;
  readonly limits?: Partial<Jt809Limits>;
}

/** The register identity of a vehicle that a lower platform reports: access code and plate without spaces and dots. */
export function jt809Identity(accessCode: number, plate: string): string {
  return `jt809:${accessCode}:${plate.replace(/[\s·・.-]/g, '').toUpperCase()}`;
}
