import { sql } from 'kysely';
import { checkItem, readReference, type Catalogue } from '@anlan/kernel/catalogue';
import { may, type Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { CATALOGUES, type ItemInput } from './lists.ts';

interface ListRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

/** The enterprise's own list of a kind, begun when the first item is entered. Under the owner. */
async function ownList(tx: Tx, catalogue: Catalogue, organisationId: string): Promise<ListRow | undefined> {
  await sql`
    INSERT INTO catalogue (kind, name, region_path, organisation_id, sector, demonstration)
    SELECT ${catalogue.key}, left(e.name || ${catalogue.label}, 120), e.region_path, e.id, e.sector, e.demonstration
    FROM enterprise e WHERE e.id = ${organisationId} ON CONFLICT DO NOTHING`.execute(tx);
  const { rows } = await sql<ListRow>`
    SELECT * FROM catalogue WHERE kind = ${catalogue.key} AND organisation_id = ${organisationId}`.execute(tx);
  return rows[0];
}

/** The jurisdiction's list: found by id, or begun under its name for the scope's own place. */
async function placeList(tx: Tx, catalogue: Catalogue, path: string): Promise<ListRow> {
  const { rows } = await sql<ListRow>`
    INSERT INTO catalogue (kind, name, region_path)
    SELECT ${catalogue.key}, r.name || ${catalogue.label}, r.path FROM region r WHERE r.path = ${path}
    ON CONFLICT (kind, region_path, organisation_id, name) DO UPDATE SET name = excluded.name RETURNING *`.execute(tx);
  return rows[0]!;
}

/** The list an actor writes into: an enterprise its own, an authority that of its place. */
async function listOf(tx: Tx, actor: Actor, catalogue: Catalogue): Promise<ListRow | Refusal> {
  const { scope } = actor;
  if (scope.kind === 'organisation' && catalogue.keeper === 'organisation')
    return (await ownList(tx, catalogue, scope.organisationId)) ?? refuse('not-found');
  if (scope.kind === 'region') return placeList(tx, catalogue, scope.path);
  if (scope.kind === 'all') return placeList(tx, catalogue, 'cn.');
  return refuse('not-permitted', {
    verb: both(`维护${catalogue.label}`, `keep ${catalogue.labelEn}`),
    grantor: both('监管部门', 'the authority'),
  });
}

function problemOf(catalogue: Catalogue, item: ItemInput): Refusal | undefined {
  const [problem] = checkItem(catalogue, item);
  if (problem !== undefined)
    return refuse(
      'field-invalid',
      { field: both('条目', 'The item'), problem: both(problem.zh, problem.en) },
      problem.field,
    );
  return undefined;
}

/** References to the library must lead somewhere; plain words are let through. */
async function unknownClause(tx: Tx, clauses: readonly string[]): Promise<Refusal | undefined> {
  for (const clause of clauses) {
    const reference = readReference(clause);
    if (reference === undefined) continue;
    const { rows } = await sql`
      SELECT FROM law_article a JOIN law_version v ON v.id = a.version WHERE v.law = ${reference.law} AND a.number = ${reference.article} LIMIT 1`.execute(
      tx,
    );
    if (rows.length === 0)
      return refuse(
        'field-invalid',
        {
          field: both('依据条文', 'Clause'),
          problem: both(`法规库里没有 ${clause}`, `${clause} is not in the library`),
        },
        'clauses',
      );
  }
  return undefined;
}

/**
 * Enters an item; one with the same code ends on the day the new one begins, so that every day keeps what held on it.
 */
export async function saveItem(
  context: Context,
  actor: Actor,
  kind: string,
  item: ItemInput,
): Promise<{ id: string; list: string } | Refusal> {
  const catalogue = CATALOGUES.get(kind);
  if (catalogue === undefined || !may(actor, 'catalogue.write')) return refuse('not-found');
  const wrong = problemOf(catalogue, item);
  if (wrong !== undefined) return wrong;
  return context.db.transaction().execute(async (tx) => {
    const list = await listOf(tx, actor, catalogue);
    if ('refused' in list) return list;
    const cited = await unknownClause(tx, item.clauses);
    if (cited !== undefined) return cited;
    const late = await endBefore(tx, list.id, item);
    if (late !== undefined) return late;
    const { rows } = await sql<{ id: string }>`
      INSERT INTO catalogue_item (catalogue, code, place, title, text, rule, effect, clauses, valid_from, valid_until, by, region_path, organisation_id, sector)
      SELECT c.id, ${item.code}, coalesce((SELECT max(i.place) FROM catalogue_item i WHERE i.catalogue = c.id AND i.code = ${item.code}),
          (SELECT count(*) + 1 FROM catalogue_item i WHERE i.catalogue = c.id)), ${item.title}, ${item.text},
        ${JSON.stringify(item.when)}::jsonb, ${JSON.stringify(item.effect)}::jsonb, ${[...item.clauses]}::text[], ${item.from}, ${item.until},
        ${actor.name}, c.region_path, c.organisation_id, c.sector
      FROM catalogue c WHERE c.id = ${list.id} RETURNING id`.execute(tx);
    await record(tx, actor, 'catalogue.save', { kind: 'catalogue-item', id: rows[0]!.id }, 'done', {
      list: list.name,
      code: item.code,
      from: item.from,
    });
    return { id: rows[0]!.id, list: list.id };
  });
}

async function endBefore(tx: Tx, list: string, item: ItemInput): Promise<Refusal | undefined> {
  const { rows } = await sql<{ id: string; from: string }>`
    SELECT id, valid_from AS "from" FROM catalogue_item
    WHERE catalogue = ${list} AND code = ${item.code} AND (valid_until IS NULL OR valid_until > ${item.from}) FOR UPDATE`.execute(
    tx,
  );
  const later = rows.find(({ from }) => from > item.from);
  if (later !== undefined)
    return refuse(
      'field-invalid',
      {
        field: both('施行日期', 'From'),
        problem: both(`${item.code} 已有自 ${later.from} 起的内容`, `${item.code} has words from ${later.from} on`),
      },
      'from',
    );
  for (const { id } of rows)
    await sql`UPDATE catalogue_item SET valid_until = ${item.from} WHERE id = ${id}`.execute(tx);
  return undefined;
}

/** Ends an item on a day (it no longer holds from then on). */
export async function endItem(context: Context, actor: Actor, id: string, until: string): Promise<Refusal | undefined> {
  const own = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ from: string; until: string | null }>`
      SELECT valid_from AS "from", valid_until AS until FROM catalogue_item WHERE id = ${id} FOR UPDATE`.execute(tx);
    return rows[0];
  });
  if (own === undefined) {
    await auditOutside(context.db, actor, 'catalogue_item', id, 'catalogue.end');
    return refuse('not-found');
  }
  if (own.until !== null || until < own.from)
    return refuse(
      'field-invalid',
      {
        field: both('截止日期', 'Until'),
        problem: both(
          own.until === null ? '早于起始日' : '已经截止',
          own.until === null ? 'before it begins' : 'it has ended',
        ),
      },
      'until',
    );
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE catalogue_item SET valid_until = ${until}, by = ${actor.name}, at = now() WHERE id = ${id}`.execute(
      tx,
    );
    await record(tx, actor, 'catalogue.end', { kind: 'catalogue-item', id }, 'done', { until });
  });
  return undefined;
}
