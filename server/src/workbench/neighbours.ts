import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { protectionTargetOf } from '@anlan/domain/consequence';
import { distance } from '@anlan/domain/geo';
import { neighboursSchema, sourcesSchema, type Neighbours, type Sources } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { box, nearestFirst, nearSchema, tags, type Near } from './near.ts';
import { MOST_TANKS, setupsOfTanks } from './tank-setup.ts';

/** Substances that are kept under pressure, whatever the register says of the tank. */
const PRESSED = /液氯|液氨|液化|环氧乙烷|丙烯(?!腈)|丙烷|丁烷/;
const MOST = 2000;

/** What stands around a source: units that may fail in turn, protection targets, and the other sources of the site. */
export const neighbourRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/neighbours',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '周边装置与防护目标 · Units and protection targets near a place',
        querystring: nearSchema.extend({ radius: nearSchema.shape.radius.default(3000) }),
        response: responses(neighboursSchema),
      },
    },
    (request) => neighboursOf(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/workbench/sources',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '周边储罐情景 · Tanks about a place, each as a setup',
        querystring: nearSchema.extend({ radius: z.coerce.number().min(10).max(5000).default(500).describe('m') }),
        response: responses(sourcesSchema),
      },
    },
    (request) => sourcesOf(context, actorOf(request).scope, request.query),
  );
};

async function neighboursOf(context: Context, scope: Scope, place: Near): Promise<Neighbours> {
  const found = await withScope(context.db, scope, async (tx) => {
    const tanks = await sql<{
      id: string;
      name: string;
      lon: number;
      lat: number;
      enterprise: string;
      substance: string;
      storage: string | null;
    }>`
      SELECT t.id, t.name, t.lon, t.lat, coalesce(e.name, '—') AS enterprise, t.substance,
        (SELECT storage FROM chemical_holding h WHERE h.tank = t.id AND h.retired_at IS NULL ORDER BY h.id LIMIT 1) AS storage
      FROM tank t LEFT JOIN enterprise e ON e.id = t.enterprise
      WHERE t.retired_at IS NULL AND t.lon IS NOT NULL AND ${box('t', place)}
      ORDER BY ${nearestFirst('t', place)} LIMIT ${MOST}`.execute(tx);
    const buildings = await sql<{ id: string; name: string; lon: number; lat: number; purpose: string }>`
      SELECT id, name, lon, lat, purpose FROM building b
      WHERE retired_at IS NULL AND purpose IS NOT NULL AND lon IS NOT NULL AND ${box('b', place)}
      ORDER BY ${nearestFirst('b', place)} LIMIT ${MOST}`.execute(tx);
    return { tanks: tanks.rows, buildings: buildings.rows };
  });
  const away = <T extends { lon: number; lat: number }>(rows: readonly T[]) =>
    rows
      .map((row) => ({ ...row, distance: Math.round(distance(place, row)) }))
      .filter((row) => row.distance <= place.radius)
      .toSorted((a, b) => a.distance - b.distance);
  return {
    units: away(found.tanks).map(({ storage, ...row }) => ({
      ...row,
      vessel: storage === 'pressure-tank' || PRESSED.test(row.substance) ? 'pressurised vessel' : 'atmospheric vessel',
    })),
    targets: away(found.buildings).flatMap((row) => {
      const target = protectionTargetOf(row.purpose);
      return target === undefined ? [] : [{ ...row, target }];
    }),
  };
}

async function sourcesOf(context: Context, scope: Scope, place: Near): Promise<Sources> {
  const tanks = await setupsOfTanks(
    context,
    scope,
    sql`t.retired_at IS NULL AND ${box('t', place)} ORDER BY ${nearestFirst('t', place)}`,
  );
  const near = tanks
    .slice(0, MOST_TANKS)
    .filter(
      ({ setup }) => setup === null || distance(place, { lon: setup.place[0], lat: setup.place[1] }) <= place.radius,
    );
  const more =
    tanks.length > MOST_TANKS && near.length === MOST_TANKS
      ? [{ name: '更远的储罐', reason: `一次最多计算 ${MOST_TANKS} 个` }]
      : [];
  return {
    sources: near.flatMap(({ id, name, setup }) => (setup === null ? [] : [{ id, name, setup }])),
    left: [...near.flatMap(({ name, missing }) => (missing === null ? [] : [{ name, reason: missing }])), ...more],
  };
}
