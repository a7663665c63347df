import { sql } from 'kysely';
import { focusReasons, graver, type Grading, type HazardGrade } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
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

/**
 * What the levels depend on, cheap to read: newest changes of sources, holdings and enterprises. Changes of the last hour
 * are counted too, as a transaction that began earlier may commit later.
 */
async function fingerprintOf(tx: Tx): Promise<string> {
  const parts = ['hazard_source', 'chemical_holding', 'enterprise'].map(
    (table) => sql`
      (SELECT concat_ws(':', max(updated_at), (SELECT concat(count(*), '/', sum(version)) FROM ${sql.id(table)}
        WHERE updated_at > now() - interval '1 hour')) FROM ${sql.id(table)})`,
  );
  const { rows } = await sql<{ fingerprint: string }>`SELECT concat_ws(' ', ${sql.join(parts)}) AS fingerprint`.execute(
    tx,
  );
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

interface Firm {
  readonly id: string;
  readonly risk: string;
  readonly region_path: string;
  readonly sector: string | null;
}

/** Enters, renews and ends the stays on the focus list. */
async function moveFocus(tx: Tx, graded: readonly Graded[]): Promise<void> {
  const sourcesOf = new Map<string, { name: string; grade: HazardGrade | null }[]>();
  for (const { enterprise, name, grading, registered } of graded) {
    const grade = graver(grading.grade, registered);
    sourcesOf.set(enterprise, [...(sourcesOf.get(enterprise) ?? []), { name, grade }]);
  }
  const firms = await sql<Firm>`
    SELECT id, risk_level AS risk, region_path, sector FROM enterprise
    WHERE retired_at IS NULL AND (risk_level = 'red' OR id = ANY (${[...sourcesOf.keys()]}::uuid[]))`.execute(tx);
  const wanted = firms.rows.flatMap((firm) => {
    const reasons = focusReasons({ riskLevel: firm.risk, sources: sourcesOf.get(firm.id) ?? [] });
    if (reasons.length === 0) return [];
    return [
      { enterprise_id: firm.id, reasons, region_path: firm.region_path, organisation_id: firm.id, sector: firm.sector },
    ];
  });
  const input = sql`
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      AS x(enterprise_id uuid, reasons jsonb, region_path text, organisation_id uuid, sector text)`;
  await sql`
    UPDATE focus_stay SET left_at = now(), left_because = '不再符合进入条件'
    WHERE left_at IS NULL AND NOT enterprise_id = ANY (${wanted.map((firm) => firm.enterprise_id)}::uuid[])`.execute(
    tx,
  );
  await sql`
    INSERT INTO focus_stay (enterprise_id, reasons, region_path, organisation_id, sector)
    SELECT enterprise_id, reasons, region_path, organisation_id, sector FROM (${input}) AS x
    ON CONFLICT (enterprise_id) WHERE left_at IS NULL DO UPDATE
      SET reasons = excluded.reasons, region_path = excluded.region_path, sector = excluded.sector
      WHERE focus_stay.reasons <> excluded.reasons OR focus_stay.region_path <> excluded.region_path`.execute(tx);
}
