import { z } from 'zod';
import { grantSchema, type GrantOrigin } from './grant.ts';
import { refuse, type Refusal } from '../refusal/index.ts';
import { roleOf } from './roles.ts';
import type { Scope } from './scope.ts';
import type { Verb } from './verbs.ts';

export {
  checkCommission,
  checkDelegation,
  clashOf,
  GRANT_ORIGINS,
  grantSchema,
  isLive,
  overlaps,
  spanWithin,
  verbsOf,
  type Grant,
  type GrantOrigin,
  type GrantView,
  type Span,
} from './grant.ts';
export {
  APPROVAL_ACTS,
  APPROVAL_STATES,
  APPROVERS,
  approvalSchema,
  approvalStateAt,
  checkApprover,
  checkWithdrawal,
  holdsPlaces,
  isAdministrators,
  type Approval,
  type ApprovalAct,
  type ApprovalState,
  type ApprovalView,
} from './approval.ts';
export { covers, regionPathSchema, scopeRange, scopeWithin, type Place, type Scope } from './scope.ts';
export { OFFICES, officeOf, ROLES, roleOf, type Role } from './roles.ts';
export { VERBS, type Verb } from './verbs.ts';

/** Who acts: a person in one role with one active scope. */
export interface Actor {
  readonly personId: string;
  readonly name: string;
  readonly role: string;
  readonly scope: Scope;
  /** Narrower than the role: a commission's named verbs, a token's. Left out = all the role may do. */
  readonly verbs?: readonly string[];
  /** How they came by the grant they act under; left out = their post, or a grant of the administrator. */
  readonly origin?: GrantOrigin;
  /** What a commission names beside its verbs: number of its document, and `penaltyYuan`, the highest single fine. */
  readonly limits?: Readonly<Record<string, string | number>>;
}

/** May the actor do this verb at all? Asked in the browser (to show) and in the server (to decide). */
export function may(actor: Pick<Actor, 'role' | 'verbs'>, verb: Verb): boolean {
  const role = roleOf(actor.role)?.verbs.includes(verb) ?? false;
  return role && (actor.verbs === undefined || actor.verbs.includes(verb));
}

/**
 * The highest single fine in yuan an actor may decide: what their commission names, 0 where it names none
 * (行政处罚法 2021, article 20: within the powers of the written commission); undefined = they act by no commission.
 */
export function mostPenaltyOf({ origin, limits }: Pick<Actor, 'origin' | 'limits'>): number | undefined {
  if (origin !== 'commission') return undefined;
  const named = Number(limits?.['penaltyYuan'] ?? 0);
  return Number.isFinite(named) ? named : 0;
}

/** Why a fine of so many yuan is beyond a commission that allows at most `most`; undefined = it is not. */
export function barsPenalty(most: number, yuan: number, field: string): Refusal | undefined {
  if (yuan <= most) return undefined;
  return most > 0
    ? refuse('penalty-beyond', { amount: yuan, most }, field)
    : refuse('penalty-none', { amount: yuan }, field);
}

/** What the browser knows of its session. */
export const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string(), account: z.string() }),
  role: z.object({ key: z.string(), label: z.string(), labelEn: z.string(), mark: z.string() }),
  /** The active scope: its kind, and the place or organisation it is named after. */
  scope: z.object({
    kind: z.enum(['region', 'organisation', 'participant', 'all']),
    path: z.string().nullable(),
    organisationId: z.string().nullable(),
    label: z.string(),
    note: z.string().describe('e.g. 全市 12 个县（市、区）'),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
  }),
  /** Region of the scope's jurisdiction, e.g. 上饶市; picks boundaries and base map. */
  jurisdiction: z.string().nullable(),
  verbs: z.array(z.string()),
  rail: z.array(z.string()),
  lands: z.string(),
  demonstration: z.boolean(),
  expiresAt: z.string(),
  /** The grant in use, and all that the person may switch to. */
  grant: z.string(),
  grants: z.array(grantSchema),
  /** What has to be done before anything else. */
  must: z.enum(['password', 'second-factor']).nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** A sign-in that is not complete: a code of the second factor is awaited under this ticket. */
export const pendingSchema = z.object({ pending: z.literal('code'), ticket: z.string() });

/** A demonstration identity offered on the sign-in page. */
export const demonstrationIdentitySchema = z.object({
  key: z.string(),
  label: z.string(),
  place: z.string(),
  mark: z.string(),
  question: z.string(),
  jurisdiction: z.string(),
});
export type DemonstrationIdentity = z.infer<typeof demonstrationIdentitySchema>;
export { CAPACITIES, CAPACITY_KEYS, participationSchema, type Participation } from './participation.ts';
