import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import type { Tx } from '../access/scoped.ts';

const BASE = sql`region_path, organisation_id, sector, demonstration, provenance`;

/** Dikes of tank groups, hydrants and valves of watched buildings, surveys of tailings ponds; all of it invented. */
export async function loadSiteFacts(tx: Tx, now: number): Promise<void> {
  const today = dayOf(now);
  await dikes(tx, today);
  await fittings(tx, today);
  await inclinometers(tx, today);
  await beaches(tx, today);
}

/** One dike for the atmospheric tanks of each source; one in fourteen is too small for its largest tank. */
async function dikes(tx: Tx, today: string): Promise<void> {
  await sql`
    WITH standing AS (
      SELECT DISTINCT h.hazard_source AS source, t.id AS tank, t.volume FROM chemical_holding h JOIN tank t ON t.id = h.tank
      WHERE h.hazard_source IS NOT NULL AND h.storage = 'atmospheric-tank' AND t.retired_at IS NULL),
    made AS (
      SELECT gen_random_uuid() AS id, s.id AS source, s.name, s.region_path, s.organisation_id, s.sector, s.lon, s.lat, s.enterprise,
        max(standing.volume) AS largest, count(*) AS tanks, abs(hashtext(s.id::text)) AS dice
      FROM standing JOIN hazard_source s ON s.id = standing.source GROUP BY s.id),
    entered AS (
      INSERT INTO fire_dike (id, name, lon, lat, enterprise, effective_volume, height, area, condition, rain_valve, inspected_on, inspection_due, ${BASE})
      SELECT id, replace(name, '（演示）', '') || '防火堤（演示）', lon, lat, enterprise,
        round((coalesce(largest, 500) * (CASE WHEN dice % 14 = 0 THEN 0.85 ELSE 1.05 + (dice % 60) / 100.0 END))::numeric, -1),
        round((1 + (dice % 12) / 10.0)::numeric, 1), round((coalesce(largest, 500) * 1.2 / (1 + (dice % 12) / 10.0))::numeric, -1),
        CASE WHEN dice % 23 = 0 THEN 'cracked' WHEN dice % 29 = 0 THEN 'leaking' ELSE 'intact' END, CASE WHEN dice % 31 = 0 THEN 'open' ELSE 'closed' END,
        ${today}::date - (dice % 80)::int, ${today}::date - (dice % 80)::int + 90, region_path, organisation_id, sector, true, 'demonstration'
      FROM made RETURNING id)
    UPDATE tank t SET dike = made.id FROM standing JOIN made ON made.source = standing.source
    WHERE t.id = standing.tank AND EXISTS (SELECT FROM entered WHERE entered.id = made.id)`.execute(tx);
}

/** In each watched building a test hydrant, zone valves, an end test and an inlet, some of them not as they should be. */
async function fittings(tx: Tx, today: string): Promise<void> {
  await sql`
    WITH watched AS (
      SELECT b.*, coalesce(b.height, b.floors * 3.9, 20) AS high, coalesce(b.floors, greatest(1, round(b.height / 3.9)), 5)::int AS storeys,
        greatest(1, ceil(coalesce(b.height, b.floors * 3.9, 20) / 45))::int AS zones
      FROM building b WHERE b.retired_at IS NULL AND EXISTS (SELECT FROM device d WHERE d.building = b.id)),
    planned AS (
      SELECT w.*, 'test-hydrant' AS kind, 'SS-1 屋顶试验消火栓' AS label, storeys AS at_floor, high + 1.1 AS up FROM watched w
      UNION ALL SELECT w.*, 'adapter', 'SB-1 水泵接合器', 1, 0.7 FROM watched w
      UNION ALL SELECT w.*, 'outdoor-hydrant', 'SW-1 室外消火栓', 1, 0.5 FROM watched w
      UNION ALL SELECT w.*, 'end-test', 'MS-1 末端试水装置', storeys, high - 1.2 FROM watched w WHERE w.fire_water_system = 'both'
      UNION ALL SELECT w.*, 'zone-valve', 'FM-' || z || ' 分区阀', greatest(1, (storeys * z / zones)::int - 1), high * (z - 0.5) / zones
        FROM watched w, generate_series(1, 4) z WHERE z <= zones
      UNION ALL SELECT w.*, 'reducing-valve', 'JY-1 减压阀', greatest(1, storeys / 3), high / 3 FROM watched w WHERE high > 60),
    diced AS (SELECT p.*, abs(hashtext(p.id::text || p.label)) AS dice FROM planned p)
    INSERT INTO fire_fitting (id, name, building, enterprise, kind, floor, elevation, state, tested_on, test_flow, test_pressure, test_due, ${BASE})
    SELECT gen_random_uuid(), label, id, enterprise, kind, at_floor, round(up::numeric, 1),
      CASE WHEN kind = 'zone-valve' AND dice % 40 = 0 THEN 'closed' WHEN dice % 37 = 0 THEN 'leaking' WHEN dice % 53 = 0 THEN 'damaged'
        WHEN kind = 'outdoor-hydrant' AND dice % 19 = 0 THEN 'blocked' ELSE 'in-order' END,
      ${today}::date - (dice % 110)::int, CASE WHEN kind IN ('zone-valve', 'adapter', 'reducing-valve') THEN NULL ELSE round((4 + (dice % 30) / 10.0)::numeric, 1) END,
      CASE WHEN kind = 'adapter' THEN NULL ELSE round((0.12 + (dice % 25) / 100.0)::numeric, 2) END,
      ${today}::date - (dice % 110)::int + 92, region_path, organisation_id, sector, true, 'demonstration'
    FROM diced`.execute(tx);
}

