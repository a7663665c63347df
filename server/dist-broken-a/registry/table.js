import { sql } from 'kysely';
import { columnName, tableName } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
/** Every declared entity by key. */
export const ENTITIES = new Map(SYSTEMS.flatMap((system) => system.entities.map((entity) => [entity.key, entity])));
/** A declared entity; an unknown key is a bug of the caller. */
export function entityOf(key) {
    const entity = ENTITIES.get(key);
    if (entity === undefined)
        throw new Error(`no entity ${key}`);
    return entity;
}
/** The entity's reference fields, with the alias their table is joined under. */
function referencesOf(entity) {
    return Object.entries(entity.fields).flatMap(([key, field]) => field.kind === 'reference' ? [{ key, alias: `ref_${columnName(key)}`, field }] : []);
}
/** The column of a member: `creditCode` → `t.credit_code`; members are the declaration's, never the asker's. */
export function column(member) {
    return sql.ref(`t.${columnName(member)}`);
}
const MEMBERS = [
    'id',
    'name',
    'regionPath',
    'organisationId',
    'lon',
    'lat',
    'demonstration',
    'provenance',
    'version',
    'updatedAt',
    'updatedBy',
    'retiredAt',
];
/** `SELECT … FROM … t` of the entity with names of its region and of what it refers to (under scope: null outside it). */
export function selectFrom(entity) {
    const members = [...MEMBERS, ...Object.keys(entity.fields)];
    const references = referencesOf(entity);
    const labels = references.map(({ key, alias }) => sql `${sql.lit(key)}, ${sql.ref(`${alias}.name`)}`);
    const joins = references.map(({ key, alias, field }) => sql `LEFT JOIN ${sql.table(tableName(entityOf(field.entity)))} AS ${sql.id(alias)} ON ${sql.ref(`${alias}.id`)} = ${column(key)}`);
    return sql `
    SELECT ${sql.join(members.map((member) => sql `${column(member)} AS ${sql.id(member)}`))}, r.name AS "regionName",
      jsonb_strip_nulls(jsonb_build_object(${sql.join(labels)})) AS labels
    FROM ${sql.table(tableName(entity))} AS t
    LEFT JOIN region r ON r.path = t.region_path
    ${sql.join(joins, sql ` `)}`;
}
/** Times as ISO text, as the API gives them. */
export function recordOf(row) {
    const text = (value) => (value instanceof Date ? value.toISOString() : value);
    return { ...row, updatedAt: text(row.updatedAt), retiredAt: text(row.retiredAt) };
}
//# sourceMappingURL=table.js.map