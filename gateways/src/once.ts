import type { Receipt } from '@anlan/kernel/telemetry';

const ACCEPTED: Receipt = { accepted: true };

/**
 * Which of a device's messages were delivered: the last `size` that were accepted, and those on their way. Of an accepted
 * one eight bytes are kept, drawn from its key: a hundred thousand devices are remembered, and texts that live as long as it
 * takes a device to say thirty things more are the garbage that costs most. Two different keys of one device are alike by
 * chance once in 10^17 messages.
 */
export class Deliveries {
  readonly #size: number;
  #marks: Uint32Array | undefined;
  #next = 0;
  #onTheWay: Map<string, Promise<Receipt>> | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** What became of the message with this key: a promise while it is on its way, undefined when nothing is known of it. */
  find(key: string): Receipt | Promise<Receipt> | undefined {
    return this.#onTheWay?.get(key) ?? (this.#isAccepted(key) ? ACCEPTED : undefined);
  }

  /** Notes a message as being on its way, until its promise settles. */
  async follow(key: string, delivery: Promise<Receipt>): Promise<Receipt> {
    const onTheWay = (this.#onTheWay ??= new Map());
    onTheWay.set(key, delivery);
    try {
      const receipt = await delivery;
      if (receipt.accepted) this.#accept(key);
      return receipt;
    } finally {
      onTheWay.delete(key);
    }
  }

  #isAccepted(key: string): boolean {
    const marks = this.#marks;
    if (marks === undefined) return false;
    markOf(key);
    for (let at = 0; at < marks.length; at += 2) if (marks[at] === mark[0] && marks[at + 1] === mark[1]) return true;
    return false;
  }

  #accept(key: string): void {
    const marks = (this.#marks ??= new Uint32Array(2 * this.#size));
    markOf(key);
    marks.set(mark, 2 * this.#next);
    this.#next = (this.#next + 1) % this.#size;
  }
}

/** The mark of the key asked for last. */
const mark = new Uint32Array(2);

/** Two hashes of 32 bits with factors and beginnings of their own; the second is never 0, which is a place not used yet. */
function markOf(key: string): void {
  let [one, other] = [0x811c9dc5, 0x2f0b4c47];
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
    other ^= other >>> 15;
  }
  mark[0] = stirred(one);
  mark[1] = stirred(other) | 1;
}

/** Every bit of the result hangs on every bit given. */
function stirred(bits: number): number {
  const half = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return most ^ (most >>> 16);
}

/**
 * Delivers a message unless the same key was delivered or is on its way; then `onRepeat` is told and the answer is that
 * of the first, so that a repetition is never acknowledged before the original is on disk.
 */
export function deliverOnce(
  deliveries: Deliveries,
  key: string,
  deliver: () => Promise<Receipt>,
  onRepeat: () => void,
): Promise<Receipt> {
  const earlier = deliveries.find(key);
  if (earlier === undefined) return deliveries.follow(key, deliver());
  onRepeat();
  return Promise.resolve(earlier);
}
