import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { definedPoint, type DefinedPoint } from '@anlan/kernel/mine';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { capacity } from './read.ts';

/** Points of coal mines belong to the platform for devices until their own system has rules for them; the head-count has. */
const SYSTEM = 'S16';
const PEOPLE_SYSTEM = 'S27';
/** Seconds between real-time files, as practice has it. */
const PERIOD = 60;
const PEOPLE: DefinedPoint = {
  key: 'people',
  name: '井下人数',
  kind: 'people-underground',
  unit: '人',
  rangeLow: null,
  rangeHigh: null,
  limits: {},
};

interface Definition {
  readonly id: string;
  readonly device_id: string;
  readonly records: Record<string, string>[];
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

/** Confirms or rejects the proposed definition of a mine; confirmed, its records become points. */
export async function decide(
  { db }: Context,
  actor: Actor,
  device: string,
  id: string,
  { decision, reason }: { readonly decision: 'confirm' | 'reject'; readonly reason?: string | undefined },
): Promise<Refusal | undefined> {
  const visible = await withScope(db, actor.scope, (tx) =>
    sql`SELECT FROM mine_definition WHERE id = ${id} AND device_id = ${device}`.execute(tx),
  );
  if (visible.rows.length === 0) {
    await auditOutside(db, actor, 'device', device, 'registry.write');
    return refuse('not-found');
  }
  if (decision === 'reject' && !reason) return refuse('field-required', { field: both('理由', 'Reason') }, 'reason');
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Definition>`
      UPDATE mine_definition SET state = ${decision === 'confirm' ? 'confirmed' : 'rejected'}, decided_by = ${actor.name}, decided_at = now(),
        reason = ${reason ?? null} WHERE id = ${id} AND state = 'proposed'
      RETURNING id, device_id, records, region_path, organisation_id, sector`.execute(tx);
    const [definition] = rows;
    // Somebody else has decided, or a newer file has come.
    if (definition === undefined) return refuse('version-conflict', { version: 0 });
    const points = definition.records.map(definedPoint);
    if (decision === 'confirm') {
      await enter(
        tx,
        definition,
        { ...PEOPLE, limits: await headCountLimits(tx, definition.device_id) },
        PEOPLE_SYSTEM,
      );
      for (const point of points) await enter(tx, definition, point);
      await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    }
    await record(tx, actor, 'mine.define', { kind: 'device', id: device }, 'done', { decision, points: points.length });
    return undefined;
  });
}

/** Shares above the approved number that are worse, as the rule of the head-count has them: conventions, no standard's. */
const [WORSE, WORST] = [1.05, 1.2];

/** The approved number of people as the mine's file of people (RYXX) states it; without one there is no limit. */
async function headCountLimits(tx: Tx, device: string): Promise<Readonly<Record<string, number>>> {
  const approved = await capacity(tx, device);
  if (approved === null) return {};
  return { H: approved, HH: Math.floor(approved * WORSE), HHH: Math.floor(approved * WORST) };
}

/** A new point takes the file's limits; those of a point that is there belong to whoever may change them. */
async function enter(tx: Tx, definition: Definition, point: DefinedPoint, system = SYSTEM): Promise<void> {
  await sql`
    INSERT INTO public.point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, limits, system, region_path, organisation_id, sector)
    VALUES (${randomUUID()}, ${definition.device_id}, ${point.key}, ${point.name}, ${point.kind}, ${point.unit}, ${point.rangeLow}, ${point.rangeHigh},
      ${PERIOD}, ${JSON.stringify(point.limits)}::jsonb, ${system}, ${definition.region_path}, ${definition.organisation_id}, ${definition.sector})
    ON CONFLICT (device_id, key) DO UPDATE SET name = excluded.name, kind = excluded.kind, unit = excluded.unit,
      range_low = excluded.range_low, range_high = excluded.range_high`.execute(tx);
}
