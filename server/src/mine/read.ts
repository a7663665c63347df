import { sql } from 'kysely';
import { changesOf, definedPoint, type DefinedPoint, type Mine, type MineDetail } from '@anlan/kernel/mine';
import type { Tx } from '../access/scoped.ts';

interface Row extends Omit<Mine, 'lastFileAt' | 'peopleAt' | 'today'> {
  readonly last_file_at: Date | null;
  readonly people_at: Date | null;
  readonly files: number;
  readonly refused: number;
  readonly late: number;
}

/** Mines one may see with what they sent today; one of them where it is named. */
export async function listMines(tx: Tx, only?: string): Promise<Mine[]> {
  const { rows } = await sql<Row>`
    SELECT d.id, d.name, substr(d.identity, 6) AS code, r.name AS region,
      (SELECT count(*)::int FROM public.point p WHERE p.device_id = d.id) AS points,
      (SELECT max(f.received_at) FROM mine_file f WHERE f.device_id = d.id) AS last_file_at,
      (SELECT count(*)::int FROM jsonb_array_elements(s.records) x WHERE x->>'inOutFlag' = '1') AS people, s.file_time AS people_at,
      t.files, t.refused, t.late, (SELECT jsonb_array_length(records) FROM mine_definition m WHERE m.device_id = d.id AND m.state = 'proposed') AS proposed
    FROM device d JOIN region r ON r.path = d.region_path LEFT JOIN mine_snapshot s ON s.device_id = d.id AND s.type = 'RYSS'
    CROSS JOIN LATERAL (SELECT count(*)::int AS files, count(*) FILTER (WHERE verdict IN ('duplicate', 'future', 'bad', 'malformed'))::int AS refused,
      count(*) FILTER (WHERE verdict = 'stale')::int AS late FROM mine_file f WHERE f.device_id = d.id AND f.received_at > now() - interval '24 hours') t
    WHERE d.protocol = 'coal' AND d.retired_at IS NULL AND (${only ?? null}::uuid IS NULL OR d.id = ${only ?? null}::uuid)
    ORDER BY d.name LIMIT 1000`.execute(tx);
  return rows.map(({ last_file_at, people_at, files, refused, late, ...row }) => ({
    ...row,
    people: people_at === null ? null : row.people,
    lastFileAt: last_file_at?.getTime() ?? null,
    peopleAt: people_at?.getTime() ?? null,
    today: { files, refused, late },
  }));
}

/** A mine with its last files, who is underground by area, and the definition that waits; undefined outside one's scope. */
export async function readMine(tx: Tx, id: string): Promise<MineDetail | undefined> {
  const [mine] = await listMines(tx, id);
  if (mine === undefined) return undefined;
  const files = await sql<
    Omit<MineDetail['files'][number], 'fileTime' | 'receivedAt'> & { file_time: Date | null; received_at: Date }
  >`
    SELECT id, name, type, way, file_time, received_at, verdict, records, skipped, detail FROM mine_file
    WHERE device_id = ${id} ORDER BY received_at DESC LIMIT 100`.execute(tx);
  const byType = await sql<{ type: string; verdict: string; files: number; last_at: Date }>`
    SELECT type, verdict, count(*)::int AS files, max(received_at) AS last_at FROM mine_file
    WHERE device_id = ${id} AND received_at > now() - interval '7 days' GROUP BY type, verdict ORDER BY type, files DESC`.execute(
    tx,
  );
  return {
    ...mine,
    files: files.rows.map(({ file_time, received_at, ...file }) => ({
      ...file,
      fileTime: file_time?.getTime() ?? null,
      receivedAt: received_at.getTime(),
    })),
    byType: byType.rows.map(({ last_at, ...row }) => ({ ...row, lastAt: last_at.getTime() })),
    ...(await measured(tx, id)),
    ...(await abnormal(tx, id)),
    capacity: await capacity(tx, id),
    stations: await stations(tx, id),
    underground: await underground(tx, id),
    definition: await definitionOf(tx, id),
  };
}

/** People by area; names stay with the mine. */
async function underground(tx: Tx, id: string): Promise<MineDetail['underground']> {
  const { rows } = await sql<MineDetail['underground'][number]>`
    SELECT coalesce(a.name, nullif(x->>'areaCode', ''), '未报区域') AS area, count(*)::int AS people,
      count(*) FILTER (WHERE x->>'isLeader' = '1')::int AS leaders, max(a.quota) AS quota
    FROM mine_snapshot s CROSS JOIN LATERAL jsonb_array_elements(s.records) x
    LEFT JOIN LATERAL (SELECT y->>'areaName' AS name, nullif(y->>'quota', '')::float8 AS quota FROM mine_snapshot q CROSS JOIN LATERAL jsonb_array_elements(q.records) y
      WHERE q.device_id = s.device_id AND q.type = 'RYQY' AND y->>'areaCode' = x->>'areaCode' LIMIT 1) a ON true
    WHERE s.device_id = ${id} AND s.type = 'RYSS' AND x->>'inOutFlag' = '1' GROUP BY 1 ORDER BY 2 DESC LIMIT 200`.execute(
    tx,
  );
  return rows;
}

