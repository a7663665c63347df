import { sql } from 'kysely';
import type { Area, Asked } from '@anlan/kernel/map';
import type { Tx } from '../access/scoped.ts';
import { ENTITIES } from './declared.ts';
import { recordsInside } from './register-then.ts';

type Substance = Asked['substances'][number];

/** The tanks of one substance. */
interface Held {
  substance: string;
  cas: string | null;
  count: number;
  volume: number;
  /** Volume and level point of every tank that has both. */
  measured: readonly (readonly [volume: number, point: string])[];
}

/** More tanks than this are summed without asking for their levels; of a past moment those are read from history. */
const MEASURED = 20_000;
const MEASURED_THEN = 2000;

/** The tanks inside an area by substance, now or as the register stood at `time`: their volumes and level gauges. */
export async function tanksInside(tx: Tx, area: Area, time: number | null): Promise<readonly Held[]> {
  const tank = ENTITIES.get('tank')!;
  const { rows } = await sql<Held>`
    WITH inside AS MATERIALIZED (SELECT t.id, t.substance, t.cas, t.volume ${recordsInside(tank, area, time, ['substance', 'cas', 'volume'])}),
    gauged AS (
      SELECT DISTINCT ON (i.id) i.id, i.substance, i.cas, i.volume, p.id AS point FROM inside i
      JOIN public.point p ON p.tank_id = i.id AND p.kind = 'level' AND p.unit = '%'
      WHERE i.volume IS NOT NULL AND (SELECT count(*) FROM inside) <= ${time === null ? MEASURED : MEASURED_THEN} ORDER BY i.id, p.key)
    SELECT i.substance, i.cas, count(*)::int AS count, coalesce(sum(i.volume), 0)::float8 AS volume,
      (SELECT coalesce(json_agg(json_build_array(g.volume, g.point)), '[]') FROM gauged g
       WHERE g.substance = i.substance AND g.cas IS NOT DISTINCT FROM i.cas) AS measured
    FROM inside i GROUP BY i.substance, i.cas ORDER BY 4 DESC, 1 LIMIT 500`.execute(tx);
  return rows;
}

/** The points whose levels `contentsOf` asks for. */
export const gaugesOf = (tanks: readonly Held[]): string[] =>
  tanks.flatMap(({ measured }) => measured.map(([, point]) => point));

/** What the tanks hold, by substance: capacity, and contents by the level (%) of each gauge where it is known. */
export function contentsOf(
  tanks: readonly Held[],
  levels: ReadonlyMap<string, number | null | undefined>,
): Substance[] {
  return tanks.map(({ measured, ...row }) => {
    const known = measured.flatMap(([volume, point]) => {
      const value = levels.get(point);
      return value == null ? [] : [(volume * value) / 100];
    });
    return {
      ...row,
      measured: known.length,
      contents: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    };
  });
}
