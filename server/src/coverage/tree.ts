import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import type { Level } from '@anlan/kernel/entity';
import { staleAfter } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { hoursWithin, type Span } from '@anlan/systems/monitoring/indicators';
import type { IotTree } from '@anlan/systems/monitoring/iot-platform';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { groupsOf } from '../indicator/group.ts';
import { alarmsOf, lossesOf, samplesOf } from '../indicator/read.ts';
import { HOUR } from '../telemetry/buckets.ts';
import { standing } from '../alarm/stands.ts';

const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const GRAVE_FIRST: readonly Level[] = ['red', 'orange', 'yellow', 'blue'];
/** Parts of a path: `cn.36.11.` is a city, with two more a county and a town. */
const LAYERS = ['city', 'county', 'town', 'enterprise'] as const;
const CITY_DEPTH = 3;
const MOST_SILENT = 100;
/** A device that was heard so recently is online, whatever its period (ms). */
const ONLINE = 300_000;
const SILENCES = SYSTEMS.flatMap(({ rules }) =>
  rules.filter(({ condition }) => condition.kind === 'silence').map(({ key }) => key),
);

interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly firm: string | null;
  readonly firmName: string | null;
  readonly out: boolean;
  readonly points: readonly { readonly id: string; readonly period: number }[];
}

/** A device with all that its layers add up. */
export interface Gateway extends Omit<DeviceRow, 'points'> {
  readonly online: boolean;
  readonly heardToday: boolean;
  readonly lastAt: number | null;
  readonly level: Level | null;
  readonly received: number;
  readonly expected: number;
  /** Hours of lost contact in the last seven days. */
  readonly lost: number;
}

