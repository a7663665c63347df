import type { ClickHouseClient } from '@clickhouse/client';

/** Most fixes read at once. */
export const PAGE = 5000;

/** A fix as the history keeps it. */
export interface Missed {
  readonly object: string;
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly altitude: number | null;
  readonly positioned: number;
  readonly alarm_bits: number;
  readonly status_bits: number;
  readonly received: number;
}

/** Fixes of vehicles that arrived after `after` and not after `to` (epoch ms), oldest arrival first. */
export async function readMissed(
  clickhouse: ClickHouseClient,
  vehicles: readonly string[],
  after: number,
  to: number,
): Promise<readonly Missed[]> {
  if (vehicles.length === 0) return [];
  const answer = await clickhouse.query({
    query: `
      SELECT object, toUnixTimestamp64Milli(at) AS at, lon, lat, speed, heading, altitude, positioned, alarm_bits, status_bits,
        toUnixTimestamp64Milli(received) AS received
      FROM fix FINAL
      WHERE object IN ({vehicles: Array(UUID)}) AND received > fromUnixTimestamp64Milli({after: Int64})
        AND received <= fromUnixTimestamp64Milli({to: Int64})
      ORDER BY received, object, at LIMIT {page: UInt32}`,
    query_params: { vehicles, after, to, page: PAGE },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return answer.json<Missed>();
}
