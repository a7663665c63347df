import { sql } from 'kysely';
import { z } from 'zod';
import { OFFICES, ROLES, type Actor } from '@anlan/kernel/access';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';

/** Numbers of sign-in and session; each has its bounds in the database too. */
export const policySchema = z.strictObject({
  attempts: z.int().min(3).max(20).describe('连续输错几次锁定'),
  lockMinutes: z.int().min(1).max(1440),
  passwordDays: z.int().min(0).max(730).describe('密码最长使用天数，0 为不限'),
  passwordHistory: z.int().min(0).max(24).describe('不得与最近几次相同'),
  idleMinutes: z.int().min(5).max(1440),
  sessionHours: z.int().min(1).max(24),
  linkHours: z.int().min(1).max(168).describe('一次性链接有效小时'),
  delegationDays: z.int().min(1).max(366),
  tokenDays: z.int().min(1).max(730),
  twoFactorRoles: z
    .array(z.enum(ROLES.map((role) => role.key)))
    .nullable()
    .describe('必须两重验证的角色；null 为默认：正式运行时三员必须'),
});
export type Policy = z.infer<typeof policySchema>;

export async function readPolicy(db: Database | Tx): Promise<Policy> {
  const { rows } = await sql<Policy>`
    SELECT attempts, lock_minutes AS "lockMinutes", password_days AS "passwordDays", password_history AS "passwordHistory",
      idle_minutes AS "idleMinutes", session_hours AS "sessionHours", link_hours AS "linkHours",
      delegation_days AS "delegationDays", token_days AS "tokenDays", two_factor_roles AS "twoFactorRoles"
    FROM access_policy`.execute(db);
  return rows[0]!;
}

/** Roles that need a second factor: those named, else the three administrators outside the demonstration. */
export function twoFactorRoles(named: readonly string[] | null, demonstration: boolean): readonly string[] {
  return named ?? (demonstration ? [] : OFFICES);
}

/** Replaces the numbers; the audit keeps what they were before. */
export async function writePolicy(db: Database, actor: Actor, next: Policy): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await readPolicy(tx);
    await sql`
      UPDATE access_policy SET attempts = ${next.attempts}, lock_minutes = ${next.lockMinutes},
        password_days = ${next.passwordDays}, password_history = ${next.passwordHistory},
        idle_minutes = ${next.idleMinutes}, session_hours = ${next.sessionHours}, link_hours = ${next.linkHours},
        delegation_days = ${next.delegationDays}, token_days = ${next.tokenDays},
        two_factor_roles = ${next.twoFactorRoles}, changed_at = now(), changed_by = ${actor.personId}`.execute(tx);
    const changed = Object.entries(next).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof Policy]),
    );
    const detail = Object.fromEntries(
      changed.map(([key, value]) => [key, { from: before[key as keyof Policy], to: value }]),
    );
    await record(tx, actor, 'policy.write', null, 'done', detail);
  });
}
