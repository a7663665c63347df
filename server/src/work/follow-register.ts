import type { Door } from '../ingest/door.ts';
import { listen } from '../live/listen.ts';

const TOGETHER_MS = 200;

/** Reads the register anew after each change of it, and then what `others` make of it; many changes at once are one. */
export async function followRegister(
  { postgres, register, log }: Pick<Door, 'postgres' | 'register' | 'log'>,
  others: () => Promise<unknown>,
): Promise<{ close(): void }> {
  let planned: NodeJS.Timeout | undefined;
  const notified = await listen(postgres, 'registry', () => {
    planned ??= setTimeout(() => {
      planned = undefined;
      register
        .refresh()
        .then(others)
        .catch((error: unknown) => log.warn(error, 'register not refreshed'));
    }, TOGETHER_MS);
  });
  return {
    close() {
      notified.close();
      clearTimeout(planned);
    },
  };
}
