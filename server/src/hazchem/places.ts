import { sql, type RawBuilder } from 'kysely';
import {
  substanceOf,
  SUBSTANCES,
  type HazardGrade,
  type Installed,
  type StorageForm,
  type StoragePlace,
} from '@anlan/systems';
import type { Tx } from '../access/scoped.ts';

/** A storage place the matrix is asked about: a holding, or a tank nobody has registered a holding for. */
export interface CheckedPlace {
  readonly id: string;
  readonly name: string;
  readonly tank: string | null;
  readonly holding: string | null;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly regionPath: string;
  readonly place: StoragePlace;
  readonly installed: readonly Installed[];
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly tank: string | null;
  readonly holding: string | null;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly regionPath: string;
  readonly substance: string | null;
  readonly cas: string | null;
  readonly stored: string | null;
  readonly storage: StorageForm | null;
  readonly source: string | null;
  readonly sourceGrade: HazardGrade | null;
  readonly tankGrade: string | null;
  readonly pressed: boolean;
  readonly installed: Installed[] | null;
}

const BY_CAS = new Map(SUBSTANCES.toReversed().flatMap((row) => row.cas.map((cas) => [cas, row] as const)));
const BY_NAME = new Map(
  SUBSTANCES.toReversed().flatMap((row) => [row.name, ...row.aliases].map((name) => [name, row] as const)),
);

/** The register's key of a tank's substance, by CAS number before name. */
function keyOf(row: Row): string {
  if (row.substance !== null) return row.substance;
  const found = (row.cas === null ? undefined : BY_CAS.get(row.cas)) ?? BY_NAME.get(row.stored ?? '');
  return found?.key ?? '';
}

function storageOf(row: Row, substance: string): StorageForm {
  if (row.storage !== null) return row.storage;
  return row.pressed || substanceOf(substance)?.liquefied === true ? 'pressure-tank' : 'atmospheric-tank';
}

function checked(row: Row): CheckedPlace {
  const { id, name, tank, holding, enterprise, enterpriseName, regionPath } = row;
  const substance = keyOf(row);
  const ofTank = row.tankGrade === null || row.tankGrade === 'none' ? null : (row.tankGrade as HazardGrade);
  const grade = row.sourceGrade ?? ofTank;
  const majorHazard = row.source !== null || ofTank !== null;
  const place = { substance, storage: storageOf(row, substance), majorHazard, grade };
  return { id, name, tank, holding, enterprise, enterpriseName, regionPath, place, installed: row.installed ?? [] };
}

/** Storage places under the transaction's scope with what is installed; `where` speaks of `x`. */
export async function readPlaces(tx: Tx, where: RawBuilder<unknown>): Promise<CheckedPlace[]> {
  const { rows } = await sql<Row>`
    WITH kept AS (
      SELECT h.id, h.name, h.tank, h.id AS holding, h.enterprise, h.region_path, h.substance, h.storage, h.hazard_source
      FROM chemical_holding h WHERE h.retired_at IS NULL AND h.storage <> 'in-process'
      UNION ALL
      SELECT t.id, t.name, t.id, NULL, t.enterprise, t.region_path, NULL, NULL, NULL
      FROM tank t WHERE t.retired_at IS NULL
        AND NOT EXISTS (SELECT FROM chemical_holding h WHERE h.tank = t.id AND h.retired_at IS NULL)),
    fitted AS (
      SELECT holding, jsonb_agg(jsonb_build_object('device', device, 'state', state, 'inspectionDue', inspection_due)) AS devices
      FROM safety_device WHERE retired_at IS NULL GROUP BY holding)
    SELECT x.id, x.name, x.tank, x.holding, x.enterprise, coalesce(e.name, '—') AS "enterpriseName", x.region_path AS "regionPath",
           x.substance, t.cas, t.substance AS stored, x.storage, x.hazard_source AS source,
           s.registered_grade AS "sourceGrade", t.hazard_level AS "tankGrade",
           (x.holding IS NULL AND EXISTS (SELECT FROM public.point p WHERE p.tank_id = t.id AND p.kind = 'pressure')) AS pressed,
           f.devices AS installed
    FROM kept x
    LEFT JOIN enterprise e ON e.id = x.enterprise
    LEFT JOIN tank t ON t.id = x.tank
    LEFT JOIN hazard_source s ON s.id = x.hazard_source AND s.retired_at IS NULL
    LEFT JOIN fitted f ON f.holding = x.holding
    WHERE ${where}
    ORDER BY x.enterprise, x.id`.execute(tx);
  return rows.map(checked);
}
