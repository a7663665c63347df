import { both } from '@anlan/kernel/refusal';
import type { Actor } from '@anlan/kernel/access';
import { refuseNow } from '../http/index.ts';

/** Refuses everybody but an authority; `verb` is what they wanted to do. */
export function authority(actor: Actor, verb: { zh: string; en: string }): void {
  if (actor.scope.kind === 'region' || actor.scope.kind === 'all') return;
  refuseNow('not-permitted', { verb: both(verb.zh, verb.en), grantor: both('监管部门', 'the authority') });
}
