import type { Publisher } from '../unit.ts';

/** A stream that was asked for, and who gets it; `live` once a connection brings it. */
export interface Expected {
  readonly publisher: Publisher;
  live: boolean;
}

/** A stream of a terminal by its number without leading zeros, and channel. */
export const keyOf = (phone: string, channel: number): string => `${phone.replace(/^0+/, '')}/${channel}`;
