import { mostPenaltyOf, type Actor, type Scope } from '@anlan/kernel/access';
import type { Doer, Side } from '@anlan/kernel/case';

const SIDE_OF: Record<Scope['kind'], Side> = {
  organisation: 'organisation',
  participant: 'participant',
  region: 'authority',
  all: 'authority',
};

/** Which side of a case an actor stands on: decided by the scope in which they act. */
export function sideOf(actor: Actor): Side {
  return SIDE_OF[actor.scope.kind];
}

export function doerOf(actor: Actor): Doer {
  const { scope } = actor;
  const mostPenalty = mostPenaltyOf(actor);
  return {
    id: actor.personId,
    name: actor.name,
    side: sideOf(actor),
    place: scope.kind === 'region' ? scope.path : null,
    ...(mostPenalty === undefined ? {} : { mostPenalty }),
  };
}
