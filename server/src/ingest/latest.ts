import type { ClickHouseClient } from '@clickhouse/client';
import type { Quality } from '@anlan/kernel/telemetry';
import { points } from './points.ts';
import { GOOD, QUALITY, type Batch } from './record.ts';

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
  /** Status word of the terminal, where it was heard by this process. */
  readonly statusBits?: number | undefined;
}

/** The newest reading of points by id, kept in columns; a row is made when it is asked for. */
export interface LatestReadings extends Iterable<readonly [string, LatestReading]> {
  readonly size: number;
  get(id: string): LatestReading | undefined;
  /** When the newest reading of a point came (ms), by the point's number; 0 = never. */
  receivedAt(point: number): number;
  /** Since when every reading of a point has been good and had the very same value (ms, as they came), by its number; 0 = none. */
  stillSince(point: number): number;
}

/** Newest state of every point and moving object, by id. Older data never replaces newer. */
export interface Latest {
  readonly readings: LatestReadings;
  readonly fixes: ReadonlyMap<string, LatestFix>;
  /** Platform time a device was last heard, by device id. */
  readonly heard: ReadonlyMap<string, number>;
  /** Smoothed share of readings that were suspect or bad, by device id. */
  readonly bad: ReadonlyMap<string, number>;
  /** Smoothed device clock minus platform clock, ms, by device id; only live data counts. */
  readonly offset: ReadonlyMap<string, number>;
  take(batch: Pick<Batch, 'device' | 'receivedAt' | 'readings' | 'fixes'>): void;
  /** Ids changed since the last call; of readings at most `most`, the others at the next. */
  changed(most?: number): { readings: readonly string[]; fixes: readonly string[] };
}

/** Clock offsets are smoothed over about ten messages. */
const SMOOTHING = 0.1;
/** The share of bad readings over about a hundred. */
const SMOOTHING_BAD = 0.01;
const BAD = new Uint8Array(QUALITY.map((quality) => (quality === 'suspect' || quality === 'bad' ? 1 : 0)));

export function openLatest(): Latest {
  const columns = new Newest();
  const fixes = new Map<string, LatestFix>();
  const heard = new Map<string, number>();
  const offset = new Map<string, number>();
  const bad = new Map<string, number>();
  let changedFixes = new Set<string>();

  function noteClock(device: string, difference: number): void {
    const before = offset.get(device);
    offset.set(device, before === undefined ? difference : before + SMOOTHING * (difference - before));
  }

  function noteQuality(device: string, { count, quality }: Batch['readings']): void {
    let worse = 0;
    for (let index = 0; index < count; index += 1) worse += BAD[quality[index]!]!;
    const before = bad.get(device) ?? 0;
    if (worse > 0 || before > 0) bad.set(device, before + SMOOTHING_BAD * (worse / count - before));
  }

  return {
    readings: columns,
    fixes,
    heard,
    offset,
    bad,
    take({ device, receivedAt, readings, fixes: moved }) {
      if (device !== '') {
        heard.set(device, receivedAt);
        if (readings.count > 0) noteQuality(device, readings);
      }
      columns.take(readings, receivedAt, device === '' ? undefined : (at) => noteClock(device, at - receivedAt));
      for (const { object, fix } of moved) {
        const before = fixes.get(object);
        if (!fix.live || !fix.positioned || (before !== undefined && fix.at <= before.at)) continue;
        const { at, lon, lat, speed, heading, statusBits } = fix;
        fixes.set(object, { at, lon, lat, speed, heading, receivedAt, statusBits });
        changedFixes.add(object);
        noteClock(device, at - receivedAt);
      }
    },
    changed(most = Number.POSITIVE_INFINITY) {
      const result = { readings: columns.changed(most), fixes: [...changedFixes] };
      changedFixes = new Set();
      return result;
    },
  };
}

