import { setTimeout as pause } from 'node:timers/promises';

export interface Stoppable {
  readonly name: string;
  stop(): Promise<void>;
}

/** Stops the parts one after the other, each within `waitMs`; gives back the names that failed or were late. */
export async function stopInOrder(parts: readonly Stoppable[], waitMs = 15_000): Promise<string[]> {
  const late: string[] = [];
  for (const part of parts) {
    const timer = new AbortController();
    const limit = pause(waitMs, 'late', { signal: timer.signal }).catch(() => undefined);
    const result = await Promise.race([part.stop().catch(() => 'failed'), limit]);
    timer.abort();
    if (result !== undefined) late.push(part.name);
  }
  return late;
}

/** One Ctrl-C can arrive twice, from the terminal and handed on by the starting process. */
const SAME_REQUEST_MS = 1000;

/**
 * Calls `stop` once on SIGINT or SIGTERM and then exits; asked again a second later or more, it exits at once.
 * Returns how to take it back.
 */
export function onTermination(stop: (signal: NodeJS.Signals) => Promise<void>): () => void {
  let askedAt: number | undefined;
  const listener = (name: NodeJS.Signals): void => {
    if (askedAt !== undefined) {
      if (Date.now() - askedAt >= SAME_REQUEST_MS) process.exit(1);
      return;
    }
    askedAt = Date.now();
    stop(name).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.on(name, listener);
  return () => {
    for (const name of names) process.off(name, listener);
  };
}

const crash = (): never => process.exit(1);

/**
 * First line of a child program: until it has something to close (`exitWithParent`), it ends at once when its parent goes
 * away. One that waits for a store or for another server at its start would otherwise stay for ever.
 */
export function startWithParent(): void {
  if (!process.connected) crash();
  process.on('disconnect', crash);
}

/**
 * For a child program started by `fork`: when the parent goes away, even by SIGKILL, the channel between them closes;
 * then `close` has `waitMs` to finish and the process ends. Ctrl-C reaches the whole terminal group, so SIGINT is left
 * to the parent, who knows the order.
 */
export function exitWithParent(close: () => Promise<void>, waitMs = 5_000): void {
  let leaving = false;
  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), waitMs).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.off('disconnect', crash);
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', leave);
  process.on('disconnect', leave);
  if (!process.connected) leave();
}
