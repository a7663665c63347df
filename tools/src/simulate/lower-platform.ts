import { type Jt809Listener, listenJt809, type PeerLink } from '@anlan/gateways';
import type { Intake } from '@anlan/kernel/telemetry';
import type { Simulated } from './simulated.ts';

/** What was agreed for the link, as the command line gives it: access code, user and password. */
export interface LinkAgreed {
  readonly accessCode: number;
  readonly userId: number;
  readonly password: string;
}

const LINK = 'simulated';
const PLACE = { lat: 28.45, lon: 117.97 };
const YELLOW = 2;

/** A platform that reports takes nothing in. */
const NOTHING: Intake = {
  find: () => undefined,
  accept: async () => ({ accepted: false, reason: 'unknown-device' }),
  refused: () => {},
  connected: () => {},
  disconnected: () => {},
};

/** A lower platform of JT/T 809 whose vehicles report over one main link; positions are not acknowledged by the protocol. */
export class LowerPlatform {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #agreed: LinkAgreed;
  #listener: Jt809Listener | undefined;
  #opening: Promise<void> | undefined;

  constructor(target: { readonly host: string; readonly port: number }, agreed: LinkAgreed) {
    this.#target = target;
    this.#agreed = agreed;
  }

  /** One vehicle of the platform by its plate. */
  vehicle(plate: string): Simulated {
    const up = (): boolean => this.#up;
    let step = 0;
    return {
      get ready() {
        return up();
      },
      start: () => void this.#open(),
      send: () => {
        step += 1;
        const place = { lon: PLACE.lon + (step % 600) / 6000, lat: PLACE.lat };
        const motion = { speed: 60, heading: 90, altitude: 80, positioned: true, live: true, statusBits: 3 };
        this.#listener?.forward(LINK, { plate, colour: YELLOW }, [{ at: Date.now(), ...place, ...motion }], true);
      },
      end: () => void this.#close(),
    };
  }

  get #up(): boolean {
    return this.#listener?.links()[0]?.main.up === true;
  }

  #open(): Promise<void> {
    const { host, port } = this.#target;
    const link: PeerLink = {
      id: LINK,
      role: 'lower',
      edition: 2011,
      ...this.#agreed,
      peerHost: host,
      peerPort: port,
      ownHost: '127.0.0.1',
      constants: null,
      encrypted: false,
      patience: { idleMs: 60_000, deadMs: 180_000 },
    };
    this.#opening ??= listenJt809({
      host: '127.0.0.1',
      port: 0,
      intake: NOTHING,
      clock: Date.now,
      log: { info: () => {}, warn: () => {} },
      links: [link],
      business: async () => {},
    }).then((listener) => void (this.#listener = listener));
    return this.#opening;
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.close();
  }
}
