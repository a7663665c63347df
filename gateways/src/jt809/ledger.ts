import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { LinkChannel, LinkFrame } from '@anlan/kernel/platform-link';
import type { ChannelName, LinkState, PeerLink } from './link.ts';

const FRAMES = 40;
/** Bytes of a frame that are kept to look at. */
const LONGEST = 600;
const PLATES = 100;

const DOWN: LinkChannel = {
  up: false,
  since: null,
  remote: null,
  lastIn: null,
  lastOut: null,
  connections: 0,
  problem: null,
};

/** Counts what a link does, and keeps its last frames. It outlives connections and changes of the configuration. */
export class Ledger {
  readonly #channels: Record<ChannelName, LinkChannel> = { main: DOWN, sub: DOWN };
  readonly #received: Record<string, number> = {};
  readonly #sent: Record<string, number> = {};
  readonly #refused: Partial<Record<IntakeRefusal, number>> = {};
  readonly #frames: LinkFrame[] = [];
  readonly #plates = new Set<string>();
  positions = 0;
  notice: LinkState['notice'] = null;

  saw(frame: Omit<LinkFrame, 'hex'>, bytes: Uint8Array): void {
    const counts = frame.direction === 'in' ? this.#received : this.#sent;
    counts[frame.title] = (counts[frame.title] ?? 0) + 1;
    this.#frames.push({ ...frame, hex: Buffer.from(bytes.subarray(0, LONGEST)).toString('hex') });
    if (this.#frames.length > FRAMES) this.#frames.shift();
    const seen = frame.direction === 'in' ? { lastIn: frame.at } : { lastOut: frame.at };
    this.#channels[frame.channel] = { ...this.#channels[frame.channel], ...seen };
  }

  refused(reason: IntakeRefusal): void {
    this.#refused[reason] = (this.#refused[reason] ?? 0) + 1;
  }

  unknownPlate(plate: string): void {
    if (this.#plates.size < PLATES) this.#plates.add(plate);
  }

  opened(channel: ChannelName, remote: string, at: number): void {
    const { connections } = this.#channels[channel];
    this.#channels[channel] = { ...DOWN, up: true, since: at, remote, connections: connections + 1 };
  }

  closed(channel: ChannelName, at: number, problem: string | null): void {
    this.#channels[channel] = { ...this.#channels[channel], up: false, since: at, problem };
  }

  state({ id }: PeerLink): LinkState {
    return {
      id,
      ...this.#channels,
      received: { ...this.#received },
      sent: { ...this.#sent },
      positions: this.positions,
      refused: { ...this.#refused },
      frames: this.#frames.toReversed(),
      unknownPlates: [...this.#plates],
      notice: this.notice,
    };
  }
}
