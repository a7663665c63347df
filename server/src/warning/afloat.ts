import { sql } from 'kysely';
import { SHORE_STATION, safetyTelegram, type ReceivedWarning } from '@anlan/gateways';
import { telegramOf } from '@anlan/kernel/warning';
import type { Tx } from '../access/scoped.ts';
import { insideSql } from '../map/area-sql.ts';
import { drawnAreas, type Concerned } from './places.ts';

/** Newest place of moving objects by id: degrees, and when it was measured (epoch ms). */
export type Fixes = ReadonlyMap<string, { readonly lon: number; readonly lat: number; readonly at: number }>;

/** A ship that a warning is told to, with who owns it. */
export interface Boat {
  readonly id: string;
  readonly mmsi: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/** A fix older than this says no longer where a ship is: she may be anywhere, and is told where her home is warned. */
const FIX_HOLDS_MS = 12 * 3_600_000;
const MOST = 5000;

/** Ships of the jurisdiction `home` inside one of the drawn areas at their newest fix; those not heard lately, at home in a region warned by its code. */
export async function boatsIn(
  tx: Tx,
  home: string,
  warning: Pick<ReceivedWarning, 'areas'>,
  regions: readonly string[],
  fixes: Fixes,
  now: number,
): Promise<Boat[]> {
  const { rows } = await sql<Boat>`
    SELECT id, mmsi, region_path AS "regionPath", organisation_id AS "organisationId", sector FROM vessel
    WHERE retired_at IS NULL AND starts_with(region_path, ${home}) ORDER BY id LIMIT ${MOST}`.execute(tx);
  const heard = rows.flatMap(({ id }) => {
    const fix = fixes.get(id);
    return fix === undefined || now - fix.at > FIX_HOLDS_MS ? [] : [{ id, lon: fix.lon, lat: fix.lat }];
  });
  const here = new Set(heard.map(({ id }) => id));
  const inside = new Set<string>();
  for (const area of heard.length === 0 ? [] : drawnAreas(warning.areas)) {
    const found = await sql<{ id: string }>`
      SELECT t.id FROM jsonb_to_recordset(${JSON.stringify(heard)}::jsonb) AS t(id text, lon float8, lat float8)
      WHERE ${insideSql(area)}`.execute(tx);
    for (const { id } of found.rows) inside.add(id);
  }
  const atHome = ({ regionPath }: Boat): boolean => regions.some((path) => regionPath.startsWith(path));
  const drawn = warning.areas.length > 0;
  return rows.filter((boat) => inside.has(boat.id) || (atHome(boat) && !(drawn && here.has(boat.id))));
}

/** Whoever owns the ships sees the warning, and those who answer for its safety are told. */
export async function ownersOf(tx: Tx, boats: readonly Boat[]): Promise<Concerned[]> {
  const ids = [...new Set(boats.flatMap(({ organisationId }) => organisationId ?? []))];
  if (ids.length === 0) return [];
  const { rows } = await sql<Omit<Concerned, 'why'>>`
    SELECT DISTINCT ON (x.id) x.id AS "organisationId", x.name, x.region_path AS "regionPath", x.sector FROM (
      SELECT id, name, region_path, sector FROM enterprise WHERE id = ANY (${ids}::uuid[]) AND retired_at IS NULL
      UNION ALL SELECT id, name, region_path, sector FROM organisation WHERE id = ANY (${ids}::uuid[]) AND retired_at IS NULL) x
    ORDER BY x.id`.execute(tx);
  return rows.map((row) => ({ ...row, why: '所属船舶在预警区域内' }));
}

/** Ships told of an earlier warning hear of its end, wherever they are by now. */
export async function boatsTold(tx: Tx, warnings: readonly string[]): Promise<Boat[]> {
  if (warnings.length === 0) return [];
  const { rows } = await sql<Boat>`
    SELECT DISTINCT v.id, v.mmsi, v.region_path AS "regionPath", v.organisation_id AS "organisationId", v.sector
    FROM water_order o JOIN vessel v ON v.id = o.vessel
    WHERE o.warning_id = ANY (${[...warnings]}::uuid[]) AND v.retired_at IS NULL`.execute(tx);
  return rows;
}

/** Orders on the water that carry the warning: Chinese for voice and telephone, AIS telegrams in letters the air has. */
export async function tellBoats(
  tx: Tx,
  id: string,
  warning: ReceivedWarning,
  boats: readonly Boat[],
  now: number,
): Promise<void> {
  if (boats.length === 0) return;
  const text = telegramOf(warning);
  const rows = boats.map((boat) => ({
    ...boat,
    telegrams: safetyTelegram({ from: SHORE_STATION, to: Number(boat.mmsi), text }),
  }));
  await sql`
    INSERT INTO water_order (kind, vessel, way, text, telegrams, at, by, warning_id, region_path, organisation_id, sector)
    SELECT 'instruction', x.id, 'ais-addressed', ${`${warning.headline}（${warning.senderName ?? warning.sender}）`.slice(0, 300)},
      x.telegrams, ${new Date(now)}, '平台', ${id}, x."regionPath", x."organisationId", x.sector
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS x(id uuid, telegrams jsonb, "regionPath" text, "organisationId" uuid, sector text)
    ON CONFLICT DO NOTHING`.execute(tx);
}
