import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';

/**
 * Watches what is left of this process's memory after each full collection of garbage: JavaScript's heap and the buffers
 * beside it, in bytes. What is resident says little of a leak, since V8 collects the less the more room there is.
 */
export function watchAlive(): { bytes(): number | null; stop(): void } {
  let alive: number | null = null;
  const observer = new PerformanceObserver((list) => {
    const full = list.getEntries().some((entry) => detailOf(entry).kind === constants.NODE_PERFORMANCE_GC_MAJOR);
    if (!full) return;
    const { heapUsed, external } = process.memoryUsage();
    alive = heapUsed + external;
  });
  observer.observe({ entryTypes: ['gc'] });
  return { bytes: () => alive, stop: () => observer.disconnect() };
}

/** Node's types leave out what an entry about a collection tells. */
const detailOf = (entry: PerformanceEntry): { readonly kind?: number } =>
  (entry as { detail?: { kind?: number } }).detail ?? {};
