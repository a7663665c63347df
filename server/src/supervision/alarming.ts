import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';

/** Does an alarm run about the vehicle, or are the police asked for? Who handles that needs to know its people. */
export async function isAlarming(db: Database, vehicle: string): Promise<boolean> {
  const { rows } = await sql<{ alarming: boolean }>`
    SELECT EXISTS (SELECT FROM alarm WHERE subject_id = ${vehicle} AND closed_at IS NULL)
      OR EXISTS (SELECT FROM case_vehicle_violation d JOIN case_file c ON c.id = d.case_id
        WHERE d.vehicle = ${vehicle} AND c.state LIKE 'police%') AS alarming`.execute(db);
  return rows[0]!.alarming;
}
