import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { cardRoutes } from './card.ts';
import { corridorRoutes } from './corridor.ts';
import { incidentRoutes } from './incident.ts';
import { journeyRoutes } from './journey.ts';
import { rateRoutes } from './rates.ts';
import { stateRecordRoutes } from './state-records.ts';
import { vehicleRoutes } from './vehicles.ts';
import { waterRoutes } from './water.ts';
import { waybillRoutes } from './waybills.ts';

const DAY = 86_400_000;
const coverageSchema = z.array(
  z.object({
    regionPath: z.string(),
    region: z.string(),
    registered: z.int().describe('enterprises with a registered device'),
    connected: z.int().describe('of these, heard within 24 h'),
    towns: z.int(),
    townsConnected: z.int(),
  }),
);

/** Figures the sources name for connected supervision: coverage by place (S16), road transport (S33, S34), the waterways (S38). */
export const supervisionRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/coverage',
    {
      onRequest: need('device.read'),
      schema: {
        tags: ['监测 Telemetry'],
        summary: '联网覆盖 · Connected against registered, by county or town',
        response: responses(coverageSchema),
      },
    },
    (request) => coverage(context, actorOf(request).scope),
  );
  const all = [
    rateRoutes,
    vehicleRoutes,
    cardRoutes,
    journeyRoutes,
    corridorRoutes,
    incidentRoutes,
    stateRecordRoutes,
    waybillRoutes,
    waterRoutes,
  ];
  for (const routes of all) await routes(app, context);
};

async function coverage(context: Context, scope: Scope): Promise<z.infer<typeof coverageSchema>> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ organisation: string; region_path: string; points: string[] }>`
      SELECT d.organisation_id AS organisation, min(d.region_path COLLATE "C") AS region_path, array_agg(p.id::text) AS points
      FROM device d JOIN point p ON p.device_id = d.id
      -- What the platform computes itself connects nobody.
      WHERE d.retired_at IS NULL AND d.protocol <> 'watch' AND d.organisation_id IS NOT NULL GROUP BY 1`.execute(tx),
  );
  const since = Date.now() - DAY;
  const heard = (points: readonly string[]): boolean =>
    points.some((id) => (context.mirror.readings.get(id)?.receivedAt ?? 0) > since);
  const depth = scope.kind === 'region' ? scope.path.split('.').length : 3;
  const groups = new Map<
    string,
    { registered: number; connected: number; towns: Set<string>; townsConnected: Set<string> }
  >();
  for (const row of rows) {
    const path = `${row.region_path.split('.').slice(0, depth).join('.')}.`.replace(/\.\.$/, '.');
    const group = groups.get(path) ?? { registered: 0, connected: 0, towns: new Set(), townsConnected: new Set() };
    groups.set(path, group);
    group.registered += 1;
    group.towns.add(row.region_path);
    if (!heard(row.points)) continue;
    group.connected += 1;
    group.townsConnected.add(row.region_path);
  }
  const names = await sql<{
    path: string;
    name: string;
  }>`SELECT path, name FROM region WHERE path = ANY(${[...groups.keys()]})`.execute(context.db);
  const nameOf = new Map(names.rows.map(({ path, name }) => [path, name]));
  return [...groups]
    .map(([regionPath, group]) => ({
      regionPath,
      region: nameOf.get(regionPath) ?? regionPath,
      registered: group.registered,
      connected: group.connected,
      towns: group.towns.size,
      townsConnected: group.townsConnected.size,
    }))
    .sort((a, b) => (a.regionPath < b.regionPath ? -1 : 1));
}
