/** The values that are sent, to us and to whom we are measured beside: each point wanders slowly between 40 and 60. */
export interface Stream {
  /** The next `count` readings of a gateway's points, each at a time of its own. */
  rows(gateway: number, count: number): { point: string; at: number; value: number }[];
  /** Writes the next reading of each of the points `from` … `from + count` and gives the time of all of them. */
  columns(from: number, count: number, value: Float64Array): number;
}

const STEP_MS = 1000;

/** A stream over `gateways` × `each` points. Times begin at `start` and go on by a second for every reading of a point, or are those of sending. */
export function streamOf(gateways: number, each: number, start: number | 'now'): Stream {
  const value = new Float64Array(gateways * each).fill(50);
  const steps = new Uint32Array(gateways * each);
  let state = 1;
  const timeOf = (step: number): number => (start === 'now' ? Date.now() : start + step * STEP_MS);
  /** Moves in steps of 0.1, as instruments do, and often not at all. */
  function next(point: number): number {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const move = ((state >>> 24) % 5) - 2;
    const moved = Math.round(value[point]! * 10 + (move > 1 || move < -1 ? 0 : move)) / 10;
    value[point] = moved > 60 || moved < 40 ? 50 : moved;
    return value[point];
  }
  return {
    rows: (gateway, count) =>
      Array.from({ length: count }, (_, index) => {
        const key = index % each;
        const point = gateway * each + key;
        steps[point]! += 1;
        return { point: `p${key}`, at: timeOf(steps[point]!), value: next(point) };
      }),
    columns(from, count, target) {
      const step = (steps[from]! += 1);
      for (let index = 0; index < count; index += 1) target[index] = next(from + index);
      return timeOf(step);
    },
  };
}
