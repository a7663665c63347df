import { sql, type RawBuilder } from 'kysely';
import { OFFICES } from '@anlan/kernel/access';
import { inForce, SIGN_IN_KEYS, SIGN_IN_PARAMETERS, type Setting } from '@anlan/kernel/parameter';
import type { Database, Tx } from '../access/scoped.ts';
import { WIDE } from '../parameter/book.ts';

/** The rules of signing in that hold for one person: those of the place they belong to. */
export interface Policy {
  /** Failures in a row until the account is locked, and for how many minutes. */
  readonly attempts: number;
  readonly lockMinutes: number;
  readonly passwordLength: number;
  /** Days a password lasts; 0 = no end. */
  readonly passwordDays: number;
  readonly passwordHistory: number;
  readonly idleMinutes: number;
  readonly sessionHours: number;
  readonly linkHours: number;
  /** Hours until what was asked for about an administrator's account expires. */
  readonly approvalHours: number;
  readonly delegationDays: number;
  readonly tokenDays: number;
  /** Roles that need a second factor; null = nobody has named any, the default of the start holds. */
  readonly twoFactorRoles: readonly string[] | null;
}

/** Where people of no place belong: the whole of the platform. */
export const WHOLE = 'cn.';

/** Place a person `p` with their enterprise `e` belongs to. */
export const PLACE_OF_PERSON = sql<string>`coalesce(p.scope_path, e.region_path, ${WHOLE})`;

/** A setting as it comes out of the aggregate of `policySettings`. */
export type SettingJson = Setting;

/** Column with the settings of the rules along the path of a place, for `policyOf`. */
export function policySettings(place: RawBuilder<string>): RawBuilder<SettingJson[]> {
  return sql<SettingJson[]>`(
    SELECT coalesce(jsonb_agg(jsonb_build_object('key', s.key, 'regionPath', s.region_path, 'value', s.value, 'wide', ${WIDE},
      'from', (extract(epoch FROM s.valid_from) * 1000)::float8) ORDER BY s.valid_from), '[]')
    FROM parameter_setting s JOIN region r ON r.path = s.region_path
    WHERE s.key = ANY (${[...SIGN_IN_KEYS]}) AND s.region_path = ANY (anlan_above(${place})))`;
}

const DECLARED = new Map(SIGN_IN_PARAMETERS.map((parameter) => [parameter.key, parameter]));

/** The rules of a place at an instant (epoch ms), by the settings along its path. */
export function policyOf(settings: readonly Setting[], place: string, at = Date.now()): Policy {
  const held = (key: string) => inForce(DECLARED.get(`sign-in.${key}`)!, settings, place, at);
  const number = (key: string): number => held(key).value as number;
  const roles = held('two-factor');
  return {
    attempts: number('attempts'),
    lockMinutes: number('lock-minutes'),
    passwordLength: number('password.length'),
    passwordDays: number('password.days'),
    passwordHistory: number('password.history'),
    idleMinutes: number('idle-minutes'),
    sessionHours: number('session-hours'),
    linkHours: number('link-hours'),
    approvalHours: number('approval-hours'),
    delegationDays: number('delegation-days'),
    tokenDays: number('token-days'),
    twoFactorRoles: roles.regionPath === null ? null : (roles.value as readonly string[]),
  };
}

/** The rules of a place. */
export async function policyFor(db: Database | Tx, place: string): Promise<Policy> {
  const { rows } = await sql<{ settings: SettingJson[] }>`
    SELECT ${policySettings(sql<string>`${place}::text`)} AS settings`.execute(db);
  return policyOf(rows[0]!.settings, place);
}

/** The rules a person is under. */
export async function policyOfPerson(db: Database | Tx, personId: string): Promise<Policy> {
  const { rows } = await sql<{ place: string; settings: SettingJson[] }>`
    SELECT ${PLACE_OF_PERSON} AS place, ${policySettings(PLACE_OF_PERSON)} AS settings
    FROM person p LEFT JOIN enterprise e ON e.id = p.scope_organisation WHERE p.id = ${personId}`.execute(db);
  const [row] = rows;
  return row === undefined ? policyFor(db, WHOLE) : policyOf(row.settings, row.place);
}

/**
 * The rules an account seems to be under while somebody tries to enter. One that does not exist is treated as some
 * person of the platform would be, always the same one for the same name: rules of places tell nobody which accounts are.
 */
export async function policyOfAccount(db: Database, account: string): Promise<Policy> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM (
      (SELECT id, 1 AS turn FROM person WHERE lower(account) = lower(${account}) AND retired_at IS NULL)
      UNION ALL (SELECT id, 2 FROM person WHERE id >= md5(lower(${account}))::uuid ORDER BY id LIMIT 1)
      UNION ALL (SELECT id, 3 FROM person ORDER BY id LIMIT 1)) somebody
    ORDER BY turn LIMIT 1`.execute(db);
  const [somebody] = rows;
  return somebody === undefined ? policyFor(db, WHOLE) : policyOfPerson(db, somebody.id);
}

/** Roles that need a second factor: those named, else the three administrators outside the demonstration. */
export function twoFactorRoles(named: readonly string[] | null, demonstration: boolean): readonly string[] {
  return named ?? (demonstration ? [] : OFFICES);
}
