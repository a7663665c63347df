import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { WATCH_QUANTITIES, type watchInput, type WatchTraining } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { initialsOf } from '../registry/index.ts';
import { holdOf, type Grid } from './samples.ts';
import { trainOn, type Trained } from './train.ts';

/** A multiple of the limit from which the rule calls, and from which it calls for more. */
const LIMITS = { H: 1, HH: 3 };

/** A measured point and where it hangs. */
export interface Measured {
  readonly id: string;
  readonly expectedPeriod: number;
  readonly deviceId: string;
  readonly organisationId: string | null;
  readonly unitKind: string | null;
  readonly unitId: string | null;
}

/** The named points in their order, where all are in scope, measured, and of one enterprise. */
async function measured(tx: Tx, ids: readonly string[]): Promise<Measured[] | Refusal> {
  const { rows } = await sql<Measured & { protocol: string }>`
    SELECT p.id, p.expected_period AS "expectedPeriod", p.device_id AS "deviceId", p.organisation_id AS "organisationId", d.protocol,
      coalesce(p.unit_kind, CASE WHEN p.tank_id IS NULL THEN NULL ELSE 'tank' END) AS "unitKind", coalesce(p.unit_id, p.tank_id) AS "unitId"
    FROM public.point p JOIN device d ON d.id = p.device_id
    WHERE p.id = ANY (${[...ids]}::uuid[]) AND d.retired_at IS NULL ORDER BY array_position(${[...ids]}::uuid[], p.id)`.execute(
    tx,
  );
  const wrong = (zh: string, en: string) =>
    refuse('field-invalid', { field: both('测点', 'Points'), problem: both(zh, en) }, 'points');
  if (rows.length < new Set(ids).size || new Set(ids).size < ids.length)
    return wrong('有不存在、停用或重复的测点', 'some do not exist, are retired or are given twice');
  if (rows.some(({ protocol }) => protocol === 'watch'))
    return wrong('平台计算的测点不能再作模型的输入', 'what the platform computes is no input of a model');
  if (new Set(rows.map(({ organisationId }) => organisationId)).size > 1)
    return wrong('须属于同一企业', 'they must be of one enterprise');
  return rows;
}

export function gridOf(points: readonly Pick<Measured, 'id' | 'expectedPeriod'>[], step: number): Grid {
  return {
    step,
    points: points.map(({ id }) => id),
    holds: points.map(({ expectedPeriod }) => holdOf(step, expectedPeriod)),
  };
}

/** Trains without keeping anything: what the model would be, and how it sees the time it was trained on. */
export async function tryWatch(
  context: Context,
  actor: Actor,
  wish: { readonly points: readonly string[]; readonly step: number; readonly training: WatchTraining },
): Promise<Trained | Refusal> {
  const points = await withScope(context.db, actor.scope, (tx) => measured(tx, wish.points));
  if (isRefusal(points)) return points;
  return trainOn(context.clickhouse, gridOf(points, wish.step), wish.training, Date.now());
}

/** Makes a watch with its first model and the computed device that speaks for it. Sent twice it is one. */
export async function makeWatch(
  context: Context,
  actor: Actor,
  wish: z.infer<typeof watchInput>,
): Promise<string | Refusal> {
  const points = await withScope(context.db, actor.scope, (tx) => measured(tx, wish.points));
  if (isRefusal(points)) return points;
  const trained = await trainOn(context.clickhouse, gridOf(points, wish.step), wish.training, Date.now());
  if (isRefusal(trained)) return trained;
  return context.db.transaction().execute(async (tx) => {
    // The same request sent twice at once waits for itself.
    await sql`SELECT pg_advisory_xact_lock(7402)`.execute(tx);
    const twin = await sql<{ id: string }>`SELECT id FROM process_watch WHERE request_id = ${wish.requestId}`.execute(
      tx,
    );
    if (twin.rows[0] !== undefined) return twin.rows[0].id;
    const id = randomUUID();
    await insertWatch(tx, { id, by: actor.name, wish, unit: unitOf(points), device: points[0]!.deviceId });
    await insertModel(tx, id, 1, { trained, training: wish.training, reason: '首次训练', by: actor.name });
    await record(tx, actor, 'watch.make', { kind: 'process-watch', id }, 'done', {
      name: wish.name,
      points: points.length,
    });
    return id;
  });
}

/** What the deviation is about: the tank or unit all points share, else the device of the first. */
function unitOf(points: readonly Measured[]): { readonly kind: string; readonly id: string } {
  const [first] = points as [Measured, ...Measured[]];
  const { unitKind, unitId } = first;
  const shared = unitKind !== null && unitId !== null && points.every((point) => point.unitId === unitId);
  return shared ? { kind: unitKind, id: unitId } : { kind: 'device', id: first.deviceId };
}

/** A watch as it is entered: `device` is one of the measured ones, whose enterprise and place it shares. */
export interface NewWatch {
  readonly id: string;
  readonly by: string;
  readonly wish: Pick<z.infer<typeof watchInput>, 'name' | 'step' | 'points'> & { readonly requestId?: string };
  readonly unit: { readonly kind: string; readonly id: string };
  readonly device: string;
}

