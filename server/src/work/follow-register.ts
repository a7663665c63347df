import { setTimeout as pause } from 'node:timers/promises';
import type { Door } from '../ingest/door.ts';
import { listen } from '../live/listen.ts';

const TOGETHER_MS = 200;

/**
 * Reads the register anew after each change of it, and then what `others` make of it; many changes at once are one. One
 * reading at a time: what was read first must not come in last.
 */
export async function followRegister(
  { postgres, register, log }: Pick<Door, 'postgres' | 'register' | 'log'>,
  others: () => Promise<unknown>,
): Promise<{ close(): void }> {
  let changed = false;
  let reading: Promise<void> | undefined;
  let closed = false;

  async function readOn(): Promise<void> {
    while (changed && !closed) {
      await pause(TOGETHER_MS);
      changed = false;
      await register
        .refresh()
        .then(others)
        .catch((error: unknown) => log.warn(error, 'register not refreshed'));
    }
  }

  const notified = await listen(postgres, 'registry', () => {
    changed = true;
    reading ??= readOn().finally(() => (reading = undefined));
  });
  return {
    close() {
      closed = true;
      notified.close();
    },
  };
}