/** Two boreholes a pond, six surveys each a fortnight apart: the dam creeps above a bend that lies at a depth of its own. */
async function inclinometers(tx: Tx, today: string): Promise<void> {
  await sql`
    WITH hole AS (
      SELECT p.*, n, 12 + abs(hashtext(p.id::text || n)) % 14 AS bend, 26 + abs(hashtext(p.id::text || n || 'd')) % 18 AS deep,
        0.4 + (abs(hashtext(p.id::text || n || 'v')) % 12) / 10.0 AS pace
      FROM tailings_pond p CROSS JOIN generate_series(1, 2) n WHERE p.retired_at IS NULL)
    INSERT INTO inclinometer_survey (id, name, pond, enterprise, borehole, observed_on, curve, ${BASE})
    SELECT gen_random_uuid(), replace(h.name, '（演示）', '') || ' IN' || h.n || ' ' || (${today}::date - 14 * back)::text || '（演示）', h.id, h.enterprise, 'IN' || h.n,
      ${today}::date - 14 * back, c.curve, h.region_path, h.organisation_id, h.sector, true, 'demonstration'
    FROM hole h CROSS JOIN generate_series(0, 5) back CROSS JOIN LATERAL (
      SELECT string_agg(depth || ':' || round((h.pace * (8 - back) * (1 / (1 + exp((depth - h.bend) * 0.8))) + (abs(hashtext(h.id::text || h.n || back || depth)) % 20 - 10) / 60.0)::numeric, 2),
        '; ' ORDER BY depth) AS curve
      FROM generate_series(0, h.deep, 2) depth) c`.execute(tx);
}

/** Three sections a pond, surveyed within the last months: a beach that is steeper near its crest. */
async function beaches(tx: Tx, today: string): Promise<void> {
  await sql`
    INSERT INTO beach_survey (id, name, pond, enterprise, section, surveyed_on, profile, ${BASE})
    SELECT gen_random_uuid(), replace(p.name, '（演示）', '') || ' P' || n || ' 剖面（演示）', p.id, p.enterprise, 'P' || n, ${today}::date - (abs(hashtext(p.id::text)) % 110)::int, c.profile,
      p.region_path, p.organisation_id, p.sector, true, 'demonstration'
    FROM tailings_pond p CROSS JOIN generate_series(1, 3) n CROSS JOIN LATERAL (
      SELECT string_agg(x || ':' || round((p.crest - x * coalesce(p.beach_slope, 1.2) / 100 * (1.15 - 0.0006 * x) * (0.97 + 0.02 * n))::numeric, 2), '; ' ORDER BY x) AS profile
      FROM generate_series(0, 240, 20) x) c
    WHERE p.retired_at IS NULL`.execute(tx);
}
