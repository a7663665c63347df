import { sql } from 'kysely';
import { scopeRange, type Scope } from '@anlan/kernel/access';
import {
  LINK_WINDOW,
  checkPlace,
  SAFETY_DEVICES,
  strokeOf,
  strokeTrend,
  substanceOf,
  type Chain,
  type SafetyMatrix,
} from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { groupsOf } from '../indicator/group.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { literal } from '../store/clickhouse/statements.ts';
import { instantOf } from '../telemetry/buckets.ts';
import { chinaDay } from './gaps.ts';
import { readPlaces } from './places.ts';

export interface ChainQuestion {
  readonly region?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly tank?: string | undefined;
}

/** A shut-off whose command is to be found in the history. */
interface Closed {
  readonly id: string;
  readonly closedAt: number;
  /** The point of the command; null where it is not connected. */
  readonly command: string | null;
}

/** Clocks of one controller's points may differ by so much, ms. */
const SAME = 1000;

/** When each shut-off was commanded: the last time its command rose within the window before the valve closed. */
export async function commandsBefore(context: Context, rows: readonly Closed[]): Promise<ReadonlyMap<string, number>> {
  const asked = rows.flatMap((row) => (row.command === null ? [] : [{ ...row, command: row.command }]));
  if (asked.length === 0) return new Map();
  const before = LINK_WINDOW.before * 1000;
  const windows = asked.map(
    ({ command, closedAt }) =>
      `(point = ${literal(command)} AND at >= ${instantOf(closedAt - before)} AND at <= ${instantOf(closedAt + SAME)})`,
  );
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(point) AS id, toFloat64(toUnixTimestamp64Milli(at)) AS moment, value FROM reading
      WHERE (${windows.join(' OR ')}) AND quality = 'good' AND value IS NOT NULL ORDER BY point, at`,
    format: 'JSONEachRow',
    clickhouse_settings: { max_query_size: '2000000' },
  });
  const readings = groupsOf(await result.json<{ id: string; moment: number; value: number }>(), ({ id }) => id);
  const found = new Map<string, number>();
  for (const { id, command, closedAt } of asked) {
    const own = (readings.get(command) ?? []).filter(
      ({ moment }) => moment >= closedAt - before && moment <= closedAt + SAME,
    );
    const rose = own.findLast(({ value }, index) => value >= 0.5 && (own[index - 1]?.value ?? 0) < 0.5);
    if (rose !== undefined) found.set(id, Math.min(rose.moment, closedAt));
  }
  return found;
}

interface ChainRow extends Omit<Chain, 'causes' | 'commandAt' | 'closedAt' | 'reopenedAt' | 'stroke' | 'trend'> {
  readonly closedAt: Date;
  readonly reopenedAt: Date | null;
  readonly command: string | null;
  readonly alarms: string[];
}

interface CauseRow extends Omit<Chain['causes'][number], 'detectedAt' | 'raisedAt'> {
  readonly detectedAt: Date;
  readonly raisedAt: Date;
}

async function eventsOf(tx: Tx, question: ChainQuestion, limit: number): Promise<ChainRow[]> {
  const range = question.region === undefined ? undefined : scopeRange(question.region);
  const where = [
    range === undefined ? sql`true` : sql`e.region_path >= ${range.from} AND e.region_path < ${range.to}`,
    question.enterprise === undefined ? sql`true` : sql`e.organisation_id = ${question.enterprise}`,
    question.tank === undefined ? sql`true` : sql`e.tank_id = ${question.tank}`,
  ];
  const { rows } = await sql<ChainRow>`
    SELECT e.id, a.number, e.tank_id AS tank, e.tank_name AS "tankName", coalesce(f.name, '—') AS "enterpriseName",
      e.closed_at AS "closedAt", e.reopened_at AS "reopenedAt",
      (e.trigger_alarm_id IS NOT NULL OR a.closed_at IS NOT NULL) AS explained,
      array_remove(ARRAY[e.trigger_alarm_id] || e.other_alarm_ids, NULL) AS alarms,
      (SELECT p.id FROM public.point p WHERE p.tank_id = e.tank_id AND p.kind = 'shut-off-command' ORDER BY p.id LIMIT 1) AS command
    FROM shut_off_event e JOIN alarm a ON a.id = e.id LEFT JOIN enterprise f ON f.id = e.organisation_id
    WHERE ${sql.join(where, sql` AND `)} ORDER BY e.closed_at DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

/** The newest shut-offs of the scope, each from its causes to the closed valve. */
export async function chainsOf(
  context: Context,
  scope: Scope,
  question: ChainQuestion,
  limit: number,
): Promise<Chain[]> {
  const { events, causes } = await withScope(context.db, scope, async (tx) => {
    const found = await eventsOf(tx, question, limit);
    const ids = found.flatMap(({ alarms }) => alarms);
    const { rows } = await sql<CauseRow>`
      SELECT id, rule, label, level, subject_name AS subject, since AS "detectedAt", raised_at AS "raisedAt"
      FROM alarm WHERE id = ANY (${ids}::uuid[])`.execute(tx);
    return { events: found, causes: new Map(rows.map((row) => [row.id, row])) };
  });
  const commands = await commandsBefore(
    context,
    events.map(({ id, closedAt, command }) => ({ id, closedAt: closedAt.getTime(), command })),
  );
  const chains = events.map(({ alarms, command: _, ...event }): Chain => {
    const closedAt = event.closedAt.getTime();
    const commandAt = commands.get(event.id) ?? null;
    return {
      ...event,
      closedAt,
      reopenedAt: event.reopenedAt?.getTime() ?? null,
      causes: alarms.flatMap((id) => {
        const cause = causes.get(id);
        if (cause === undefined) return [];
        return [{ ...cause, detectedAt: cause.detectedAt.getTime(), raisedAt: cause.raisedAt.getTime() }];
      }),
      commandAt,
      stroke: strokeOf({ commandAt, closedAt }),
      trend: null,
    };
  });
  return withTrends(chains);
}

/** Puts to the newest chain of each tank how its strokes have changed. */
function withTrends(newestFirst: readonly Chain[]): Chain[] {
  const seen = new Set<string>();
  return newestFirst.map((chain) => {
    if (chain.tank === null || seen.has(chain.tank)) return chain;
    seen.add(chain.tank);
    const strokes = newestFirst.flatMap(({ tank, stroke }) => (tank === chain.tank && stroke !== null ? [stroke] : []));
    return { ...chain, trend: strokeTrend(strokes.toReversed()) };
  });
}

/** Storage places with every kind of device: required ones with their standing; those with most gaps first. */
export async function safetyMatrix(
  context: Context,
  scope: Scope,
  question: Omit<ChainQuestion, 'tank'>,
  limit: number,
): Promise<SafetyMatrix> {
  const range = question.region === undefined ? undefined : scopeRange(question.region);
  const where = [
    range === undefined ? sql`true` : sql`x.region_path >= ${range.from} AND x.region_path < ${range.to}`,
    question.enterprise === undefined ? sql`true` : sql`x.enterprise = ${question.enterprise}`,
  ];
  const places = await withScope(context.db, scope, (tx) => readPlaces(tx, sql.join(where, sql` AND `)));
  const today = chinaDay();
  const rows = places.map(({ id, tank, name, enterprise, enterpriseName, place, installed }) => {
    const verdicts = new Map(
      checkPlace(place, installed, today).map((verdict) => [verdict.requirement.device, verdict]),
    );
    const cells = SAFETY_DEVICES.map(({ value }) => {
      const verdict = verdicts.get(value);
      return {
        device: value,
        standing: verdict?.standing ?? ('not-required' as const),
        condition: verdict?.requirement.condition ?? '',
        clause: verdict?.requirement.clause ?? '',
      };
    });
    const gaps = cells.filter(({ standing }) => standing !== 'ok' && standing !== 'not-required').length;
    const substanceName = substanceOf(place.substance)?.name ?? '—';
    return { id, tank, name, enterprise, enterpriseName, substanceName, gaps, cells };
  });
  const worstFirst = rows.toSorted((a, b) => b.gaps - a.gaps || (a.name < b.name ? -1 : 1));
  return { total: rows.length, rows: worstFirst.slice(0, limit) };
}
