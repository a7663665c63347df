/** A repeatable source of inputs: noise, and frames with bytes changed, cut, doubled, or glued to another. */
export interface Mutator {
  next(): Uint8Array;
  /** An input worth going on from: later ones are made of it, too. */
  keep(input: Uint8Array): void;
  /** Frames to begin with and those kept. */
  readonly corpus: readonly Uint8Array[];
}

/** Longer inputs are not kept: mutants of mutants would grow without end. */
const LONGEST = 16_384;

/** Inputs made of some frames; the same seed (not 0) makes the same inputs. */
export function openMutator(frames: readonly Uint8Array[], seed: number): Mutator {
  const corpus = [...frames];
  let state = seed | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const frame = (): Uint8Array => corpus[next() % corpus.length]!.slice();
  const kinds: readonly (() => Uint8Array)[] = [
    () => Uint8Array.from({ length: next() % 96 }, () => next()),
    frame,
    () => {
      const changed = frame();
      for (let n = 1 + (next() % 4); n > 0; n -= 1) changed[next() % changed.length] = next();
      return changed;
    },
    () => {
      const cut = frame();
      return cut.subarray(next() % cut.length);
    },
    () => {
      const cut = frame();
      return cut.subarray(0, next() % cut.length);
    },
    () => {
      const [first, second] = [frame(), frame()];
      const at = next() % first.length;
      const from = next() % second.length;
      const glued = new Uint8Array(at + second.length - from);
      glued.set(first.subarray(0, at));
      glued.set(second.subarray(from), at);
      return glued;
    },
    () => {
      const changed = frame();
      // One bit: what a check must find.
      changed[next() % changed.length]! ^= 1 << (next() % 8);
      return changed;
    },
  ];
  return {
    next: () => kinds[next() % kinds.length]!(),
    keep(input) {
      if (input.length > 0 && input.length <= LONGEST) corpus.push(input.slice());
    },
    corpus,
  };
}
