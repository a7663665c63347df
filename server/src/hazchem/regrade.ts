import { sql } from 'kysely';
import { LEVELS } from '@anlan/kernel/entity';
import { focusOf, focusReasons, graver, type Grading, type HazardGrade } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
import { valuesEverywhere } from '../parameter/book.ts';
import { gradingOf } from './sources.ts';

interface Source {
  readonly id: string;
  readonly name: string;
  readonly enterprise: string;
  readonly registered: HazardGrade;
  readonly population: number | null;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

interface Graded extends Source {
  readonly grading: Grading;
}

/** So many of the newest changes are looked at: more in one hour are a load of registers, and each moves the newest instant. */
const NEWEST = 10_000;

/**
 * What the levels depend on, cheap to read: newest changes of sources, holdings and enterprises, and what places have set.
 * Changes of the last hour are counted too, as a transaction that began earlier may commit later.
 */
async function fingerprintOf(tx: Tx): Promise<string> {
  const parts = ['hazard_source', 'chemical_holding', 'enterprise'].map(
    (table) => sql`
      (SELECT concat_ws(':', max(updated_at), (SELECT concat(count(*), '/', sum(version)) FROM
        (SELECT version FROM ${sql.id(table)} WHERE updated_at > now() - interval '1 hour' ORDER BY updated_at DESC LIMIT ${NEWEST}) n))
      FROM ${sql.id(table)})`,
  );
  const focus = sql`(SELECT concat(count(*), '/', max(valid_from)) FROM parameter_setting
    WHERE key LIKE 'focus.%' AND valid_from <= now())`;
  const { rows } = await sql<{
    fingerprint: string;
  }>`SELECT concat_ws(' ', ${sql.join([...parts, focus])}) AS fingerprint`.execute(tx);
  return rows[0]?.fingerprint ?? '';
}

/**
 * Computes the levels of all sources anew where the registers have changed: a changed level is recorded with its terms,
 * and enterprises enter and leave the focus list by it. Runs as the owner in one transaction, one process at a time.
 * Says whether anything was computed.
 */
export async function regrade(db: Database): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(7214) AS got`.execute(tx);
    if (lock.rows[0]?.got !== true) return false;
    const fingerprint = await fingerprintOf(tx);
    const before = await sql<{ fingerprint: string }>`SELECT fingerprint FROM hazard_watermark`.execute(tx);
    if (before.rows[0]?.fingerprint === fingerprint) return false;
    const graded = await gradeAll(tx);
    await recordGrades(tx, graded);
    await moveFocus(tx, graded);
    await sql`
      INSERT INTO hazard_watermark (fingerprint) VALUES (${fingerprint})
      ON CONFLICT (one) DO UPDATE SET fingerprint = excluded.fingerprint, computed_at = now()`.execute(tx);
    return true;
  });
}

async function gradeAll(tx: Tx): Promise<Graded[]> {
  const sources = await sql<Source>`
    SELECT id, name, enterprise, registered_grade AS registered, population, region_path, organisation_id, sector
    FROM hazard_source WHERE retired_at IS NULL`.execute(tx);
  const held = await sql<{ source: string; substance: string; designQuantity: number }>`
    SELECT hazard_source AS source, substance, design_quantity AS "designQuantity"
    FROM chemical_holding WHERE retired_at IS NULL AND hazard_source IS NOT NULL`.execute(tx);
  const bySource = new Map<string, { substance: string; designQuantity: number }[]>();
  for (const row of held.rows) bySource.set(row.source, [...(bySource.get(row.source) ?? []), row]);
  return sources.rows.map((source) => ({
    ...source,
    grading: gradingOf(bySource.get(source.id) ?? [], source.population),
  }));
}

/** A new row where the level changed; otherwise the newest row takes the present terms. */
async function recordGrades(tx: Tx, graded: readonly Graded[]): Promise<void> {
  const rows = graded.map(({ id, registered, grading, region_path, organisation_id, sector }) => ({
    source_id: id,
    grade: grading.grade,
    registered_grade: registered,
    s: grading.S,
    r: grading.R,
    working: grading,
    substances_version: grading.substancesVersion,
    region_path,
    organisation_id,
    sector,
  }));
  const input = sql`
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(source_id uuid, grade text, registered_grade text,
      s double precision, r double precision, working jsonb, substances_version text, region_path text, organisation_id uuid, sector text)`;
  await sql`
    WITH fresh AS (${input}),
    newest AS (SELECT DISTINCT ON (source_id) * FROM hazard_grade ORDER BY source_id, id DESC)
    UPDATE hazard_grade g SET s = f.s, r = f.r, working = f.working, substances_version = f.substances_version,
      region_path = f.region_path, organisation_id = f.organisation_id, sector = f.sector
    FROM fresh f, newest n
    WHERE n.source_id = f.source_id AND g.id = n.id AND n.grade IS NOT DISTINCT FROM f.grade
      AND n.registered_grade = f.registered_grade`.execute(tx);
  await sql`
    WITH fresh AS (${input}),
    newest AS (SELECT DISTINCT ON (source_id) source_id, grade, registered_grade FROM hazard_grade ORDER BY source_id, id DESC)
    INSERT INTO hazard_grade (source_id, grade, registered_grade, s, r, working, substances_version, region_path, organisation_id, sector)
    SELECT f.source_id, f.grade, f.registered_grade, f.s, f.r, f.working, f.substances_version, f.region_path, f.organisation_id, f.sector
    FROM fresh f LEFT JOIN newest n ON n.source_id = f.source_id
    WHERE n.source_id IS NULL OR n.grade IS DISTINCT FROM f.grade OR n.registered_grade <> f.registered_grade`.execute(
    tx,
  );
}

/**
 * Enters, renews and ends the stays on the focus list. The reasons of enterprises with sources are worked out here; those
 * listed for their risk alone may be very many and are compared where they stand.
 */
async function moveFocus(tx: Tx, graded: readonly Graded[]): Promise<void> {
  const sourcesOf = new Map<string, { name: string; grade: HazardGrade | null }[]>();
  for (const { enterprise, name, grading, registered } of graded) {
    const grade = graver(grading.grade, registered);
    sourcesOf.set(enterprise, [...(sourcesOf.get(enterprise) ?? []), { name, grade }]);
  }
  const said = await valuesEverywhere(tx, ['focus.grades', 'focus.risks'], Date.now());
  const placeOf = new Map(graded.map(({ enterprise, region_path: path }) => [enterprise, path]));
  const grave = [...sourcesOf].flatMap(([id, sources]) => {
    const focus = focusOf(said.of(placeOf.get(id) ?? '').list);
    const reasons = focusReasons({ riskLevel: '', sources }, focus);
    return reasons.length === 0 ? [] : [{ id, reasons }];
  });
  // Every place that has set something, and the first value for all others: the longest path that fits decides.
  const risks = ['', ...said.places].flatMap((path) => {
    const focus = focusOf(said.of(path).list);
    return LEVELS.map((level) => {
      const reasons = focusReasons({ riskLevel: level, sources: [] }, focus);
      return { path, level, reasons: reasons.length === 0 ? null : reasons };
    });
  });
  await sql`
    CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
    WITH risk AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(risks)}::jsonb) AS x(path text, level text, reasons jsonb)),
    levels AS (SELECT DISTINCT level FROM risk WHERE reasons IS NOT NULL),
    risky AS (
      SELECT e.id, (SELECT reasons FROM risk WHERE level = e.risk_level AND starts_with(e.region_path, path)
        ORDER BY length(path) DESC LIMIT 1) AS reasons
      FROM enterprise e WHERE e.retired_at IS NULL AND e.risk_level = ANY (ARRAY(SELECT level FROM levels))),
    grave AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(grave)}::jsonb) AS x(id uuid, reasons jsonb)),
    listed AS (
      SELECT id FROM risky WHERE reasons IS NOT NULL
      UNION SELECT id FROM grave)
    SELECT e.id, coalesce(grave.reasons, '[]'::jsonb) || coalesce(risky.reasons, '[]'::jsonb) AS reasons, e.region_path, e.sector
    FROM listed JOIN enterprise e USING (id) LEFT JOIN grave USING (id) LEFT JOIN risky USING (id)
    WHERE e.retired_at IS NULL`.execute(tx);
  await sql`
    UPDATE focus_stay SET left_at = now(), left_because = '不再符合进入条件'
    WHERE left_at IS NULL AND NOT EXISTS (SELECT FROM wanted WHERE wanted.id = enterprise_id)`.execute(tx);
  await sql`
    INSERT INTO focus_stay (enterprise_id, reasons, region_path, organisation_id, sector)
    SELECT w.id, w.reasons, w.region_path, w.id, w.sector FROM wanted w
    WHERE NOT EXISTS (SELECT FROM focus_stay s WHERE s.enterprise_id = w.id AND s.left_at IS NULL
      AND s.reasons = w.reasons AND s.region_path = w.region_path AND s.sector IS NOT DISTINCT FROM w.sector)
    ON CONFLICT (enterprise_id) WHERE left_at IS NULL DO UPDATE
      SET reasons = excluded.reasons, region_path = excluded.region_path, sector = excluded.sector`.execute(tx);
}
