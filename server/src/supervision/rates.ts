import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import {
  fourRates,
  ratesByGroup,
  SYSTEMS,
  VEHICLE_CATEGORIES,
  type Rate,
  type RatedVehicle,
  type RatedViolation,
} from '@anlan/systems';
import {
  groupRatesSchema,
  rateKeySchema,
  ratePartSchema,
  rateMissingSchema,
  rateSchema,
} from '@anlan/systems/monitoring/vehicle-supervision';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from '../telemetry/time.ts';

const DAY = 86_400_000;
const tags = ['位置 Position'];
/** Rules whose alarms are violations: they open the case of one. */
export const VIOLATION_RULES: readonly string[] = SYSTEMS.flatMap((system) => system.rules)
  .filter(({ opensCase }) => opensCase?.kind === 'vehicle-violation')
  .map(({ key }) => key);
/** Events the police have to come to: grave ones, and those they were asked for (监测目录 S33，应出警). */
const POLICE_LEVELS: ReadonlySet<string> = new Set(['orange', 'red']);
/** 两客一危 (D2:138). */
const REGULATED = ['dangerous-goods', 'tourist-bus', 'line-bus'] as const;
const CATEGORIES = [...REGULATED, 'freight', 'engineering'] as const;

const period = {
  from: momentSchema.optional().describe('default: 30 days before `to`; the online rate of the last day without both'),
  to: momentSchema.optional(),
  category: z.enum(CATEGORIES).optional(),
  enterprise: z.uuid().optional(),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .optional(),
};
type Wish = z.infer<z.ZodObject<typeof period>>;
type By = 'enterprise' | 'region' | 'category';

/** The four rates of S33: for any period, by enterprise, area and class, down to who is missing. */
export const rateRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/rates',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '“两客一危”四率 · The four separate rates',
        querystring: z.object(period),
        response: responses(z.array(rateSchema)),
      },
    },
    async (request) => {
      const facts = await readFacts(context, actorOf(request).scope, request.query, 'category');
      return fourRates(facts.vehicles, facts.violations).map(({ met: _, ...rate }) => ({
        ...rate,
        label: `${populationOf(request.query.category)}${rate.label}`,
        missing: rate.missing.slice(0, 100),
      }));
    },
  );
  app.get(
    '/api/vehicles/rates/groups',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '分企业、辖区、类别的四率 · The rates by enterprise, area or class',
        querystring: z.object({ ...period, by: z.enum(['enterprise', 'region', 'category']).default('region') }),
        response: responses(z.array(groupRatesSchema)),
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const facts = await readFacts(context, scope, request.query, request.query.by);
      const names = await facts.names();
      return ratesByGroup(facts.vehicles, facts.violations).map(({ group, rates }) => ({
        group,
        name: names.get(group) ?? group,
        rates: rates.map(({ missing: _, met: __, label, ...rate }) => ({
          ...rate,
          label: `${populationOf(request.query.by === 'category' ? group : request.query.category)}${label}`,
        })),
      }));
    },
  );
  app.get(
    '/api/vehicles/rates/missing',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '率里是谁、缺的是谁 · Who is counted in a rate, and who is missing',
        querystring: z.object({
          ...period,
          key: rateKeySchema,
          part: ratePartSchema.default('missing'),
          page: z.coerce.number().int().min(1).default(1),
        }),
        response: responses(rateMissingSchema),
      },
    },
    async (request) => {
      const facts = await readFacts(context, actorOf(request).scope, request.query, 'category');
      const rate = fourRates(facts.vehicles, facts.violations).find(({ key }) => key === request.query.key) as Rate;
      const from = (request.query.page - 1) * 100;
      const parts = { met: rate.met, missing: rate.missing, all: [...rate.missing, ...rate.met] };
      const rows = parts[request.query.part];
      return { total: rows.length, rows: rows.slice(from, from + 100) };
    },
  );
};

/** Whose rates they are: of the class asked for, else of 两客一危. */
const populationOf = (category: string | undefined): string =>
  VEHICLE_CATEGORIES.find(({ value }) => value === category)?.label ?? '“两客一危”';

/** What the rates are counted of within a span (ms), for those who ask for no groups. */
export const ratedFacts = (
  context: Context,
  scope: Scope,
  wish: Wish,
): Promise<Pick<Facts, 'vehicles' | 'violations'>> => readFacts(context, scope, wish, 'category');

interface Facts {
  readonly vehicles: readonly RatedVehicle[];
  readonly violations: readonly RatedViolation[];
  names(): Promise<ReadonlyMap<string, string>>;
}

interface VehicleRow {
  id: string;
  name: string;
  category: string;
  region_path: string;
  enterprise: string | null;
  enterprise_name: string | null;
  installed: boolean;
  suspended: boolean;
}

interface ViolationRow {
  id: string;
  name: string;
  vehicle: string;
  level: string;
  grave: boolean;
  handled: boolean;
  asked: boolean;
  came: boolean;
}

