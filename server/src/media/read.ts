import { sql } from 'kysely';
import type { KeptMedium } from '@anlan/kernel/media';
import type { Tx } from '../access/scoped.ts';
import type { KnownStream } from './stream-of.ts';

export interface MediumRow {
  id: string;
  name: string;
  kind: KeptMedium['kind'];
  type: string;
  size: number;
  sha256: string;
  from_at: Date;
  until_at: Date;
  kept_at: Date;
  by: string;
  alarm_id: string | null;
  case_id: string | null;
}

export function mediumView(row: MediumRow): KeptMedium {
  const { id, name, kind, type, size, sha256, by, alarm_id: alarmId, case_id: caseId } = row;
  const times = { from: row.from_at.getTime(), until: row.until_at.getTime(), keptAt: row.kept_at.getTime() };
  return { id, name, kind, type, size, sha256, ...times, by, alarmId, caseId };
}

/** What was kept of a stream, newest first, as far as the reader's scope goes. */
export async function mediaOf(tx: Tx, { cameraId, deviceId, channel }: KnownStream): Promise<KeptMedium[]> {
  const of = cameraId === null ? sql`device_id = ${deviceId} AND channel = ${channel}` : sql`camera_id = ${cameraId}`;
  const { rows } = await sql<MediumRow>`SELECT * FROM camera_medium WHERE ${of} ORDER BY kept_at DESC LIMIT 60`.execute(
    tx,
  );
  return rows.map(mediumView);
}

/** Vehicles: the terminal whose channels can be watched. */
export async function terminalOf(tx: Tx, vehicle: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM device WHERE vehicle = ${vehicle} AND starts_with(identity, 'jt808:') AND retired_at IS NULL ORDER BY id LIMIT 1`.execute(
    tx,
  );
  return rows[0]?.id;
}
