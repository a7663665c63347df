import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { PublicationBody, PublicationKind } from '@anlan/kernel/publication';
import type { Tx } from '../access/scoped.ts';

export interface PublicationDraft {
  readonly kind: PublicationKind;
  readonly body: PublicationBody;
  /** Persons named in it, masked before anybody outside reads it. */
  readonly names: readonly string[];
  readonly regionPath: string;
  readonly source?: { readonly kind: string; readonly id: string };
  /** Why it is proposed; with the source it is proposed once. */
  readonly because?: string;
  readonly requestId?: string | undefined;
  readonly demonstration?: boolean;
}

/** Proposes a publication in the owner's transaction; gives its id, or undefined where the same is proposed or public. */
export async function draftPublication(
  tx: Tx,
  draft: PublicationDraft,
  by: { readonly id: string | null; readonly name: string },
  at: number,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO publication (id, kind, state, title, body, names, source_kind, source_id, because, drafted_at, drafted_by, drafted_by_id, request_id,
      region_path, demonstration)
    VALUES (${randomUUID()}, ${draft.kind}, 'drafted', ${draft.body.title}, ${JSON.stringify(draft.body)}::jsonb, ${[...draft.names]},
      ${draft.source?.kind ?? null}, ${draft.source?.id ?? null}, ${draft.because ?? ''}, ${new Date(at)}, ${by.name}, ${by.id},
      ${draft.requestId ?? null}, ${draft.regionPath}, ${draft.demonstration ?? false})
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx);
  return rows[0]?.id;
}
