import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { Register } from '../ingest/register.ts';
import type { Rules } from '../ingest/rules.ts';

const MINUTE = 60_000;

interface Check {
  readonly at: Date;
  readonly due_at: Date;
  readonly answered_at: Date | null;
}

/**
 * Judges at platform time `now` (ms) how long the last check of each link (平台查岗, JT/T 809 0x9301/0x1301) has waited for
 * its answer, ours of a lower platform or an upper one's of us. A check that may still be answered in time says nothing:
 * asking again does not fill an empty post, an answer does.
 */
export async function lookForChecks(
  db: Database,
  register: Pick<Register, 'links'>,
  rules: Pick<Rules, 'gauge'>,
  now: number,
): Promise<void> {
  const links = register.links();
  if (links.length === 0) return;
  const { rows } = await sql<Check & { link: string }>`
    SELECT l.id AS link, m.* FROM unnest(${links.map(({ id }) => id)}::uuid[]) AS l(id) CROSS JOIN LATERAL (
      SELECT at, due_at, answered_at FROM platform_link_message
      WHERE link_id = l.id AND kind = 'query' AND due_at IS NOT NULL
        AND (answered_at IS NOT NULL OR (due_at < ${new Date(now)} AND state IN ('sent', 'open', 'late')))
      ORDER BY at DESC LIMIT 1) m`.execute(db);
  const checks = new Map(rows.map((row) => [row.link, row]));
  for (const link of links) {
    const check = checks.get(link.id);
    if (check === undefined) continue;
    const unanswered = Math.round((check.due_at.getTime() - check.at.getTime()) / MINUTE);
    const value = check.answered_at === null ? Math.floor((now - check.at.getTime()) / MINUTE) : 0;
    rules.gauge({ ...link, limits: { unanswered, span: 1 } }, { at: now, value, quality: 'good' });
  }
}
