import { sql } from 'kysely';
import type { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { distance } from '@anlan/domain/geo';
import { crowdSchema, sensorsSchema, type Sensor } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { box, nearestFirst, nearSchema, tags, type Near } from './near.ts';
import { standing } from '../alarm/stands.ts';

/** Kinds of points that measure a gas in the open. */
const GAS_KINDS = [
  'toxic',
  'combustible',
  'ammonia',
  'carbon-monoxide',
  'voc-nmhc',
  'voc-benzene',
  'voc-hydrogen-sulfide',
];
const MOST = 400;

/** What is around a place: gas sensors with their newest values, people of the register. */
export const aroundRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/sensors',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '附近气体探头 · Gas sensors near a place',
        querystring: nearSchema.extend({ radius: nearSchema.shape.radius.default(2000) }),
        response: responses(sensorsSchema),
      },
    },
    (request) => sensorsNear(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/workbench/people',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '周边人员 · People of the register near a place',
        querystring: nearSchema,
        response: responses(crowdSchema),
      },
    },
    (request) => peopleNear(context, actorOf(request).scope, request.query),
  );
};

/** Gas sensors under the scope, nearest first. */
export async function sensorsNear(context: Context, scope: Scope, place: Near): Promise<Sensor[]> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{
      id: string;
      name: string;
      kind: string;
      unit: string;
      device: string;
      enterprise: string | null;
      lon: number;
      lat: number;
      low: number | null;
      limits: Record<string, number>;
      alarm: string | null;
    }>`
      SELECT p.id, p.name, p.kind, p.unit, d.name AS device, e.name AS enterprise, d.lon, d.lat, p.range_low AS low, p.limits,
        (SELECT a.id FROM alarm a WHERE a.subject_id = p.id AND ${standing('a')} AND a.closed_at IS NULL ORDER BY a.raised_at DESC LIMIT 1) AS alarm
      FROM device d JOIN public.point p ON p.device_id = d.id
      LEFT JOIN enterprise e ON e.organisation_id = p.organisation_id
      WHERE d.retired_at IS NULL AND p.kind = ANY (${GAS_KINDS}::text[]) AND ${box('d', place)}
      ORDER BY ${nearestFirst('d', place)} LIMIT ${MOST}`.execute(tx),
  );
  return rows
    .map(({ limits, ...row }) => {
      const latest = context.mirror.readings.get(row.id);
      const first = Math.min(...Object.values(limits));
      return {
        ...row,
        distance: Math.round(distance(place, row)),
        value: latest?.value ?? null,
        at: latest?.at ?? null,
        first: Number.isFinite(first) ? first : null,
      };
    })
    .filter((row) => row.distance <= place.radius)
    .sort((a, b) => a.distance - b.distance);
}

/** Head-counts of sites, and employees of enterprises that registered no site with one: nobody is counted twice. */
async function peopleNear(context: Context, scope: Scope, place: Near): Promise<z.infer<typeof crowdSchema>> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string; kind: string; name: string; lon: number; lat: number; count: number | null }>`
      SELECT * FROM (
      SELECT s.id, 'site' AS kind, s.name, s.lon, s.lat, s.people AS count FROM site s
      WHERE s.retired_at IS NULL AND s.people IS NOT NULL AND ${box('s', place)}
      UNION ALL
      SELECT e.id, 'enterprise', e.name, e.lon, e.lat, e.employees FROM enterprise e
      WHERE e.retired_at IS NULL AND ${box('e', place)}
        AND NOT EXISTS (SELECT FROM site s WHERE s.enterprise = e.id AND s.retired_at IS NULL AND s.people IS NOT NULL)
      ) near ORDER BY ${nearestFirst('near', place)} LIMIT 5000`.execute(tx),
  );
  const inside = rows.filter((row) => distance(place, row) <= place.radius);
  return {
    people: inside.flatMap(({ count, ...row }) => (count === null || count <= 0 ? [] : [{ ...row, count }])),
    unknown: inside.filter(({ count }) => count === null).length,
  };
}