async function devicesIn(tx: Tx): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    SELECT d.id, d.name, d.region_path AS path, d.organisation_id AS firm, e.name AS "firmName",
      EXISTS (SELECT FROM out_of_service o WHERE o.subject_id = d.id AND o.from_at <= now() AND o.until_at > now()) AS out,
      jsonb_agg(jsonb_build_object('id', p.id, 'period', p.expected_period::float8)) AS points
    FROM device d JOIN public.point p ON p.device_id = d.id LEFT JOIN enterprise e ON e.id = d.organisation_id
    WHERE d.retired_at IS NULL AND d.protocol <> 'watch' GROUP BY d.id, e.name ORDER BY d.name`.execute(tx);
  return rows;
}

async function levelsIn(tx: Tx): Promise<ReadonlyMap<string, Level>> {
  const { rows } = await sql<{ device: string; levels: Level[] }>`
    SELECT device_id AS device, array_agg(DISTINCT level) AS levels FROM alarm
    WHERE closed_at IS NULL AND ${standing()} AND NOT retrospective AND device_id IS NOT NULL GROUP BY device_id`.execute(
    tx,
  );
  return new Map(rows.map(({ device, levels }) => [device, worstOf(levels)!]));
}

const worstOf = (levels: readonly (Level | null)[]): Level | null =>
  GRAVE_FIRST.find((level) => levels.includes(level)) ?? null;

async function gatewaysOf(context: Context, scope: Scope, now: number): Promise<Gateway[]> {
  const to = Math.floor(now / HOUR) * HOUR;
  const week: Span = { from: now - WEEK, to: now };
  const { devices, levels, silences } = await withScope(context.db, scope, async (tx) => ({
    devices: await devicesIn(tx),
    levels: await levelsIn(tx),
    silences: await alarmsOf(tx, SILENCES, week, ''),
  }));
  const counts = await samplesOf(
    context,
    devices.flatMap(({ points }) => points.map(({ id }) => id)),
    { from: to - DAY, to },
  );
  const lost = new Map<string, number>();
  for (const loss of lossesOf(silences))
    if (loss.device !== null) lost.set(loss.device, (lost.get(loss.device) ?? 0) + hoursWithin(loss, week));
  return devices.map(({ points, ...device }) => {
    const heard = points.map(({ id, period }) => ({ at: context.mirror.readings.get(id)?.receivedAt ?? 0, period }));
    const lastAt = Math.max(0, ...heard.map(({ at }) => at));
    const periodic = points.filter(({ period }) => period > 0);
    const expected = periodic.map(({ period }) => DAY / 1000 / period);
    const online = heard.some(({ at, period }) => now - at <= Math.max(staleAfter(period), ONLINE));
    return {
      ...device,
      online,
      heardToday: now - lastAt <= DAY,
      lastAt: lastAt === 0 ? null : lastAt,
      level: levels.get(device.id) ?? null,
      received: periodic.reduce((sum, { id }, index) => sum + Math.min(expected[index]!, counts.get(id) ?? 0), 0),
      expected: expected.reduce((sum, each) => sum + each, 0),
      // One that is silent now is lost since it was last heard, alarm or not.
      lost: Math.min(WEEK / HOUR, Math.max(lost.get(device.id) ?? 0, online ? 0 : (now - lastAt) / HOUR)),
    };
  });
}

type Node = IotTree['layers'][number]['nodes'][number];
const partsOf = (path: string): string[] => path.split('.').filter(Boolean);
const areaOf = (path: string, depth: number): string => `${partsOf(path).slice(0, depth).join('.')}.`;

function nodeOf(id: string, name: string, own: readonly Gateway[], withGateways: boolean): Node {
  const due = own.filter(({ out }) => !out);
  const firms = groupsOf(
    own.filter(({ firm }) => firm !== null),
    ({ firm }) => firm!,
  );
  const sum = (of: (one: Gateway) => number): number => due.reduce((total, one) => total + of(one), 0);
  return {
    id,
    name,
    enterprises: firms.size,
    connected: [...firms.values()].filter((some) => some.some(({ heardToday }) => heardToday)).length,
    devices: due.length,
    online: due.filter(({ online }) => online).length,
    received: Math.round(sum(({ received }) => received)),
    expected: Math.round(sum(({ expected }) => expected)),
    available: due.length === 0 ? null : 1 - sum(({ lost }) => lost) / (due.length * (WEEK / HOUR)),
    level: worstOf(own.map(({ level }) => level)),
    gateways: withGateways
      ? own.map(({ id: gateway, name: named, online, out, lastAt, level }) => ({
          id: gateway,
          name: named,
          online,
          out,
          lastAt,
          level,
        }))
      : [],
  };
}

const silentOf = (own: readonly Gateway[]): Gateway[] =>
  own.filter(({ online, out }) => !online && !out).toSorted((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0));

/**
 * The layers from the top of what the devices' paths have in common: a node of each region that has a device, then the
 * enterprises of the opened town. Where nothing is asked for, the region with most silent devices is open in each layer.
 */
export function layersOf(
  gateways: readonly Gateway[],
  top: number,
  wished: string | null,
  nameOf: (path: string) => string,
): Pick<IotTree, 'layers' | 'silent' | 'silentTotal'> {
  const layers: IotTree['layers'] = [];
  let own = gateways;
  let under: string | null = null;
  for (let depth = top; depth <= CITY_DEPTH + 2; depth += 1) {
    const areas = groupsOf(own, ({ path }) => areaOf(path, depth));
    const nodes = [...areas].map(([path, some]) =>
      nodeOf(path, partsOf(path).length < depth ? `${nameOf(path)}（本级）` : nameOf(path), some, false),
    );
    const asked = wished === null ? undefined : nodes.find(({ id }) => wished.startsWith(id));
    const worst = nodes.toSorted((a, b) => b.devices - b.online - (a.devices - a.online) || b.devices - a.devices)[0];
    // What was asked for is opened no further than it reaches.
    const reached = wished !== null && partsOf(wished).length < depth;
    const open = asked?.id ?? (reached ? null : worst?.id) ?? null;
    layers.push({
      layer: LAYERS[Math.max(0, depth - CITY_DEPTH)]!,
      under,
      open,
      nodes: nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
    if (open === null) break;
    own = areas.get(open)!;
    under = open;
    if (depth === CITY_DEPTH + 2) layers.push(enterprisesOf(own, under));
  }
  const silent = silentOf(own);
  return {
    layers,
    silentTotal: silent.length,
    silent: silent.slice(0, MOST_SILENT).map(({ id, name, online, out, lastAt, level, firmName }) => ({
      id,
      name,
      online,
      out,
      lastAt,
      level,
      enterprise: firmName ?? '—',
    })),
  };
}

function enterprisesOf(own: readonly Gateway[], under: string): IotTree['layers'][number] {
  const firms = groupsOf(own, ({ firm }) => firm ?? '');
  const nodes = [...firms].map(([id, some]) => nodeOf(id, some[0]?.firmName ?? '—', some, true));
  return {
    layer: 'enterprise',
    under,
    open: null,
    nodes: nodes.toSorted((a, b) => b.devices - b.online - (a.devices - a.online) || (a.name < b.name ? -1 : 1)),
  };
}

/** The tree of connected supervision in an actor's scope, opened at a region path. */
export async function iotTree(context: Context, scope: Scope, open: string | null): Promise<IotTree> {
  const now = Date.now();
  const gateways = await gatewaysOf(context, scope, now);
  const paths = new Set(gateways.flatMap(({ path }) => [3, 4, 5].map((depth) => areaOf(path, depth))));
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY (${[...paths]})`.execute(context.db);
  const names = new Map(rows.map(({ path, name }) => [path, name]));
  const depth = scope.kind === 'region' ? partsOf(scope.path).length : CITY_DEPTH;
  const top = Math.min(CITY_DEPTH + 2, Math.max(CITY_DEPTH, depth));
  return { at: now, ...layersOf(gateways, top, open, (path) => names.get(path) ?? path) };
}