/** Columns by the numbers of points. */
class Newest implements LatestReadings {
  #at = new Float64Array(0);
  #value = new Float64Array(0);
  #received = new Float64Array(0);
  #still = new Float64Array(0);
  #quality = new Uint8Array(0);
  /** Is it among those changed since they were last asked for? */
  #marked = new Uint8Array(0);
  #changed = new Uint32Array(0);
  #first = 0;
  #waiting = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: string): LatestReading | undefined {
    const point = points.known(id);
    return point === undefined ? undefined : this.#row(point);
  }

  receivedAt(point: number): number {
    return this.#received[point] ?? 0;
  }

  stillSince(point: number): number {
    return this.#still[point] ?? 0;
  }

  *[Symbol.iterator](): Iterator<readonly [string, LatestReading]> {
    for (let point = 0; point < this.#received.length; point += 1) {
      const row = this.#row(point);
      if (row !== undefined) yield [points.id(point), row];
    }
  }

  take(
    { count, point, at, value, quality }: Batch['readings'],
    receivedAt: number,
    newer?: (at: number) => void,
  ): void {
    if (points.count > this.#at.length) this.#widen(Math.max(1024, 2 * points.count));
    for (let index = 0; index < count; index += 1) {
      const number = point[index]!;
      const time = at[index]!;
      const known = this.#received[number] !== 0;
      if (known && time <= this.#at[number]!) continue;
      if (!known) this.#size += 1;
      const good = quality[index] === GOOD;
      if (!good) this.#still[number] = 0;
      else if (this.#still[number] === 0 || value[index] !== this.#value[number]) this.#still[number] = receivedAt;
      this.#at[number] = time;
      this.#value[number] = value[index]!;
      this.#quality[number] = quality[index]!;
      this.#received[number] = receivedAt;
      if (this.#marked[number] === 0) this.#mark(number);
      newer?.(time);
    }
  }

  changed(most: number): string[] {
    const ids: string[] = [];
    while (this.#waiting > 0 && ids.length < most) {
      const number = this.#changed[this.#first]!;
      this.#first = (this.#first + 1) % this.#changed.length;
      this.#waiting -= 1;
      this.#marked[number] = 0;
      ids.push(points.id(number));
    }
    return ids;
  }

  /** Each point is in the ring once at most, so that the ring is never too small. */
  #mark(number: number): void {
    this.#marked[number] = 1;
    this.#changed[(this.#first + this.#waiting) % this.#changed.length] = number;
    this.#waiting += 1;
  }

  #row(point: number): LatestReading | undefined {
    const receivedAt = this.#received[point] ?? 0;
    if (receivedAt === 0) return undefined;
    const quality = QUALITY[this.#quality[point]!]!;
    return { at: this.#at[point]!, value: this.#value[point]!, quality, receivedAt };
  }

  #widen(capacity: number): void {
    const wider = <T extends Float64Array | Uint8Array>(column: T, next: T): T => {
      next.set(column);
      return next;
    };
    const ring = new Uint32Array(capacity);
    for (let place = 0; place < this.#waiting; place += 1)
      ring[place] = this.#changed[(this.#first + place) % this.#changed.length]!;
    this.#changed = ring;
    this.#first = 0;
    this.#at = wider(this.#at, new Float64Array(capacity));
    this.#value = wider(this.#value, new Float64Array(capacity));
    this.#still = wider(this.#still, new Float64Array(capacity));
    this.#received = wider(this.#received, new Float64Array(capacity));
    this.#quality = wider(this.#quality, new Uint8Array(capacity));
    this.#marked = wider(this.#marked, new Uint8Array(capacity));
  }
}

/** Fills the latest state from history after a start; two days back, as older values are stale anyway. */
export async function restoreLatest(latest: Latest, clickhouse: ClickHouseClient): Promise<void> {
  const readings = await rows<{ point: string; at: string; value: number | null; quality: Quality; received: string }>(
    clickhouse,
    `SELECT toString(point) AS point, toUnixTimestamp64Milli(at) AS at, value, quality, toUnixTimestamp64Milli(received) AS received
     FROM reading_latest FINAL WHERE reading_latest.at > now() - INTERVAL 2 DAY`,
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
    `SELECT toString(object) AS object, toUnixTimestamp64Milli(at) AS at, lon, lat, speed, heading, toUnixTimestamp64Milli(received) AS received
     FROM fix_latest FINAL WHERE fix_latest.at > now() - INTERVAL 2 DAY`,
  );
  const one = {
    count: 1,
    point: new Uint32Array(1),
    at: new Float64Array(1),
    value: new Float64Array(1),
    quality: new Uint8Array(1),
  };
  const none = { ...one, count: 0 };
  for (const row of readings) {
    one.point[0] = points.of(row.point);
    one.at[0] = Number(row.at);
    one.value[0] = row.value as number;
    one.quality[0] = QUALITY.indexOf(row.quality);
    latest.take({ device: '', receivedAt: Number(row.received), fixes: [], readings: one });
  }
  for (const { object, received, at, lon, lat, speed, heading } of fixes) {
    const fix = { at: Number(at), lon, lat, speed, heading, altitude: null, positioned: true, live: true };
    latest.take({ device: '', receivedAt: Number(received), fixes: [{ object, fix }], readings: none });
  }
  latest.changed();
}

async function rows<T>(clickhouse: ClickHouseClient, query: string): Promise<T[]> {
  const result = await clickhouse.query({ query, format: 'JSONEachRow' });
  return result.json<T>();
}
