import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { may, ROLES, scopeRange } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { record } from '../audit/record.js';
import { checkPassword, hashPassword } from './password.js';
export const ACCOUNT = z
    .string()
    .trim()
    .min(3, '至少 3 个字符')
    .max(60, '最长 60 个字符')
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, '只能用文字、数字、点、横线与下划线');
export const personInputSchema = z.strictObject({
    account: ACCOUNT,
    name: z.string().trim().min(1, '不能为空').max(60, '最长 60 字'),
    role: z.enum(ROLES.map((role) => role.key)),
    password: z.string().max(128, '最长 128 个字符'),
    regionPath: z.string().optional().describe('辖区；与 organisationId 二选一'),
    organisationId: z.guid().optional().describe('企业'),
});
export const personSchema = z.object({
    id: z.string(),
    account: z.string(),
    name: z.string(),
    role: z.string(),
    scopeKind: z.string(),
    scopeLabel: z.string(),
    demonstration: z.boolean(),
    hasPassword: z.boolean(),
    lockedUntil: z.number().nullable(),
    lastVisitAt: z.number().nullable(),
    createdAt: z.number(),
});
/**
 * Condition on a person `p` and their enterprise `e`: does their scope lie within the administrator's?
 * Persons are not under row policies: they are read by the owner, and only here and by the audit.
 */
export function personWithin(scope) {
    if (scope.kind === 'all')
        return sql `true`;
    if (scope.kind === 'organisation')
        return sql `p.scope_organisation = ${scope.organisationId}`;
    const { from, to } = scopeRange(scope.path);
    const path = sql `coalesce(p.scope_path, e.region_path)`;
    return sql `(${path} >= ${from} AND ${path} < ${to})`;
}
/** A page of the people within the administrator's scope, by account. */
export async function listPeople(db, scope, search, page, size) {
    const wanted = `%${search.replace(/[\\%_]/g, String.raw `\$&`)}%`;
    const { rows } = await sql `
    SELECT p.id, p.account, p.name, p.role, p.scope_kind, coalesce(r.name, e.name) AS scope_label, p.demonstration,
      p.password_hash IS NOT NULL AS has_password, p.locked_until, p.last_visit_at, p.created_at, count(*) OVER () AS total
    FROM person p
    LEFT JOIN enterprise e ON e.id = p.scope_organisation
    LEFT JOIN region r ON r.path = p.scope_path
    WHERE p.retired_at IS NULL AND ${personWithin(scope)} AND (p.name ILIKE ${wanted} OR p.account ILIKE ${wanted})
    ORDER BY lower(p.account) LIMIT ${size} OFFSET ${(page - 1) * size}`.execute(db);
    return { rows: rows.map(personOf), total: rows[0]?.total ?? 0 };
}
function personOf(row) {
    return {
        id: row.id,
        account: row.account,
        name: row.name,
        role: row.role,
        scopeKind: row.scope_kind,
        scopeLabel: row.scope_label ?? '全部辖区',
        demonstration: row.demonstration,
        hasPassword: row.has_password,
        lockedUntil: row.locked_until?.getTime() ?? null,
        lastVisitAt: row.last_visit_at?.getTime() ?? null,
        createdAt: row.created_at.getTime(),
    };
}
/**
 * May the actor create a person in this role? People are the security administrator's business; only while there
 * is none may the system administrator appoint one (docs/decisions/0004-first-account.md).
 */
export async function mayCreate(db, actor, role) {
    if (may(actor, 'people.write'))
        return true;
    if (actor.role !== 'system-administrator' || role !== 'security-administrator')
        return false;
    const { rows } = await sql `SELECT FROM person WHERE role = 'security-administrator' AND retired_at IS NULL LIMIT 1`.execute(db);
    return rows.length === 0;
}
const notYours = (field, label) => refuse('field-invalid', { field: label, problem: '不存在，或不在你的范围内' }, field);
/** Creates a person whose scope lies within the actor's; the password follows the rules. Returns the id. */
export async function createPerson(db, actor, input) {
    const organisation = input.organisationId;
    if ((organisation === undefined) === (input.regionPath === undefined)) {
        return refuse('invalid-input', { problem: '辖区与企业须填且只填一项' }, 'regionPath');
    }
    const weak = checkPassword(input.password, input.account);
    if (weak !== undefined)
        return weak;
    const within = organisation === undefined
        ? regionWithin(db, actor.scope, input.regionPath)
        : enterpriseWithin(db, actor.scope, organisation);
    if (!(await within))
        return organisation === undefined ? notYours('regionPath', '辖区') : notYours('organisationId', '企业');
    const passwordHash = await hashPassword(input.password);
    const id = randomUUID();
    return db.transaction().execute(async (tx) => {
        const { rows } = await sql `
      INSERT INTO person (id, account, name, role, scope_kind, scope_path, scope_organisation, password_hash, password_changed_at)
      VALUES (${id}, ${input.account}, ${input.name}, ${input.role}, ${organisation === undefined ? 'region' : 'organisation'},
        ${input.regionPath ?? null}, ${organisation ?? null}, ${passwordHash}, now())
      ON CONFLICT (lower(account)) WHERE retired_at IS NULL DO NOTHING RETURNING 1`.execute(tx);
        if (rows.length === 0)
            return refuse('already-exists', { field: '账号', value: input.account }, 'account');
        await record(tx, actor, 'people.write', { kind: 'person', id }, 'done', {
            account: input.account,
            role: input.role,
        });
        return id;
    });
}
async function regionWithin(db, scope, path) {
    const inside = scope.kind === 'all' || (scope.kind === 'region' && path.startsWith(scope.path));
    if (!inside)
        return false;
    const { rows } = await sql `SELECT FROM region WHERE path = ${path}`.execute(db);
    return rows.length > 0;
}
async function enterpriseWithin(db, scope, id) {
    const { rows } = await sql `
    SELECT FROM enterprise e, LATERAL (SELECT NULL::text AS scope_path, e.id AS scope_organisation) p
    WHERE e.id = ${id} AND e.retired_at IS NULL AND ${personWithin(scope)}`.execute(db);
    return rows.length > 0;
}
//# sourceMappingURL=people.js.map