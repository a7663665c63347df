import { sql } from 'kysely';
import { endOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { byDue, itemOf } from '../home/item.ts';
import type { Part } from '../home/shapes.ts';
import { assignmentsOf } from './contracts.ts';

/** Visits given to the expert who asks, that are not reported yet; their scope shows them no others. */
export async function visitPart(tx: Tx, _actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const visits = await assignmentsOf(tx, sql`a.state = 'assigned'`);
  const items = visits
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
    .map((visit) =>
      itemOf(
        {
          kind: 'record',
          id: visit.id,
          title: [`专家服务 · ${visit.enterpriseName}`, `Expert visit · ${visit.enterpriseName}`],
          sub: `${visit.regionName} · ${visit.contractName}`,
          why: ['委派给我', 'given to me'],
          dueAt: endOf(visit.dueOn),
          verb: ['去检查', 'Visit'],
          href: `/expert-service/visits/${visit.id}`,
        },
        now,
      ),
    );
  return byDue(items, now);
}
