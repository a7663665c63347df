import { sql } from 'kysely';
import { alarmHours, completeShare, handlingMinutes } from '@anlan/systems/monitoring/indicators';
import { dutyShare, promiseShare } from '../hazard-duty/measures.ts';
import { alarms, ANY, answered, heardShare, keysOf, LIMITED, online, seenWithin, type Measure } from './asked.ts';
import { samplesOf } from './read.ts';

const MINUTE = 60_000;

/** Figures of S17. */
export const hazard: Readonly<Record<string, Measure>> = {
  'hazard-online': async (asked) => {
    const owners = await asked.read(async (tx) => {
      const { rows } = await sql<{ id: string; name: string; points: string[] }>`
        SELECT s.id, s.name, array_remove(array_agg(DISTINCT coalesce(p.id, b.point_id)::text), NULL) AS points
        FROM hazard_source s
        LEFT JOIN chemical_holding h ON h.hazard_source = s.id AND h.retired_at IS NULL
        LEFT JOIN public.point p ON p.tank_id = h.tank
        LEFT JOIN hazard_source_point b ON b.source_id = s.id
        WHERE s.retired_at IS NULL AND starts_with(s.region_path, ${asked.region}) GROUP BY s.id, s.name`.execute(tx);
      return rows.map((row) => ({ ...row, href: `/major-hazards/${row.id}` }));
    });
    return heardShare(asked, owners, 30 * MINUTE);
  },
  'hazard-points-online': online('S17'),
  'hazard-handled': answered('S17'),
  'hazard-handling': async (asked) =>
    handlingMinutes(seenWithin(await alarms(asked, 30, keysOf('S17', ANY)), asked.span(30)), 30),
  'hazard-promise': ({ read, region, now }) => read((tx) => promiseShare(tx, region, now)),
  'hazard-duty': ({ read, region, now }) => read((tx) => dutyShare(tx, region, now)),
  'hazard-over-hours': async (asked) =>
    alarmHours(await alarms(asked, 30, keysOf('S17', LIMITED)), { ...asked.span(30), to: asked.now }),
  'hazard-record': async (asked) => {
    const signals = await asked.signals('S17');
    const span = asked.span(1);
    const counts = await samplesOf(
      asked.context,
      signals.map(({ id }) => id),
      span,
    );
    return completeShare(signals, counts, (span.to - span.from) / 1000, 'minutes', 0.99);
  },
};
