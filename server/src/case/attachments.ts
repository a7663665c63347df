import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import type { Attachment } from './write.ts';

/** Files with their type; only what the actor brought in can be attached: knowing a hash is no right to a file. */
export async function attachmentsOf(
  tx: Tx,
  actor: Actor,
  files: readonly Omit<Attachment, 'type'>[],
): Promise<Attachment[] | Refusal> {
  const wanted = [...new Set(files.map(({ sha256 }) => sha256))];
  const { rows } = await sql<{ sha256: string; type: string }>`
    SELECT sha256, type FROM upload WHERE person_id = ${actor.personId} AND sha256 = ANY (${wanted})`.execute(tx);
  const types = new Map(rows.map(({ sha256, type }) => [sha256, type]));
  const missing = wanted.find((sha256) => !types.has(sha256));
  if (missing !== undefined) return refuse('file-missing', { file: missing.slice(0, 12) }, 'files');
  return files.map((file) => ({ ...file, type: types.get(file.sha256) as string }));
}
