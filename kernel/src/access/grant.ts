import { z } from 'zod';
import { refuse, type Refusal, both, type Words } from '../refusal/index.ts';
import { OFFICES, officeOf, roleOf } from './roles.ts';
import { scopeWithin, type Scope } from './scope.ts';
import type { Verb } from './verbs.ts';

/** Where a grant comes from: the post a person was entered with, the security administrator, 代理, 委托执法. */
export const GRANT_ORIGINS = {
  post: { label: '本职', labelEn: 'Post' },
  grant: { label: '授权', labelEn: 'Grant' },
  delegation: { label: '代理', labelEn: 'Delegation' },
  commission: { label: '委托执法', labelEn: 'Commission' },
} as const;
export type GrantOrigin = keyof typeof GRANT_ORIGINS;

/** Half-open span of time, epoch ms; no end = until further notice. */
export interface Span {
  readonly from: number;
  readonly to: number | null;
}

/** A role in a scope for a span of time. `verbs` narrows what the role may do; null = all of it. */
export interface Grant extends Span {
  readonly id: string;
  readonly personId: string;
  readonly role: string;
  readonly scope: Scope;
  readonly origin: GrantOrigin;
  readonly verbs: readonly string[] | null;
}

export function isLive(span: Span, at: number): boolean {
  return span.from <= at && (span.to === null || at < span.to);
}

export function overlaps(a: Span, b: Span): boolean {
  return (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);
}

/** Does the inner span lie in the outer one? */
export function spanWithin(inner: Span, outer: Span): boolean {
  return inner.from >= outer.from && (outer.to === null || (inner.to !== null && inner.to <= outer.to));
}

type Held = Pick<Grant, 'role' | 'from' | 'to'>;

/**
 * Three separated administrators (GB/T 22239-2019 8.1.5.1 to 8.1.5.3): nobody holds two of their offices, or one of
 * them and a business role, at the same time. The held grant that forbids the next one, or undefined.
 */
export function clashOf<G extends Held>(held: readonly G[], next: Held): G | undefined {
  return held.find((grant) => officeOf(grant.role) !== officeOf(next.role) && overlaps(grant, next));
}

/** A part of a grant: some of its verbs, a narrower scope; left out = all of it. */
interface Part {
  readonly verbs?: readonly string[] | undefined;
  readonly scope?: Scope | undefined;
}

interface Handing {
  readonly source: Grant;
  /** To whom. */
  readonly personId: string;
  readonly span: Span;
  readonly at: number;
  readonly longestDays: number;
}

const DAY = 86_400_000;

function checkHanding({ source, personId, span, at, longestDays }: Handing): Refusal | undefined {
  if (!isLive(source, at)) return refuse('grant-ended');
  if (source.origin === 'delegation' || source.origin === 'commission') return refuse('not-delegable');
  if (OFFICES.includes(source.role)) return refuse('not-delegable');
  if (source.personId === personId) return refuse('grant-self');
  if (span.to === null) return refuse('field-required', { field: both('结束时间', 'End') }, 'to');
  if (span.to <= at || span.to <= span.from)
    return refuse(
      'field-invalid',
      {
        field: both('结束时间', 'End'),
        problem: both('须晚于现在与开始时间', 'it must be later than now and than the start'),
      },
      'to',
    );
  if (span.to - span.from > longestDays * DAY) return refuse('grant-too-long', { days: longestDays }, 'to');
  if (!spanWithin({ ...span, from: Math.max(span.from, source.from) }, source)) return refuse('grant-beyond', {}, 'to');
  return undefined;
}

/** Is the part one of the grant, and no more? */
function checkPart(source: Grant, { verbs, scope }: Part, matters: Words): Refusal | undefined {
  const own: readonly string[] = verbsOf(source);
  if (verbs?.length === 0) return refuse('field-required', { field: matters }, 'verbs');
  if (verbs?.every((verb) => own.includes(verb)) === false) return refuse('grant-beyond', {}, 'verbs');
  if (scope !== undefined && !scopeWithin(scope, source.scope)) return refuse('grant-beyond', {}, 'scope');
  return undefined;
}

/**
 * 代理: a grant or a part of it, handed to another person for a time. What was handed on is not handed on again.
 */
export function checkDelegation(handing: Handing & Part): Refusal | undefined {
  return checkHanding(handing) ?? checkPart(handing.source, handing, both('代理事项', 'Matters delegated'));
}

/**
 * 委托执法 (行政处罚法 2021, articles 20 and 21: in writing, with named matters, powers and term, and not to be passed
 * on): named verbs of the commissioning person's own, in a part of their scope.
 */
export function checkCommission(
  handing: Handing & { readonly verbs: readonly string[]; readonly scope: Scope },
): Refusal | undefined {
  return checkHanding(handing) ?? checkPart(handing.source, handing, both('委托事项', 'Matters commissioned'));
}

/** What a grant lets one do: the role's verbs, or those of them that the grant names. */
export function verbsOf(grant: Pick<Grant, 'role' | 'verbs'>): readonly Verb[] {
  const verbs = roleOf(grant.role)?.verbs ?? [];
  return grant.verbs === null ? verbs : verbs.filter((verb) => grant.verbs?.includes(verb));
}

/** A grant as the browser knows it. Times are epoch ms. */
export const grantSchema = z.object({
  id: z.string(),
  role: z.string(),
  scopeKind: z.enum(['region', 'organisation', 'participant', 'all']),
  scopeLabel: z.string(),
  sectors: z.array(z.string()),
  origin: z.enum(['post', 'grant', 'delegation', 'commission']),
  verbs: z.array(z.string()).nullable(),
  limits: z.record(z.string(), z.union([z.string(), z.number()])),
  from: z.number(),
  to: z.number().nullable(),
  reason: z.string().nullable(),
  by: z.string().nullable().describe('姓名'),
  endedAt: z.number().nullable(),
  live: z.boolean(),
});
export type GrantView = z.infer<typeof grantSchema>;
