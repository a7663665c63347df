import { sql } from 'kysely';
import type { Signature } from '@anlan/kernel/document';
import type { Tx } from '../access/scoped.ts';
import type { DocumentRow } from './row.ts';

export interface EventMore {
  readonly note?: string | null | undefined;
  readonly signature?: Signature | undefined;
  readonly device?: string | undefined;
}

/** Adds a line to what happened to a document. */
export async function addEvent(
  tx: Tx,
  row: Pick<DocumentRow, 'id'>,
  act: string,
  by: { readonly id: string | null; readonly name: string },
  at: number,
  more: EventMore = {},
): Promise<void> {
  await sql`
    INSERT INTO document_event (document_id, seq, at, act, by, by_id, note, signature, device, region_path, organisation_id, sector)
    SELECT d.id, coalesce((SELECT max(e.seq) FROM document_event e WHERE e.document_id = d.id), 0) + 1, ${new Date(at)}, ${act}, ${by.name},
      ${by.id}, ${more.note ?? null}, ${more.signature === undefined ? null : JSON.stringify(more.signature)}::jsonb, ${more.device ?? null},
      d.region_path, d.organisation_id, d.sector
    FROM document d WHERE d.id = ${row.id}`.execute(tx);
}
