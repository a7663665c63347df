import { sql } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';

/** How a running excursion goes on: its newest judged value, its worst so far, in the alarm's unit, and when the value was measured (ms). */
export interface Course {
  /** Id of the excursion's first alarm. */
  readonly alarmId: string;
  readonly value: number;
  readonly peak: number | null;
  readonly at: number;
}

/** A value that stands still is written again after this long, so that it is seen to be heard. */
const SAME_MS = 60_000;

/** Writes how running alarms go on. No version, trail or event comes of it: nothing has happened that a person answers to. */
export async function writeCourses(tx: Tx, courses: readonly Course[]): Promise<void> {
  const column = <T>(of: (course: Course) => T): T[] => courses.map(of);
  await sql`
    UPDATE alarm a SET now_value = x.value, now_at = to_timestamp(x.at / 1000), peak = coalesce(x.peak, a.peak)
    FROM unnest(${column(({ alarmId }) => alarmId)}::uuid[], ${column(({ value }) => value)}::float8[],
      ${column(({ peak }) => peak)}::float8[], ${column(({ at }) => at)}::float8[]) x (id, value, peak, at)
    WHERE a.excursion_id = x.id AND a.recovered_at IS NULL AND a.closed_at IS NULL
      AND ((a.now_value, a.peak) IS DISTINCT FROM (x.value, coalesce(x.peak, a.peak))
        OR a.now_at < to_timestamp((x.at - ${SAME_MS}) / 1000))`.execute(tx);
}

/** A running alarm's course, with the place that decides who may see it. */
export interface PlacedCourse extends Course {
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/** How all alarms that run and have been heard of since they were raised go on. */
export async function readCourses(db: Database): Promise<PlacedCourse[]> {
  const { rows } = await sql<PlacedCourse>`
    SELECT id AS "alarmId", now_value AS value, peak, extract(epoch FROM now_at)::float8 * 1000 AS at, region_path AS "regionPath",
      organisation_id AS "organisationId", sector
    FROM alarm WHERE recovered_at IS NULL AND closed_at IS NULL AND now_at IS NOT NULL`.execute(db);
  return rows;
}
