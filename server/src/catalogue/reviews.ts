import { type Review } from '@anlan/kernel/catalogue';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { countOpen } from './review.ts';

const EDITED = sql<boolean>`CASE r.target_kind
  WHEN 'check-item' THEN NOT EXISTS (SELECT FROM check_item_version w JOIN check_master m ON m.version = w.from_version
    WHERE w.item_id = r.target_id AND w.to_version IS NULL AND m.published_at < v.at)
  WHEN 'catalogue-item' THEN NOT EXISTS (SELECT FROM catalogue_item i WHERE i.id = r.target_id AND i.valid_until IS NULL)
  ELSE NOT EXISTS (SELECT FROM post_duty d WHERE d.id = r.target_id AND d.retired_at IS NULL AND d.updated_at < v.at) END`;

/** Answers under the old words since the day the new version holds, as far as the scope reaches: a law that comes to the library late leaves some. */
const OUTDATED = sql<number | null>`CASE WHEN r.target_kind = 'check-item' THEN (
  SELECT count(*)::int FROM (SELECT FROM check_answer a JOIN check_run n ON n.id = a.run_id
  WHERE a.item_id = r.target_id AND a.at >= v.valid_from::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND n.master_version < coalesce((SELECT min(w.from_version) FROM check_item_version w JOIN check_master m ON m.version = w.from_version
      WHERE w.item_id = r.target_id AND m.published_at >= v.at), 2147483647)
    LIMIT 1000) old) END`;

/** Items for review in scope: of one case, of one version, or all that are open. */
export async function readReviews(
  tx: Tx,
  wish: { readonly caseId?: string | undefined; readonly version?: string | undefined; readonly open: boolean },
): Promise<Review[]> {
  const conditions = [
    sql`true`,
    ...(wish.caseId === undefined ? [] : [sql`r.case_id = ${wish.caseId}`]),
    ...(wish.version === undefined ? [] : [sql`r.version = ${wish.version}`]),
    ...(wish.open ? [sql`r.outcome IS NULL`] : []),
  ];
  const { rows } = await sql<Omit<Review, 'at'> & { at: Date | null }>`
    SELECT r.id, v.law, l.title AS "lawTitle", v.name AS version, v.id AS "versionId", v.valid_from AS "validFrom", r.article,
      r.change, r.becomes, r.target_kind AS "targetKind", r.target_id AS "targetId", r.target_code AS "targetCode",
      r.target_name AS "targetName", ${OUTDATED} AS outdated, ${EDITED} AS edited, r.case_id AS "caseId", r.outcome, r.note, r.by, r.at
    FROM law_review r JOIN law_version v ON v.id = r.version JOIN law l ON l.key = v.law
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY r.outcome IS NOT NULL, v.at DESC, l.title, length(r.article), r.article, r.target_kind, r.target_code LIMIT 2000`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, at: row.at === null ? null : row.at.getTime() }));
}

/** Somebody has looked at an item: it stays as it is for a reason, or it was changed. */
export async function decideReview(
  context: Context,
  actor: Actor,
  id: string,
  { outcome, note }: { readonly outcome: 'kept' | 'edited'; readonly note: string | null },
): Promise<Refusal | undefined> {
  if (outcome === 'kept' && note === null) return refuse('reason-required', {}, 'note');
  const seen = await withScope(context.db, actor.scope, async (tx) => {
    // Reading is open to more than may decide: who decides holds the row under the scope's own policy.
    const { rows } = await sql<{ own: boolean }>`
      SELECT true AS own FROM law_review r WHERE r.id = ${id} FOR UPDATE`.execute(tx);
    return rows[0];
  });
  if (seen === undefined) {
    await auditOutside(context.db, actor, 'law_review', id, 'law.review');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ caseId: string | null; outcome: string | null; edited: boolean; name: string }>`
      SELECT r.case_id AS "caseId", r.outcome, ${EDITED} AS edited, r.target_name AS name
      FROM law_review r JOIN law_version v ON v.id = r.version WHERE r.id = ${id} FOR UPDATE OF r`.execute(tx);
    const found = rows[0]!;
    if (found.outcome !== null) return refuse('already-exists', { field: both('复核', 'Review'), value: found.name });
    if (outcome === 'edited' && !found.edited)
      return refuse('invalid-input', {
        problem: both(
          '这一条还没有修改；先改条目，或说明不改的理由',
          'the item is unchanged: change it first, or say why it stays',
        ),
      });
    await sql`UPDATE law_review SET outcome = ${outcome}, note = ${note}, by = ${actor.name}, at = now() WHERE id = ${id}`.execute(
      tx,
    );
    if (found.caseId !== null) await countOpen(tx, found.caseId);
    await record(tx, actor, 'law.review', { kind: 'law-review', id }, 'done', { outcome });
    return undefined;
  });
}
