import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';

export interface Chain {
  readonly entries: number;
  /** Number of the first entry that was changed, or that follows a removed one; null while the chain holds. */
  readonly brokenAt: number | null;
}

/**
 * Checks the audit from its first entry: every hash fits its entry, names the hash before it, and no number is
 * missing. Entries cut off at the end leave no trace in the chain itself: compare `entries` with a noted count.
 */
export async function verifyChain(db: Database): Promise<Chain> {
  const { rows } = await sql<{ entries: number; broken_at: number | null }>`
    SELECT count(*) AS entries, min(seq) FILTER (WHERE NOT coalesce(holds, false)) AS broken_at
    FROM (
      SELECT seq,
        hash = encode(sha256(convert_to(audit_text(audit), 'UTF8')), 'hex')
        AND previous = coalesce(lag(hash) OVER trail, '')
        AND seq = coalesce(lag(seq) OVER trail, 0) + 1 AS holds
      FROM audit WINDOW trail AS (ORDER BY seq)
    ) checked`.execute(db);
  const [row] = rows;
  return { entries: row!.entries, brokenAt: row!.broken_at };
}
