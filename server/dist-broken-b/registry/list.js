import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { tableName } from '@anlan/kernel/entity';
import { isFilter } from './shapes.js';
import { column, recordOf, selectFrom } from './table.js';
/** Escapes what LIKE takes for a pattern. */
export function likeText(text) {
    return text.replaceAll(/[\\%_]/g, String.raw `\$&`);
}
/** Matches a name anywhere, pinyin initials anywhere, and unique fields from their start (device identity anywhere). */
export function matching(entity, search) {
    const anywhere = `%${likeText(search)}%`;
    const ways = [
        sql `t.name ILIKE ${anywhere}`,
        ...(entity.unique ?? []).map((key) => sql `${column(key)} ILIKE ${anywhere}`),
    ];
    if (/^[a-z0-9]+$/i.test(search))
        ways.push(sql `t.initials LIKE ${`%${search.toLowerCase()}%`}`);
    return sql `(${sql.join(ways, sql ` OR `)})`;
}
function conditionsOf(entity, wish) {
    const conditions = [sql `t.retired_at IS NULL`];
    if (wish.search !== undefined && wish.search !== '')
        conditions.push(matching(entity, wish.search));
    if (wish.region !== undefined) {
        const { from, to } = scopeRange(wish.region);
        conditions.push(sql `t.region_path >= ${from} AND t.region_path < ${to}`);
    }
    for (const [key, field] of Object.entries(entity.fields)) {
        const values = wish[key];
        if (values === undefined || values.length === 0 || !isFilter(field))
            continue;
        conditions.push(sql `${column(key)} = ANY (${[...values]}::${sql.raw(ARRAY_TYPES[field.kind] ?? 'text[]')})`);
    }
    return sql.join(conditions, sql ` AND `);
}
const ARRAY_TYPES = { 'yes-no': 'boolean[]', reference: 'uuid[]' };
/** Levels sort by rank and choices in the declared order; names in pinyin order; empty values always last. */
function orderOf(entity, sort = 'name') {
    const down = sort.startsWith('-');
    const key = down ? sort.slice(1) : sort;
    const direction = sql.raw(down ? 'DESC NULLS LAST' : 'ASC NULLS LAST');
    if (key === 'name')
        return sql `t.initials ${direction}, t.name ${direction}, t.id`;
    const field = entity.fields[key];
    const ranks = {
        level: ['blue', 'yellow', 'orange', 'red'],
        choice: field?.kind === 'choice' ? field.options.map((option) => option.value) : [],
    };
    const ranked = field === undefined ? undefined : ranks[field.kind];
    const by = ranked === undefined ? column(key) : sql `array_position(${[...ranked]}::text[], ${column(key)})`;
    return sql `${by} ${direction}, t.initials, t.id`;
}
/** A page of live records under the transaction's scope, with the exact number of matches. */
export async function listRecords(tx, entity, wish, limit, offset) {
    const conditions = conditionsOf(entity, wish);
    const own = [...Object.keys(entity.fields), ...(entity.located ? ['lon'] : [])].map(column);
    const summary = await sql `
    SELECT count(*) AS total, avg(num_nonnulls(${sql.join(own)})::float8 / ${sql.lit(own.length)}) AS completeness
    FROM ${sql.table(tableName(entity))} AS t WHERE ${conditions}`.execute(tx);
    const { rows } = await sql `
    ${selectFrom(entity)} WHERE ${conditions} ORDER BY ${orderOf(entity, wish.sort)} LIMIT ${limit} OFFSET ${offset}`.execute(tx);
    return { rows: rows.map(recordOf), ...summary.rows[0] };
}
/** One record under the transaction's scope, retired ones too; `lock` keeps it from changing until the commit. */
export async function readRecord(tx, entity, id, lock = false) {
    const forUpdate = lock ? sql `FOR UPDATE OF t` : sql ``;
    const { rows } = await sql `${selectFrom(entity)} WHERE t.id = ${id} ${forUpdate}`.execute(tx);
    return rows[0] === undefined ? undefined : recordOf(rows[0]);
}
//# sourceMappingURL=list.js.map