import { z } from 'zod';
import type { Scope } from './scope.ts';
import { roleOf, type Verb } from './roles.ts';

export { covers, scopeRange, type Place, type Scope } from './scope.ts';
export { ROLES, roleOf, VERBS, type Role, type Verb } from './roles.ts';

/** Who acts: a person in one role with one active scope. */
export interface Actor {
  readonly personId: string;
  readonly name: string;
  readonly role: string;
  readonly scope: Scope;
}

/** May the actor do this verb at all? Asked in the browser (to show) and in the server (to decide). */
export function may(actor: Pick<Actor, 'role'>, verb: Verb): boolean {
  return roleOf(actor.role)?.verbs.includes(verb) ?? false;
}

/** What the browser knows of its session. */
export const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string(), account: z.string() }),
  role: z.object({ key: z.string(), label: z.string(), labelEn: z.string(), mark: z.string() }),
  /** The active scope: its kind, and the place or organisation it is named after. */
  scope: z.object({
    kind: z.enum(['region', 'organisation', 'all']),
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
});
export type Session = z.infer<typeof sessionSchema>;

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
