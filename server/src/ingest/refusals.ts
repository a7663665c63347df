import { sql } from 'kysely';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';

/** Counts refused input by listener, device and reason; kept in the system of record every few seconds. */
export interface Refusals {
  count(listener: string, deviceId: string | null, reason: IntakeRefusal, detail: string, at: number): void;
  flush(): Promise<void>;
}

interface Count {
  listener: string;
  device_id: string | null;
  reason: string;
  count: number;
  last_at: string;
  last_detail: string;
}

/** More distinct (listener, device, reason) than this between two flushes are counted under the listener alone. */
const LARGEST = 20_000;

/** Details quote devices: what PostgreSQL cannot keep (NUL, half a surrogate pair) would hold back all counts of the batch. */
function storable(detail: string): string {
  return detail.slice(0, 200).replace(/\0|\p{Surrogate}/gu, '\ufffd');
}

export function openRefusals(db: Database): Refusals {
  let counts = new Map<string, Count>();

  return {
    count(listener, deviceId, reason, detail, at) {
      const device = counts.size < LARGEST ? deviceId : null;
      const key = `${listener} ${device} ${reason}`;
      const before = counts.get(key)?.count ?? 0;
      counts.set(key, {
        listener,
        device_id: device,
        reason,
        count: before + 1,
        last_at: new Date(at).toISOString(),
        last_detail: storable(detail),
      });
    },
    async flush() {
      if (counts.size === 0) return;
      const batch = counts;
      counts = new Map();
      try {
        await sql`
          INSERT INTO intake_refusal AS known (listener, device_id, reason, count, last_at, last_detail)
          SELECT * FROM jsonb_to_recordset(${JSON.stringify([...batch.values()])}::jsonb)
            AS x(listener text, device_id uuid, reason text, count bigint, last_at timestamptz, last_detail text)
          ON CONFLICT (listener, device_id, reason) DO UPDATE
            SET count = known.count + excluded.count, last_at = excluded.last_at, last_detail = excluded.last_detail`.execute(
          db,
        );
      } catch {
        for (const [key, item] of batch) {
          const newer = counts.get(key);
          counts.set(key, newer === undefined ? item : { ...newer, count: newer.count + item.count });
        }
      }
    },
  };
}
