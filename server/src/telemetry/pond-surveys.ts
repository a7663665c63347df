import { sql } from 'kysely';
import { shift, dayOf } from '@anlan/domain/calendar';
import { beachOnProfile, fastestBetween, steepestBend, type Curve } from '@anlan/domain/monitoring';
import type { PondState } from '@anlan/kernel/telemetry';
import { curveOf } from '@anlan/systems/monitoring/tailings-pond';
import type { Tx } from '../access/scoped.ts';

/** Surveys of a borehole that are drawn over each other. */
const DRAWN = 6;
/** A beach surveyed longer ago is told as old, days. */
const OLD = 90;
const DAY = 86_400_000;

interface Survey {
  /** Borehole or section. */
  readonly name: string;
  readonly on: string;
  readonly points: Curve;
}

/** The newest surveys of a pond: of each borehole the last few, of each section of the beach the last. */
export async function surveysOf(
  tx: Tx,
  pond: string,
): Promise<{ readonly inclinometers: readonly Survey[]; readonly beaches: readonly Survey[] }> {
  type Row = { name: string; on: string; text: string };
  const inclinometers = await sql<Row>`
    SELECT name, "on", text FROM (
      SELECT borehole AS name, to_char(observed_on, 'YYYY-MM-DD') AS "on", curve AS text,
        row_number() OVER (PARTITION BY borehole ORDER BY observed_on DESC, created_at DESC) AS nth
      FROM inclinometer_survey WHERE pond = ${pond} AND retired_at IS NULL) s
    WHERE nth <= ${DRAWN} ORDER BY name, "on" DESC`.execute(tx);
  const beaches = await sql<Row>`
    SELECT DISTINCT ON (section) section AS name, to_char(surveyed_on, 'YYYY-MM-DD') AS "on", profile AS text
    FROM beach_survey WHERE pond = ${pond} AND retired_at IS NULL ORDER BY section, surveyed_on DESC, created_at DESC`.execute(
    tx,
  );
  const read = ({ text, ...row }: Row): Survey[] => {
    const points = curveOf(text);
    return points === null ? [] : [{ ...row, points }];
  };
  return { inclinometers: inclinometers.rows.flatMap(read), beaches: beaches.rows.flatMap(read) };
}

interface Profile {
  readonly section: string;
  readonly on: string;
  readonly old: boolean;
  readonly points: Curve;
}

/** The profile that decides: of the sections the one whose beach is shortest at a level (m above sea level). */
export function governing(beaches: readonly Survey[], level: number | null, now: number): Profile | null {
  const lengthOf = ({ points }: Survey): number =>
    level === null ? 0 : (beachOnProfile(points, level)?.length ?? Number.POSITIVE_INFINITY);
  const [shortest] = beaches.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  if (shortest === undefined) return null;
  const { name, on, points } = shortest;
  return { section: name, on, old: on < shift(dayOf(now), -OLD), points };
}

export const pairsOf = (curve: Curve): [number, number][] => curve.map(([x, y]) => [x, y]);

/** Surveys by borehole, with where the newest bends most and how fast it moved since the one before. */
export function boreholesOf(surveys: readonly Survey[]): PondState['boreholes'] {
  const names = [...new Set(surveys.map(({ name }) => name))];
  return names.map((name) => {
    const own = surveys.filter((survey) => survey.name === name);
    const [newest, before] = own as [Survey, Survey | undefined];
    const days = before === undefined ? 0 : (Date.parse(newest.on) - Date.parse(before.on)) / DAY;
    return {
      name,
      surveys: own.map(({ on, points }) => ({ on, points: pairsOf(points) })),
      bend: steepestBend(newest.points) ?? null,
      rate: before === undefined ? null : fastestBetween(before.points, newest.points, days),
    };
  });
}