const depthOf = (scope: Scope): number => (scope.kind === 'region' ? scope.path.split('.').length : 3);
const areaOf = (path: string, depth: number): string => `${path.split('.').filter(Boolean).slice(0, depth).join('.')}.`;

async function readFacts(context: Context, scope: Scope, wish: Wish, by: By): Promise<Facts> {
  const to = wish.to ?? Date.now();
  const from = wish.from ?? to - 30 * DAY;
  const onlineFrom = wish.from ?? to - DAY;
  const categories = wish.category === undefined ? REGULATED : [wish.category];
  const read = await withScope(context.db, scope, async (tx) => ({
    vehicles: (
      await sql<VehicleRow>`
        SELECT v.id, v.name, v.category, v.region_path, v.enterprise, e.name AS enterprise_name,
               coalesce(v.suspended, false) AS suspended,
               coalesce(v.terminal_installed, false)
                 AND EXISTS (SELECT FROM device d WHERE d.vehicle = v.id AND d.retired_at IS NULL) AS installed
        FROM vehicle v LEFT JOIN enterprise e ON e.id = v.enterprise
        WHERE v.retired_at IS NULL AND v.category = ANY(${[...categories]})
          AND (${wish.enterprise ?? null}::uuid IS NULL OR v.enterprise = ${wish.enterprise ?? null}::uuid)
          AND starts_with(v.region_path, ${wish.region ?? ''})
        ORDER BY v.name`.execute(tx)
    ).rows,
    violations: (
      await sql<ViolationRow>`
        SELECT a.id, a.number || ' ' || a.subject_name || ' ' || a.label AS name, a.subject_id AS vehicle, a.level,
               EXISTS (SELECT FROM alarm j WHERE j.continues_id = a.id AND j.level = ANY(${[...POLICE_LEVELS]})) AS grave,
               (c.state IN ('handled', 'closed') OR (c.id IS NULL AND a.response IN ('handling', 'closed'))) AS handled,
               EXISTS (SELECT FROM case_entry e WHERE e.case_id = c.id AND e.action = 'requestPolice') AS asked,
               EXISTS (SELECT FROM case_entry e WHERE e.case_id = c.id AND e.action = 'policeSent') AS came
        FROM alarm a
        LEFT JOIN case_file c ON c.kind = 'vehicle-violation' AND c.origin_id = a.id
        WHERE a.rule = ANY(${[...VIOLATION_RULES]}) AND a.raised_at >= ${new Date(from)} AND a.raised_at < ${new Date(to)}
          AND coalesce(c.state, '') <> 'void' AND a.continues_id IS NULL
          AND a.close_result IS DISTINCT FROM 'false'
        ORDER BY a.raised_at DESC`.execute(tx)
    ).rows,
  }));
  const heard = await heardBetween(context, onlineFrom, to);
  const depth = depthOf(scope);
  const groups: Record<By, (row: VehicleRow) => string> = {
    enterprise: (row) => row.enterprise ?? '',
    region: (row) => areaOf(row.region_path, depth),
    category: (row) => row.category,
  };
  const groupOf = new Map(read.vehicles.map((row) => [row.id, groups[by](row)]));
  return {
    vehicles: read.vehicles.map((row) => ({
      id: row.id,
      name: row.name,
      group: groupOf.get(row.id) ?? '',
      installed: row.installed,
      suspended: row.suspended,
      online: heard.has(row.id),
    })),
    violations: read.violations
      .filter((row) => groupOf.has(row.vehicle))
      .map((row) => ({
        id: row.id,
        name: row.name,
        group: groupOf.get(row.vehicle) ?? '',
        handled: row.handled,
        policeDue: row.asked || row.grave || POLICE_LEVELS.has(row.level),
        policeCame: row.came,
      })),
    names: () => namesOf(context, by, read.vehicles, groupOf),
  };
}

/** Objects with a fix in a window: history, and what has just come and is still on its way there. */
async function heardBetween(context: Context, from: number, to: number): Promise<ReadonlySet<string>> {
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(object) AS id FROM fix
      WHERE at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64}) AND positioned = 1 GROUP BY object`,
    query_params: { from: Math.floor(from), to: Math.floor(to) },
    format: 'JSONEachRow',
  });
  const heard = new Set((await result.json<{ id: string }>()).map(({ id }) => id));
  for (const [id, fix] of context.mirror.fixes) if (fix.at >= from && fix.at < to) heard.add(id);
  return heard;
}

async function namesOf(
  context: Context,
  by: By,
  vehicles: readonly VehicleRow[],
  groupOf: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  if (by === 'enterprise')
    return new Map(vehicles.map((row) => [row.enterprise ?? '', row.enterprise_name ?? '未登记企业']));
  if (by === 'category') return new Map();
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY(${[...new Set(groupOf.values())]})`.execute(context.db);
  return new Map(rows.map(({ path, name }) => [path, name]));
}
