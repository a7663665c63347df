import { sql } from 'kysely';
import { readWarning, type ReceivedWarning } from '@anlan/gateways';
import type { Database } from '../access/scoped.ts';
import { keepWarning, type Inbox, type Origin } from './keep.ts';

export type Outcome =
  | {
      readonly result: 'accepted' | 'duplicate';
      readonly id: string;
      readonly findings: ReceivedWarning['findings'];
    }
  | { readonly result: 'refused'; readonly reason: string; readonly detail: string };

/** Takes a document from a source: read, checked, kept, counted. */
export async function receive(
  inbox: Inbox,
  origin: Origin,
  document: Uint8Array | string,
  now: number,
): Promise<Outcome> {
  const read = readWarning(document);
  const text = typeof document === 'string' ? document : new TextDecoder().decode(document);
  if (!read.ok) return count(inbox.db, origin, { result: 'refused', reason: read.reason, detail: read.detail }, now);
  const kept = await keepWarning(inbox, origin, read.warning, text, now);
  if (kept.result === 'refused') return count(inbox.db, origin, kept, now);
  return count(inbox.db, origin, { ...kept, findings: read.warning.findings }, now);
}

async function count(db: Database, { id }: Origin, outcome: Outcome, now: number): Promise<Outcome> {
  const at = new Date(now);
  if (outcome.result === 'refused') {
    // PostgreSQL keeps no NUL in a text.
    const detail = outcome.detail.replaceAll('\0', '\ufffd').slice(0, 200);
    await sql`
      INSERT INTO warning_refusal AS known (source_id, reason, count, last_at, last_detail)
      VALUES (${id}, ${outcome.reason}, 1, ${at}, ${detail})
      ON CONFLICT (source_id, reason) DO UPDATE SET count = known.count + 1, last_at = excluded.last_at,
        last_detail = excluded.last_detail`.execute(db);
    return outcome;
  }
  await sql`
    UPDATE warning_source SET heard_at = ${at}, accepted = accepted + ${outcome.result === 'accepted' ? 1 : 0},
      duplicates = duplicates + ${outcome.result === 'duplicate' ? 1 : 0} WHERE id = ${id}`.execute(db);
  return outcome;
}
