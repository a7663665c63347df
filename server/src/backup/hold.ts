import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeText } from './copy.ts';

/** A backup that was killed must not keep the journal for ever. */
const LONGEST_MS = 12 * 3_600_000;

const holdFile = (home: string): string => join(home, 'journal', 'backup.hold');

/** Is a backup under way, for which the journal keeps what it could forget? */
export async function held(home: string): Promise<boolean> {
  const found = await stat(holdFile(home)).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < LONGEST_MS;
}

/** Asks the intake to keep its journal until the returned function is called. */
export async function hold(home: string): Promise<() => Promise<void>> {
  await writeText(holdFile(home), `${process.pid}\n`);
  return () => rm(holdFile(home), { force: true });
}
