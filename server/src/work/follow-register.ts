import { setTimeout as pause } from 'node:timers/promises';
import type { Door } from '../ingest/door.ts';
import { listen } from '../live/listen.ts';

const TOGETHER_MS = 200;

/**
 * After each change reads what people have declared at once, then the register anew and what `others` make of it; many
 * changes at once are one. One reading at a time: what was read first must not come in last.
 */
export async function followRegister(
  { postgres, register, log }: Pick<Door, 'postgres' | 'register' | 'log'>,
  others: () => Promise<unknown>,
): Promise<{ close(): void }> {
  let declares = false;
  let declaring: Promise<void> | undefined;
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

  /** What people have declared holds at once, however long the register is being read. */
  async function readDeclared(): Promise<void> {
    while (declares && !closed) {
      declares = false;
      await register.readDeclared().catch((error: unknown) => log.warn(error, 'declared states not read'));
    }
  }

  const notified = await listen(postgres, 'registry', () => {
    declares = true;
    declaring ??= readDeclared().finally(() => (declaring = undefined));
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
