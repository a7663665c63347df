import { sql } from 'kysely';
import type { ArticleChange } from '@anlan/kernel/catalogue';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { openCase, PLATFORM } from '../case/write.ts';
import { TODAY_IN_CHINA } from '../store/postgres/day.ts';

/** What cites an article: an item of the check master, of a list, a duty of a post. */
export interface Citing {
  readonly kind: string;
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly clauses: readonly string[];
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/** Everything in force that cites one of the references, under the transaction's scope or as the owner. */
export async function citing(tx: Tx, references: readonly string[]): Promise<Citing[]> {
  const wanted = [...references];
  const { rows } = await sql<Citing>`
    SELECT 'check-item' AS kind, k.id, k.code, w.title AS name, w.clauses, 'cn.' AS "regionPath", NULL::uuid AS "organisationId",
      NULL AS sector
    FROM check_item k JOIN check_item_version w ON w.item_id = k.id AND w.to_version IS NULL
    WHERE w.clauses && ${wanted}::text[]
    UNION ALL
    SELECT 'catalogue-item', i.id, i.code, i.title, i.clauses, i.region_path, i.organisation_id, i.sector
    FROM catalogue_item i WHERE i.clauses && ${wanted}::text[] AND (i.valid_until IS NULL OR i.valid_until > ${TODAY_IN_CHINA})
    UNION ALL
    SELECT 'post-duty', d.id, coalesce(d.item, ''), d.name, ARRAY[d.clause], d.region_path, d.organisation_id, d.sector
    FROM post_duty d WHERE d.clause = ANY (${wanted}::text[]) AND d.retired_at IS NULL
    ORDER BY kind, code, name`.execute(tx);
  return rows;
}

/** Owners whose tasks are opened in one transaction: the outbox is held for all of them. */
const OWNERS_AT_ONCE = 50;

/**
 * Puts down everything that cites an article the version changed, moved or repealed, and opens the task of the first
 * owners (a jurisdiction or an enterprise; `keeper` = the jurisdiction that keeps the library). An act that several
 * hundred enterprises cite leaves the other owners to `openWaiting`. Run as the owner of the database with the outbox locked.
 */
export async function askForReview(
  tx: Tx,
  version: { readonly id: string; readonly key: string },
  changes: readonly ArticleChange[],
  keeper: string,
  at: number,
): Promise<{ reviews: number; cases: string[]; waiting: number }> {
  const touched = new Map(
    changes.flatMap((change) =>
      change.from === null || change.kind === 'same' ? [] : [[`${version.key}/${change.from}`, change] as const],
    ),
  );
  if (touched.size === 0) return { reviews: 0, cases: [], waiting: 0 };
  // Lists that come with the platform are looked after by whoever keeps the library.
  const found = (await citing(tx, [...touched.keys()])).map((one) =>
    one.organisationId === null && one.regionPath === 'cn.' ? { ...one, regionPath: keeper } : one,
  );
  const rows = found.flatMap((item) => linesOf(item, touched));
  await putDown(tx, version.id, rows);
  const owners = new Set(found.map(({ organisationId, regionPath }) => organisationId ?? regionPath)).size;
  const cases = await openFirst(tx, at, version.id);
  return { reviews: rows.length, cases, waiting: owners - cases.length };
}

/** Opens the tasks of further owners whose reviews have none yet; gives back whether more may be waiting. */
export async function openWaiting(db: Database, at: number): Promise<boolean> {
  const { rows } = await sql`SELECT FROM law_review WHERE case_id IS NULL AND outcome IS NULL LIMIT 1`.execute(db);
  if (rows.length === 0) return false;
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    return (await openFirst(tx, at)).length === OWNERS_AT_ONCE;
  });
}

function linesOf(item: Citing, touched: ReadonlyMap<string, ArticleChange>): object[] {
  return item.clauses.flatMap((reference) => {
    const change = touched.get(reference);
    if (change === undefined) return [];
    const { kind, id, code, name, regionPath, organisationId, sector } = item;
    const target = { kind, id, code, name, regionPath, organisationId, sector };
    return [{ article: change.from, change: change.kind, becomes: change.to, ...target }];
  });
}

