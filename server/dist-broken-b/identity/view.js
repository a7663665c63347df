import { sql } from 'kysely';
import { roleOf } from '@anlan/kernel/access';
/** A region with what lies under it and the city or municipality it belongs to. */
async function here(db, path) {
    const { rows } = await sql `
    SELECT r.path, r.name, r.kind, r.lon, r.lat, j.path AS jurisdiction, j.name AS jurisdiction_name, up.name AS above,
      count(*) FILTER (WHERE u.kind = 'county')::int AS counties,
      count(*) FILTER (WHERE u.kind = 'zone')::int AS zones,
      count(*) FILTER (WHERE u.kind = 'town')::int AS towns
    FROM region r
    LEFT JOIN region up ON up.path = r.parent_path
    LEFT JOIN LATERAL (
      SELECT path, name FROM region WHERE kind IN ('city', 'municipality') AND starts_with(r.path, path)
      ORDER BY length(path) DESC LIMIT 1) j ON true
    LEFT JOIN region u ON u.path > r.path AND u.path < left(r.path, -1) || '/'
    WHERE r.path = ${path}
    GROUP BY r.path, r.name, r.kind, r.lon, r.lat, j.path, j.name, up.name`.execute(db);
    return rows[0];
}
/** Path of the city or municipality a region belongs to; null above that level. */
export async function jurisdictionOf(db, path) {
    return (await here(db, path))?.jurisdiction ?? null;
}
/** e.g. 全市 12 个县（市、区）、2 个功能区; 全县 22 个乡镇（街道）; 上饶市 · 广丰区 for a town. */
export function noteOf(place) {
    const whole = /[省市县区]$/.test(place.name) && place.kind !== 'zone' ? `全${place.name.slice(-1)}` : '全域';
    const zones = place.zones > 0 ? `、${place.zones} 个功能区` : '';
    if (place.counties > 0)
        return `${whole} ${place.counties} 个县（市、区）${zones}`;
    if (place.towns > 0)
        return `${whole} ${place.towns} 个乡镇（街道）`;
    return [place.jurisdiction_name, place.above]
        .filter((name, at, all) => name !== null && all.indexOf(name) === at)
        .join(' · ');
}
async function placeOf(db, { actor: { scope } }) {
    if (scope.kind === 'all')
        return { label: '全部辖区', note: '不限辖区', lon: null, lat: null, jurisdiction: null };
    if (scope.kind === 'region') {
        const region = await here(db, scope.path);
        if (region === undefined)
            return { label: scope.path, note: '', lon: null, lat: null, jurisdiction: null };
        return {
            label: region.name,
            note: noteOf(region),
            lon: region.lon,
            lat: region.lat,
            jurisdiction: region.jurisdiction,
        };
    }
    const { rows } = await sql `
    SELECT name, region_path, lon, lat FROM enterprise WHERE id = ${scope.organisationId}`.execute(db);
    const [own] = rows;
    if (own === undefined)
        return { label: '', note: '', lon: null, lat: null, jurisdiction: null };
    const region = await here(db, own.region_path);
    const names = [region?.jurisdiction_name, region?.above, region?.name];
    const note = names.filter((name, at) => name != null && names.indexOf(name) === at).join(' · ');
    return { label: own.name, note, lon: own.lon, lat: own.lat, jurisdiction: region?.jurisdiction ?? null };
}
/** What the browser knows of its session. */
export async function sessionView(db, visit, demonstration) {
    const { actor, account, expiresAt } = visit;
    const role = roleOf(actor.role);
    if (role === undefined)
        throw new Error(`person ${actor.personId} has unknown role ${actor.role}`);
    const { jurisdiction, ...place } = await placeOf(db, visit);
    return {
        person: { id: actor.personId, name: actor.name, account },
        role: { key: role.key, label: role.label, labelEn: role.labelEn, mark: role.mark },
        scope: {
            kind: actor.scope.kind,
            path: actor.scope.kind === 'region' ? actor.scope.path : null,
            organisationId: actor.scope.kind === 'organisation' ? actor.scope.organisationId : null,
            ...place,
        },
        jurisdiction,
        verbs: [...role.verbs],
        rail: [...role.rail],
        lands: role.lands,
        demonstration,
        expiresAt: expiresAt.toISOString(),
    };
}
//# sourceMappingURL=view.js.map