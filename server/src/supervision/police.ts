import { sql } from 'kysely';
import type { Police } from '@anlan/systems/monitoring/vehicle-supervision';

const step = (action: string) => sql`
  LATERAL (SELECT e.at, e.input FROM case_entry e WHERE e.case_id = r.case_id AND e.seq > r.seq AND e.action = ${action}
    ORDER BY e.seq LIMIT 1)`;

/** Joins `p` to a violation case `c`: the steps of its trail are the record, there is no other. */
export const POLICE_OF_CASE = sql`
  LEFT JOIN LATERAL (
    SELECT r.input->>'policeReason' AS reason, r.at AS requested_at, r.by AS requested_by, sent.input->>'policeUnit' AS unit,
      sent.at AS dispatched_at, arrived.at AS arrived_at, done.input->>'policeResult' AS result, done.at AS result_at
    FROM case_entry r LEFT JOIN ${step('policeSent')} sent ON true LEFT JOIN ${step('policeArrived')} arrived ON true
      LEFT JOIN ${step('policeDone')} done ON true
    WHERE r.case_id = c.id AND r.action = 'requestPolice' ORDER BY r.seq DESC LIMIT 1) p ON true`;

export interface PoliceRow {
  readonly reason: string | null;
  readonly requested_at: Date | null;
  readonly requested_by: string | null;
  readonly unit: string | null;
  readonly dispatched_at: Date | null;
  readonly arrived_at: Date | null;
  readonly result: string | null;
  readonly result_at: Date | null;
}

/** Null where the police were never asked for. */
export function policeView(row: PoliceRow): Police | null {
  if (row.requested_at === null) return null;
  return {
    reason: row.reason ?? '',
    requestedAt: row.requested_at.getTime(),
    requestedBy: row.requested_by ?? '',
    unit: row.unit,
    dispatchedAt: row.dispatched_at?.getTime() ?? null,
    arrivedAt: row.arrived_at?.getTime() ?? null,
    result: row.result,
    resultAt: row.result_at?.getTime() ?? null,
  };
}
