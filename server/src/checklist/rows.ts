import { sql, type RawBuilder } from 'kysely';
import type { Item, Result, RunUse, RunView, Signature } from '@anlan/kernel/checklist';

/** Columns of an item's wording by the names of `Item`; `i` is check_item, `v` its version. */
export const ITEM_COLUMNS: RawBuilder<Item> = sql<Item>`
  i.id, i.code, v.from_version AS "from", v.to_version AS "to", v.title, v.clauses, v.criteria, v.method, v.evidence, v.sectors,
  v.class, v.level, v.grade, v.element, v.weight, v.penalty, v.uses, v.tiers, v.photo, v.value_label AS "valueLabel",
  v.value_unit AS "valueUnit", v.value_max AS "valueMax", v.value_min AS "valueMin", v.origin`;

/** A row of table `check_run`. */
export interface RunRow {
  id: string;
  number: string;
  list_id: string;
  use: RunUse;
  tier: RunView['tier'];
  title: string;
  period: string;
  unit: string | null;
  state: RunView['state'];
  master_version: number;
  organisation_id: string;
  organisation_name: string;
  region_path: string;
  region_name: string;
  sector: string | null;
  source_kind: string | null;
  source_id: string | null;
  opens_at: Date;
  due_at: Date;
  done_at: Date | null;
  done_by: string | null;
  done_by_id: string | null;
  items: number;
  answered: number;
  bad: number;
  na: number;
  signature: Signature | null;
  demonstration: boolean;
}

export function runView(row: RunRow): RunView {
  return {
    id: row.id,
    number: row.number,
    use: row.use,
    tier: row.tier,
    title: row.title,
    period: row.period,
    unit: row.unit,
    state: row.state,
    masterVersion: row.master_version,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    regionPath: row.region_path,
    regionName: row.region_name,
    sector: row.sector,
    sourceKind: row.source_kind,
    sourceId: row.source_id,
    opensAt: row.opens_at.getTime(),
    dueAt: row.due_at.getTime(),
    doneAt: row.done_at?.getTime() ?? null,
    doneBy: row.done_by,
    items: row.items,
    answered: row.answered,
    bad: row.bad,
    na: row.na,
  };
}

export interface AnswerRow {
  id: string;
  item_id: string;
  result: Result | null;
  value: number | null;
  note: string | null;
  photos: string[];
  risk_point: string | null;
  case_id: string | null;
  /** Fields with two versions. */
  conflicts: number;
}
