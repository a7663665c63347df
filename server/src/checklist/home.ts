import type { Actor } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { byDue, itemOf } from '../home/item.ts';
import type { Part } from '../home/shapes.ts';
import { mineOf } from './read.ts';

/** Checks that the actor may make now and nobody has finished. */
export async function checkPart(tx: Tx, actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const open = (await mineOf(tx, actor, now)).filter(({ state, doneAt }) => state === 'open' && doneAt === null);
  const items = open.map((run) =>
    itemOf(
      {
        kind: 'record',
        id: run.id,
        title: [`检查 · ${run.title}`, `Check · ${run.title}`],
        sub: `${run.unit ?? run.organisationName} · ${run.answered}/${run.items}`,
        why: ['轮到我方检查', 'ours to make'],
        dueAt: run.dueAt,
        verb: run.answered === 0 ? ['去检查', 'Check'] : ['接着检查', 'Go on'],
        href: `/checks/${run.id}`,
      },
      now,
    ),
  );
  return byDue(items, now);
}
