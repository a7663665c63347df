import { sql } from 'kysely';
import type { Area, Asked } from '@anlan/kernel/map';
import type { Tx } from '../access/scoped.ts';
import type { Mirror } from '../live/mirror.ts';
import { insideSql } from './area-sql.ts';

type Substance = Asked['substances'][number];

interface Row {
  substance: string;
  cas: string | null;
  count: number;
  volume: number;
  /** Volume and level point of every tank that has both. */
  measured: readonly (readonly [volume: number, point: string])[];
}

/** More tanks than this are summed without asking for their levels. */
const MEASURED = 20_000;

/** What the tanks inside hold, by substance: capacity, and contents by the newest level where one is measured. */
export async function substancesInside(
  tx: Tx,
  { readings }: Pick<Mirror, 'readings'>,
  area: Area,
): Promise<Substance[]> {
  const { rows } = await sql<Row>`
    WITH inside AS MATERIALIZED (
      SELECT t.id, t.substance, t.cas, t.volume FROM tank t WHERE t.retired_at IS NULL AND ${insideSql(area)}),
    gauged AS (
      SELECT DISTINCT ON (i.id) i.id, i.substance, i.cas, i.volume, p.id AS point FROM inside i
      JOIN public.point p ON p.tank_id = i.id AND p.kind = 'level' AND p.unit = '%'
      WHERE i.volume IS NOT NULL AND (SELECT count(*) FROM inside) <= ${MEASURED} ORDER BY i.id, p.key)
    SELECT i.substance, i.cas, count(*)::int AS count, coalesce(sum(i.volume), 0)::float8 AS volume,
      (SELECT coalesce(json_agg(json_build_array(g.volume, g.point)), '[]') FROM gauged g
       WHERE g.substance = i.substance AND g.cas IS NOT DISTINCT FROM i.cas) AS measured
    FROM inside i GROUP BY i.substance, i.cas ORDER BY 4 DESC, 1 LIMIT 500`.execute(tx);
  return rows.map(({ measured, ...row }) => {
    const known = measured.flatMap(([volume, point]) => {
      const value = readings.get(point)?.value;
      return value == null ? [] : [(volume * value) / 100];
    });
    return {
      ...row,
      measured: known.length,
      contents: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    };
  });
}
