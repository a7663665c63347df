import { sql } from 'kysely';
import { tableName } from '@anlan/kernel/entity';
import { refuseInBoth } from '../http/problem.js';
import { entityOf } from './table.js';
const OUTSIDE = { zh: '不存在，或不在你的范围内', en: 'it does not exist, or lies outside your scope' };
/** The region must exist, and lie in `within` where that is given. */
export async function checkRegion(tx, path, within) {
    const { rows } = await sql `SELECT FROM region WHERE path = ${path} AND valid_to IS NULL`.execute(tx);
    if (rows.length > 0 && path.startsWith(within ?? ''))
        return undefined;
    return refuseInBoth('field-invalid', { field: '所在辖区', problem: OUTSIDE.zh }, { field: 'Region', problem: OUTSIDE.en }, 'regionPath');
}
/** Everything referred to must be a live record that the transaction's scope shows. */
export async function checkReferences(tx, entity, input) {
    for (const [key, field] of Object.entries(entity.fields)) {
        const id = input[key];
        if (field.kind !== 'reference' || id == null)
            continue;
        const { rows } = await sql `
      SELECT FROM ${sql.table(tableName(entityOf(field.entity)))} WHERE id = ${id} AND retired_at IS NULL`.execute(tx);
        if (rows.length > 0)
            continue;
        return refuseInBoth('field-invalid', { field: field.label, problem: OUTSIDE.zh }, { field: field.labelEn, problem: OUTSIDE.en }, key);
    }
    return undefined;
}
/** The reference fields among the members of an input, with the tables they point to. */
export function referencesIn(entity, input) {
    return Object.entries(entity.fields).flatMap(([key, field]) => {
        const id = input[key];
        return field.kind === 'reference' && typeof id === 'string'
            ? [{ key, table: tableName(entityOf(field.entity)), id }]
            : [];
    });
}
//# sourceMappingURL=checks.js.map