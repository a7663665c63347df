import { sql } from 'kysely';
import { uuid } from '../../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../../ingest/testing/plant.ts';
import type { Database } from '../../access/scoped.ts';

/** A plant without points: gateways of several protocols, and what their points may be bound to. */
export interface Works extends Plant {
  readonly town: string;
  readonly tank: string;
  readonly pond: string;
  readonly source: string;
  readonly unit: string;
  readonly building: string;
  /** MQTT, with the enterprise. */
  readonly mqtt: string;
  /** A user information transmission device in the building. */
  readonly panel: string;
  /** HJ 212, of no enterprise. */
  readonly station: string;
}

/** Enters works `number` (1 … 9) in a town; the regions must be there. */
export async function enterWorks(db: Database, number: number, town: string): Promise<Works> {
  const plant = await enterPlant(db, number, town);
  const id = (part: number): string => uuid(number * 1000 + part);
  const [tank, pond, source, unit, building] = [1, 2, 3, 4, 5].map(id) as [string, string, string, string, string];
  const [mqtt, panel, station] = [6, 7, 8].map(id) as [string, string, string];
  const { enterprise } = plant;
  const place = sql`${town}, ${enterprise}, ${enterprise}`;
  const into = sql`(id, name, region_path, organisation_id, enterprise`;
  await sql`INSERT INTO tank ${into}, substance) VALUES (${tank}, ${`V-${number}01 储罐（甲醇）`}, ${place}, '甲醇')`.execute(
    db,
  );
  await sql`
    INSERT INTO tailings_pond ${into}, grade, crest, min_freeboard) VALUES (${pond}, ${`${number} 号尾矿库`}, ${place}, '4', 120, 1)`.execute(
    db,
  );
  await sql`
    INSERT INTO hazard_source ${into}, unit, registered_grade) VALUES (${source}, ${`${number} 号罐区`}, ${place}, 'storage', 'one')`.execute(
    db,
  );
  await sql`
    INSERT INTO key_process ${into}, process, automation) VALUES (${unit}, ${`${number} 号装置`}, ${place}, 'nitration', 'sis')`.execute(
    db,
  );
  await sql`
    INSERT INTO building ${into}, category, key) VALUES (${building}, ${`${number} 号楼`}, ${place}, 'industrial', true)`.execute(
    db,
  );
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, enterprise, identity, protocol, origin, building)
    VALUES (${mqtt}, ${`${number} 号网关`}, ${place}, ${`mqtt:works-${number}`}, 'mqtt', 'live', NULL),
      (${panel}, ${`${number} 号传输装置`}, ${place}, ${`gb26875:${number}`}, 'gb26875', 'live', ${building}),
      (${station}, ${`${number} 号监测站`}, ${town}, NULL, NULL, ${`hj212:STATION${number}`}, 'hj212', 'live', NULL)`.execute(
    db,
  );
  return { ...plant, town, tank, pond, source, unit, building, mqtt, panel, station };
}
