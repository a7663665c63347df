import { mkdir, rename, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Context } from '../access/context.ts';

const PATIENCE_MS = 8000;
const LOOK_MS = 100;

/** The folder that mines' files are put into. */
export const mineFolder = (home: string): string => join(home, 'mines');

/** Is this the secret of the mine's device? */
export async function isSender({ mirror }: Context, mine: string, given: string): Promise<boolean> {
  const answered = await mirror.ask<{ proven: boolean }>('proves', { identity: `coal:${mine}`, given });
  return answered?.proven === true;
}

/** Puts an upload where the watched folder is, under a temporary name first, and waits for what becomes of it. */
export async function putFile(
  { db, configuration }: Context,
  mine: string,
  name: string,
  bytes: Uint8Array,
): Promise<{ verdict: string | null; detail: string }> {
  const folder = join(mineFolder(configuration.home), mine, 'upload');
  await mkdir(folder, { recursive: true });
  const began = new Date();
  const temporary = join(folder, `.${randomUUID()}`);
  await writeFile(temporary, bytes, { flag: 'wx' });
  await rename(temporary, join(folder, name));
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(LOOK_MS)) {
    const { rows } = await sql<{ verdict: string; detail: string }>`
      SELECT f.verdict, f.detail FROM mine_file f JOIN device d ON d.id = f.device_id
      WHERE d.identity = ${`coal:${mine}`} AND f.name = ${name} AND f.received_at >= ${began} ORDER BY f.received_at DESC LIMIT 1`.execute(
      db,
    );
    if (rows[0] !== undefined) return rows[0];
  }
  // It stands in the folder and is taken in its turn.
  return { verdict: null, detail: '已收到，排队处理' };
}
