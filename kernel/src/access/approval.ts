import { z } from 'zod';
import { both, refuse, type Refusal } from '../refusal/index.ts';
import type { Span } from './grant.ts';
import { OFFICES, roleOf } from './roles.ts';
import type { Scope } from './scope.ts';

/** Acts of one person that would open an administrator's account to them: each is asked for, and another approves it. */
export const APPROVAL_ACTS = {
  create: { label: '新设管理员账号', labelEn: 'New administrator account' },
  grant: { label: '授予管理员角色', labelEn: 'Grant of an administrator role' },
  reset: { label: '重置管理员登录', labelEn: "Reset of an administrator's sign-in" },
  unlock: { label: '解除管理员锁定', labelEn: 'Unlocking of an administrator' },
} as const;
export type ApprovalAct = keyof typeof APPROVAL_ACTS;

export const APPROVAL_STATES = {
  waiting: { label: '待审批', labelEn: 'Awaiting approval' },
  approved: { label: '已批准', labelEn: 'Approved' },
  refused: { label: '未批准', labelEn: 'Refused' },
  withdrawn: { label: '已撤回', labelEn: 'Withdrawn' },
  expired: { label: '已过期', labelEn: 'Expired' },
} as const;
export type ApprovalState = keyof typeof APPROVAL_STATES;

/** Is an account an administrator's, now or by a grant to come? Whoever gets into it now is still there then. */
export function isAdministrators(held: readonly (Pick<Span, 'to'> & { readonly role: string })[], at: number): boolean {
  return held.some(({ role, to }) => OFFICES.includes(role) && (to === null || to > at));
}

/** What is asked for, as far as it decides who may approve it. Times are epoch ms. */
export interface Approval {
  readonly state: ApprovalState;
  readonly expiresAt: number;
  readonly askedBy: string;
  /** Whose account it is; null = one that is yet to be made. */
  readonly personId: string | null;
  /** Region paths of the account and of what is granted over; '' = everything. */
  readonly places: readonly string[];
}

/** The state at an instant: what nobody decided in time has expired. */
export function approvalStateAt(
  { state, expiresAt }: Pick<Approval, 'state' | 'expiresAt'>,
  at: number,
): ApprovalState {
  return state === 'waiting' && expiresAt <= at ? 'expired' : state;
}

/** Does a scope hold all of these region paths? '' is everything, which only the scope over everything holds. */
export function holdsPlaces(scope: Scope, places: readonly string[]): boolean {
  if (scope.kind === 'all') return true;
  return scope.kind === 'region' && places.every((place) => place.startsWith(scope.path));
}

interface Approver {
  readonly personId: string;
  readonly role: string;
  readonly scope: Scope;
}

const over = (state: ApprovalState): Refusal =>
  refuse('approval-over', { state: both(APPROVAL_STATES[state].label, APPROVAL_STATES[state].labelEn.toLowerCase()) });

/**
 * May somebody approve or refuse what was asked for? A system administrator or another security administrator, of the
 * same or a wider jurisdiction; never whoever asked, under whatever role, and never whose account it is. The audit
 * administrator takes no part in what they audit.
 */
export function checkApprover(asked: Approval, approver: Approver, at: number): Refusal | undefined {
  const state = approvalStateAt(asked, at);
  if (state !== 'waiting') return over(state);
  if (asked.askedBy === approver.personId) return refuse('approval-own');
  if (asked.personId === approver.personId) return refuse('approval-subject');
  const approves = roleOf(approver.role)?.verbs.some((verb) => verb === 'people.write' || verb === 'people.approve');
  if (approves !== true || !holdsPlaces(approver.scope, asked.places)) return refuse('approval-office');
  return undefined;
}

/** Roles that approve. */
export const APPROVERS: readonly string[] = ['system-administrator', 'security-administrator'];

/** May somebody take back what was asked for? Only they who asked, while it waits. */
export function checkWithdrawal(asked: Approval, personId: string, at: number): Refusal | undefined {
  const state = approvalStateAt(asked, at);
  if (state !== 'waiting') return over(state);
  return asked.askedBy === personId ? undefined : refuse('not-found');
}

const ACTS = Object.keys(APPROVAL_ACTS) as [ApprovalAct, ...ApprovalAct[]];
const STATES = Object.keys(APPROVAL_STATES) as [ApprovalState, ...ApprovalState[]];

/** What was asked for, as the browser knows it. Times are epoch ms. */
export const approvalSchema = z.object({
  id: z.string(),
  act: z.enum(ACTS),
  personId: z.string().nullable(),
  account: z.string(),
  name: z.string(),
  role: z.string(),
  scopeLabel: z.string().nullable().describe('null = 不限辖区'),
  secondFactor: z.boolean().describe('重置时同时解除两重验证'),
  from: z.number().nullable(),
  to: z.number().nullable(),
  reason: z.string(),
  askedBy: z.string().describe('姓名'),
  askedAt: z.number(),
  expiresAt: z.number(),
  state: z.enum(STATES),
  decidedBy: z.string().nullable().describe('姓名；由服务器运维办理的为空'),
  atMachine: z.boolean(),
  decidedAt: z.number().nullable(),
  decision: z.string().nullable().describe('审批意见'),
  may: z.object({
    decide: z.boolean(),
    withdraw: z.boolean(),
    collect: z.boolean().describe('取一次性链接'),
  }),
});
export type ApprovalView = z.infer<typeof approvalSchema>;
