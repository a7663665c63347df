import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both, asIs, type Words } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';

const STATES: Readonly<Record<string, Words>> = {
  finished: both('总结', 'finished'),
  cancelled: both('取消', 'cancelled'),
};

export interface Known {
  readonly state: string;
  readonly home: string;
  readonly name: string;
}

/** The campaign as the actor's scope shows it; what does not exist for them is audited. */
export async function seen({ db }: Context, actor: Actor, id: string, verb: string): Promise<Known | Refusal> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<Known>`SELECT state, home_path AS home, name FROM campaign WHERE id = ${id}`.execute(tx),
  );
  if (rows[0] !== undefined) return rows[0];
  await auditOutside(db, actor, 'campaign', id, verb);
  return refuse('not-found');
}

/** Only the place that issued a campaign, or one above it, changes the campaign itself. */
export function notOwn(actor: Actor, known: Known, action: Words): Refusal | undefined {
  const { scope } = actor;
  if (scope.kind === 'all' || (scope.kind === 'region' && known.home.startsWith(scope.path))) return undefined;
  return refuse('not-permitted', { verb: action, grantor: both('下达单位', 'the place that issued it') });
}

export function ended(known: Known, action: Words): Refusal | undefined {
  return known.state === 'running'
    ? undefined
    : refuse('campaign-state', { state: STATES[known.state] ?? asIs(known.state), action });
}

export async function own(context: Context, actor: Actor, id: string, action: Words): Promise<Known | Refusal> {
  const known = await seen(context, actor, id, 'campaign.write');
  if (isRefusal(known)) return known;
  return notOwn(actor, known, action) ?? ended(known, action) ?? known;
}
