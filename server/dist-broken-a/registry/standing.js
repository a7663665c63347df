import { sql } from 'kysely';
import { refuseInBoth } from '../http/index.js';
import { jurisdictionOf } from '../identity/view.js';
/**
 * Path under which the scope may see regions and place records; undefined = anywhere. An organisation works within
 * the jurisdiction of its enterprise: its records cannot be moved out of the supervisor's sight.
 */
export async function reachOf(db, scope) {
    if (scope.kind === 'all')
        return undefined;
    if (scope.kind === 'region')
        return scope.path;
    const { rows } = await sql `SELECT region_path FROM enterprise WHERE id = ${scope.organisationId}`.execute(db);
    const [own] = rows;
    if (own === undefined)
        return 'nowhere.';
    return (await jurisdictionOf(db, own.region_path)) ?? own.region_path;
}
/** What an organisation enters is its own; it does not register enterprises. Others enter what they like in scope. */
export function asOwn(entity, { scope }, input) {
    if (scope.kind !== 'organisation')
        return { ...input };
    if (entity.ownerField === undefined) {
        const verb = { zh: `登记${entity.label}`, en: `register a new ${entity.labelEn.toLowerCase()}` };
        return refuseInBoth('not-permitted', { verb: verb.zh, grantor: '监管部门' }, { verb: verb.en, grantor: 'the supervising authority' });
    }
    return { ...input, [entity.ownerField]: input[entity.ownerField] ?? scope.organisationId };
}
//# sourceMappingURL=standing.js.map