import type { Context } from '../access/context.ts';

/** How the track of one object was within a span. */
export interface TrackQuality {
  readonly id: string;
  /** m; `complete` without gaps of more than 1 km in more than 5 min, and without leaps. */
  readonly metres: number;
  readonly complete: number;
  readonly fixes: number;
  /** Positioned, on the earth, not from the future and no leap. */
  readonly qualified: number;
  readonly leaps: number;
  /** Days (Asia/Shanghai) on which it drove loaded, as its terminal says. */
  readonly loadedDays: readonly string[];
}

/** A fix dated further than this ahead of its arrival (s) has a wrong clock. */
const AHEAD = 300;
const KEPT = 10 * 60_000;
const kept = new Map<string, { readonly at: number; readonly rows: Promise<TrackQuality[]> }>();

/**
 * Track quality of every object that was heard within a span of whole hours (ms), by the catalogue's algorithm for S33. One
 * pass over the history, kept for ten minutes: nobody's figures of a month move within that.
 */
export function trackQuality(context: Context, from: number, to: number): Promise<TrackQuality[]> {
  const key = `${from} ${to}`;
  const before = kept.get(key);
  if (before !== undefined && Date.now() - before.at < KEPT) return before.rows;
  kept.clear();
  const rows = read(context, from, to);
  kept.set(key, { at: Date.now(), rows });
  rows.catch(() => kept.delete(key));
  return rows;
}

async function read(context: Context, from: number, to: number): Promise<TrackQuality[]> {
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(object) AS id, sum(metres) AS all_metres, sumIf(metres, NOT leap AND NOT gap) AS complete_metres, count() AS fixes,
        countIf(good AND NOT leap) AS qualified, countIf(leap) AS leaps,
        groupUniqArrayIf(toString(toDate(at, 'Asia/Shanghai')), bitAnd(status_bits, 768) != 0 AND speed >= 5) AS loaded_days
      FROM (
        SELECT object, at, speed, status_bits,
          positioned = 1 AND abs(lon) <= 180 AND abs(lat) <= 90 AND (lon != 0 OR lat != 0) AND dateDiff('second', received, at) <= {ahead:Int64} AS good,
          ifNull(dateDiff('millisecond', before, at), 0) / 1000 AS seconds,
          if(before IS NULL OR NOT good, 0, greatCircleDistance(ifNull(west, lon), ifNull(south, lat), lon, lat)) AS metres,
          seconds > 0 AND metres / seconds * 3.6 > 160 AS leap,
          metres > 1000 AND seconds > 300 AS gap
        FROM (
          SELECT object, at, lon, lat, speed, status_bits, positioned, received,
            lagInFrame(toNullable(at)) OVER track AS before, lagInFrame(toNullable(lon)) OVER track AS west, lagInFrame(toNullable(lat)) OVER track AS south
          FROM fix FINAL WHERE at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
          WINDOW track AS (PARTITION BY object ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)))
      GROUP BY object`,
    query_params: { from, to, ahead: AHEAD },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{
    id: string;
    all_metres: number;
    complete_metres: number;
    fixes: string;
    qualified: string;
    leaps: string;
    loaded_days: string[];
  }>();
  return rows.map((row) => ({
    id: row.id,
    metres: row.all_metres,
    complete: row.complete_metres,
    fixes: Number(row.fixes),
    qualified: Number(row.qualified),
    leaps: Number(row.leaps),
    loadedDays: row.loaded_days,
  }));
}
