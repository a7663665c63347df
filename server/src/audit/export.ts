import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { Head, Line, Withheld } from './file.ts';

const BATCH = 5000;

/** Where the chain ends now: number of entries and the hash of the last, to be noted where the database cannot reach. */
export async function headOf(db: Database): Promise<{ entries: number; head: string }> {
  const { rows } = await sql<{ entries: number; head: string }>`
    SELECT seq AS entries, hash AS head FROM audit ORDER BY seq DESC LIMIT 1`.execute(db);
  return rows[0] ?? { entries: 0, head: '' };
}

/**
 * The audit as lines of an export, oldest first; entries that `shown` (on audit `a` and person `p`) leaves out are
 * there by their hashes only, so that the chain can still be followed. What is appended meanwhile is left out.
 */
export async function* exportLines(
  db: Database,
  shown: RawBuilder<boolean> = sql<boolean>`true`,
): AsyncGenerator<string> {
  const { entries, head } = await headOf(db);
  const header: Head = { format: 'anlan-audit/1', exportedAt: new Date().toISOString(), entries, head };
  yield `${JSON.stringify(header)}\n`;
  for (let after = 0; after < entries;) {
    const { rows } = await sql<Line & { shown: boolean }>`
      SELECT a.seq, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at,
        coalesce(a.actor_id::text, '') AS "actorId", a.actor, a.verb, coalesce(a.subject_kind, '') AS "subjectKind",
        coalesce(a.subject_id, '') AS "subjectId", a.outcome, a.detail::text AS detail, a.previous, a.hash,
        coalesce(${shown}, false) AS shown
      FROM audit a LEFT JOIN person p ON p.id = a.actor_id LEFT JOIN enterprise e ON e.id = p.scope_organisation
      WHERE a.seq > ${after} AND a.seq <= ${entries} ORDER BY a.seq LIMIT ${BATCH}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => `${JSON.stringify(lineOf(row))}\n`).join('');
    after = last.seq;
  }
}

function lineOf({ shown, ...line }: Line & { shown: boolean }): Line | Withheld {
  return shown ? line : { seq: line.seq, previous: line.previous, hash: line.hash, withheld: true };
}
