import { sql } from 'kysely';
import { z } from 'zod';
import { tableName } from '@anlan/kernel/entity';
import { likeText, matching } from './list.js';
import { findRegions } from './regions.js';
import { column, ENTITIES } from './table.js';
export const foundSchema = z.object({
    kind: z.string().describe('an entity, or region'),
    id: z.string(),
    label: z.string(),
    sub: z.string(),
    href: z.string(),
});
const PER_KIND = 5;
/** Records of every entity and regions by name, pinyin initials or unique number, under the transaction's scope. */
export async function search(tx, reach, text) {
    const found = [];
    for (const entity of ENTITIES.values())
        found.push(...(await searchEntity(tx, entity, text)));
    const regions = await findRegions(tx, reach, text, PER_KIND);
    const places = regions.map(({ path, name, above }) => ({
        kind: 'region',
        id: path,
        label: name,
        sub: above ?? '',
        href: `/map?scope=${encodeURIComponent(path)}`,
    }));
    return [...found, ...places];
}
async function searchEntity(tx, entity, text) {
    const [unique] = entity.unique ?? [];
    const number = unique === undefined ? sql `NULL` : column(unique);
    const { rows } = await sql `
    SELECT t.id, t.name, r.name AS region, ${number} AS number
    FROM ${sql.table(tableName(entity))} t LEFT JOIN region r ON r.path = t.region_path
    WHERE t.retired_at IS NULL AND ${matching(entity, text)}
    ORDER BY (t.name ILIKE ${`${likeText(text)}%`}) DESC, length(t.name), t.name LIMIT ${PER_KIND}`.execute(tx);
    return rows.map(({ id, name, region, number }) => ({
        kind: entity.key,
        id,
        label: name,
        sub: [entity.label, number, region].filter((part) => part !== null).join(' · '),
        href: `/registry/${entity.plural}/${id}`,
    }));
}
//# sourceMappingURL=search.js.map