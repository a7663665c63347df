import { setTimeout as pause } from 'node:timers/promises';
import type { Position, Vehicle } from '@anlan/jt809';
import type { Fix } from '@anlan/kernel/position';
import type { IntakeRefusal, Receipt } from '@anlan/kernel/telemetry';
import { isPossible } from '../jt808/fix.ts';
import { Deliveries, deliverOnce } from '../once.ts';
import { ByDevice } from '../recent.ts';
import type { Tally } from '../tally.ts';
import { jt809Identity, type PeerLink } from './link.ts';
import { fixOf } from './positions.ts';

interface Memory {
  readonly fixes: Deliveries;
  /** Time of the newest live fix, epoch ms. */
  latest: number;
}

const VEHICLES_REMEMBERED = 50_000;
/** What is sent again after a cut reaches back a minute or so. */
const FIXES_REMEMBERED = 256;
const DAY = 86_400_000;
const OVERLOAD_PAUSE = 500;

type Refuse = (reason: IntakeRefusal, detail: string, identity?: string) => void;

/** Brings positions of another platform to the intake: each once, in order, as patiently as the disk needs. */
export class PositionStore {
  readonly #tally: Tally;
  readonly #clock: () => number;
  readonly #memory = new ByDevice<Memory>(VEHICLES_REMEMBERED, () => ({
    fixes: new Deliveries(FIXES_REMEMBERED),
    latest: 0,
  }));
  #closed = false;

  constructor(tally: Tally, clock: () => number) {
    this.#tally = tally;
    this.#clock = clock;
  }

  close(): void {
    this.#closed = true;
  }

  /** Settles when all that can be kept is on disk; tells how many were new and kept. */
  async keep(
    link: PeerLink,
    vehicle: Vehicle,
    positions: readonly Position[],
    live: boolean,
    refuse: Refuse,
  ): Promise<number> {
    const device = jt809Identity(link.accessCode, vehicle.plate);
    const receipts = await Promise.all(
      positions.map((position) =>
        this.#one(device, position, live, (reason, detail) => refuse(reason, detail, device)),
      ),
    );
    return receipts.filter((receipt) => receipt === 'kept').length;
  }

  async #one(device: string, position: Position, live: boolean, refuse: Refuse): Promise<IntakeRefusal | 'kept'> {
    const now = this.#clock();
    const read = fixOf(position, now, live);
    if (typeof read === 'string') {
      refuse(read, 'position');
      return read;
    }
    const memory = this.#memory.of(device);
    const fix = inOrder(read, memory, now, refuse);
    if (typeof fix === 'string') return fix;
    const key = `${fix.at} ${fix.lon} ${fix.lat}`;
    let repeated = false;
    const deliver = (): Promise<Receipt> => this.#accept(device, fix);
    const receipt = await deliverOnce(memory.fixes, key, deliver, () => {
      repeated = true;
      refuse('replayed', new Date(fix.at).toISOString());
    });
    if (repeated) return 'replayed';
    return receipt.accepted ? 'kept' : receipt.reason;
  }

  /** JT/T 809 knows no refusal of a position: while the intake is full the sender waits, for its socket is not read. */
  async #accept(device: string, fix: Fix): Promise<Receipt> {
    for (;;) {
      const receipt = await this.#tally.accept({ device, receivedAt: this.#clock(), signals: [{ kind: 'fix', fix }] });
      if (receipt.accepted || receipt.reason !== 'overload' || this.#closed) return receipt;
      await pause(OVERLOAD_PAUSE);
    }
  }
}

/** The fix if it may be kept; one older than the newest keeps its time and no longer counts as live. */
function inOrder(fix: Fix, memory: Memory, now: number, refuse: Refuse): Fix | IntakeRefusal {
  if (fix.at > now + DAY) {
    refuse('clock-skew', new Date(fix.at).toISOString());
    return 'clock-skew';
  }
  if (!isPossible(fix)) {
    refuse('out-of-range', `${fix.lon} ${fix.lat}`);
    return 'out-of-range';
  }
  if (fix.live && fix.at < memory.latest) {
    refuse('out-of-order', `${new Date(fix.at).toISOString()} kept as back-filled`);
    return { ...fix, live: false };
  }
  if (fix.live) memory.latest = Math.min(fix.at, now);
  return fix;
}
