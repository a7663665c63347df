import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is not undefined, null or false; throws after `within` ms, naming `what` was waited for. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  within = 10_000,
  every = 50,
): Promise<NonNullable<T>> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await pause(every);
  }
}
