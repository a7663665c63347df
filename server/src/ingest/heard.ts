import type { RestBand } from '@anlan/kernel/alarm';
import { points } from './points.ts';
import { GOOD, type Columns } from './record.ts';

/** Up to when each of some points was heard, as a store keeps it: ids of sixteen bytes, times as 64-bit floats. */
export interface HeardPiece {
  readonly ids: Uint8Array;
  readonly last: Uint8Array;
}

/** Points in a piece: 400 KB, which a commit carries to the disk without holding up the next one. */
const PIECE = 16_384;
/** No value lies within. */
const NOWHERE: RestBand = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };

/**
 * Of every point when it was last heard (device time of its newest good reading), and between which values no rule about
 * it has anything to do: columns by the numbers of points. Where nothing but that is to be remembered, a reading costs two
 * comparisons, and a point eight bytes in the checkpoint instead of a row for each of its rules.
 */
export class Heard {
  last = new Float64Array(0);
  #low = new Float64Array(0);
  #high = new Float64Array(0);

  /** Takes what changes nothing, from `from` on; gives the index of the next reading that is to be judged, or −1. */
  next({ count, point, at, value, quality }: Columns, from: number): number {
    this.#reach();
    const { last } = this;
    const [low, high] = [this.#low, this.#high];
    for (let index = from; index < count; index += 1) {
      const number = point[index]!;
      const measured = value[index]!;
      const time = at[index]!;
      const calm = measured > low[number]! && measured < high[number]! && time > last[number]!;
      if (calm && quality[index] === GOOD) last[number] = time;
      else return index;
    }
    return -1;
  }

  /** Moves on what was heard, without judging: for what is read again only because the times were stored earlier. */
  hear({ count, point, at, quality }: Columns): void {
    this.#reach();
    for (let index = 0; index < count; index += 1) {
      const number = point[index]!;
      if (quality[index] === GOOD && at[index]! > this.last[number]!) this.last[number] = at[index]!;
    }
  }

  /** Sets between which values nothing is to be done about a point; undefined = every reading is to be judged. */
  rest(point: number, band: RestBand = NOWHERE): void {
    this.#low[point] = band.low;
    this.#high[point] = band.high;
  }

  /** Limits, or what is out of service, may have changed: each point is judged once before it may rest again. */
  wake(): void {
    this.#low.fill(NOWHERE.low);
    this.#high.fill(NOWHERE.high);
  }

  save(): HeardPiece[] {
    const { last } = this;
    const known = new Uint32Array(last.length);
    let count = 0;
    for (let point = 0; point < last.length; point += 1)
      if (last[point]! > Number.NEGATIVE_INFINITY) known[count++] = point;
    const pieces: HeardPiece[] = [];
    for (let from = 0; from < count; from += PIECE) {
      const own = known.subarray(from, Math.min(count, from + PIECE));
      const ids = new Uint32Array(4 * own.length);
      const times = new Float64Array(own.length);
      for (let place = 0; place < own.length; place += 1) {
        points.copy(own[place]!, ids, 4 * place);
        times[place] = last[own[place]!]!;
      }
      pieces.push({ ids: new Uint8Array(ids.buffer), last: new Uint8Array(times.buffer) });
    }
    return pieces;
  }

  load(pieces: Iterable<HeardPiece>): void {
    for (const piece of pieces) {
      // Copied, so that they are aligned.
      const ids = new Uint32Array(new Uint8Array(piece.ids).buffer);
      const last = new Float64Array(new Uint8Array(piece.last).buffer);
      for (let place = 0; place < last.length; place += 1) {
        const point = points.at(ids, 4 * place);
        this.#reach();
        this.last[point] = last[place]!;
      }
    }
  }

  #reach(): void {
    const before = this.last.length;
    if (points.count <= before) return;
    const grown = (column: Float64Array, empty: number): Float64Array<ArrayBuffer> => {
      const wider = new Float64Array(Math.max(1024, 2 * points.count)).fill(empty, before);
      wider.set(column);
      return wider;
    };
    this.last = grown(this.last, Number.NEGATIVE_INFINITY);
    this.#low = grown(this.#low, NOWHERE.low);
    this.#high = grown(this.#high, NOWHERE.high);
  }
}
