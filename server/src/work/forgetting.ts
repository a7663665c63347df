import type { Logger } from 'pino';
import type { DurableLog } from '../ingest/journal/log.ts';

const EVERY_MS = 60_000;
/** What is stored and judged stays in the log for an hour more, for a database that is brought back to a little earlier. */
const KEPT_MS = 60 * 60_000;

/** Lets go of what everybody passed an hour ago; `passed` is the position nobody needs anything before. */
export function openForgetting(
  journal: Pick<DurableLog, 'forget'>,
  passed: () => number,
  clock: () => number,
  log: Pick<Logger, 'warn'>,
): { close(): void } {
  let marks: { readonly at: number; readonly position: number }[] = [];
  const timer = setInterval(() => {
    const now = clock();
    marks.push({ at: now, position: passed() });
    const old = marks.findLast(({ at }) => at <= now - KEPT_MS);
    if (old === undefined) return;
    marks = marks.filter(({ at }) => at > old.at);
    journal.forget(old.position).catch((error: unknown) => log.warn({ error: String(error) }, 'log not forgotten'));
  }, EVERY_MS);
  return { close: () => clearInterval(timer) };
}
