import { setTimeout as pause } from 'node:timers/promises';

const SLICE_MS = 2;

/**
 * Does long work in small pieces beside what is urgent: an alarm needs two dozen answers of the database one after the
 * other, and each of them waits for the piece under way. Ask after each step whether to rest; `share` of the process is
 * what the work takes at most; the whole of it where nothing else is under way yet.
 */
export function paced(share: number): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    const worked = performance.now() - began;
    if (share === 1 || worked < SLICE_MS) return undefined;
    return pause((worked * (1 - share)) / share).then(() => {
      began = performance.now();
    });
  };
}
