import { type ArticleView, diffArticles, type LawDiff, type LawView } from '@anlan/kernel/catalogue';
import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';
import { citing, type Citing } from './review.ts';

type Version = LawView['version'];

async function versionsOf(tx: Tx, key: string): Promise<Version[]> {
  const { rows } = await sql<Omit<Version, 'at'> & { at: Date }>`
    SELECT v.id, v.name, v.issued_on AS "issuedOn", v.valid_from AS "validFrom", v.valid_until AS "validUntil", v.preface,
      v.origin, v.by, v.at, (SELECT count(*)::int FROM law_article a WHERE a.version = v.id) AS articles
    FROM law_version v WHERE v.law = ${key} ORDER BY v.valid_from DESC`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** The version in force on a day; before the first one that first one, which is coming. */
export function inForceOn<V extends { readonly validFrom: string }>(
  versions: readonly V[],
  day: string,
): V | undefined {
  return versions.find(({ validFrom }) => validFrom <= day) ?? versions.at(-1);
}

interface Asked {
  readonly day: string;
  readonly version?: string | undefined;
}

/** A law with the articles of one version and how often each is cited; undefined = unknown. */
export async function readLawView(tx: Tx, key: string, asked: Asked): Promise<LawView | undefined> {
  const { rows } = await sql<Omit<LawView, 'versions' | 'version' | 'articles'>>`
    SELECT key, title, short, kind, issuer, region_path AS "regionPath", repealed_on AS "repealedOn" FROM law WHERE key = ${key}`.execute(
    tx,
  );
  const versions = await versionsOf(tx, key);
  const version = versions.find(({ id }) => id === asked.version) ?? inForceOn(versions, asked.day);
  if (rows[0] === undefined || version === undefined) return undefined;
  const articles = await sql<Omit<LawView['articles'][number], 'cited'>>`
    SELECT number, label, chapter, text FROM law_article WHERE version = ${version.id} ORDER BY place`.execute(tx);
  const cited = await citedCounts(
    tx,
    key,
    articles.rows.map(({ number }) => number),
  );
  return {
    ...rows[0],
    versions: versions.map(({ preface: _, ...rest }) => rest),
    version,
    articles: articles.rows.map((article) => ({ ...article, cited: cited.get(article.number) ?? 0 })),
  };
}

async function citedCounts(tx: Tx, key: string, numbers: readonly string[]): Promise<Map<string, number>> {
  const found = await citing(
    tx,
    numbers.map((number) => `${key}/${number}`),
  );
  const counts = new Map<string, number>();
  for (const { clauses } of found) {
    for (const clause of clauses) {
      if (!clause?.startsWith(`${key}/`)) continue;
      const number = clause.slice(key.length + 1);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
  }
  return counts;
}

/** One article with what cites it in the reader's scope, and how it read in the other versions. */
export async function readArticle(tx: Tx, key: string, number: string, asked: Asked): Promise<ArticleView | undefined> {
  const versions = await versionsOf(tx, key);
  const version = versions.find(({ id }) => id === asked.version) ?? inForceOn(versions, asked.day);
  if (version === undefined) return undefined;
  const { rows } = await sql<{ version: string; number: string; label: string; chapter: string; text: string }>`
    SELECT version, number, label, chapter, text FROM law_article
    WHERE number = ${number} AND version = ANY (${versions.map(({ id }) => id)}::uuid[])`.execute(tx);
  const own = rows.find((row) => row.version === version.id);
  if (own === undefined) return undefined;
  const { version: _, ...article } = own;
  const reference = `${key}/${number}`;
  const found = await citing(tx, [reference]);
  const history = versions.flatMap(({ id, name, validFrom, validUntil }) => {
    const other = id === version.id ? undefined : rows.find((row) => row.version === id);
    return other === undefined ? [] : [{ version: name, validFrom, validUntil, text: other.text }];
  });
  return {
    reference,
    article,
    citing: grouped(found).slice(0, 200),
    total: found.length,
    history,
  };
}

const KINDS = ['check-item', 'catalogue-item', 'post-duty'] as const;

/** The same words in many enterprises' lists are one line with how often they stand there; check items first. */
function grouped(found: readonly Citing[]): ArticleView['citing'] {
  const groups = new Map<string, ArticleView['citing'][number]>();
  for (const { kind, id, code, name } of found) {
    const key = `${kind} ${code} ${name}`;
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? { kind: kind as 'check-item', id, code, name, times: 1 }
        : { ...known, times: known.times + 1 },
    );
  }
  return [...groups.values()].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** Two versions article by article; `to` undefined = the newest, `from` undefined = the one before it. */
export async function readDiff(
  tx: Tx,
  key: string,
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<LawDiff | undefined> {
  const law = await sql<{ title: string }>`SELECT title FROM law WHERE key = ${key}`.execute(tx);
  const versions = await versionsOf(tx, key);
  const at = Math.max(0, asked.to === undefined ? 0 : versions.findIndex(({ id }) => id === asked.to));
  const after = versions[at];
  const before = asked.from === undefined ? versions[at + 1] : versions.find(({ id }) => id === asked.from);
  if (law.rows[0] === undefined || after === undefined || before === undefined) return undefined;
  const old = await textsOf(tx, before.id);
  const now = await textsOf(tx, after.id);
  const changes = diffArticles(old, now);
  const cited = await citedCounts(
    tx,
    key,
    old.map(({ number }) => number),
  );
  const textIn = (articles: readonly { number: string; text: string }[], number: string | null) =>
    number === null ? null : (articles.find((article) => article.number === number)?.text ?? null);
  const counts: Record<string, number> = {};
  for (const { kind } of changes) counts[kind] = (counts[kind] ?? 0) + 1;
  return {
    key,
    title: law.rows[0].title,
    before,
    after,
    counts,
    changes: changes.map((change) => ({
      ...change,
      before: change.kind === 'same' ? null : textIn(old, change.from),
      after: change.kind === 'same' ? null : textIn(now, change.to),
      cited: change.from === null ? 0 : (cited.get(change.from) ?? 0),
    })),
  };
}

async function textsOf(tx: Tx, version: string): Promise<{ number: string; text: string }[]> {
  const { rows } = await sql<{ number: string; text: string }>`
    SELECT number, text FROM law_article WHERE version = ${version} ORDER BY place`.execute(tx);
  return rows;
}