export async function knownPoints(tx: Tx, device: string): Promise<DefinedPoint[]> {
  const { rows } = await sql<DefinedPoint>`
    SELECT key, name, kind, unit, range_low AS "rangeLow", range_high AS "rangeHigh", limits FROM public.point
    WHERE device_id = ${device} AND key <> 'people'`.execute(tx);
  return rows;
}

async function definitionOf(tx: Tx, device: string): Promise<MineDetail['definition']> {
  const { rows } = await sql<{ id: string; file_time: Date; records: Record<string, string>[] }>`
    SELECT id, file_time, records FROM mine_definition WHERE device_id = ${device} AND state = 'proposed'`.execute(tx);
  const [row] = rows;
  if (row === undefined) return null;
  const proposed = row.records.map(definedPoint);
  const changes = changesOf(await knownPoints(tx, device), proposed);
  return { id: row.id, fileTime: row.file_time.getTime(), points: proposed.length, changes };
}

async function snapshotTime(tx: Tx, device: string, type: string): Promise<number | null> {
  const { rows } = await sql<{ at: Date }>`
    SELECT file_time AS at FROM mine_snapshot WHERE device_id = ${device} AND type = ${type}`.execute(tx);
  return rows[0]?.at.getTime() ?? null;
}

const NUMBER = '^-?[0-9]{1,9}(\\.[0-9]{1,9})?$';

/** The newest values; beyond the alarm limit that the register has, for files name theirs in the definition only. */
async function measured(tx: Tx, device: string): Promise<Pick<MineDetail, 'values' | 'valuesAt'>> {
  const { rows } = await sql<MineDetail['values'][number]>`
    SELECT x->>'pointCode' AS key, coalesce(x->>'typeName', '') AS name, coalesce(x->>'location', '') AS location, coalesce(x->>'value', '') AS value,
      coalesce(x->>'unit', '') AS unit, coalesce(x->>'status', '') AS status, coalesce(x->>'time', '') AS at, l.beyond AS limit
    FROM mine_snapshot s CROSS JOIN LATERAL jsonb_array_elements(s.records) x
    LEFT JOIN public.point p ON p.device_id = s.device_id AND p.key = x->>'pointCode'
    CROSS JOIN LATERAL (SELECT CASE WHEN x->>'value' ~ ${NUMBER} THEN (x->>'value')::float8 END AS number,
      coalesce(p.limits->>'first', p.limits->>'alarm')::float8 AS high, coalesce(p.limits->>'L', p.limits->>'lowAlarm')::float8 AS low) v
    CROSS JOIN LATERAL (SELECT CASE WHEN v.number >= v.high THEN v.high WHEN v.number <= v.low THEN v.low END AS beyond) l
    WHERE s.device_id = ${device} AND s.type = 'CDSS' ORDER BY l.beyond IS NULL, x->>'pointCode' LIMIT 500`.execute(tx);
  return { values: rows, valuesAt: await snapshotTime(tx, device, 'CDSS') };
}

/** What the mine itself says is out of order; an empty file says that nothing is. */
async function abnormal(tx: Tx, device: string): Promise<Pick<MineDetail, 'abnormal' | 'abnormalAt'>> {
  const { rows } = await sql<MineDetail['abnormal'][number]>`
    SELECT x->>'pointCode' AS key, coalesce(x->>'typeName', '') AS name, coalesce(x->>'location', '') AS location,
      coalesce(x->>'abnormalType', '') AS type, coalesce(x->>'unit', '') AS unit, coalesce(x->>'beginTime', '') AS begin,
      nullif(x->>'endTime', '') AS "end", coalesce(x->>'maxValue', '') AS max
    FROM mine_snapshot s CROSS JOIN LATERAL jsonb_array_elements(s.records) x
    WHERE s.device_id = ${device} AND s.type = 'YCBJ'
    ORDER BY nullif(x->>'endTime', '') IS NOT NULL, x->>'beginTime' DESC LIMIT 200`.execute(tx);
  return { abnormal: rows, abnormalAt: await snapshotTime(tx, device, 'YCBJ') };
}

/** People approved underground, as the mine's file of people (RYXX) states; null without one. */
export async function capacity(tx: Tx, device: string): Promise<number | null> {
  const { rows } = await sql<{ capacity: string | null }>`
    SELECT header -> 'extras' ->> 'capacity' AS capacity FROM mine_snapshot WHERE device_id = ${device} AND type = 'RYXX'`.execute(
    tx,
  );
  const found = Number(rows[0]?.capacity ?? Number.NaN);
  return Number.isInteger(found) && found > 0 ? found : null;
}

/** Positioning stations; any status but 0 is a fault, for what 2 and 9 mean is not public. */
async function stations(tx: Tx, device: string): Promise<MineDetail['stations']> {
  const { rows } = await sql<{ all: number; faulty: number }>`
    SELECT jsonb_array_length(s.records) AS all,
      (SELECT count(*)::int FROM jsonb_array_elements(s.records) x WHERE coalesce(x->>'status', '') <> '0') AS faulty
    FROM mine_snapshot s WHERE s.device_id = ${device} AND s.type = 'JZSS'`.execute(tx);
  return rows[0] ?? null;
}
