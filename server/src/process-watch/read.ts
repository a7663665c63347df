import { sql } from 'kysely';
import { contributionsOf, scoreOf, type Sample, type WatchModel } from '@anlan/domain/process-watch';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { ProcessWatch, WatchContributions, WatchModelView, WatchRow } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { points as pointsOf } from '../telemetry/routes.ts';
import { gridOf } from './acts.ts';
import { gridAt, isJudgeable, storedSamples } from './samples.ts';
import { standing } from '../alarm/stands.ts';

interface Listed extends Omit<WatchRow, 'deviation' | 'retiredAt' | 'alarm'> {
  deviationId: string;
  retired_at: Date | null;
  alarm_id: string | null;
  alarm_level: string;
  alarm_since: Date;
}

const LISTED = sql`
  SELECT w.id, w.name, e.name AS enterprise, r.name AS "regionName", cardinality(w.points) AS points, w.step, w.model, w.retired_at,
    p.id AS "deviationId", a.id AS alarm_id, a.level AS alarm_level, a.since AS alarm_since
  FROM process_watch w JOIN region r ON r.path = w.region_path JOIN public.point p ON p.device_id = w.device_id AND p.key = 'deviation'
  LEFT JOIN enterprise e ON e.id = w.organisation_id
  LEFT JOIN LATERAL (SELECT id, level, since FROM alarm WHERE subject_id = p.id AND ${standing()} AND closed_at IS NULL
    ORDER BY raised_at DESC LIMIT 1) a ON true`;

function rowOf(context: Context, row: Listed): WatchRow {
  const { deviationId, retired_at, alarm_id, alarm_level, alarm_since, ...rest } = row;
  const latest = context.mirror.readings.get(deviationId);
  return {
    ...rest,
    retiredAt: retired_at?.getTime() ?? null,
    deviation: latest === undefined ? null : { at: latest.at, value: latest.value },
    alarm: alarm_id === null ? null : { id: alarm_id, level: alarm_level, since: alarm_since.getTime() },
  };
}

/** Watches of the scope: those in alarm first, then those in use by name, the retired last. */
export async function listWatches(
  context: Context,
  actor: Actor,
  wish: { readonly search?: string | undefined; readonly from: number; readonly size: number },
): Promise<{ rows: WatchRow[]; total: number }> {
  const like = `%${(wish.search ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows, total } = await withScope(context.db, actor.scope, async (tx) => {
    const wanted = sql`(w.name LIKE ${like} OR e.name LIKE ${like})`;
    const found = await sql<Listed>`
      ${LISTED} WHERE ${wanted} ORDER BY w.retired_at IS NOT NULL, a.id IS NULL, w.name, w.id LIMIT ${wish.size} OFFSET ${wish.from}`.execute(
      tx,
    );
    const counted = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM process_watch w LEFT JOIN enterprise e ON e.id = w.organisation_id WHERE ${wanted}`.execute(
      tx,
    );
    return { rows: found.rows, total: counted.rows[0]!.n };
  });
  return { rows: rows.map((row) => rowOf(context, row)), total };
}

interface Whole extends Listed {
  version: number;
  enterpriseId: string | null;
  deviceId: string;
  retiredBecause: string | null;
  pointIds: string[];
}

