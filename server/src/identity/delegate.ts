import { sql } from 'kysely';
import {
  checkCommission,
  checkDelegation,
  may,
  type Actor,
  type Grant,
  type Scope,
  type Span,
} from '@anlan/kernel/access';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { valuesFor } from '../parameter/book.ts';
import { enterGrant, readGrant } from './grants.ts';
import { policyOfPerson } from './policy.ts';

interface Handing {
  /** The grant that is handed on, one of the actor's own. */
  readonly grantId: string;
  /** Account of the person it goes to. */
  readonly account: string;
  readonly span: Span;
  readonly reason: string;
}

interface Receiver {
  readonly id: string;
  readonly scope_path: string | null;
}

/** A person by account; the answer is the same for one who has retired. */
export async function personByAccount(db: Database, account: string): Promise<Receiver | undefined> {
  const { rows } = await sql<Receiver>`
    SELECT id, scope_path FROM person WHERE lower(account) = lower(${account}) AND retired_at IS NULL`.execute(db);
  return rows[0];
}

interface Parties {
  readonly source: Grant;
  readonly receiver: Receiver;
  readonly longestDays: number;
}

async function partiesOf(db: Database, actor: Actor, { grantId, account }: Handing): Promise<Parties | Refusal> {
  const source = await readGrant(db, grantId, actor.personId);
  if (source === undefined) return refuse('grant-ended');
  const receiver = await personByAccount(db, account);
  if (receiver === undefined)
    return refuse(
      'field-invalid',
      { field: both('账号', 'Account'), problem: both('没有这个账号', 'there is no such account') },
      'account',
    );
  return { source, receiver, longestDays: (await policyOfPerson(db, actor.personId)).delegationDays };
}

async function refused(db: Database, actor: Actor, verb: string, refusal: Refusal, source: Grant): Promise<Refusal> {
  await record(db, actor, verb, { kind: 'grant', id: source.id }, 'refused', { why: refusal.refused });
  return refusal;
}

/** A part of a grant: some of its matters, a place and sectors within its own; left out = as far as the grant reaches. */
export interface Delegation extends Handing {
  readonly verbs?: readonly string[] | undefined;
  readonly regionPath?: string | undefined;
  readonly sectors?: readonly string[] | undefined;
}

/** The narrower scope a wish names; undefined = it names none. Sectors alone narrow the grant's own place. */
function narrower(source: Scope, { regionPath, sectors = [] }: Delegation): Scope | undefined {
  if (regionPath === undefined && sectors.length === 0) return undefined;
  const held = source.kind === 'region' ? source : undefined;
  const wanted = sectors.length > 0 ? sectors : held?.sectors;
  return {
    kind: 'region',
    path: regionPath ?? held?.path ?? 'cn.',
    ...(wanted === undefined ? {} : { sectors: wanted }),
  };
}

async function regionExists(db: Database, path: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM region WHERE path = ${path} AND valid_to IS NULL`.execute(db);
  return rows.length > 0;
}

const NO_REGION = refuse(
  'field-invalid',
  { field: both('辖区', 'Region'), problem: both('没有这个辖区', 'there is no such region') },
  'regionPath',
);

/** 代理: hands one of the actor's grants or a part of it to another person for a time. Returns the new grant's id. */
export async function delegate(db: Database, actor: Actor, wish: Delegation, now: number): Promise<string | Refusal> {
  const parties = await partiesOf(db, actor, wish);
  if ('refused' in parties) return parties;
  const { source, receiver, longestDays } = parties;
  const { span, reason } = wish;
  const part = { verbs: wish.verbs, scope: narrower(source.scope, wish) };
  const wrong = checkDelegation({ source, personId: receiver.id, span, at: now, longestDays, ...part });
  if (wrong !== undefined) return refused(db, actor, 'delegation.give', wrong, source);
  const { role } = source;
  const scope = part.scope ?? source.scope;
  if (wish.regionPath !== undefined && !(await regionExists(db, wish.regionPath))) return NO_REGION;
  const verbs = wish.verbs ?? source.verbs;
  return enterGrant(db, actor, {
    personId: receiver.id,
    role,
    scope,
    span,
    reason,
    origin: 'delegation',
    sourceId: source.id,
    ...(verbs === null ? {} : { verbs }),
  });
}

export interface Commission extends Handing {
  readonly regionPath: string;
  readonly sectors: readonly string[];
  readonly verbs: readonly string[];
  /** Number of the written commission (委托书). */
  readonly document: string;
  /** Highest penalty in yuan that may be decided; left out = none may. */
  readonly penaltyYuan?: number | undefined;
}

/**
 * 委托执法: named verbs in a part of the actor's scope, for a time, to a person who belongs there. Returns the new
 * grant's id.
 */
export async function commission(db: Database, actor: Actor, wish: Commission, now: number): Promise<string | Refusal> {
  const parties = await partiesOf(db, actor, wish);
  if ('refused' in parties) return parties;
  const { source, receiver, longestDays } = parties;
  const { span, reason, verbs } = wish;
  const scope: Scope = {
    kind: 'region',
    path: wish.regionPath,
    ...(wish.sectors.length === 0 ? {} : { sectors: wish.sectors }),
  };
  const days = Math.max(longestDays, 366);
  const wrong = may({ role: source.role }, 'commission.write')
    ? checkCommission({ source, personId: receiver.id, span, at: now, longestDays: days, verbs, scope })
    : refuse('grant-beyond');
  if (wrong !== undefined) return refused(db, actor, 'commission.give', wrong, source);
  if (receiver.scope_path === null || !receiver.scope_path.startsWith(wish.regionPath))
    return refuse(
      'field-invalid',
      { field: both('受托人', 'Delegate'), problem: both('不是该辖区的人员', 'not a person of this region') },
      'account',
    );
  if (!(await regionExists(db, wish.regionPath))) return NO_REGION;
  const high = await beyondLimit(db, wish, now);
  if (high !== undefined) return refused(db, actor, 'commission.give', high, source);
  return enterGrant(db, actor, {
    personId: receiver.id,
    role: source.role,
    scope,
    span,
    reason,
    origin: 'commission',
    sourceId: source.id,
    verbs,
    limits: { document: wish.document, ...(wish.penaltyYuan === undefined ? {} : { penaltyYuan: wish.penaltyYuan }) },
  });
}

/** No more may be handed on than the jurisdiction of the commissioned place lets a commission decide. */
async function beyondLimit(db: Database, { penaltyYuan = 0, regionPath }: Commission, now: number) {
  const most = (await valuesFor(db, regionPath, now)).number('enforcement.commission.penalty');
  if (penaltyYuan <= most) return undefined;
  const problem = [`最高 ${most} 元`, `at most ${most} yuan`] as const;
  return refuse(
    'field-invalid',
    { field: both('罚款上限', 'Highest penalty'), problem: both(problem[0], problem[1]) },
    'penaltyYuan',
  );
}
