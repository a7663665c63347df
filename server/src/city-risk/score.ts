import { sql } from 'kysely';
import type { Fact, Facts, Grading } from '@anlan/kernel/grading';
import { isRefusal } from '@anlan/kernel/refusal';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Tx } from '../access/scoped.ts';
import { within } from '../standardisation/rates.ts';
import { UNOWNED } from '../dual-prevention/figures.ts';
import { keepGrading } from '../grading/index.ts';

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

interface Counts {
  sources: number;
  grave: number;
  exposed: number;
  risks: number;
  red: number;
  high: number;
  unowned: number;
  cityRisks: number;
  cityGrave: number;
  hidden: number;
  hiddenSurveyed: number;
  firms: number;
  short: number;
  unknown: number;
  gravestShort: number;
  dangers: number;
  late: number;
  major: number;
  standardised: number;
}

/** What the registers say of a place on a day, counted as the owner: the facts of the city's score. */
export async function cityFactsOf(tx: Tx, under: string, at: number): Promise<Facts> {
  const today = dayOf(at);
  const old = shift(today, -3 * 365);
  const { rows } = await sql<Counts>`
    SELECT s.*, p.*, x.*, d.*, k.*, e.* FROM
      (SELECT count(*)::int AS sources, count(*) FILTER (WHERE registered_grade IN ('one', 'two'))::int AS grave, coalesce(sum(population), 0)::int AS exposed
        FROM hazard_source WHERE retired_at IS NULL AND ${within(under, 'region_path')}) s,
      (SELECT count(*)::int AS risks, count(*) FILTER (WHERE p.level = 'red')::int AS red, count(*) FILTER (WHERE p.level IN ('red', 'orange'))::int AS high,
        count(*) FILTER (WHERE ${UNOWNED})::int AS unowned FROM risk_point p WHERE p.retired_at IS NULL AND ${within(under, 'p.region_path')}) p,
      (SELECT count(*)::int AS "cityRisks", count(*) FILTER (WHERE level IN ('red', 'orange'))::int AS "cityGrave", count(*) FILTER (WHERE kind = 'hidden')::int AS hidden,
        count(*) FILTER (WHERE kind = 'hidden' AND surveyed_on >= ${old}::date)::int AS "hiddenSurveyed"
        FROM risk_source WHERE retired_at IS NULL AND ${within(under, 'region_path')}) x,
      (SELECT count(*)::int AS firms, count(*) FILTER (WHERE short)::int AS short, count(*) FILTER (WHERE unknown AND NOT short)::int AS unknown,
        count(*) FILTER (WHERE short AND EXISTS (SELECT FROM hazard_source h WHERE h.enterprise = f.enterprise AND h.retired_at IS NULL AND h.registered_grade = 'one'))::int AS "gravestShort"
        FROM (SELECT enterprise, bool_or(verdict = 'short') AS short, bool_or(verdict = 'undetermined') AS unknown FROM safety_distance
          WHERE newest AND ${within(under, 'region_path')} GROUP BY enterprise) f) d,
      (SELECT count(*)::int AS dangers, count(c.overdue_since)::int AS late, count(*) FILTER (WHERE h.grade = 'major')::int AS major
        FROM case_file c JOIN case_hidden_danger h ON h.case_id = c.id WHERE c.kind = 'hidden-danger' AND c.closed_at IS NULL AND ${within(under, 'c.region_path')}) k,
      (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM standardisation_certificate t WHERE t.enterprise = e.id AND t.retired_at IS NULL
          AND t.issued_on <= ${today}::date AND t.valid_until >= ${today}::date AND (t.revoked_on IS NULL OR t.revoked_on > ${today}::date)))::float8
          / nullif(count(*), 0) * 100 AS standardised
        FROM enterprise e WHERE e.retired_at IS NULL AND e.sector IN ('hazchem-production', 'hazchem-storage') AND ${within(under, 'e.region_path')}) e`.execute(
    tx,
  );
  return factsOf(rows[0]!, at);
}

function factsOf(c: Counts, at: number): Facts {
  const fact = (value: number | null, kind: string, label: string): Fact => ({ value, at, source: { kind, label } });
  return {
    majorSourceShare: fact(share(c.grave, c.sources), 'hazard-source', `重大危险源台账：${c.grave} / ${c.sources} 处`),
    redRiskShare: fact(share(c.red, c.risks), 'risk-point', `风险分级管控清单：${c.red} / ${c.risks} 处`),
    graveSourceShare: fact(
      share(c.cityGrave, c.cityRisks),
      'risk-source',
      `城市风险源普查：${c.cityGrave} / ${c.cityRisks} 处`,
    ),
    hiddenSurveyed: fact(
      share(c.hiddenSurveyed, c.hidden),
      'risk-source',
      `地下隐蔽设施：${c.hiddenSurveyed} / ${c.hidden} 处`,
    ),
    distanceShort: fact(share(c.short, c.firms), 'safety-distance', `外部安全距离普查：${c.short} / ${c.firms} 家`),
    distanceUnknown: fact(
      share(c.unknown, c.firms),
      'safety-distance',
      `外部安全距离普查：${c.unknown} / ${c.firms} 家`,
    ),
    exposedPeople: fact(c.sources === 0 ? 0 : c.exposed, 'hazard-source', `重大危险源台账常住人口合计 ${c.exposed} 人`),
    unowned: fact(share(c.unowned, c.high), 'risk-point', `较大及以上风险：${c.unowned} / ${c.high} 处`),
    dangerLate: fact(share(c.late, c.dangers), 'case', `在办隐患：${c.late} / ${c.dangers} 条`),
    majorOpen: fact(c.major, 'case', `在办重大隐患 ${c.major} 条`),
    standardised: fact(
      c.standardised === null ? null : Math.round(c.standardised * 10) / 10,
      'standardisation-certificate',
      '标准化证书台账，评估当日有效',
    ),
    gravestShort: fact(c.gravestShort, 'safety-distance', `一级重大危险源企业不达标 ${c.gravestShort} 家`),
  };
}

export interface Scored {
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly result: Grading;
}

/** Grades the place and, at depth 1, each area next below it; runs as the owner. */
export async function scoreCity(tx: Tx, under: string, by: string, at: number, depth: 0 | 1 = 1): Promise<Scored[]> {
  const levels = under.split('.').length;
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE valid_to IS NULL AND starts_with(path, ${under})
      AND array_length(string_to_array(path, '.'), 1) BETWEEN ${levels} AND ${levels + depth} ORDER BY path`.execute(
    tx,
  );
  const scored: Scored[] = [];
  for (const { path, name } of rows) {
    const facts = await cityFactsOf(tx, path, at);
    const subject = {
      kind: 'region',
      id: path,
      name,
      regionPath: path,
      organisationId: null,
      sector: null,
      demonstration: false,
    };
    const kept = await keepGrading(tx, { key: 'city-risk', subject, facts, at, by });
    if (!isRefusal(kept)) scored.push({ path, name, id: kept.id, result: kept.result });
  }
  return scored;
}
