import { sql } from 'kysely';
/**
 * Checks the audit from its first entry: every hash fits its entry, names the hash before it, and no number is
 * missing. Entries cut off at the end leave no trace in the chain itself: compare `entries` with a noted count.
 */
export async function verifyChain(db) {
    const { rows } = await sql `
    SELECT count(*) AS entries, min(seq) FILTER (WHERE NOT coalesce(holds, false)) AS broken_at
    FROM (
      SELECT seq,
        hash = encode(sha256(convert_to(audit_text(audit), 'UTF8')), 'hex')
        AND previous = coalesce(lag(hash) OVER trail, '')
        AND seq = coalesce(lag(seq) OVER trail, 0) + 1 AS holds
      FROM audit WINDOW trail AS (ORDER BY seq)
    ) checked`.execute(db);
    const [row] = rows;
    return { entries: row.entries, brokenAt: row.broken_at };
}
//# sourceMappingURL=chain.js.map