async function putDown(tx: Tx, version: string, rows: readonly object[]): Promise<void> {
  await sql`
    INSERT INTO law_review (version, article, change, becomes, target_kind, target_id, target_code, target_name, region_path, organisation_id, sector)
    SELECT ${version}::uuid, r.article, r.change, r.becomes, r.kind, r.id, r.code, r.name, r."regionPath", r."organisationId", r.sector
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (article text, change text, becomes text, kind text, id uuid, code text, name text,
      "regionPath" text, "organisationId" uuid, sector text)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** An owner whose reviews of a version have no task yet. */
interface Waiting {
  readonly version: string;
  readonly title: string;
  readonly validFrom: string;
  readonly items: number;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly regionPath: string;
  readonly sector: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly demonstration: boolean;
}

/** Opens the tasks of the first owners without one, jurisdictions before enterprises; gives back the cases. */
async function openFirst(tx: Tx, at: number, version: string | null = null): Promise<string[]> {
  const { rows } = await sql<Waiting>`
    WITH waiting AS (
      SELECT version, organisation_id, CASE WHEN organisation_id IS NULL THEN region_path END AS region, min(region_path) AS path,
        min(sector) AS sector, count(*)::int AS items
      FROM law_review WHERE case_id IS NULL AND outcome IS NULL AND (${version}::uuid IS NULL OR version = ${version}::uuid)
      GROUP BY 1, 2, 3 ORDER BY organisation_id NULLS FIRST LIMIT ${OWNERS_AT_ONCE})
    SELECT w.version, l.title, v.valid_from AS "validFrom", w.items, w.organisation_id AS "organisationId", e.name AS "organisationName",
      w.path AS "regionPath", w.sector, e.lon, e.lat, coalesce(e.demonstration, false) AS demonstration
    FROM waiting w JOIN law_version v ON v.id = w.version JOIN law l ON l.key = v.law LEFT JOIN enterprise e ON e.id = w.organisation_id
    ORDER BY w.organisation_id NULLS FIRST`.execute(tx);
  const cases: string[] = [];
  for (const one of rows) cases.push(await openReview(tx, one, at));
  return cases;
}

async function openReview(tx: Tx, waiting: Waiting, at: number): Promise<string> {
  const { version, title, validFrom, items, ...belongs } = waiting;
  const { organisationId, regionPath } = belongs;
  const opened = await openCase(
    tx,
    {
      kind: 'law-review',
      input: {
        title: `《${title}》更新，${items} 条引用待复核`.slice(0, 120),
        law: title.slice(0, 80),
        validFrom,
        items,
        ...(organisationId === null ? {} : { enterprise: organisationId }),
      },
      source: organisationId === null ? 'case' : 'self',
      belongs,
      subject: { kind: 'law-version', id: version },
    },
    PLATFORM,
    at,
  );
  // Everything it asks for is given here: a refusal is a declaration that does not fit.
  if (isRefusal(opened)) throw new Error(`no review could be opened: ${opened.refused}`);
  await sql`
    UPDATE law_review SET case_id = ${opened.id} WHERE version = ${version} AND case_id IS NULL
      AND CASE WHEN ${organisationId}::uuid IS NULL THEN organisation_id IS NULL AND region_path = ${regionPath}
        ELSE organisation_id = ${organisationId}::uuid END`.execute(tx);
  await countOpen(tx, opened.id);
  return opened.id;
}

/** How many items of a review's case nobody has looked at yet. */
export async function countOpen(tx: Tx, caseId: string): Promise<void> {
  await sql`
    UPDATE case_law_review SET open_items = (SELECT count(*) FROM law_review r WHERE r.case_id = ${caseId} AND r.outcome IS NULL)
    WHERE case_id = ${caseId}`.execute(tx);
}
