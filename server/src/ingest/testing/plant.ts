import { sql } from 'kysely';
import type { Database, Tx } from '../../access/scoped.ts';
import { creditCode } from '../../registry/testing/sample.ts';
import { uuid } from './devices.ts';

/** What each measuring point of a plant is limited by. */
const LIMITS: Record<string, Record<string, number>> = {
  level: { L: 15, LL: 10, H: 80, HH: 90 },
  pressure: { H: 60, HH: 80 },
  temperature: { H: 45, HH: 55 },
  combustible: { first: 25, second: 50 },
  toxic: { first: 50, second: 100 },
};

/** Ids of one plant: an enterprise with a gateway of five points, and a lorry (80 km/h) with its terminal. */
export interface Plant {
  readonly enterprise: string;
  readonly gateway: string;
  readonly terminal: string;
  readonly vehicle: string;
  point(quantity: string): string;
}

/** Ids of plant `number` (1…99), whether entered or not. */
export function plantOf(number: number): Plant {
  const id = (part: number): string => uuid(number * 100 + part);
  return {
    enterprise: id(1),
    gateway: id(2),
    terminal: id(3),
    vehicle: id(4),
    point: (quantity) => id(10 + Object.keys(LIMITS).indexOf(quantity)),
  };
}

/** Enters a plant in a town; the regions must be there. */
export async function enterPlant(
  db: Database,
  number: number,
  regionPath: string,
  sector: string | null = null,
): Promise<Plant> {
  const plant = plantOf(number);
  const place = sql`${regionPath}, ${plant.enterprise}, ${sector}, 117.9, 28.4`;
  await db.transaction().execute(async (tx) => {
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level, employees)
      VALUES (${plant.enterprise}, ${`信江化工${number}厂`}, ${place}, ${creditCode(number)}, 'red', 120)`.execute(tx);
    await sql`
      INSERT INTO vehicle (id, name, region_path, organisation_id, sector, lon, lat, enterprise, category, cargo, speed_limit, terminal_installed)
      VALUES (${plant.vehicle}, ${`赣E${10_000 + number}`}, ${place}, ${plant.enterprise}, 'dangerous-goods', '甲醇', 80, true)`.execute(
      tx,
    );
    await sql`
      INSERT INTO device (id, name, region_path, organisation_id, sector, lon, lat, identity, protocol, enterprise, origin, vehicle)
      VALUES (${plant.gateway}, ${`V-10${number} 采集网关`}, ${place}, ${`mqtt:gw-${number}`}, 'mqtt', ${plant.enterprise}, 'generated', NULL),
             (${plant.terminal}, '车载终端', ${place}, ${`jt808:0139${String(number).padStart(8, '0')}`}, 'jt808', ${plant.enterprise}, 'generated', ${plant.vehicle})`.execute(
      tx,
    );
    for (const [kind, limits] of Object.entries(LIMITS)) {
      await sql`
        INSERT INTO point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, limits, system, region_path, organisation_id, sector)
        VALUES (${plant.point(kind)}, ${plant.gateway}, ${kind}, ${kind}, ${kind}, '%', 0, 100, 10, ${JSON.stringify(limits)}::jsonb, 'S17', ${regionPath},
          ${plant.enterprise}, ${sector})`.execute(tx);
    }
  });
  return plant;
}

/** Tables whose lines are never removed; a test that runs a history again must. */
async function keptTables(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgfoid = 'refuse_change'::regproc`.execute(
    tx,
  );
  return rows.map(({ name }) => name);
}

/** Empties what monitoring wrote and the cases it opened, so that a history can be run again. */
export async function forgetMonitoring(db: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const kept = await keptTables(tx);
    for (const table of kept) await sql`ALTER TABLE ${sql.table(table)} DISABLE TRIGGER USER`.execute(tx);
    await sql`TRUNCATE desk_entry, notice, alarm_entry, alarm, rule_memory, rule_heard, journal_cursor, outbox, intake_refusal, motion, fence_passage, observed_since,
      point_limit, out_of_service, unit_state, case_file, running_number RESTART IDENTITY CASCADE`.execute(tx);
    for (const table of kept) await sql`ALTER TABLE ${sql.table(table)} ENABLE TRIGGER USER`.execute(tx);
  });
}
