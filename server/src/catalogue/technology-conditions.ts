import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf, endOf } from '@anlan/domain/calendar';
import type { Input } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { conditionsOf } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { createRun, presentVersion } from '../checklist/index.ts';

/** The trade under which conditions stand in the master: no enterprise's own, so that no general list holds them. */
const TRADE = 'new-technology';

/** An approved assessment whose conditions are to be checked. */
export interface Approved {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly organisationId: string;
  readonly conditions: string;
  /** Last day of the monitoring, `YYYY-MM-DD`. */
  readonly monitorUntil: string;
}

/**
 * Makes the conditions of approvals items of the check master, in one version, and a check of each enterprise from them,
 * due at the end of the monitoring (S70). Inside the owner's transaction with the outbox's lock taken.
 */
export async function putConditions(tx: Tx, approvals: readonly Approved[], by: string, at: number): Promise<void> {
  const wanted = approvals
    .map((one) => ({ ...one, lines: conditionsOf(one.conditions) }))
    .filter(({ lines }) => lines.length > 0);
  if (wanted.length === 0) return;
  const version = await nextVersion(tx, wanted, by, at);
  for (const one of wanted) {
    const items = one.lines.map((title, index) => ({
      id: randomUUID(),
      code: `${one.number.replaceAll(/[^A-Z0-9-]/g, '')}-${index + 1}`,
      title: title.slice(0, 160),
    }));
    await keepItems(tx, items, version, `${one.number} ${one.title}`);
    await keepList(tx, one, items, version);
    const run = await createRun(tx, {
      use: 'conditions',
      organisationId: one.organisationId,
      title: `使用条件落实检查：${one.title}`.slice(0, 120),
      period: dayOf(at),
      items: items.map(({ id }) => id),
      source: { kind: TRADE, id: one.id },
      opensAt: at,
      dueAt: Math.max(endOf(one.monitorUntil), at),
    });
    // The list was put down above: a refusal is a list that does not fit.
    if (isRefusal(run)) throw new Error(`no check of conditions: ${run.refused}`);
  }
}

async function nextVersion(
  tx: Tx,
  wanted: readonly { readonly lines: readonly string[] }[],
  by: string,
  at: number,
): Promise<number> {
  // The lock under which the master is published (server/src/checklist/master.ts).
  await sql`SELECT pg_advisory_xact_lock(7216)`.execute(tx);
  const version = (await presentVersion(tx)) + 1;
  const added = wanted.reduce((sum, { lines }) => sum + lines.length, 0);
  await sql`
    INSERT INTO check_master (version, published_at, by, reason, items, added, changed, retired)
    SELECT ${version}, ${new Date(at)}, ${by}, '四新评估批准的使用条件', coalesce(max(items) FILTER (WHERE version = ${version - 1}), 0) + ${added}::int, ${added}::int, 0, 0
    FROM check_master`.execute(tx);
  return version;
}

interface Condition {
  readonly id: string;
  readonly code: string;
  readonly title: string;
}

async function keepItems(tx: Tx, items: readonly Condition[], version: number, origin: string): Promise<void> {
  const rows = JSON.stringify(items);
  await sql`
    INSERT INTO check_item (id, code) SELECT id, code FROM jsonb_to_recordset(${rows}::jsonb) AS i (id uuid, code text)`.execute(
    tx,
  );
  await sql`
    INSERT INTO check_item_version (item_id, from_version, title, clauses, sectors, class, level, grade, uses, tiers, photo, origin)
    SELECT i.id, ${version}::int, i.title, '{}', ARRAY[${TRADE}], 'process', 'orange', 'general', '{enforcement}', '{}', 'none', left(${origin}::text, 200)
    FROM jsonb_to_recordset(${rows}::jsonb) AS i (id uuid, title text)`.execute(tx);
}

/** The list of just these items, as the checks look one up: by the hash of its sorted items. */
async function keepList(
  tx: Tx,
  { organisationId }: Approved,
  items: readonly Condition[],
  version: number,
): Promise<void> {
  const sorted = items.map(({ id }) => id).toSorted();
  const selected = createHash('sha256').update(sorted.join()).digest('hex');
  const { rows } = await sql<{ id: string }>`
    INSERT INTO check_list (use, sector, tier, master_version, title, selected, items)
    SELECT 'enforcement', e.sector, NULL, ${version}::int, '使用条件清单', ${selected}, ${items.length}::int FROM enterprise e WHERE e.id = ${organisationId}
    RETURNING id`.execute(tx);
  const lines = JSON.stringify(items.map(({ id }, index) => ({ seq: index + 1, item: id })));
  await sql`
    INSERT INTO check_list_item (list_id, seq, item_id, from_version)
    SELECT ${rows[0]!.id}::uuid, l.seq, l.item, ${version}::int FROM jsonb_to_recordset(${lines}::jsonb) AS l (seq int, item uuid)`.execute(
    tx,
  );
}

/**
 * How many conditions are not met: neither found in order, nor not applicable, nor a danger that was closed since. The
 * newest answer to an item counts.
 */
export async function conditionsLeft(tx: Tx, caseId: string): Promise<Input> {
  const { rows } = await sql<{ left: number }>`
    SELECT count(*)::int AS left FROM (
      SELECT DISTINCT i.item_id FROM check_run r JOIN check_list_item i ON i.list_id = r.list_id
      WHERE r.source_kind = ${TRADE} AND r.source_id = ${caseId}) w
    WHERE NOT EXISTS (
      SELECT FROM (
        SELECT a.result, a.case_id FROM check_answer a JOIN check_run r ON r.id = a.run_id
        WHERE a.item_id = w.item_id AND r.source_id = ${caseId} AND r.done_at IS NOT NULL ORDER BY r.done_at DESC LIMIT 1) n
      WHERE n.result IN ('ok', 'na') OR EXISTS (SELECT FROM case_file c WHERE c.id = n.case_id AND c.closed_at IS NOT NULL))`.execute(
    tx,
  );
  return { conditionsOpen: rows[0]?.left ?? 0 };
}

/** Approved assessments of the given ids, or every one that is monitored and has no check yet. */
export async function approvedCases(tx: Tx, ids: readonly string[] | null): Promise<Approved[]> {
  const { rows } = await sql<Approved>`
    SELECT c.id, c.number, c.title, c.organisation_id AS "organisationId", d.conditions, d.monitor_until AS "monitorUntil"
    FROM case_file c JOIN case_new_technology d ON d.case_id = c.id
    WHERE c.state = 'monitoring' AND d.conditions IS NOT NULL AND d.monitor_until IS NOT NULL AND c.organisation_id IS NOT NULL
      AND (${ids === null} OR c.id = ANY (${ids === null ? [] : [...ids]}::uuid[]))
      AND NOT EXISTS (SELECT FROM check_run r WHERE r.source_kind = ${TRADE} AND r.source_id = c.id)
    ORDER BY c.number`.execute(tx);
  return rows;
}
