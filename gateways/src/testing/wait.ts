import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../listener.ts';

/** Waits until the condition holds; throws when it does not within `within` ms, which is generous: a busy machine is no fault. */
export async function until(condition: () => boolean, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${condition.toString()}`);
    await pause(5);
  }
}

/** A log that keeps nothing. */
export const silent: Log = { info: () => {}, warn: () => {} };
