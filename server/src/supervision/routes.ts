import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';

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
const rateSchema = z.object({
  key: z.enum(['online', 'installed', 'handled', 'responded']),
  label: z.string(),
  numerator: z.int(),
  denominator: z.int(),
  value: z.number().nullable().describe('0…1; null when the denominator is 0'),
  missing: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('the first hundred vehicles or alarms that are missing'),
});
const waterwaySchema = z.array(z.object({ waterway: z.string(), vessels: z.int(), heard: z.int() }));

/** Figures the sources name for connected supervision: coverage by place (S16), the vehicle rates (S33), AIS by river (S38). */
export const supervisionRoutes: RouteModule = (app, context) => {
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
  app.get(
    '/api/vehicles/rates',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '“两客一危”四率 · The four separate rates',
        response: responses(z.array(rateSchema)),
      },
    },
    (request) => rates(context, actorOf(request).scope),
  );
  app.get(
    '/api/waterways/coverage',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '各河段 AIS · Vessels heard by river',
        response: responses(waterwaySchema),
      },
    },
    (request) => waterways(context, actorOf(request).scope),
  );
};

async function coverage(context: Context, scope: Scope): Promise<z.infer<typeof coverageSchema>> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ organisation: string; region_path: string; points: string[] }>`
      SELECT d.organisation_id AS organisation, min(d.region_path COLLATE "C") AS region_path, array_agg(p.id::text) AS points
      FROM device d JOIN point p ON p.device_id = d.id WHERE d.retired_at IS NULL AND d.organisation_id IS NOT NULL GROUP BY 1`.execute(
      tx,
    ),
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

type Rate = z.infer<typeof rateSchema>;

/** 两客一危: coaches, tourist buses and dangerous goods; each rate has its own numerator and denominator (D2:138). */
async function rates(context: Context, scope: Scope): Promise<Rate[]> {
  const { vehicles, alarms } = await withScope(context.db, scope, async (tx) => ({
    vehicles: (
      await sql<{ id: string; name: string; installed: boolean; device: string | null }>`
        SELECT v.id, v.name, coalesce(v.terminal_installed, false) AS installed,
               (SELECT d.id FROM device d WHERE d.vehicle = v.id AND d.retired_at IS NULL LIMIT 1) AS device
        FROM vehicle v
        WHERE v.retired_at IS NULL AND v.category IN ('dangerous-goods', 'tourist-bus', 'line-bus') ORDER BY v.name`.execute(
        tx,
      )
    ).rows,
    alarms: (
      await sql<{ id: string; name: string; handled: boolean }>`
        SELECT a.id, a.number || ' ' || a.subject_name AS name, (a.response IN ('handling', 'closed')) AS handled
        FROM alarm a JOIN vehicle v ON v.id = a.subject_id
        WHERE a.rule = 'overspeed' AND v.category IN ('dangerous-goods', 'tourist-bus', 'line-bus') AND a.raised_at > now() - interval '30 days'
        ORDER BY a.raised_at DESC`.execute(tx)
    ).rows,
  }));
  const since = Date.now() - DAY;
  const online = (id: string): boolean => (context.mirror.fixes.get(id)?.receivedAt ?? 0) > since;
  const installed = vehicles.filter((vehicle) => vehicle.installed && vehicle.device !== null);
  return [
    rate('online', '上线率（24 小时内有定位 / 已安装）', installed, ({ id }) => online(id)),
    rate('installed', '安装率（已装终端 / 在册）', vehicles, (vehicle) => vehicle.installed && vehicle.device !== null),
    rate('handled', '违法查处率（已处理 / 30 天超速）', alarms, ({ handled }) => handled),
    // A police response is a record of its own (D2:138); until one is kept, nothing requires one and the rate is not applicable.
    rate('responded', '出警率（已出警 / 需出警）', [] as { id: string; name: string }[], () => false),
  ];
}

function rate<T extends { id: string; name: string }>(
  key: Rate['key'],
  label: string,
  all: readonly T[],
  counts: (item: T) => boolean,
): Rate {
  const missing = all.filter((item) => !counts(item));
  const numerator = all.length - missing.length;
  return {
    key,
    label,
    numerator,
    denominator: all.length,
    value: all.length === 0 ? null : numerator / all.length,
    missing: missing.slice(0, 100).map(({ id, name }) => ({ id, name })),
  };
}

async function waterways(context: Context, scope: Scope): Promise<z.infer<typeof waterwaySchema>> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ waterway: string; ids: string[] }>`
      SELECT coalesce(waterway, '未填') AS waterway, array_agg(id::text) AS ids FROM vessel WHERE retired_at IS NULL GROUP BY 1 ORDER BY 1`.execute(
      tx,
    ),
  );
  const since = Date.now() - DAY;
  return rows.map(({ waterway, ids }) => ({
    waterway,
    vessels: ids.length,
    heard: ids.filter((id) => (context.mirror.fixes.get(id)?.receivedAt ?? 0) > since).length,
  }));
}
