import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import type { Receiver } from './receiver.ts';

/** A stream on its way from a device, as those see it who do not agree on it. */
export interface Streaming {
  readonly device: Device;
  readonly channel: Channel;
  readonly receiver: Pick<Receiver, 'figures'>;
  /** Ends it with a reason; by BYE unless the device ended it. */
  end(reason: string, byDevice?: boolean): void;
}