export async function insertWatch(tx: Tx, { id, by, wish, unit, device }: NewWatch): Promise<void> {
  const speaker = randomUUID();
  await sql`
    INSERT INTO device (id, name, initials, region_path, organisation_id, sector, lon, lat, demonstration, provenance, updated_by, identity,
      protocol, enterprise, origin, model)
    SELECT ${speaker}, ${`${wish.name}（工况模型）`}, ${initialsOf(wish.name)}, region_path, organisation_id, sector, lon, lat, demonstration, CASE WHEN demonstration THEN 'demonstration' ELSE 'platform' END, ${by},
      ${`watch:${id}`}, 'watch', enterprise, origin, 'PCA T²/SPE'
    FROM device WHERE id = ${device}`.execute(tx);
  for (const [key, { kind, label }] of Object.entries(WATCH_QUANTITIES)) {
    const limits = key === 'deviation' ? LIMITS : {};
    await sql`
      INSERT INTO public.point (id, device_id, key, name, kind, unit, expected_period, limits, system, region_path, organisation_id, sector, unit_kind, unit_id)
      SELECT ${randomUUID()}, id, ${key}, ${label}, ${kind}, '倍', ${wish.step}, ${JSON.stringify(limits)}::jsonb, 'S17', region_path, organisation_id,
        sector, ${unit.kind}, ${unit.id}
      FROM device WHERE id = ${speaker}`.execute(tx);
  }
  await sql`
    INSERT INTO process_watch (id, name, device_id, step, points, made_by, request_id, region_path, organisation_id, sector)
    SELECT ${id}, ${wish.name}, id, ${wish.step}, ${[...wish.points]}::uuid[], ${by}, ${wish.requestId ?? null}, region_path, organisation_id, sector
    FROM device WHERE id = ${speaker}`.execute(tx);
}

interface NewModel {
  readonly trained: Pick<Trained, 'model' | 'incomplete'>;
  readonly training: Pick<WatchTraining, 'from' | 'to'>;
  readonly reason: string;
  readonly by: string;
}

/** Keeps a model and puts it to use. */
export async function insertModel(tx: Tx, id: string, number: number, made: NewModel): Promise<void> {
  const { trained, training, reason, by } = made;
  await sql`
    INSERT INTO process_model (watch_id, number, trained_from, trained_to, incomplete, model, reason, made_by, region_path, organisation_id, sector)
    SELECT id, ${number}, ${new Date(training.from)}, ${new Date(training.to)}, ${trained.incomplete}, ${JSON.stringify(trained.model)}::jsonb, ${reason},
      ${by}, region_path, organisation_id, sector FROM process_watch WHERE id = ${id}`.execute(tx);
  await sql`UPDATE process_watch SET model = ${number}, version = version + 1 WHERE id = ${id}`.execute(tx);
  await sql`SELECT pg_notify('registry', 'process-watch')`.execute(tx);
}

interface Standing {
  readonly step: number;
  readonly points: string[];
  readonly version: number;
  readonly retired: boolean;
}

async function standing(context: Context, actor: Actor, id: string, verb: string): Promise<Standing | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Standing>`
      SELECT step, points, version, retired_at IS NOT NULL AS retired FROM process_watch WHERE id = ${id}`.execute(tx),
  );
  const [found] = rows;
  if (found === undefined) {
    await auditOutside(context.db, actor, 'process_watch', id, verb);
    return refuse('not-found');
  }
  return found.retired ? refuse('watch-retired') : found;
}

/** Trains anew: another span of normal running, after a rebuild or a change of feed. The former model stays to be seen. */
export async function retrainWatch(
  context: Context,
  actor: Actor,
  id: string,
  asked: { readonly version: number; readonly training: WatchTraining; readonly reason: string },
): Promise<true | Refusal> {
  const found = await standing(context, actor, id, 'watch.retrain');
  if (isRefusal(found)) return found;
  const trained = await tryWatch(context, actor, { ...found, training: asked.training });
  if (isRefusal(trained)) return trained;
  return context.db.transaction().execute(async (tx) => {
    const now = await locked(tx, id, asked.version);
    if (isRefusal(now)) return now;
    const made = { trained, training: asked.training, reason: asked.reason, by: actor.name };
    await insertModel(tx, id, now.last + 1, made);
    await record(tx, actor, 'watch.retrain', { kind: 'process-watch', id }, 'done', {
      model: now.last + 1,
      reason: asked.reason,
    });
    return true;
  });
}

/** Ends a watch: its computed device is retired with it, its history stays. */
export async function retireWatch(
  context: Context,
  actor: Actor,
  id: string,
  asked: { readonly version: number; readonly reason: string },
): Promise<true | Refusal> {
  const found = await standing(context, actor, id, 'watch.retire');
  if (isRefusal(found)) return found;
  return context.db.transaction().execute(async (tx) => {
    const now = await locked(tx, id, asked.version);
    if (isRefusal(now)) return now;
    await sql`
      UPDATE process_watch SET retired_at = now(), retired_by = ${actor.name}, retired_because = ${asked.reason}, model = NULL, version = version + 1
      WHERE id = ${id}`.execute(tx);
    await sql`UPDATE device SET retired_at = now(), updated_by = ${actor.name} WHERE identity = ${`watch:${id}`}`.execute(
      tx,
    );
    await sql`SELECT pg_notify('registry', 'process-watch')`.execute(tx);
    await record(tx, actor, 'watch.retire', { kind: 'process-watch', id }, 'done', { reason: asked.reason });
    return true;
  });
}

async function locked(tx: Tx, id: string, version: number): Promise<{ readonly last: number } | Refusal> {
  const { rows } = await sql<{ version: number; retired: boolean; last: number }>`
    SELECT version, retired_at IS NOT NULL AS retired, (SELECT coalesce(max(number), 0) FROM process_model WHERE watch_id = w.id) AS last
    FROM process_watch w WHERE id = ${id} FOR UPDATE`.execute(tx);
  const row = rows[0]!;
  if (row.retired) return refuse('watch-retired');
  return row.version === version ? row : refuse('version-conflict', { version: row.version });
}
