import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { decimalsOf, shownValue, type AlarmView } from '@anlan/kernel/alarm';
import {
  columnName,
  LEVEL_LABELS,
  tableName,
  type Entity,
  type Field,
  type Level,
  type Option,
} from '@anlan/kernel/entity';
import { insideOf, middleOf, type Area, type AskRows } from '@anlan/kernel/map';
import { distance } from '@anlan/domain/geo';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { codeLists } from '../code-list/book.ts';
import { metresFrom } from './area-sql.ts';
import { alarmsInside } from './ask.ts';
import { ENTITIES, isMoving, PLACED } from './declared.ts';
import type { Ask } from './moment.ts';
import { movingInside } from './moving.ts';
import { recordsInside } from './register-then.ts';

type Row = AskRows['rows'][number];

export interface Page {
  readonly group: string;
  readonly offset: number;
  readonly size: number;
}

/** One page of a group inside a drawn area, nearest to its middle first; undefined for a group nobody declared. */
export async function askRows(
  context: Context,
  actor: Actor,
  area: Area,
  page: Page,
  past?: Ask,
): Promise<AskRows | undefined> {
  const { group } = page;
  if (isMoving(group)) return may(actor, 'position.read') ? movers(context, actor, area, page, past) : NONE;
  if (group === 'alarm') return may(actor, 'alarm.read') ? alarms(context, actor, area, page, past) : NONE;
  const entity = PLACED.find(({ key }) => key === group);
  return entity === undefined
    ? undefined
    : withScope(context.db, actor.scope, (tx) => records(tx, entity, area, page, past?.time ?? null));
}

const NONE: AskRows = { total: 0, rows: [] };

function nearest(rows: readonly Omit<Row, 'distance'>[], area: Area, { offset, size }: Page): AskRows {
  const [lon, lat] = middleOf(area);
  const placed = rows
    .map((row) => ({ ...row, distance: Math.round(distance({ lon, lat }, row)) }))
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
  return { total: rows.length, rows: placed.slice(offset, offset + size) };
}

async function movers(context: Context, actor: Actor, area: Area, page: Page, past?: Ask): Promise<AskRows> {
  const objects = await movingInside(context, actor.scope, insideOf(area), past);
  const now = past?.time ?? Date.now();
  const rows = objects
    .filter(({ kind }) => kind === page.group)
    .map(({ id, kind, name, lon, lat, cargo, at, speed, region }) => ({
      id,
      kind,
      name,
      lon,
      lat,
      level: null,
      region,
      facts: facts([
        ['货物', cargo],
        ['速度', speed === null ? null : `${Math.round(speed)} km/h`],
        ['定位', `${Math.max(0, Math.round((now - at) / 1000))} s 前`],
      ]),
    }));
  return nearest(rows, area, page);
}

async function alarms(context: Context, actor: Actor, area: Area, page: Page, past?: Ask): Promise<AskRows> {
  const found = await alarmsInside(context, actor, area, past);
  const rows = found.map((alarm) => ({
    id: alarm.id,
    kind: 'alarm',
    name: `${alarm.subjectName} · ${alarm.label}`,
    level: alarm.level,
    lon: alarm.lon ?? 0,
    lat: alarm.lat ?? 0,
    region: alarm.regionName,
    facts: facts([
      ['地点', alarm.placeName],
      ['数值', valueOf(alarm)],
      ['编号', alarm.number],
    ]),
  }));
  return nearest(rows, area, page);
}

function valueOf(alarm: AlarmView): string | null {
  const value = shownValue(alarm);
  return value === null ? null : `${Number(value.toFixed(decimalsOf(value, alarm.limit)))} ${alarm.unit}`;
}

const facts = (pairs: readonly (readonly [string, string | null | undefined])[]): Record<string, string> =>
  Object.fromEntries(pairs.flatMap(([label, text]) => (text == null || text === '' ? [] : [[label, text]])));

/** Fields worth a column beside the name: what the generated list shows, without personal data. */
function shownFields(entity: Entity): [string, Field][] {
  return Object.entries(entity.fields).filter(
    ([key, field]) => field.list === true && field.personal !== true && key !== entity.levelField,
  );
}

function words(
  field: Field,
  value: unknown,
  option: (field: Field, value: unknown) => Option | undefined,
): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (field.kind === 'choice') return option(field, value)?.label ?? String(value);
  if (field.kind === 'level') return LEVEL_LABELS[value as Level]?.risk ?? String(value);
  if (field.kind === 'number') return `${String(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`;
  if (field.kind === 'yes-no') return value === true ? '是' : '否';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The column of a field, or the name of the record it points to. */
function cell(key: string, field: Field) {
  const column = sql`t.${sql.id(columnName(key))}`;
  const target = field.kind === 'reference' ? ENTITIES.get(field.entity) : undefined;
  if (target === undefined) return sql`${column} AS ${sql.id(`f_${key}`)}`;
  return sql`(SELECT r.name FROM ${sql.id(tableName(target))} r WHERE r.id = ${column}) AS ${sql.id(`f_${key}`)}`;
}

async function records(
  tx: Tx,
  entity: Entity,
  area: Area,
  { offset, size }: Page,
  time: number | null,
): Promise<AskRows> {
  const fields = shownFields(entity);
  const level = entity.levelField === undefined ? sql`NULL::text` : sql`t.${sql.id(columnName(entity.levelField))}`;
  const read = [...fields.map(([key]) => key), ...(entity.levelField === undefined ? [] : [entity.levelField])];
  const where = recordsInside(entity, area, time, read);
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*)::int AS n ${where}`.execute(tx);
  const { rows } = await sql<
    Record<string, unknown> &
      Pick<Row, 'id' | 'name' | 'lon' | 'lat' | 'level' | 'region' | 'distance'> & { readonly region_path: string }
  >`
    SELECT t.*, (SELECT name FROM region WHERE path = t.region_path) AS region ${
      fields.length === 0 ? sql`` : sql`, ${sql.join(fields.map(([key, field]) => cell(key, field)))}`
    } FROM (
      SELECT t.id, t.name, t.lon, t.lat, t.region_path, ${level} AS level, ${metresFrom(middleOf(area))} AS distance
        ${fields.length === 0 ? sql`` : sql`, ${sql.join(fields.map(([key]) => sql`t.${sql.id(columnName(key))}`))}`}
      ${where} ORDER BY distance, t.id LIMIT ${size} OFFSET ${offset}) t ORDER BY t.distance, t.id`.execute(tx);
  const lists = await codeLists(tx);
  const at = time ?? Date.now();
  return {
    total: counted[0]?.n ?? 0,
    rows: rows.map((row) => ({
      id: row.id,
      kind: entity.key,
      name: row.name,
      lon: row.lon,
      lat: row.lat,
      level: row.level,
      region: row.region,
      distance: Math.round(row.distance),
      facts: facts(
        fields.map(([key, field]) => [
          field.label,
          words(field, row[`f_${key}`], (one, value) => lists.option(one, value, row.region_path, at)),
        ]),
      ),
    })),
  };
}
