import { gramsOf, type Hit, type LawRow, type LawSearch, rank, spokenArticle } from '@anlan/kernel/catalogue';
import { sql, type RawBuilder } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';

export interface Wish {
  readonly search: string;
  readonly kind: readonly string[];
  /** Day whose versions are searched, `YYYY-MM-DD`. */
  readonly day: string;
  /** Also what no longer or not yet holds. */
  readonly every: boolean;
  readonly limit: number;
}

/** Matches that are counted and ranked at most: beyond, a wish says too little to be ranked. */
const MOST = 2000;

/** Laws by title or pinyin, articles by words, by law and number (安全生产法 41), best first. */
export async function searchLaws(db: Database | Tx, wish: Wish): Promise<LawSearch> {
  const began = performance.now();
  const spoken = spokenArticle(wish.search) ?? trailingNumber(wish.search);
  const words = wordsOf(spoken === undefined ? wish.search : spoken.rest);
  const laws = await lawsLike(db, wish, spoken?.rest ?? wish.search);
  const named = spoken === undefined ? [] : await articlesNamed(db, wish, spoken, laws);
  // A number behind a law's name is the whole wish; the words would only find other articles that mention the law.
  const found =
    named.length > 0 || (words.length === 0 && spoken !== undefined)
      ? { hits: named, total: named.length, near: false }
      : await articlesWith(db, wish, wordsOf(wish.search));
  return {
    laws,
    hits: found.hits,
    words,
    total: Math.min(found.total, MOST),
    atLeast: found.total > MOST,
    near: found.near,
    took: Math.round(performance.now() - began),
  };
}

/** 安全生产法 41 and aqscf41: a number at the end behind letters or a title. */
function trailingNumber(search: string): { article: string; rest: string } | undefined {
  const found = /^(.*?[\p{Script=Han}a-z])\s*(\d{1,4}(?:-\d{1,2})?)$/iu.exec(search.trim());
  return found === null ? undefined : { article: found[2]!, rest: found[1]!.trim() };
}

