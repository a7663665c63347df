import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

/** Adds a line to an alarm's trail. */
export async function addEntry(
  tx: Tx,
  alarmId: string,
  at: Date,
  by: string,
  kind: string,
  text: string,
  file?: { readonly sha256: string; readonly type: string },
): Promise<void> {
  await sql`
    INSERT INTO alarm_entry (alarm_id, seq, at, by, kind, text, file_sha256, file_type, region_path, organisation_id, sector)
    SELECT a.id, coalesce((SELECT max(e.seq) FROM alarm_entry e WHERE e.alarm_id = a.id), 0) + 1, ${at}, ${by}, ${kind}, ${text},
      ${file?.sha256 ?? null}, ${file?.type ?? null}, a.region_path, a.organisation_id, a.sector
    FROM alarm a WHERE a.id = ${alarmId}`.execute(tx);
}