/** One watch: its measured points with what is normal for them, its computed ones, and every model it had. */
export async function readWatch(context: Context, actor: Actor, id: string): Promise<ProcessWatch | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<Whole>`
      SELECT l.*, w.version, w.organisation_id AS "enterpriseId", w.device_id AS "deviceId", w.retired_because AS "retiredBecause", w.points AS "pointIds"
      FROM (${LISTED}) l JOIN process_watch w ON w.id = l.id WHERE l.id = ${id}`.execute(tx);
    return rows[0] === undefined ? undefined : { row: rows[0], models: await modelsOf(tx, id) };
  });
  if (found === undefined) {
    await auditOutside(context.db, actor, 'process_watch', id, 'telemetry.read');
    return refuse('not-found');
  }
  const { version, enterpriseId, deviceId, retiredBecause, pointIds, ...listed } = found.row;
  const newest = found.models[0];
  const measured = await pointsOf(context, actor.scope, { ids: pointIds });
  const byId = new Map(measured.map((point) => [point.id, point]));
  return {
    ...rowOf(context, listed),
    version,
    enterpriseId,
    deviceId,
    retiredBecause,
    points: pointIds.flatMap((pointId, i) => {
      const point = byId.get(pointId);
      const facts = { mean: newest?.model.mean[i] ?? null, sd: newest?.model.deviation[i] ?? null };
      return point === undefined ? [] : [{ ...point, ...facts }];
    }),
    computed: await pointsOf(context, actor.scope, { device: deviceId }),
    models: found.models.map((model) => modelView(model, (i) => byId.get(pointIds[i] ?? '')?.name ?? '')),
  };
}

interface ModelRow {
  number: number;
  trained_from: Date;
  trained_to: Date;
  incomplete: number;
  model: WatchModel;
  reason: string;
  made_at: Date;
  made_by: string;
}

async function modelsOf(tx: Tx, id: string): Promise<ModelRow[]> {
  const { rows } = await sql<ModelRow>`
    SELECT number, trained_from, trained_to, incomplete, model, reason, made_at, made_by FROM process_model
    WHERE watch_id = ${id} ORDER BY number DESC LIMIT 20`.execute(tx);
  return rows;
}

/** A model without its loadings. */
export function modelFacts(model: WatchModel, nameOf: (index: number) => string) {
  const { samples, lags, explained, confidence, t2Limit, speLimit } = model;
  const components = model.loadings.length;
  return { samples, lags, components, explained, confidence, t2Limit, speLimit, still: model.still.map(nameOf) };
}

function modelView(row: ModelRow, nameOf: (index: number) => string): WatchModelView {
  return {
    ...modelFacts(row.model, nameOf),
    number: row.number,
    trainedFrom: row.trained_from.getTime(),
    trainedTo: row.trained_to.getTime(),
    incomplete: row.incomplete,
    reason: row.reason,
    madeAt: row.made_at.getTime(),
    madeBy: row.made_by,
  };
}

/** Which points make the sample at (or last before) an instant what it is, the largest first. */
export async function contributionsAt(
  context: Context,
  actor: Actor,
  id: string,
  wanted: number,
): Promise<WatchContributions | Refusal> {
  const watch = await readWatch(context, actor, id);
  if ('refused' in watch) return watch;
  const at = gridAt(watch.step, wanted);
  // The model that judged at the time; before the first one, the first.
  const { rows } = await sql<{ model: WatchModel }>`
    SELECT m.model FROM process_model m WHERE m.watch_id = ${id}
    ORDER BY m.made_at > ${new Date(at)}, CASE WHEN m.made_at > ${new Date(at)} THEN m.number ELSE -m.number END LIMIT 1`.execute(
    context.db,
  );
  const { model } = rows[0]!;
  const grid = gridOf(watch.points, watch.step);
  const samples = await storedSamples(context.clickhouse, grid, at - (model.lags + 1) * watch.step * 1000, at);
  const window: Sample[] = samples.map(({ sample }) => sample).toReversed();
  const score = window.every(isJudgeable) ? scoreOf(model, window) : undefined;
  const parts = score === undefined ? undefined : contributionsOf(model, window);
  const row = (point: ProcessWatch['points'][number], i: number) => ({
    pointId: point.id,
    name: point.name,
    unit: point.unit,
    value: window[0]?.[i] ?? null,
    mean: model.mean[i]!,
    sd: model.deviation[i]!,
    t2: (parts?.t2[i] ?? 0) / model.t2Limit,
    spe: (parts?.spe[i] ?? 0) / model.speLimit,
  });
  return {
    at,
    t2: score === undefined ? null : score.t2 / model.t2Limit,
    spe: score === undefined ? null : score.spe / model.speLimit,
    rows: watch.points.map(row).toSorted((a, b) => Math.max(b.t2, b.spe) - Math.max(a.t2, a.spe)),
  };
}
