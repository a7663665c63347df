import { dataTimeOf, type Packet } from '@anlan/hj212';
import { Recent } from '../recent.ts';

const MESSAGES = 16;
const MOST_PARTS = 100;

/**
 * Gives the parts of a message sent in several packets their time. By HJ 212-2017 6.4.3 every part repeats DataTime and
 * carries whole items, so that it can be kept by itself; some stations send the time in one part only, and the others
 * then wait for it.
 */
export class PartTimes {
  readonly #times = new Recent<string>(MESSAGES);
  readonly #waiting = new Recent<Packet[]>(MESSAGES);

  /** The packets that may be kept now: those whose time is known, with it. */
  take(packet: Packet): Packet[] {
    const time = dataTimeOf(packet);
    if ((packet.pnum ?? 1) <= 1) return [packet];
    const key = [packet.mn, packet.cn, packet.qn].join(' ');
    if (time !== undefined) {
      this.#times.add(key, time);
      const waiting = this.#waiting.get(key) ?? [];
      this.#waiting.forget(key);
      return [packet, ...waiting.map((part) => timed(part, time))];
    }
    const known = this.#times.get(key);
    if (known !== undefined) return [timed(packet, known)];
    const waiting = this.#waiting.get(key) ?? [];
    if (waiting.length < MOST_PARTS) this.#waiting.add(key, [...waiting, packet]);
    return [];
  }
}

function timed(packet: Packet, time: string): Packet {
  return { ...packet, items: [[['DataTime', time]], ...packet.items] };
}
