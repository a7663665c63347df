import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { Register } from '../ingest/register.ts';
import type { Rules } from '../ingest/rules.ts';

/** Judges at platform time `now` (ms) how many are inside each fence that has a capacity. */
export async function lookForCrowding(
  db: Database,
  register: Pick<Register, 'fences'>,
  rules: Pick<Rules, 'gauge'>,
  now: number,
): Promise<void> {
  const fences = register.fences();
  if (fences.length === 0) return;
  const { rows } = await sql<{ fence: string; inside: number }>`
    SELECT fence_id AS fence, count(*)::int AS inside FROM fence_passage
    WHERE left_at IS NULL AND fence_id = ANY (${fences.map(({ id }) => id)}) GROUP BY fence_id`.execute(db);
  const inside = new Map(rows.map((row) => [row.fence, row.inside]));
  for (const fence of fences) rules.gauge(fence, { at: now, value: inside.get(fence.id) ?? 0, quality: 'good' });
}
