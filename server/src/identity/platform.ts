import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { z } from 'zod';
import { FAMILIES } from '@anlan/kernel/system';
import { loadBoundaries, loadSystems, packFile, packs } from '@anlan/data';
import type { Context } from '../access/context.ts';
import { responses, VERSION, type RouteModule } from '../http/index.ts';
import { passkeysPossible } from './passkey.ts';
import { setupNeeded } from './setup.ts';

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
  passkeys: z.boolean().describe('通行密钥要求以域名访问'),
  oidc: z.string().nullable().describe('统一认证按钮的名称'),
  jurisdictions: z.array(jurisdictionSchema),
  boundaries: z.object({ origin: z.string(), reviewNumber: z.string().nullable().describe('审图号') }),
  systems: z.object({ total: z.int(), families: z.int() }),
});

/** What does not change while the server runs: read from the packs once. */
interface Fixed {
  readonly bounds: ReadonlyMap<string, number[]>;
  readonly boundaries: z.infer<typeof platformSchema>['boundaries'];
  readonly systems: z.infer<typeof platformSchema>['systems'];
}

function readFixed(): Fixed {
  const meta = JSON.parse(readFileSync(packFile('boundaries/meta.json'), 'utf8')) as {
    origin: string;
    审图号: string | null;
  };
  return {
    bounds: new Map(packs.map((pack) => [pack.key, boundsOf([...loadBoundaries(pack.key).values()].flat(3))])),
    boundaries: { origin: meta.origin, reviewNumber: meta['审图号'] },
    systems: { total: loadSystems().length, families: FAMILIES.length },
  };
}

function boundsOf(positions: readonly (readonly number[])[]): number[] {
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of positions) {
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}

interface Row {
  path: string;
  name: string;
  kind: string;
  lon: number;
  lat: number;
  pack: string | null;
  counties: number;
}

async function jurisdictions({ db }: Context, fixed: Fixed): Promise<z.infer<typeof jurisdictionSchema>[]> {
  const { rows } = await sql<Row>`
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
export const platformRoutes: RouteModule = (app, context) => {
  const fixed = readFixed();
  const schema = {
    tags: ['平台 Platform'],
    summary: '平台概况 · The platform before sign-in',
    security: [],
    response: responses(platformSchema),
  };
  app.get('/api/platform', { schema }, async () => ({
    name: '安澜' as const,
    version: VERSION,
    demonstration: context.demonstration,
    setupNeeded: await setupNeeded(context.db),
    replay: context.demonstration && context.configuration.replay,
    passkeys: passkeysPossible(context.configuration.publicUrl),
    oidc: context.configuration.oidcIssuer === undefined ? null : context.configuration.oidcName,
    jurisdictions: await jurisdictions(context, fixed),
    boundaries: fixed.boundaries,
    systems: fixed.systems,
  }));
};
