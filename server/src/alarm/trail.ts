import { sql } from 'kysely';
import type { Stages } from '@anlan/kernel/trace';
import type { Tx } from '../access/scoped.ts';
import { underNow } from '../trace/index.ts';

/** Adds a line to an alarm's trail, under the cause that is going on; `stages` tells how long a sample took to get there. */
export async function addEntry(
  tx: Tx,
  alarmId: string,
  at: Date,
  by: string,
  kind: string,
  text: string,
  file?: { readonly sha256: string; readonly type: string },
  stages?: Stages,
): Promise<void> {
  await sql`
    INSERT INTO alarm_entry (alarm_id, seq, at, by, kind, text, file_sha256, file_type, cause, stages, region_path, organisation_id, sector)
    SELECT a.id, coalesce((SELECT max(e.seq) FROM alarm_entry e WHERE e.alarm_id = a.id), 0) + 1, ${at}, ${by}, ${kind}, ${text},
      ${file?.sha256 ?? null}, ${file?.type ?? null}, ${underNow()?.cause ?? null},
      ${stages === undefined ? null : JSON.stringify(stages)}::jsonb, a.region_path, a.organisation_id, a.sector
    FROM alarm a WHERE a.id = ${alarmId}`.execute(tx);
}