function wordsOf(search: string): string[] {
  const words = search.split(/[\s，。、；：！？“”《》（）()"',;:!?]+/u).filter((word) => word !== '');
  return [...new Set(words)].slice(0, 8);
}

function conditionsOf(wish: Wish): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (wish.kind.length > 0) conditions.push(sql`l.kind = ANY (${[...wish.kind]}::text[])`);
  if (!wish.every)
    conditions.push(sql`v.valid_from <= ${wish.day} AND (v.valid_until IS NULL OR v.valid_until > ${wish.day})
      AND (l.repealed_on IS NULL OR l.repealed_on > ${wish.day})`);
  return conditions;
}

const HIT = (day: string) => sql`
  l.key AS law, l.title AS "lawTitle", l.kind, v.name AS version, v.valid_from AS "validFrom",
  (v.valid_from <= ${day} AND (v.valid_until IS NULL OR v.valid_until > ${day}) AND (l.repealed_on IS NULL OR l.repealed_on > ${day})) AS "inForce",
  a.number, a.label, a.chapter, a.text`;

/** Lexemes are Chinese signs, letters, digits, dots and dashes only: nothing in them needs escaping but the quotes. */
function lexeme(gram: string): string {
  return [...gram].length === 1 && /\p{Script=Han}/u.test(gram) ? `'${gram}':*` : `'${gram}'`;
}

async function articlesWith(
  db: Database | Tx,
  wish: Wish,
  words: readonly string[],
): Promise<{ hits: Hit[]; total: number; near: boolean }> {
  const grams = [...new Set(words.flatMap(gramsOf))].slice(0, 60);
  if (grams.length === 0) return { hits: [], total: 0, near: false };
  const all = await ranked(db, wish, grams.map(lexeme).join(' & '), words);
  if (all.total > 0) return { ...all, near: false };
  const some = await matching(db, wish, grams.map(lexeme).join(' | '), MOST);
  const nearest = rank(some, ({ text }) => text, words.join(' '), 0.35, wish.limit);
  return { hits: nearest.map(({ item }) => item), total: nearest.length, near: true };
}

/** Laws before regulations before rules, also among the candidates: a law brought in last is not left out. */
const weightOf = (table: string) =>
  sql`array_position(ARRAY['law', 'regulation', 'local', 'rule'], ${sql.ref(`${table}.kind`)})`;

/**
 * Pairs of signs can stand apart in an article; the ones with the whole words come first, then by how often they say
 * them, laws before rules, short articles before long ones.
 */
async function ranked(
  db: Database | Tx,
  wish: Wish,
  query: string,
  words: readonly string[],
): Promise<{ hits: Hit[]; total: number }> {
  const conditions = sql.join([sql`a.search @@ ${query}::tsquery`, ...conditionsOf(wish)], sql` AND `);
  const whole = sql.join(
    words.map((word) => sql`(position(${word.toLowerCase()} IN lower(f.text)) > 0)::int`),
    sql` + `,
  );
  const often = sql.join(
    words.map((word) => sql`(length(f.text) - length(replace(f.text, ${word}, '')))`),
    sql` + `,
  );
  const { rows } = await sql<Hit & { n: number }>`
    WITH f AS MATERIALIZED (
      SELECT ${HIT(wish.day)} FROM law_article a JOIN law_version v ON v.id = a.version JOIN law l ON l.key = v.law
      WHERE ${conditions} ORDER BY ${weightOf('l')} NULLS LAST LIMIT ${MOST + 1})
    SELECT f.*, (SELECT count(*) FROM f)::int AS n FROM f
    ORDER BY ${whole} DESC, ${weightOf('f')} NULLS LAST,
      (${often})::float8 / (20 + length(f.text)) DESC, f.law, f.number
    LIMIT ${wish.limit}`.execute(db);
  return { hits: rows.map(({ n: _, ...hit }) => hit), total: rows[0]?.n ?? 0 };
}

async function matching(db: Database | Tx, wish: Wish, query: string, limit: number): Promise<Hit[]> {
  const conditions = sql.join([sql`a.search @@ ${query}::tsquery`, ...conditionsOf(wish)], sql` AND `);
  const { rows } = await sql<Hit>`
    SELECT ${HIT(wish.day)} FROM law_article a JOIN law_version v ON v.id = a.version JOIN law l ON l.key = v.law
    WHERE ${conditions} LIMIT ${limit}`.execute(db);
  return rows;
}

async function articlesNamed(
  db: Database | Tx,
  wish: Wish,
  { article }: { readonly article: string },
  laws: readonly LawRow[],
): Promise<Hit[]> {
  if (laws.length === 0) return [];
  const keys = laws.map(({ key }) => key);
  const conditions = sql.join(
    [sql`a.number = ${article} AND l.key = ANY (${keys}::text[])`, ...conditionsOf(wish)],
    sql` AND `,
  );
  const { rows } = await sql<Hit>`
    SELECT ${HIT(wish.day)} FROM law l JOIN law_version v ON v.law = l.key JOIN law_article a ON a.version = v.id
    WHERE ${conditions} ORDER BY array_position(${keys}::text[], l.key), v.valid_from DESC LIMIT ${wish.limit}`.execute(
    db,
  );
  return rows;
}

/** Laws by title or by pinyin of the title, with the version of the day. */
export async function lawsLike(db: Database | Tx, wish: Wish, title: string): Promise<LawRow[]> {
  const text = title
    .trim()
    .toLowerCase()
    .replaceAll(/[《》\s]/gu, '');
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (wish.kind.length > 0) conditions.push(sql`l.kind = ANY (${[...wish.kind]}::text[])`);
  if (text !== '')
    conditions.push(sql`(position(${text} IN lower(l.title)) > 0 OR position(${text} IN lower(coalesce(l.short, ''))) > 0
      OR position(${text} IN replace(l.key, '-', '')) > 0 OR ${/^[a-z0-9]+$/.test(text)} AND position(${text} IN l.initials) > 0)`);
  const { rows } = await sql<LawRow>`
    SELECT l.key, l.title, l.short, l.kind, l.issuer, l.region_path AS "regionPath",
      (SELECT count(*)::int FROM law_version n WHERE n.law = l.key) AS versions,
      coalesce((SELECT count(*)::int FROM law_article a WHERE a.version = v.id), 0) AS articles,
      v.name AS version, v.valid_from AS "validFrom",
      CASE WHEN l.repealed_on <= ${wish.day} THEN 'repealed' WHEN v.valid_from > ${wish.day} THEN 'coming' ELSE 'in-force' END AS status
    FROM law l LEFT JOIN LATERAL (
      SELECT id, name, valid_from FROM law_version n WHERE n.law = l.key
      ORDER BY (n.valid_from <= ${wish.day}) DESC, CASE WHEN n.valid_from <= ${wish.day} THEN n.valid_from END DESC, n.valid_from LIMIT 1) v ON true
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY (lower(coalesce(l.short, l.title)) = ${text}) DESC, (l.initials = ${text} OR starts_with(l.initials, ${`${text} `})) DESC,
      array_position(ARRAY['law', 'regulation', 'local', 'rule', 'judicial', 'standard', 'criteria'], l.kind), length(l.title), l.key
    LIMIT 200`.execute(db);
  return rows;
}
