import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { z } from 'zod';
import { FAMILIES } from '@anlan/kernel/system';
import { loadBoundaries, loadSystems, packFile, packs } from '@anlan/data';
import { responses, VERSION } from '../http/index.js';
import { setupNeeded } from './setup.js';
const jurisdictionSchema = z.object({
    path: z.string(),
    name: z.string(),
    kind: z.string(),
    counties: z.int(),
    lon: z.number(),
    lat: z.number(),
    bounds: z.array(z.number()).describe('west, south, east, north'),
    pack: z.string(),
});
const platformSchema = z.object({
    name: z.literal('安澜'),
    version: z.string(),
    demonstration: z.boolean(),
    setupNeeded: z.boolean(),
    replay: z.boolean(),
    jurisdictions: z.array(jurisdictionSchema),
    boundaries: z.object({ origin: z.string(), reviewNumber: z.string().nullable().describe('审图号') }),
    systems: z.object({ total: z.int(), families: z.int() }),
});
function readFixed() {
    const meta = JSON.parse(readFileSync(packFile('boundaries/meta.json'), 'utf8'));
    return {
        bounds: new Map(packs.map((pack) => [pack.key, boundsOf([...loadBoundaries(pack.key).values()].flat(3))])),
        boundaries: { origin: meta.origin, reviewNumber: meta['审图号'] },
        systems: { total: loadSystems().length, families: FAMILIES.length },
    };
}
function boundsOf(positions) {
    const bounds = [180, 90, -180, -90];
    for (const [lon = 0, lat = 0] of positions) {
        bounds[0] = Math.min(bounds[0], lon);
        bounds[1] = Math.min(bounds[1], lat);
        bounds[2] = Math.max(bounds[2], lon);
        bounds[3] = Math.max(bounds[3], lat);
    }
    return bounds;
}
async function jurisdictions({ db }, fixed) {
    const { rows } = await sql `
    SELECT r.path, r.name, r.kind, r.lon, r.lat, r.pack,
      (SELECT count(*)::int FROM region c WHERE c.kind = 'county' AND c.path > r.path AND c.path < left(r.path, -1) || '/') AS counties
    FROM region r WHERE r.kind IN ('city', 'municipality') AND r.lon IS NOT NULL AND r.lat IS NOT NULL
    ORDER BY r.path`.execute(db);
    return rows.map(({ pack, ...row }) => {
        const key = pack ?? packs.find(({ rootPath }) => rootPath === row.path)?.key ?? '';
        return { ...row, pack: key, bounds: fixed.bounds.get(key) ?? [row.lon - 1, row.lat - 1, row.lon + 1, row.lat + 1] };
    });
}
/** What a browser may know before anybody has signed in. */
export const platformRoutes = (app, context) => {
    const fixed = readFixed();
    const schema = {
        tags: ['平台 Platform'],
        summary: '平台概况 · The platform before sign-in',
        security: [],
        response: responses(platformSchema),
    };
    app.get('/api/platform', { schema }, async () => ({
        name: '安澜',
        version: VERSION,
        demonstration: context.demonstration,
        setupNeeded: await setupNeeded(context.db),
        replay: context.demonstration && context.configuration.replay,
        jurisdictions: await jurisdictions(context, fixed),
        boundaries: fixed.boundaries,
        systems: fixed.systems,
    }));
};
//# sourceMappingURL=platform.js.map