import { sql } from 'kysely';
import { z } from 'zod';
import { grantSchema, participationSchema } from '@anlan/kernel/access';
import { participationsOf } from '../access/participation.ts';
import type { Context } from '../access/context.ts';
import { tokensOf } from './api-token.ts';
import { grantsOf } from './grants.ts';
import { passkeysOf, passkeysPossible } from './passkey.ts';
import { policyOfPerson } from './policy.ts';
import { sessionsOf, type Visit } from './session.ts';
import { recoveryLeft, totpInUse } from './totp.ts';

export const openSessionSchema = z.object({
  id: z.string(),
  at: z.number(),
  lastSeenAt: z.number(),
  expiresAt: z.number(),
  remote: z.string(),
  client: z.string().nullable(),
  method: z.string(),
  role: z.string(),
  current: z.boolean(),
});
export const givenSchema = grantSchema.extend({ holder: z.string(), holderId: z.string() });

export const accountSchema = z.object({
  account: z.string(),
  name: z.string(),
  hasPassword: z.boolean(),
  passwordChangedAt: z.number().nullable(),
  passwordDueAt: z.number().nullable(),
  totp: z.boolean(),
  recoveryLeft: z.int(),
  passkeysPossible: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), createdAt: z.number(), lastUsedAt: z.number().nullable() }),
  ),
  identity: z.boolean().nullable().describe('统一认证已绑定；平台没有接统一认证时为空'),
  sessions: z.array(openSessionSchema),
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.string(),
      verbs: z.array(z.string()),
      createdAt: z.number(),
      expiresAt: z.number(),
      lastUsedAt: z.number().nullable(),
    }),
  ),
  held: z.array(givenSchema),
  given: z.array(givenSchema),
  participations: z.array(participationSchema),
  limits: z.object({ delegationDays: z.int(), tokenDays: z.int(), passwordHistory: z.int(), passwordLength: z.int() }),
});

/** Everything the account page shows of the person who is signed in. */
export async function accountView(
  { db, configuration }: Context,
  visit: Visit,
): Promise<z.infer<typeof accountSchema>> {
  const { personId, name } = visit.actor;
  const policy = await policyOfPerson(db, personId);
  const { rows } = await sql<{ has: boolean; changed: Date | null; linked: boolean }>`
    SELECT password_hash IS NOT NULL AS has, EXISTS (SELECT FROM person_identity WHERE person_id = person.id) AS linked,
      password_changed_at AS changed FROM person WHERE id = ${personId}`.execute(db);
  const { has, changed, linked } = rows[0]!;
  const changedAt = has ? (changed?.getTime() ?? null) : null;
  return {
    account: visit.account,
    name,
    hasPassword: has,
    passwordChangedAt: changedAt,
    passwordDueAt:
      changedAt === null || policy.passwordDays === 0 ? null : changedAt + policy.passwordDays * 86_400_000,
    totp: await totpInUse(db, personId),
    recoveryLeft: await recoveryLeft(db, personId),
    passkeysPossible: passkeysPossible(configuration.publicUrl),
    passkeys: [...(await passkeysOf(db, personId))],
    identity: configuration.oidcIssuer === undefined ? null : linked,
    sessions: await sessionsOf(db, personId, visit.tokenHash),
    tokens: (await tokensOf(db, personId)).map((token) => ({ ...token, verbs: [...token.verbs] })),
    held: await grantsOf(db, personId),
    given: await grantsOf(db, personId, 'given'),
    participations: await participationsOf(db, personId),
    limits: {
      delegationDays: policy.delegationDays,
      tokenDays: policy.tokenDays,
      passwordHistory: policy.passwordHistory,
      passwordLength: policy.passwordLength,
    },
  };
}
