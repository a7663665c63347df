import type { ClickHouseClient } from '@clickhouse/client';
import type { Quality } from '@anlan/kernel/telemetry';
import type { SignalRecord } from './record.ts';

export interface LatestReading {
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
  readonly receivedAt: number;
}

export interface LatestFix {
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly receivedAt: number;
}

/** Newest state of every point and moving object, by id. Older data never replaces newer. */
export interface Latest {
  readonly readings: ReadonlyMap<string, LatestReading>;
  readonly fixes: ReadonlyMap<string, LatestFix>;
  /** Platform time a device was last heard, by device id. */
  readonly heard: ReadonlyMap<string, number>;
  /** Smoothed device clock minus platform clock, ms, by device id; only live data counts. */
  readonly offset: ReadonlyMap<string, number>;
  take(record: SignalRecord): void;
  /** Ids changed since the last call. */
  changed(): { readings: readonly string[]; fixes: readonly string[] };
}

/** Clock offsets are smoothed over about ten messages. */
const SMOOTHING = 0.1;

export function openLatest(): Latest {
  const readings = new Map<string, LatestReading>();
  const fixes = new Map<string, LatestFix>();
  const heard = new Map<string, number>();
  const offset = new Map<string, number>();
  let changedReadings = new Set<string>();
  let changedFixes = new Set<string>();

  function noteClock(device: string, difference: number): void {
    const before = offset.get(device);
    offset.set(device, before === undefined ? difference : before + SMOOTHING * (difference - before));
  }

  return {
    readings,
    fixes,
    heard,
    offset,
    take(record) {
      const { receivedAt } = record;
      heard.set(record.device, receivedAt);
      for (const [point, at, value, quality] of record.readings) {
        const before = readings.get(point);
        if (before !== undefined && at <= before.at) continue;
        readings.set(point, { at, value, quality, receivedAt });
        changedReadings.add(point);
        noteClock(record.device, at - receivedAt);
      }
      for (const { object, fix } of record.fixes) {
        const before = fixes.get(object);
        if (!fix.live || !fix.positioned || (before !== undefined && fix.at <= before.at)) continue;
        const { at, lon, lat, speed, heading } = fix;
        fixes.set(object, { at, lon, lat, speed, heading, receivedAt });
        changedFixes.add(object);
        noteClock(record.device, at - receivedAt);
      }
    },
    changed() {
      const result = { readings: [...changedReadings], fixes: [...changedFixes] };
      changedReadings = new Set();
      changedFixes = new Set();
      return result;
    },
  };
}

/** Fills the latest state from history after a start; two days back, as older values are stale anyway. */
export async function restoreLatest(latest: Latest, clickhouse: ClickHouseClient): Promise<void> {
  const readings = await rows<{ point: string; at: string; value: number | null; quality: Quality; received: string }>(
    clickhouse,
    `SELECT toString(point) AS point, toUnixTimestamp64Milli(max(at)) AS at, argMax(reading.value, reading.at) AS value,
            argMax(reading.quality, reading.at) AS quality, toUnixTimestamp64Milli(max(received)) AS received
     FROM reading WHERE reading.at > now() - INTERVAL 2 DAY GROUP BY point`,
  );
  const fixes = await rows<{
    object: string;
    at: string;
    lon: number;
    lat: number;
    speed: number | null;
    heading: number | null;
    received: string;
  }>(
    clickhouse,
    `SELECT toString(object) AS object, toUnixTimestamp64Milli(max(at)) AS at, argMax(fix.lon, fix.at) AS lon, argMax(fix.lat, fix.at) AS lat,
            argMax(fix.speed, fix.at) AS speed, argMax(fix.heading, fix.at) AS heading, toUnixTimestamp64Milli(max(received)) AS received
     FROM fix WHERE fix.at > now() - INTERVAL 2 DAY AND live = 1 AND positioned = 1 GROUP BY object`,
  );
  for (const row of readings) {
    const reading = [row.point, Number(row.at), row.value as number, row.quality] as const;
    latest.take({ device: '', receivedAt: Number(row.received), fixes: [], readings: [reading] });
  }
  for (const { object, received, at, lon, lat, speed, heading } of fixes) {
    const fix = { at: Number(at), lon, lat, speed, heading, altitude: null, positioned: true, live: true };
    latest.take({ device: '', receivedAt: Number(received), fixes: [{ object, fix }], readings: [] });
  }
  latest.changed();
}

async function rows<T>(clickhouse: ClickHouseClient, query: string): Promise<T[]> {
  const result = await clickhouse.query({ query, format: 'JSONEachRow' });
  return result.json<T>();
}
