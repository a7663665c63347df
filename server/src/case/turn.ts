import { sql, type RawBuilder } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { ownerOf, verbsThatMove } from '@anlan/kernel/case';
import { sideOf } from './doer.ts';
import { KINDS } from './row.ts';

/** States that an actor's side owns and out of which the actor's own verbs lead, as `kind state`. */
function turnsOf(actor: Actor): string[] {
  const side = sideOf(actor);
  return [...KINDS.values()].flatMap(({ kind }) =>
    Object.keys(kind.states).flatMap((state) =>
      verbsThatMove(kind, state, side).some((verb) => may(actor, verb)) ? [`${kind.key} ${state}`] : [],
    ),
  );
}

/** Condition for the cases that wait for the actor: the step is their side's, and they may do it; `c` is the case. */
export function isTurnOf(actor: Actor): RawBuilder<boolean> {
  return sql<boolean>`(c.owner = ${sideOf(actor)} AND (c.kind || ' ' || c.state) = ANY (${turnsOf(actor)}::text[]))`;
}

const OWN = [true, false] as const;

/** The same of the past, where the owner is no longer known: `kind state own`, own = the enterprise's own matter. */
export function turnsThen(actor: Actor): string[] {
  const side = sideOf(actor);
  return turnsOf(actor).flatMap((turn) => {
    const [kind = '', state = ''] = turn.split(' ');
    return OWN.flatMap((own) =>
      ownerOf(KINDS.get(kind)!.kind, state, own ? 'self' : 'inspection') === side ? [`${turn} ${own}`] : [],
    );
  });
}
