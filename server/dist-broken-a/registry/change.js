import { sql } from 'kysely';
import { columnName, tableName } from '@anlan/kernel/entity';
import { refuse } from '@anlan/kernel/refusal';
import { announce } from './announce.js';
import { checkReferences, checkRegion } from './checks.js';
import { initialsOf } from './initials.js';
import { readRecord } from './list.js';
import { mask } from './mask.js';
import { belongingOf, followRecord } from './owner.js';
/**
 * Changes members of a live record under the transaction's scope. Refuses with `version-conflict` when somebody
 * else was faster; members that stay as they are make no new version. Undefined = no such record in scope.
 */
export async function changeRecord(tx, entity, id, { version, changes }, { by, within }) {
    const current = await readRecord(tx, entity, id, true);
    if (current === undefined || current.retiredAt !== null)
        return undefined;
    if (current.version !== version)
        return refuse('version-conflict', { version: current.version });
    const made = differences(entity, current, changes);
    if (made.length === 0)
        return { record: current, fields: [] };
    const after = {
        ...current,
        ...Object.fromEntries(made.map(({ field, to }) => [field, to])),
        id,
    };
    const fields = made.map(({ field }) => field);
    const wrong = await checkChange(tx, entity, after, fields, within);
    if (wrong !== undefined)
        return wrong;
    const belongs = (await belongingOf(tx, entity, [after]))(after);
    await update(tx, entity, id, made, belongs, by);
    await writeHistory(tx, entity, id, made, by);
    await followRecord(tx, entity, id);
    await announce(tx, entity);
    return { record: (await readRecord(tx, entity, id)), fields };
}
async function checkChange(tx, entity, after, fields, within) {
    const region = fields.includes('regionPath')
        ? await checkRegion(tx, after['regionPath'], within)
        : undefined;
    return region ?? checkReferences(tx, entity, Object.fromEntries(fields.map((field) => [field, after[field]])));
}
/** Members whose value really changes; a masked value sent back unchanged is no change. */
function differences(entity, current, changes) {
    return Object.entries(changes).flatMap(([field, given]) => {
        if (given === undefined)
            return [];
        const from = current[field] ?? null;
        const isMasked = entity.fields[field]?.personal === true && typeof from === 'string' && given === mask(from);
        return from === given || isMasked ? [] : [{ field, from, to: given }];
    });
}
async function update(tx, entity, id, made, belongs, by) {
    const columns = new Map(made.map(({ field, to }) => [columnName(field), to]));
    columns.set('organisation_id', belongs.organisationId).set('sector', belongs.sector).set('updated_by', by);
    const name = columns.get('name');
    if (typeof name === 'string')
        columns.set('initials', initialsOf(name));
    const sets = [...columns].map(([column, value]) => sql `${sql.id(column)} = ${value}`);
    await sql `
    UPDATE ${sql.table(tableName(entity))} SET ${sql.join(sets)}, version = version + 1, updated_at = now()
    WHERE id = ${id}`.execute(tx);
}
/** Takes a record out of use with a reason; it stays readable. Undefined = no such live record in scope. */
export async function retireRecord(tx, entity, id, reason, by) {
    const current = await readRecord(tx, entity, id, true);
    if (current === undefined || current.retiredAt !== null)
        return undefined;
    await sql `
    UPDATE ${sql.table(tableName(entity))} SET retired_at = now(), version = version + 1, updated_at = now(), updated_by = ${by}
    WHERE id = ${id}`.execute(tx);
    await writeHistory(tx, entity, id, [{ field: 'retiredAt', from: null, to: reason }], by);
    await announce(tx, entity);
    return readRecord(tx, entity, id);
}
/** One row of history for the version the record has now. */
async function writeHistory(tx, entity, id, changes, by) {
    await sql `
    INSERT INTO record_history (entity, id, version, by, changes, region_path, organisation_id, sector)
    SELECT ${entity.key}, t.id, t.version, ${by}, ${JSON.stringify(changes)}::jsonb, t.region_path, t.organisation_id, t.sector
    FROM ${sql.table(tableName(entity))} t WHERE t.id = ${id}`.execute(tx);
}
/** Versions of a record, newest first; personal values masked. */
export async function historyOf(tx, entity, id) {
    const { rows } = await sql `
    SELECT version, at, by, changes FROM record_history WHERE entity = ${entity.key} AND id = ${id} ORDER BY version DESC`.execute(tx);
    return rows.map((row) => ({
        ...row,
        at: row.at.getTime(),
        changes: row.changes.map((change) => labelled(entity, change)),
    }));
}
const BASE_LABELS = {
    regionPath: '所在辖区',
    lon: '经度',
    lat: '纬度',
    retiredAt: '注销',
};
function labelled(entity, { field, from, to }) {
    const declared = entity.fields[field];
    const label = declared?.label ?? (field === 'name' ? entity.nameLabel : (BASE_LABELS[field] ?? field));
    const shown = (value) => (declared?.personal === true && typeof value === 'string' ? mask(value) : value);
    return { field, label, from: shown(from), to: shown(to) };
}
//# sourceMappingURL=change.js.map