import { sql } from 'kysely';
import type { ArticleChange } from '@anlan/kernel/catalogue';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { openCase, PLATFORM } from '../case/write.ts';

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
    FROM catalogue_item i WHERE i.clauses && ${wanted}::text[] AND (i.valid_until IS NULL OR i.valid_until > current_date)
    UNION ALL
    SELECT 'post-duty', d.id, coalesce(d.item, ''), d.name, ARRAY[d.clause], d.region_path, d.organisation_id, d.sector
    FROM post_duty d WHERE d.clause = ANY (${wanted}::text[]) AND d.retired_at IS NULL
    ORDER BY kind, code, name`.execute(tx);
  return rows;
}

interface NewVersion {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly validFrom: string;
}

/**
 * Puts down everything that cites an article the version changed, moved or repealed, and opens one case for each owner
 * (a jurisdiction or an enterprise; `keeper` = the jurisdiction that keeps the library). Run as the owner of the database with the outbox locked.
 */
export async function askForReview(
  tx: Tx,
  version: NewVersion,
  changes: readonly ArticleChange[],
  keeper: string,
  at: number,
): Promise<{ reviews: number; cases: string[] }> {
  const touched = new Map(
    changes.flatMap((change) =>
      change.from === null || change.kind === 'same' ? [] : [[`${version.key}/${change.from}`, change] as const],
    ),
  );
  if (touched.size === 0) return { reviews: 0, cases: [] };
  // Lists that come with the platform are looked after by whoever keeps the library.
  const found = (await citing(tx, [...touched.keys()])).map((one) =>
    one.organisationId === null && one.regionPath === 'cn.' ? { ...one, regionPath: keeper } : one,
  );
  const byOwner = new Map<string, Citing[]>();
  for (const one of found) {
    const owner = one.organisationId ?? one.regionPath;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), one]);
  }
  const cases: string[] = [];
  const rows: object[] = [];
  for (const items of byOwner.values()) {
    const caseId = await openReview(tx, version, items, at);
    cases.push(caseId);
    for (const item of items) rows.push(...linesOf(item, touched, caseId));
  }
  await putDown(tx, version.id, rows);
  return { reviews: rows.length, cases };
}

function linesOf(item: Citing, touched: ReadonlyMap<string, ArticleChange>, caseId: string): object[] {
  return item.clauses.flatMap((reference) => {
    const change = touched.get(reference);
    if (change === undefined) return [];
    const { kind, id, code, name, regionPath, organisationId, sector } = item;
    const target = { kind, id, code, name, regionPath, organisationId, sector };
    return [{ article: change.from, change: change.kind, becomes: change.to, caseId, ...target }];
  });
}

async function putDown(tx: Tx, version: string, rows: readonly object[]): Promise<void> {
  await sql`
    INSERT INTO law_review (version, article, change, becomes, target_kind, target_id, target_code, target_name, case_id, region_path, organisation_id, sector)
    SELECT ${version}::uuid, r.article, r.change, r.becomes, r.kind, r.id, r.code, r.name, r."caseId", r."regionPath", r."organisationId", r.sector
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (article text, change text, becomes text, kind text, id uuid, code text, name text,
      "caseId" uuid, "regionPath" text, "organisationId" uuid, sector text)
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`
    UPDATE case_law_review d SET open_items = n.open
    FROM (SELECT case_id, count(*) AS open FROM law_review WHERE version = ${version} GROUP BY case_id) n WHERE n.case_id = d.case_id`.execute(
    tx,
  );
}

async function openReview(tx: Tx, version: NewVersion, items: readonly Citing[], at: number): Promise<string> {
  const [first] = items as [Citing, ...Citing[]];
  const organisation = await sql<{ name: string; lon: number | null; lat: number | null; demonstration: boolean }>`
    SELECT name, lon, lat, demonstration FROM enterprise WHERE id = ${first.organisationId}::uuid`.execute(tx);
  const opened = await openCase(
    tx,
    {
      kind: 'law-review',
      input: {
        title: `《${version.title}》更新，${items.length} 条引用待复核`.slice(0, 120),
        law: version.title.slice(0, 80),
        validFrom: version.validFrom,
        items: items.length,
        ...(first.organisationId === null ? {} : { enterprise: first.organisationId }),
      },
      source: first.organisationId === null ? 'case' : 'self',
      belongs: {
        organisationId: first.organisationId,
        organisationName: organisation.rows[0]?.name ?? null,
        regionPath: first.regionPath,
        sector: first.sector,
        lon: organisation.rows[0]?.lon ?? null,
        lat: organisation.rows[0]?.lat ?? null,
        demonstration: organisation.rows[0]?.demonstration ?? false,
      },
      subject: { kind: 'law-version', id: version.id },
    },
    PLATFORM,
    at,
  );
  // Everything it asks for is given here: a refusal is a declaration that does not fit.
  if (isRefusal(opened)) throw new Error(`no review could be opened: ${opened.refused}`);
  return opened.id;
}

/** How many items of a review's case nobody has looked at yet. */
export async function countOpen(tx: Tx, caseId: string): Promise<void> {
  await sql`
    UPDATE case_law_review SET open_items = (SELECT count(*) FROM law_review r WHERE r.case_id = ${caseId} AND r.outcome IS NULL)
    WHERE case_id = ${caseId}`.execute(tx);
}
