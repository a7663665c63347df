import { sql } from 'kysely';
import type { Limits } from '@anlan/kernel/alarm';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import type { Database } from '../access/scoped.ts';

/** A time in which something is not judged as a process: out of service, or a declared operating state. ms, half-open. */
export interface Span {
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}
export interface StateSpan extends Span {
  readonly state: string;
}

/** Limits of a point from an instant on. */
export interface LimitSet {
  readonly from: number;
  readonly limits: Limits;
}

/** What several points belong to: a tank, a pond; its registered record and the figures among it. */
export interface Unit {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly facts: Limits;
  readonly record: Readonly<Record<string, unknown>>;
}

/** How far back spans and limit changes are read: a sample older than that is judged by what holds now. */
const BACK_DAYS = 31;
const ENTITIES = new Map<string, Entity>(
  SYSTEMS.flatMap((system) => system.entities).map((entity) => [entity.key, entity]),
);
const LIMIT_RULES = SYSTEMS.flatMap((system) => system.rules).filter(({ limitsFrom }) => limitsFrom !== undefined);

/** The units that points name, by id. */
export async function readUnits(db: Database, kinds: Iterable<string>): Promise<Map<string, Unit>> {
  const units = new Map<string, Unit>();
  for (const kind of new Set(kinds)) {
    const entity = ENTITIES.get(kind);
    if (entity === undefined) continue;
    const { rows } = await sql<Record<string, unknown>>`
      SELECT t.* FROM ${sql.table(tableName(entity))} t
      WHERE t.retired_at IS NULL AND EXISTS (SELECT FROM public.point p WHERE p.unit_id = t.id OR p.tank_id = t.id)`.execute(
      db,
    );
    for (const row of rows) units.set(row['id'] as string, unitOf(entity, row));
  }
  return units;
}

function unitOf(entity: Entity, row: Readonly<Record<string, unknown>>): Unit {
  const record = Object.fromEntries(Object.keys(entity.fields).map((key) => [key, row[columnName(key)]]));
  const figures = Object.entries(record).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const figured: Limits = Object.fromEntries(figures);
  const derived = LIMIT_RULES.filter((rule) => rule.of === entity.key).map((rule) => rule.limitsFrom!(figured));
  return {
    id: row['id'] as string,
    kind: entity.key,
    name: row['name'] as string,
    lon: row['lon'] as number | null,
    lat: row['lat'] as number | null,
    facts: Object.assign({}, figured, ...derived) as Limits,
    record,
  };
}

/** Times out of service by point or device id, those of the last `days`. */
export async function readOutages(db: Database, days = BACK_DAYS): Promise<Map<string, Span[]>> {
  const { rows } = await sql<{ subject_id: string; from_at: Date; until_at: Date; reason: string }>`
    SELECT subject_id, from_at, until_at, reason FROM out_of_service
    WHERE until_at > now() - ${`${days} days`}::interval`.execute(db);
  return grouped(rows.map((row) => [row.subject_id, spanOf(row)]));
}

/** Declared operating states by unit id, those of the last `days`. */
export async function readStates(db: Database, days = BACK_DAYS): Promise<Map<string, StateSpan[]>> {
  const { rows } = await sql<{ unit_id: string; state: string; from_at: Date; until_at: Date; reason: string }>`
    SELECT unit_id, state, from_at, until_at, reason FROM unit_state
    WHERE until_at > now() - ${`${days} days`}::interval`.execute(db);
  return grouped(rows.map((row) => [row.unit_id, { ...spanOf(row), state: row.state }]));
}

const spanOf = ({ from_at, until_at, reason }: { from_at: Date; until_at: Date; reason: string }): Span => ({
  from: from_at.getTime(),
  until: until_at.getTime(),
  reason,
});

/** Limits of points that changed lately or will change, oldest set first; points not named have always had theirs. */
export async function readLimitSets(db: Database): Promise<Map<string, LimitSet[]>> {
  const { rows } = await sql<{ point_id: string; key: string; value: number | null; valid_from: Date }>`
    SELECT l.point_id, l.key, l.value, l.valid_from FROM point_limit l
    WHERE l.point_id IN (SELECT point_id FROM point_limit WHERE valid_from > now() - ${`${BACK_DAYS} days`}::interval)
    ORDER BY l.valid_from, l.created_at`.execute(db);
  const sets = new Map<string, LimitSet[]>();
  for (const { point_id, key, value, valid_from } of rows) {
    const own = sets.get(point_id) ?? [];
    const { [key]: _, ...others } = own.at(-1)?.limits ?? {};
    const from = valid_from.getTime();
    const limits = value === null ? others : { ...others, [key]: value };
    if (own.at(-1)?.from === from) own.pop();
    own.push({ from, limits });
    sets.set(point_id, own);
  }
  return sets;
}

function grouped<T>(entries: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [value]);
    else own.push(value);
  }
  return groups;
}

/** The span that covers an instant, if any. */
export function spanAt<T extends Span>(spans: readonly T[] | undefined, at: number): T | undefined {
  return spans?.find(({ from, until }) => at >= from && at < until);
}
