import { sql } from 'kysely';
import { areaSchema, type Area } from '@anlan/kernel/map';
import type { WarningArea } from '@anlan/kernel/warning';
import type { Tx } from '../access/scoped.ts';
import { insideSql } from '../map/area-sql.ts';

/** A place or an enterprise that a warning concerns, and why. */
export interface Concerned {
  readonly name: string;
  readonly why: '行政区划代码' | '预警区域内' | '发布范围' | '所属船舶在预警区域内';
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

const DISTRICT_CODE = /^\d{6,12}$/;
const MOST_FIRMS = 5000;
const MOST_PLACES = 5000;

/**
 * Whom a warning concerns: regions whose code it names with all below them, towns, villages and grids whose seat its area
 * contains with their counties, and
 * enterprises inside whose trade is one of `sectors` or that answer for a tailings pond or a major hazard source.
 * Where it names nothing that is known here, the source's own jurisdiction.
 */
export async function concernedBy(
  tx: Tx,
  home: string,
  geocodes: readonly string[],
  areas: readonly WarningArea[],
  sectors: readonly string[],
): Promise<Concerned[]> {
  const coded = await byCode(tx, home, geocodes);
  const drawn = drawnAreas(areas);
  const inside = await Promise.all(drawn.map((area) => placesIn(tx, home, area)));
  const places = distinct([...coded, ...inside.flat()]);
  const paths = coded.map(({ regionPath }) => regionPath);
  const firms = await Promise.all(drawn.map((area) => firmsIn(tx, home, insideSql(area), sectors)));
  const under = await Promise.all(topmost(paths).map((path) => firmsIn(tx, path, sql`true`, sectors)));
  const all = distinct([...places, ...firms.flat(), ...under.flat()]);
  if (all.length > 0) return all;
  const { rows } = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${home}`.execute(tx);
  return [{ name: rows[0]?.name ?? home, why: '发布范围', regionPath: home, organisationId: null, sector: null }];
}

/** Areas as the store asks them. */
export const drawnAreas = (areas: readonly WarningArea[]): Area[] => areas.flatMap((area) => areaOf(area) ?? []);

/** The area as the store asks it; none where it is too small, too large or crosses itself. */
function areaOf(area: WarningArea): Area[] | undefined {
  const ring = area.kind === 'polygon' ? { ...area, ring: thinned(area.ring) } : area;
  const read = areaSchema.safeParse(ring);
  return read.success ? [read.data] : undefined;
}

/** Every n-th corner: a warning may have thousands, and who is told does not hang on a metre. */
function thinned(ring: readonly (readonly [number, number])[]): [number, number][] {
  const open = ring.slice(0, -1);
  const step = Math.ceil(open.length / 180);
  return open.filter((_, index) => index % step === 0).map(([lon, lat]) => [lon, lat]);
}

async function byCode(tx: Tx, home: string, geocodes: readonly string[]): Promise<Concerned[]> {
  const codes = geocodes.filter((code) => DISTRICT_CODE.test(code));
  if (codes.length === 0) return [];
  const { rows } = await sql<{ name: string; path: string }>`
    WITH named AS (SELECT path FROM region WHERE valid_to IS NULL AND path LIKE ${`${home}%`}
      AND EXISTS (SELECT FROM unnest(${codes}::text[]) AS given WHERE given = region.code
        OR rpad(region.code, 12, '0') = rpad(given, 12, '0')))
    SELECT DISTINCT r.name, r.path FROM region r JOIN named ON starts_with(r.path, named.path)
    WHERE r.valid_to IS NULL ORDER BY r.path LIMIT ${MOST_PLACES}`.execute(tx);
  return rows.map(({ name, path }) => ({
    name,
    why: '行政区划代码',
    regionPath: path,
    organisationId: null,
    sector: null,
  }));
}

async function placesIn(tx: Tx, home: string, area: Area): Promise<Concerned[]> {
  const { rows } = await sql<{ name: string; path: string }>`
    WITH town AS (SELECT t.path, t.name, t.parent_path FROM region t
      WHERE t.kind IN ('county', 'zone', 'town', 'village', 'grid') AND t.valid_to IS NULL AND t.path LIKE ${`${home}%`} AND ${insideSql(area)})
    SELECT path, name FROM town
    UNION SELECT c.path, c.name FROM region c JOIN town ON starts_with(town.path, c.path) WHERE c.kind = 'county' AND c.valid_to IS NULL`.execute(
    tx,
  );
  return rows.map(({ name, path }) => ({
    name,
    why: '预警区域内',
    regionPath: path,
    organisationId: null,
    sector: null,
  }));
}

async function firmsIn(
  tx: Tx,
  home: string,
  inside: ReturnType<typeof insideSql>,
  sectors: readonly string[],
): Promise<Concerned[]> {
  const { rows } = await sql<{ id: string; name: string; region_path: string; sector: string | null }>`
    SELECT t.id, t.name, t.region_path, t.sector FROM enterprise t
    WHERE t.retired_at IS NULL AND t.region_path LIKE ${`${home}%`} AND ${inside}
      AND (t.sector = ANY (${[...sectors]}::text[])
        OR EXISTS (SELECT FROM tailings_pond p WHERE p.organisation_id = t.id AND p.retired_at IS NULL)
        OR EXISTS (SELECT FROM hazard_source s WHERE s.organisation_id = t.id AND s.retired_at IS NULL))
    ORDER BY t.id LIMIT ${MOST_FIRMS}`.execute(tx);
  return rows.map(({ id, name, region_path, sector }) => ({
    name,
    why: '预警区域内',
    regionPath: region_path,
    organisationId: id,
    sector,
  }));
}

/** Regions that lie below none of the others. */
export const topmost = (paths: readonly string[]): string[] =>
  paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(other)));

function distinct(all: readonly Concerned[]): Concerned[] {
  return [...new Map(all.map((one) => [`${one.regionPath} ${one.organisationId ?? ''}`, one])).values()];
}
