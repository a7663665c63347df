import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { bars, type Action, type CaseDetail, type CaseEntry, type CaseKind, type GuardFacts } from '@anlan/kernel/case';
import { columnName, tableName, type Field } from '@anlan/kernel/entity';
import { toProblem, type Refusal, both, named, refuse } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { lacksVerb } from '../http/index.ts';
import { worldFor } from '../parameter/book.ts';
import { entityOf } from '../registry/table.ts';
import { doerOf } from './doer.ts';
import { caseView, kindOf, readDeeds, readDetail, standingOf, type CaseRow } from './row.ts';

/** The case in full under the transaction's scope, with what the actor may do now; undefined = not in scope. */
export async function readCase(tx: Tx, actor: Actor, id: string): Promise<CaseDetail | undefined> {
  const { rows } = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const kind = kindOf(row.kind);
  const detail = await readDetail(tx, kind, id);
  return {
    case: caseView(row),
    detail,
    labels: await labelsOf(tx, kind, detail),
    trail: await trailOf(tx, id),
    actions: await actionsOf(tx, actor, row, kind, detail),
    related: await relatedTo(tx, row),
  };
}

async function actionsOf(
  tx: Tx,
  actor: Actor,
  row: CaseRow,
  kind: CaseKind,
  detail: Record<string, unknown>,
): Promise<CaseDetail['actions']> {
  const at = Date.now();
  const world = await worldFor(tx, row.region_path, at);
  const facts = {
    standing: standingOf(row, detail, await readDeeds(tx, row.id)),
    by: doerOf(actor),
    at,
    input: {},
    files: [],
  };
  return Object.entries(kind.actions)
    .filter(([, action]) => action.automatic !== true && action.from.includes(row.state))
    .map(([key, action]) => {
      const barred = may(actor, action.verb)
        ? (bars(kind, facts.standing, key, facts.by, world) ?? incurable(action, { ...facts, ...world }))
        : lacksVerb(action.verb);
      return { key, allowed: barred === undefined, why: barred === undefined ? null : wordsOf(barred) };
    });
}

/** What the guard refuses whatever is filled in: a refusal at a field is one that the form can still meet. */
function incurable(action: Action, facts: GuardFacts): Refusal | undefined {
  const refused = action.guard?.(facts);
  return refused?.field === undefined ? refused : undefined;
}

function wordsOf(refusal: Refusal): { zh: string; en: string } {
  const { zh, en } = toProblem(refusal, 'zh');
  return { zh, en };
}

/** A place kept with a case, such as who listed or issued it. */
const PLACE = /^([a-z0-9_-]+\.){2,}$/i;

/** Names of what the reference fields point to and of places kept by their path, as far as the scope shows them. */
async function labelsOf(tx: Tx, kind: CaseKind, detail: Record<string, unknown>): Promise<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [key, field] of Object.entries(kind.fields)) {
    const id = detail[key];
    if (typeof id !== 'string' || (field.kind !== 'reference' && !(field.kind === 'text' && PLACE.test(id)))) continue;
    const { rows } = await (
      field.kind === 'reference'
        ? sql<{ name: string }>`SELECT name FROM ${sql.table(tableName(entityOf(field.entity)))} WHERE id = ${id}`
        : sql<{ name: string }>`SELECT name FROM region WHERE path = ${id}`
    ).execute(tx);
    if (rows[0] !== undefined) labels[key] = rows[0].name;
  }
  return labels;
}

async function trailOf(tx: Tx, id: string): Promise<CaseEntry[]> {
  const { rows } = await sql<
    Omit<CaseEntry, 'at' | 'made'> & { at: Date; made_at: Date | null; verdict: string | null }
  >`
    SELECT s.made_at, s.verdict, e.seq, e.at, e.by, e.side, e.action, e.from_state AS "from", e.to_state AS "to", e.text,
      coalesce((SELECT json_agg(json_build_object('sha256', a.sha256, 'type', a.type, 'name', a.name) ORDER BY a.sha256)
        FROM case_attachment a WHERE a.case_id = e.case_id AND a.seq = e.seq), '[]'::json) AS files
    FROM case_entry e LEFT JOIN LATERAL signature_of(e.request_id) s ON e.request_id IS NOT NULL
    WHERE e.case_id = ${id} ORDER BY e.seq`.execute(tx);
  return rows.map(({ made_at: made, verdict, at, ...entry }) => ({
    ...entry,
    at: at.getTime(),
    made: made === null ? null : { at: made.getTime(), signed: verdict === 'signed' },
  }));
}

async function relatedTo(tx: Tx, row: CaseRow): Promise<CaseDetail['related']> {
  const { rows } = await sql<CaseRow>`
    SELECT * FROM case_file WHERE origin_id = ${row.id} OR (${row.origin_kind} = 'case' AND id = ${row.origin_id})
      OR id = ANY (ARRAY(SELECT danger_id FROM self_check_danger WHERE case_id = ${row.id}))
    ORDER BY opened_at LIMIT 20`.execute(tx);
  return rows.map(caseView);
}

/**
 * Everything referred to must be a live record that the transaction's scope shows; what belongs to an enterprise must
 * belong to the one the case is about.
 */
export async function checkReferences(
  tx: Tx,
  asks: CaseKind['fields'],
  input: Readonly<Record<string, unknown>>,
  firm: unknown = input['enterprise'],
): Promise<Refusal | undefined> {
  for (const [key, field] of Object.entries(asks)) {
    const id = input[key];
    if (field.kind !== 'reference' || typeof id !== 'string') continue;
    const entity = entityOf(field.entity);
    const owner = entity.ownerField === undefined ? sql`NULL` : sql.id(columnName(entity.ownerField));
    const { rows } = await sql<{ owner: string | null }>`
      SELECT ${owner}::text AS owner FROM ${sql.table(tableName(entity))} WHERE id::text = ${id} AND retired_at IS NULL`.execute(
      tx,
    );
    const [row] = rows;
    if (row === undefined) return wrongReference(key, field, '不存在，或不在你的范围内', NOT_THERE);
    if (row.owner !== null && typeof firm === 'string' && row.owner !== firm)
      return wrongReference(key, field, '不属于这家企业', 'it belongs to another enterprise');
  }
  return undefined;
}

const NOT_THERE = 'it does not exist, or lies outside your scope';

function wrongReference(key: string, field: Field, problem: string, problemEn: string): Refusal {
  return refuse('field-invalid', { field: named(field), problem: both(problem, problemEn) }, key);
}
