import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { likeText } from './list.js';
function within(column, path) {
    if (path === undefined)
        return sql `true`;
    const { from, to } = scopeRange(path);
    return sql `${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;
}
/** Regions in tree order under both the reach of the scope and the wanted path; those no longer valid are left out. */
export async function listRegions(db, reach, under) {
    const { rows } = await sql `
    SELECT path, name, kind, code, parent_path AS "parentPath", lon, lat FROM region r
    WHERE valid_to IS NULL AND ${within('r.path', reach)} AND ${within('r.path', under)} ORDER BY path`.execute(db);
    return rows;
}
/** Regions by name or pinyin initials within the reach, shortest name first. */
export async function findRegions(tx, reach, text, limit) {
    const initials = /^[a-z0-9]+$/i.test(text) ? sql `OR r.initials LIKE ${`${text.toLowerCase()}%`}` : sql ``;
    const { rows } = await sql `
    SELECT r.path, r.name, up.name AS above FROM region r LEFT JOIN region up ON up.path = r.parent_path
    WHERE r.valid_to IS NULL AND ${within('r.path', reach)} AND (r.name ILIKE ${`%${likeText(text)}%`} ${initials})
    ORDER BY length(r.name), r.path LIMIT ${limit}`.execute(tx);
    return rows;
}
//# sourceMappingURL=regions.js.map