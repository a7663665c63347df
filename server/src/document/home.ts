import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { byDue, itemOf, MOST } from '../home/item.ts';
import type { Part } from '../home/shapes.ts';
import { barsDocument } from './acts.ts';
import type { DocumentRow } from './row.ts';

/** Papers that wait for the actor's approval, the oldest first: of their own authority, and drafted by somebody else. */
export async function approvalPart(
  tx: Tx,
  actor: Actor,
  _lastVisit: number | null,
  now: number,
): Promise<Partial<Part>> {
  const { scope } = actor;
  if (scope.kind !== 'region') return {};
  const { rows } = await sql<DocumentRow>`
    SELECT * FROM document WHERE state = 'drafted' AND drafted_by_id IS DISTINCT FROM ${actor.personId}
      AND (authority_path = ${scope.path} OR template = 'risk-card')
    ORDER BY drafted_at LIMIT ${MOST}`.execute(tx);
  const items = rows
    .filter((row) => barsDocument(row, 'approve', actor) === undefined)
    .map((row) =>
      itemOf(
        {
          kind: 'record',
          id: row.id,
          title: [`待审批 · ${row.title}`, `To approve · ${row.title}`],
          sub: `${row.addressee} · ${row.drafted_by}`,
          why: ['轮到我方审批', 'ours to approve'],
          dueAt: null,
          verb: ['去审批', 'Approve'],
          href: `/documents/${row.id}`,
        },
        now,
      ),
    );
  return byDue(items, now);
}
