import { sql } from 'kysely';
import { tableName } from '@anlan/kernel/entity';
import { ENTITIES } from './table.js';
/**
 * Whose records of the entity are: an enterprise is its own organisation; an owned record takes organisation and
 * sector from the enterprise it refers to (looked up under the transaction's scope).
 */
export async function belongingOf(tx, entity, inputs) {
    const { ownerField, sectorField } = entity;
    const sectorIn = (input) => sectorField === undefined ? null : (input[sectorField] ?? null);
    if (entity.key === 'enterprise')
        return (input) => ({ organisationId: input['id'], sector: sectorIn(input) });
    if (ownerField === undefined)
        return (input) => ({ organisationId: null, sector: sectorIn(input) });
    const wanted = new Set(inputs.flatMap((input) => (input[ownerField] == null ? [] : [input[ownerField]])));
    const { rows } = await sql `
    SELECT id, sector FROM enterprise WHERE id = ANY (${[...wanted]}::uuid[])`.execute(tx);
    const sectors = new Map(rows.map((row) => [row.id, row.sector]));
    return (input) => {
        const owner = input[ownerField] ?? null;
        return { organisationId: owner, sector: owner === null ? sectorIn(input) : (sectors.get(owner) ?? null) };
    };
}
/**
 * Lets copies of a record's place follow it after a change: its history, the points of a device, and the sector of
 * everything an enterprise owns. Copies may lie outside the writer's scope, so they are written as the owner.
 */
export async function followRecord(tx, entity, id) {
    const { rows } = await sql `SELECT current_setting('role') AS role`.execute(tx);
    await sql `SET LOCAL ROLE NONE`.execute(tx);
    const place = sql `region_path = o.region_path, organisation_id = o.organisation_id, sector = o.sector`;
    const origin = sql.table(tableName(entity));
    await sql `UPDATE record_history h SET ${place} FROM ${origin} o WHERE o.id = ${id} AND h.entity = ${entity.key} AND h.id = o.id`.execute(tx);
    if (entity.key === 'device')
        await sql `UPDATE point p SET ${place} FROM device o WHERE o.id = ${id} AND p.device_id = o.id`.execute(tx);
    if (entity.key === 'enterprise')
        await followSector(tx, id);
    await sql `SET LOCAL ROLE ${sql.raw(rows[0].role === 'none' ? 'NONE' : `"${rows[0].role}"`)}`.execute(tx);
}
async function followSector(tx, enterprise) {
    const owned = [...ENTITIES.values()].filter((entity) => entity.ownerField !== undefined).map(tableName);
    for (const table of [...owned, 'point', 'record_history']) {
        await sql `
      UPDATE ${sql.table(table)} c SET sector = e.sector FROM enterprise e
      WHERE e.id = ${enterprise} AND c.organisation_id = e.id AND c.sector IS DISTINCT FROM e.sector`.execute(tx);
    }
}
//# sourceMappingURL=owner.js.map