import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StoreProblem } from '../store/index.ts';
import { fingerprint } from './copy.ts';

export const MANIFEST = 'anlan-backup.json';

const manifestSchema = z.object({
  format: z.literal(1),
  /** ISO 8601, when it was whole. */
  takenAt: z.iso.datetime(),
  program: z.string(),
  /** Tables of history with their parts; null = ClickHouse is elsewhere and not in the backup. */
  clickhouse: z.record(z.string(), z.array(z.string())).nullable(),
  /** Version number of the server; null = PostgreSQL is elsewhere and not in the backup. */
  postgres: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), size: z.int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads the list of a backup; throws StoreProblem where the folder is none, or only the beginning of one. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  const read = text === undefined ? undefined : manifestSchema.safeParse(JSON.parse(text));
  if (read?.success === true) return read.data;
  throw new StoreProblem(
    `${folder} 不是完整的备份（缺少或看不懂 ${MANIFEST}）`,
    `${folder} is not a whole backup: ${MANIFEST} is missing or cannot be read`,
  );
}

/** Files that are missing or no longer what was written; empty = the backup is as it was taken. */
export async function damaged(folder: string, { files }: Manifest): Promise<string[]> {
  const wrong: string[] = [];
  for (const { path, size, sha256 } of files) {
    const found = await fingerprint(join(folder, path));
    if (found?.size !== size || found.sha256 !== sha256) wrong.push(path);
  }
  return wrong;
}
