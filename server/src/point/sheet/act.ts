import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Grid } from '@anlan/kernel/registry';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { MADE_POINTS, type Sheet } from '@anlan/kernel/telemetry';
import type { Context } from '../../access/context.ts';
import { withScope, type Tx } from '../../access/scoped.ts';
import { changeLimit } from '../../alarm/limit-change.ts';
import { applyDueLimits } from '../../alarm/limits.ts';
import { auditOutside, record } from '../../audit/index.ts';
import { writeChange } from '../change.ts';
import { devicesOf, type MeasuringDevice } from '../device.ts';
import { enterPoints } from '../enter.ts';
import { placesOf, type Binding } from '../places.ts';
import { settingsOf, type Setting } from '../read.ts';
import { findColumns } from './columns.ts';
import { planLines, type Planned } from './plan.ts';
import { readLines, type Known } from './read.ts';

const MOST_LINES = 5000;
const MOST_SHOWN = 500;

/** What a sheet is compared with. */
export interface Registered extends Known {
  readonly points: readonly Setting[];
}

/** A sheet compared with what is registered. */
export interface Compared {
  /** Name of the sheet within its workbook. */
  readonly name: string;
  readonly planned: readonly Planned[];
  readonly missing: number;
}

/** The devices of an enterprise with their points and places; undefined where the enterprise is not in scope. */
export function registeredOf(context: Context, actor: Actor, enterprise: string): Promise<Registered | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql`SELECT FROM enterprise WHERE id = ${enterprise} AND retired_at IS NULL`.execute(tx);
    if (rows.length === 0) return undefined;
    const devices = (await devicesOf(tx, enterprise)).filter(({ protocol }) => !MADE_POINTS.has(protocol));
    const points = (await settingsOf(tx, devices)).filter(({ retiredAt }) => retiredAt === null);
    const byBuilding = await placesByBuilding(tx, devices);
    return { devices, points, placesOf: ({ building }) => byBuilding.get(building) ?? [] };
  });
}

/** Devices of one enterprise differ by the building they stand in only. */
async function placesByBuilding(
  tx: Tx,
  devices: readonly MeasuringDevice[],
): Promise<Map<string | null, readonly Binding[]>> {
  const places = new Map<string | null, readonly Binding[]>();
  for (const device of devices)
    if (!places.has(device.building)) places.set(device.building, await placesOf(tx, device));
  return places;
}

/** Compares the first sheet of points in a workbook with what is registered. Writes nothing. */
export function compare(actor: Actor, grids: readonly Grid[], known: Registered): Compared | Refusal {
  for (const grid of grids) {
    const found = findColumns(grid);
    if (found === undefined) continue;
    const lines = readLines(grid, found, known);
    if (lines.length > MOST_LINES)
      return refuse('too-large', { limit: both(`${MOST_LINES} 行`, `${MOST_LINES} rows`) });
    const planned = planLines(actor, { lines, columns: found.columns }, known, known.points);
    const named = new Set(planned.map(({ row }) => row.device));
    const channels = new Set(planned.map(({ row }) => `${row.device} ${row.key}`));
    const identities = new Map(known.devices.map(({ id, identity }) => [id, identity]));
    const missing = known.points.filter(({ deviceId, key }) => {
      const identity = identities.get(deviceId) ?? '';
      return named.has(identity) && !channels.has(`${identity} ${key}`);
    });
    return { name: grid.name, planned, missing: missing.length };
  }
  return refuse('import-unreadable', {
    problem: both(
      '没有“设备接入标识、通道、点位名称、监测量”这几列',
      'columns for device, channel, name and quantity are needed',
    ),
  });
}

const ORDER = { invalid: 0, changed: 1, new: 2, unchanged: 3 } as const;

export function shownOf({ planned, missing }: Compared, written: boolean): Sheet {
  const summary = { new: 0, changed: 0, unchanged: 0, invalid: 0, missing };
  for (const { row } of planned) summary[row.state] += 1;
  const rows = planned.map(({ row }) => row).toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || a.line - b.line);
  return { written, summary, rows: rows.slice(0, MOST_SHOWN) };
}

export interface Wish {
  readonly enterprise: string;
  readonly what: 'all' | 'valid';
  readonly reason: string;
}

/** Writes what a comparison found, all of it or nothing. */
export async function write(
  context: Context,
  actor: Actor,
  compared: Compared,
  { enterprise, what, reason }: Wish,
): Promise<Refusal | undefined> {
  const { planned } = compared;
  const { summary } = shownOf(compared, true);
  if (what === 'all' && summary.invalid > 0) return refuse('import-errors', { count: summary.invalid });
  return context.db.transaction().execute(async (tx) => {
    const entered = await enterPoints(
      tx,
      actor,
      planned.flatMap(({ enter }) => enter ?? []),
      reason,
    );
    if (isRefusal(entered)) return entered;
    for (const { change } of planned) {
      const refused = change && (await writeChange(tx, change.point, change.change, change.point.version));
      if (refused !== undefined) return refused;
    }
    const refused = await writeLimits(tx, actor, planned, reason);
    if (refused !== undefined) return refused;
    await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    await record(tx, actor, 'point.import', { kind: 'enterprise', id: enterprise }, 'done', { ...summary, reason });
    return undefined;
  });
}

async function writeLimits(
  tx: Tx,
  actor: Actor,
  planned: readonly Planned[],
  reason: string,
): Promise<Refusal | undefined> {
  const now = new Date();
  const by = actor.name;
  const setBy = actor.scope.kind === 'organisation' ? 'enterprise' : 'regulator';
  for (const { limits: change } of planned) {
    if (change === undefined) continue;
    const { point, limits } = change;
    const limited = { ...point, range_low: point.rangeLow, range_high: point.rangeHigh };
    for (const [key, value] of Object.entries(limits)) {
      const refused = await changeLimit(tx, limited, { key, value, from: now, reason, by, setBy });
      if (refused !== undefined) return refused;
    }
  }
  await applyDueLimits(tx, now);
  return undefined;
}

export async function outside({ db }: Context, actor: Actor, enterprise: string): Promise<Refusal> {
  await auditOutside(db, actor, 'enterprise', enterprise, 'registry.write');
  return refuse('not-found');
}
