import { sql, type RawBuilder } from 'kysely';
import { columnName } from '@anlan/kernel/entity';
import {
  clockRuns,
  detailTable,
  ownerOf,
  type CaseKind,
  type CaseStanding,
  type CaseView,
  type Deed,
  type Reckoned,
} from '@anlan/kernel/case';
import { SYSTEMS } from '@anlan/systems';
import type { Tx } from '../access/scoped.ts';

/** Every declared kind of case with its system. */
export const KINDS: ReadonlyMap<string, { readonly kind: CaseKind; readonly system: string }> = new Map(
  SYSTEMS.flatMap((system) => (system.cases ?? []).map((kind) => [kind.key, { kind, system: system.id }] as const)),
);

/** A declared kind; an unknown key is a bug of the caller. */
export function kindOf(key: string): CaseKind {
  const known = KINDS.get(key);
  if (known === undefined) throw new Error(`no kind of case ${key}`);
  return known.kind;
}

/** States whose deadline counts, as `kind state`. */
const RUNNING = [...KINDS.values()].flatMap(({ kind }) =>
  Object.keys(kind.states).flatMap((state) => (clockRuns(kind, { state }) ? [`${kind.key} ${state}`] : [])),
);

/** Condition for the cases whose deadline counts where they stand; `c` is the case. */
export function runs(): RawBuilder<boolean> {
  return sql<boolean>`(c.kind || ' ' || c.state) = ANY (${RUNNING}::text[])`;
}

/** A row of table `case_file`. */
export interface CaseRow {
  id: string;
  number: string;
  kind: string;
  system: string;
  title: string;
  state: string;
  level: CaseView['level'];
  source: string;
  owner: CaseView['owner'];
  organisation_id: string | null;
  organisation_name: string | null;
  region_path: string;
  region_name: string;
  sector: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  origin_kind: string | null;
  origin_id: string | null;
  lon: number | null;
  lat: number | null;
  opened_at: Date;
  opened_by: string;
  opened_by_id: string | null;
  due_at: Date | null;
  /** How the deadline was counted; null where there is none, or a day that somebody named. */
  due_from: Date | null;
  due_count: number | null;
  due_unit: Reckoned['unit'] | null;
  due_provisional: boolean;
  overdue_since: Date | null;
  rungs: number;
  escalate_at: Date | null;
  supervisor: string | null;
  closed_at: Date | null;
  demonstration: boolean;
  version: number;
}

const ms = (date: Date | null): number | null => (date === null ? null : date.getTime());

export function caseView(row: CaseRow): CaseView {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: row.title,
    state: row.state,
    level: row.level,
    source: row.source,
    owner: row.owner,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    regionPath: row.region_path,
    regionName: row.region_name,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    originKind: row.origin_kind,
    originId: row.origin_id,
    lon: row.lon,
    lat: row.lat,
    openedAt: row.opened_at.getTime(),
    openedBy: row.opened_by,
    dueAt: ms(row.due_at),
    dueProvisional: row.due_provisional,
    overdueSince: ms(row.overdue_since),
    supervisor: row.supervisor,
    closedAt: ms(row.closed_at),
    version: row.version,
  };
}

function reckonedOf({ due_from, due_count, due_unit, due_provisional }: CaseRow): Reckoned | null {
  if (due_from === null || due_count === null || due_unit === null) return null;
  return { from: due_from.getTime(), count: due_count, unit: due_unit, provisional: due_provisional };
}

/** The columns of how a deadline was counted. */
export function reckonedColumns(reckoned: Reckoned | null) {
  return {
    due_from: reckoned === null ? null : new Date(reckoned.from),
    due_count: reckoned?.count ?? null,
    due_unit: reckoned?.unit ?? null,
    due_provisional: reckoned?.provisional === true,
  };
}

/** The standing of a case for the engine: the row, its own fields, and who did what. */
export function standingOf(
  row: CaseRow,
  detail: Readonly<Record<string, unknown>>,
  deeds: readonly Deed[],
): CaseStanding {
  return {
    kind: row.kind,
    state: row.state,
    level: row.level,
    source: row.source,
    organisationId: row.organisation_id,
    openedAt: row.opened_at.getTime(),
    dueAt: ms(row.due_at),
    reckoned: reckonedOf(row),
    overdueSince: ms(row.overdue_since),
    rungs: row.rungs,
    closedAt: ms(row.closed_at),
    detail,
    deeds,
  };
}

/** The owner column of a standing. */
export function ownerColumn(standing: CaseStanding): string | null {
  return ownerOf(kindOf(standing.kind), standing.state, standing.source);
}

/** The kind's own fields of a case under the transaction's scope. */
export async function readDetail(tx: Tx, kind: CaseKind, id: string): Promise<Record<string, unknown>> {
  const columns = Object.keys(kind.fields).map((key) => sql`${sql.ref(columnName(key))} AS ${sql.id(key)}`);
  const { rows } = await sql<Record<string, unknown>>`
    SELECT ${sql.join(columns)} FROM ${sql.table(detailTable(kind))} WHERE case_id = ${id}`.execute(tx);
  return rows[0] ?? {};
}

/** Acts of people and of the platform in order; lines without an act (lateness) are no deeds. */
export async function readDeeds(tx: Tx, id: string): Promise<Deed[]> {
  const { rows } = await sql<{ action: string; by: string | null; at: Date }>`
    SELECT action, by_id AS by, at FROM case_entry WHERE case_id = ${id} AND action <> ALL (ARRAY['overdue', 'recount']) ORDER BY seq`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
