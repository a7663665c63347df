import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { columnName, LEVELS, type Entity } from '@anlan/kernel/entity';
import { boundsOf, geodesicArea, geodesicLength, insideOf, type Area, type Asked } from '@anlan/kernel/map';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { PLACED } from './declared.ts';
import { alarmsAt, valuesAt, type Ask } from './moment.ts';
import { movingInside } from './moving.ts';
import { recordsInside } from './register-then.ts';
import { contentsOf, gaugesOf, tanksInside } from './substances.ts';

type Group = Asked['groups'][number];

/** Units whose sum over an area means something. */
const SUMMED = new Set(['人', 'm³', 't', 'kg', '辆', '张', '床']);

const LABELS = {
  vehicle: ['车辆', 'Vehicles'],
  vessel: ['船舶', 'Vessels'],
  alarm: ['未关闭报警', 'Open alarms'],
} as const;

/** Who and what the actor may see inside a drawn area, now or at a past moment. */
export async function askArea(context: Context, actor: Actor, area: Area, past?: Ask): Promise<Asked> {
  const { scope } = actor;
  const time = past?.time ?? null;
  const { groups, tanks } = await withScope(context.db, scope, async (tx) => {
    const found: Group[] = [];
    for (const entity of PLACED) found.push(await countEntity(tx, entity, area, time));
    return { groups: found, tanks: await tanksInside(tx, area, time) };
  });
  const gauges = gaugesOf(tanks);
  const levels =
    past === undefined
      ? gauges.map((id) => [id, context.mirror.readings.get(id)?.value] as const)
      : (await valuesAt(context, scope, gauges, past)).map(({ id, value }) => [id, value] as const);
  const objects = may(actor, 'position.read') ? await movingInside(context, scope, insideOf(area), past) : [];
  const alarms = may(actor, 'alarm.read') ? await alarmsInside(context, actor, area, past) : [];
  const sum = (entity: string, field: string) =>
    groups.find(({ key }) => key === entity)?.sums.find((one) => one.field === field)?.sum ?? 0;
  return {
    area,
    squareMetres: measured(area),
    at: past?.time ?? Date.now(),
    groups: [
      ...groups,
      counted('vehicle', objects.filter(({ kind }) => kind === 'vehicle').length),
      counted('vessel', objects.filter(({ kind }) => kind === 'vessel').length),
      { ...counted('alarm', alarms.length), levels: levelsOf(alarms.map(({ level }) => level)) },
    ],
    substances: contentsOf(tanks, new Map(levels)),
    people: { employees: sum('enterprise', 'employees'), present: sum('site', 'people') },
  };
}

/** Open alarms inside, now or at a past moment. */
export async function alarmsInside(context: Context, actor: Actor, area: Area, past?: Ask) {
  const inside = insideOf(area);
  const at = past ?? { time: Date.now(), knowledge: 'now' as const };
  const { alarms } = await withScope(context.db, actor.scope, (tx) => alarmsAt(tx, { ...at, bounds: boundsOf(area) }));
  return alarms.filter(({ lon, lat }) => lon !== null && lat !== null && inside(lon, lat));
}

function measured(area: Area): number {
  if (area.kind === 'circle') return Math.PI * area.radius ** 2;
  if (area.kind === 'polygon') return geodesicArea(area.ring);
  return corridorArea(area.path, area.metres);
}

/** Length × width and the round ends; what a bend covers twice is not taken off. */
function corridorArea(path: readonly (readonly [number, number])[], metres: number): number {
  return 2 * metres * geodesicLength(path) + Math.PI * metres ** 2;
}

function counted(key: keyof typeof LABELS, count: number): Group {
  const [label, labelEn] = LABELS[key];
  return { key, label, labelEn, count, levels: null, sums: [] };
}

function levelsOf(levels: readonly string[]): NonNullable<Group['levels']> {
  const counts = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const level of levels) if (level in counts) counts[level as keyof typeof counts] += 1;
  return counts;
}

/** Counts and sums of an entity in one pass of the database. */
async function countEntity(tx: Tx, entity: Entity, area: Area, time: number | null): Promise<Group> {
  const summed = Object.entries(entity.fields).flatMap(([key, field]) =>
    field.kind === 'number' && field.unit !== undefined && SUMMED.has(field.unit)
      ? [{ key, unit: field.unit, label: field.label, labelEn: field.labelEn }]
      : [],
  );
  const read = [...summed.map(({ key }) => key), ...(entity.levelField === undefined ? [] : [entity.levelField])];
  const level = entity.levelField === undefined ? sql`NULL::text` : sql`t.${sql.id(columnName(entity.levelField))}`;
  const counts = [
    sql`count(*)::int AS n`,
    ...LEVELS.map((one) => sql`count(*) FILTER (WHERE ${level} = ${one})::int AS ${sql.id(one)}`),
    ...summed.flatMap(({ key }) => {
      const column = sql`t.${sql.id(columnName(key))}`;
      return [
        sql`coalesce(sum(${column}), 0)::float8 AS ${sql.id(`sum_${key}`)}`,
        sql`count(*) FILTER (WHERE ${column} IS NULL)::int AS ${sql.id(`missing_${key}`)}`,
      ];
    }),
  ];
  const { rows } = await sql<Record<string, number>>`
    SELECT ${sql.join(counts)} ${recordsInside(entity, area, time, read)}`.execute(tx);
  const row = rows[0] ?? {};
  return {
    key: entity.key,
    label: entity.label,
    labelEn: entity.labelEn,
    count: row['n'] ?? 0,
    levels:
      entity.levelField === undefined
        ? null
        : { red: row['red'] ?? 0, orange: row['orange'] ?? 0, yellow: row['yellow'] ?? 0, blue: row['blue'] ?? 0 },
    sums: summed.map(({ key, ...field }) => ({
      ...field,
      field: key,
      sum: row[`sum_${key}`] ?? 0,
      missing: row[`missing_${key}`] ?? 0,
    })),
  };
}
