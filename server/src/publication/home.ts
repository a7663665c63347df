import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { byDue, itemOf, MOST } from '../home/item.ts';
import type { Part } from '../home/shapes.ts';
import type { PublicationRow } from './acts.ts';

/** Publications that wait for the approval of somebody other than who drafted them, of the actor's own place, the oldest first. */
export async function publicationPart(
  tx: Tx,
  { personId, scope }: Actor,
  _lastVisit: number | null,
  now: number,
): Promise<Partial<Part>> {
  if (scope.kind !== 'region') return {};
  const { rows } = await sql<PublicationRow & { place: string }>`
    SELECT p.*, r.name AS place FROM publication p JOIN region r ON r.path = p.region_path
    WHERE p.state = 'drafted' AND p.drafted_by_id IS DISTINCT FROM ${personId} AND p.region_path = ${scope.path}
    ORDER BY p.drafted_at LIMIT ${MOST}`.execute(tx);
  const items = rows.map((row) =>
    itemOf(
      {
        kind: 'record',
        id: row.id,
        title: [`待审批公布 · ${row.title}`, `To publish · ${row.title}`],
        sub: `${row.place} · ${row.drafted_by}`,
        why: ['轮到我方审批', 'ours to approve'],
        dueAt: null,
        verb: ['去审批', 'Approve'],
        href: `/publications/${row.id}`,
      },
      now,
    ),
  );
  return byDue(items, now);
}
