import { sql } from 'kysely';
import { stampOf } from '@anlan/domain/calendar';
import { distance } from '@anlan/domain/geo';
import { inForce, type Setting } from '@anlan/kernel/parameter';
import { SYSTEMS, suspectedLots, type Stop } from '@anlan/systems';
import type { Database } from '../access/scoped.ts';
import { excursionId } from '../alarm/change.ts';
import { lockOutbox } from '../alarm/write.ts';
import { openCase, PLATFORM } from '../case/write.ts';

const DECLARED = SYSTEMS.flatMap((system) => system.parameters ?? []).filter(({ key }) =>
  key.startsWith('suspected-lot.'),
);
const DAY = 86_400_000;
/** Stops are read this far back at most: the longest a jurisdiction may set. */
const FARTHEST = 90;
const KEYS = ['stops', 'within', 'radius'] as const;

interface Row extends Stop {
  readonly plate: string;
  readonly regionPath: string;
  readonly regionName: string;
  readonly demonstration: boolean;
}

/** Looks for suspected lots whenever a stop has been told since the last look. */
export function openLots(db: Database): (now: number) => Promise<void> {
  let seen = 0;
  return async (now) => {
    const { rows } = await sql<{ newest: Date | null }>`SELECT max(since) AS newest FROM stray_stop`.execute(db);
    const newest = rows[0]?.newest?.getTime() ?? 0;
    if (newest === seen) return;
    await lookForLots(db, now);
    seen = newest;
  };
}

/**
 * Opens a case for every place where vehicles of dangerous goods have stopped too often outside a lot, at `now` (ms). A
 * place has one open case; once that is over, only stops after it count anew.
 */
export async function lookForLots(db: Database, now: number): Promise<number> {
  const since = new Date(now - FARTHEST * DAY);
  const { rows } = await sql<Omit<Row, 'at'> & { at: Date }>`
    SELECT s.vehicle, s.since AS at, s.lon, s.lat, s.plate, s.region_path AS "regionPath", r.name AS "regionName", v.demonstration
    FROM stray_stop s JOIN vehicle v ON v.id = s.vehicle JOIN region r ON r.path = s.region_path
    WHERE s.since > ${since} ORDER BY s.since`.execute(db);
  if (rows.length === 0) return 0;
  const stops = rows.map((row): Row => ({ ...row, at: row.at.getTime() }));
  const set = await settings(db, now);
  const known = await sql<{ lon: number; lat: number; opened_at: Date; closed_at: Date | null }>`
    SELECT lon, lat, opened_at, closed_at FROM case_file WHERE kind = 'suspected-lot' AND lon IS NOT NULL AND opened_at > ${since}`.execute(
    db,
  );
  const told = (stop: Stop, radius: number): boolean =>
    known.rows.some(
      (row) => distance(row, stop) <= 2 * radius && (row.closed_at === null || stop.at <= row.closed_at.getTime()),
    );
  let opened = 0;
  for (const [, own] of byPlace(stops)) {
    const limits = set(own[0]!.regionPath);
    const fresh = own.filter((stop) => now - stop.at <= limits.within * DAY && !told(stop, limits.radius));
    for (const lot of suspectedLots(fresh, limits)) {
      await open(db, lot.stops as readonly Row[], lot, now);
      opened += 1;
    }
  }
  return opened;
}

/** Places are looked at by first digits of their degrees, so that far stops are never compared; one near an edge may be found later by its own. */
function byPlace(stops: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const stop of stops) {
    const key = `${Math.round(stop.lon * 2)} ${Math.round(stop.lat * 2)}`;
    groups.set(key, [...(groups.get(key) ?? []), stop]);
  }
  return groups;
}

async function settings(db: Database, at: number) {
  const { rows } = await sql<{ key: string; region_path: string; valid_from: Date; value: number | null }>`
    SELECT key, region_path, valid_from, value FROM parameter_setting WHERE key LIKE 'suspected-lot.%'`.execute(db);
  const set = rows.map((row): Setting => ({
    key: row.key,
    regionPath: row.region_path,
    from: row.valid_from.getTime(),
    value: row.value,
  }));
  return (regionPath: string): Record<(typeof KEYS)[number], number> => {
    const of = (key: string): number => {
      const declared = DECLARED.find((one) => one.key === `suspected-lot.${key}`)!;
      return inForce(declared, set, regionPath, at).value as number;
    };
    return { stops: of('stops'), within: of('within'), radius: of('radius') };
  };
}

async function open(
  db: Database,
  stops: readonly Row[],
  { lon, lat }: { readonly lon: number; readonly lat: number },
  now: number,
): Promise<void> {
  const first = stops[0]!;
  const place = `${first.regionName} ${lon.toFixed(5)}, ${lat.toFixed(5)}`;
  const lines = stops.map(({ plate, at }) => `${stampOf(at)} ${plate}`);
  const key = stops.map(({ vehicle, at }) => `${vehicle} ${at}`).join('\n');
  await db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    await openCase(
      tx,
      {
        kind: 'suspected-lot',
        input: { title: `疑似黑停车点：${first.regionName}`, place, stops: lines.join('；').slice(0, 1000) },
        source: 'alarm',
        belongs: {
          organisationId: null,
          organisationName: null,
          regionPath: first.regionPath,
          sector: null,
          lon,
          lat,
          demonstration: first.demonstration,
        },
        origin: { kind: 'stops', id: excursionId('suspected-lot', key, 0) },
      },
      PLATFORM,
      now,
    );
  });
}
