import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { columnName, tableName } from '@anlan/kernel/entity';
import { refuseInBoth } from '../http/problem.js';
import { checkReferences, checkRegion } from './checks.js';
import { initialsOf } from './initials.js';
import { belongingOf } from './owner.js';
import { announce } from './announce.js';
const CHUNK = 400;
/**
 * Enters one record: region and references are looked up under the transaction's scope, and a value that must be
 * unique is refused with `already-exists`. `input` has passed the entity's input schema. Returns the id.
 */
export async function insertRecord(tx, entity, input, origin) {
    const wrong = (await checkRegion(tx, input.regionPath, origin.within)) ?? (await checkReferences(tx, entity, input));
    if (wrong !== undefined)
        return wrong;
    const [id] = await insertRecords(tx, entity, [input], origin);
    return id ?? (await taken(tx, entity, input));
}
/**
 * Enters many records whose input is trusted (demonstration, import after its own checks), in few statements.
 * Returns the ids entered; a record that would repeat a unique value is left out.
 */
export async function insertRecords(tx, entity, inputs, origin) {
    const entered = [];
    for (let from = 0; from < inputs.length; from += CHUNK) {
        const chunk = inputs.slice(from, from + CHUNK).map((input) => ({ ...input, id: input.id ?? randomUUID() }));
        const belongs = await belongingOf(tx, entity, chunk);
        const rows = chunk.map((input) => columnsOfInput(entity, input, belongs(input), origin));
        const ids = await insertRows(tx, tableName(entity), rows);
        entered.push(...ids);
        const known = new Set(ids);
        await insertHistory(tx, entity, chunk.filter((input) => known.has(input.id)), belongs, origin.by);
    }
    await announce(tx, entity);
    return entered;
}
function columnsOfInput(entity, input, belongs, origin) {
    const fields = Object.keys(entity.fields).map((key) => [columnName(key), input[key] ?? null]);
    return {
        ...Object.fromEntries(fields),
        id: input.id,
        name: input.name,
        region_path: input.regionPath,
        organisation_id: belongs.organisationId,
        sector: belongs.sector,
        lon: input['lon'] ?? null,
        lat: input['lat'] ?? null,
        initials: initialsOf(input.name),
        demonstration: origin.demonstration,
        provenance: origin.provenance,
        updated_by: origin.by,
    };
}
async function insertRows(tx, table, rows) {
    const columns = Object.keys(rows[0] ?? {});
    const values = rows.map((row) => sql `(${sql.join(columns.map((name) => row[name]))})`);
    const { rows: entered } = await sql `
    INSERT INTO ${sql.table(table)} (${sql.join(columns.map((name) => sql.id(name)))}) VALUES ${sql.join(values)}
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx);
    return entered.map(({ id }) => id);
}
async function insertHistory(tx, entity, inputs, belongs, by) {
    if (inputs.length === 0)
        return;
    const rows = inputs.map((input) => {
        const { organisationId, sector } = belongs(input);
        return sql `(${entity.key}, ${input.id}::uuid, 1, ${by}, '[]'::jsonb, ${input.regionPath}, ${organisationId}::uuid, ${sector})`;
    });
    await sql `
    INSERT INTO record_history (entity, id, version, by, changes, region_path, organisation_id, sector)
    VALUES ${sql.join(rows)}`.execute(tx);
}
/** Which unique value is taken? Known for sure with one unique field, else looked up as far as the scope shows it. */
async function taken(tx, entity, input) {
    const unique = entity.unique ?? [];
    for (const key of unique.length > 1 ? unique : []) {
        const { rows } = await sql `
      SELECT FROM ${sql.table(tableName(entity))} WHERE ${sql.id(columnName(key))} = ${input[key]} AND retired_at IS NULL`.execute(tx);
        if (rows.length > 0)
            return alreadyExists(entity, key, input);
    }
    return alreadyExists(entity, unique[0] ?? 'id', input);
}
/** The refusal that names the field and the value already registered. */
export function alreadyExists(entity, key, input) {
    const field = entity.fields[key];
    const value = String(input[key] ?? '');
    return refuseInBoth('already-exists', { field: field?.label ?? key, value }, { field: field?.labelEn ?? key, value }, key);
}
/** The refusal for a unique violation (SQLSTATE 23505) of the entity's table; undefined for any other error. */
export function uniqueViolation(error, entity, input) {
    const { code, constraint } = error;
    if (code !== '23505')
        return undefined;
    const key = entity.unique?.find((name) => constraint === `${tableName(entity)}_${columnName(name)}`);
    return key === undefined ? undefined : alreadyExists(entity, key, input);
}
//# sourceMappingURL=insert.js.map