import { sql } from 'kysely';
import { COMPARED, COMPARED_KINDS, everyKey } from '@anlan/systems/monitoring/comparison';
import type { Tx } from '../access/scoped.ts';
import { parameterOf } from '../parameter/book.ts';

/** A usual value of each quantity and how far it wanders; demonstration values, no facts. The water stands below its operating level. */
const USUAL: Readonly<Record<(typeof COMPARED_KINDS)[number], readonly [number, number]>> = {
  level: [45, 30],
  temperature: [20, 8],
  pressure: [0.38, 0.08],
  combustible: [0, 3],
  oxygen: [20.8, 0.2],
  'water-level': [-1.2, 0.6],
  'dry-beach': [150, 60],
  'phreatic-depth': [8, 3],
  displacement: [0, 12],
};
const INSTRUMENTS: Readonly<Record<(typeof COMPARED_KINDS)[number], string>> = {
  level: '量油尺 LY-15',
  temperature: '便携测温仪 CWJ-02',
  pressure: '精密压力表 0.25 级',
  combustible: '便携四合一 MX-4',
  oxygen: '便携四合一 MX-4',
  'water-level': '水尺与水准仪 DS3',
  'dry-beach': '激光测距仪',
  'phreatic-depth': '电测水位计 50 m',
  displacement: '全站仪 TS-02',
};

/** One comparison of each signal within its last round, and the one before; some fail, some are due by now. */
export async function loadComparisonDemonstration(tx: Tx, now: number): Promise<void> {
  const kinds = COMPARED_KINDS.map((kind) => {
    const { system, unit, tolerance } = COMPARED[kind];
    const [base, spread] = USUAL[kind];
    const every = parameterOf(everyKey(system)).value;
    return { kind, system, unit, tolerance, every, base, spread, instrument: INSTRUMENTS[kind] };
  });
  const dice = (name: string, most: number) =>
    sql`(abs(hashtext(p.id::text || n.nth || ${sql.lit(name)})) % ${sql.raw(String(most))})`;
  await sql`
    WITH kinds AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb)
        AS k (kind text, system text, unit text, tolerance float8, every int, base float8, spread float8, instrument text)),
    told AS (
      SELECT p.id AS point, k.*, p.region_path, p.organisation_id, p.sector,
        date_trunc('minute', ${new Date(now)}::timestamptz - interval '1 day' * (k.every * (n.nth * 1.0 + 0.03 + ${dice('day', 100)} / 98.0))) AS at,
        k.base + k.spread * ${dice('value', 1000)} / 1000.0 + CASE WHEN k.kind = 'water-level' THEN coalesce(t.operate_level, 0) ELSE 0 END AS shown,
        CASE WHEN ${dice('fail', 100)} < 3 THEN 1.3 + ${dice('far', 10)} / 10.0 ELSE (${dice('off', 160)} - 80) / 100.0 END * k.tolerance AS off
      FROM public.point p JOIN kinds k ON k.kind = p.kind AND k.unit = p.unit AND k.system = p.system
      LEFT JOIN tailings_pond t ON t.id = p.unit_id CROSS JOIN generate_series(0, 1) n (nth))
    INSERT INTO point_comparison (id, point, system, at, manual, shown, tolerance, unit, passed, instrument, next_due, by, demonstration, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), point, system, at, round((shown + off)::numeric, 3), round(shown::numeric, 3), tolerance, unit, abs(off) <= tolerance, instrument,
      (at AT TIME ZONE 'Asia/Shanghai')::date + every, '仪表员', true, region_path, organisation_id, sector FROM told`.execute(
    tx,
  );
}
