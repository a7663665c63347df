import { gramsOf, type LawKind, type ReadArticle } from '@anlan/kernel/catalogue';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';
import { searchKeyOf } from '../registry/initials.ts';

/** A law as it is kept: its key is what article references begin with. */
export interface LawFacts {
  readonly key: string;
  readonly title: string;
  readonly short: string | null;
  readonly kind: LawKind;
  readonly issuer: string | null;
  /** Region path where it holds. */
  readonly region: string;
}

export interface VersionFacts {
  readonly name: string;
  readonly issuedOn: string | null;
  readonly validFrom: string;
  readonly preface: string;
  readonly origin: string;
  readonly by: string;
  readonly articles: readonly Pick<ReadArticle, 'number' | 'label' | 'chapter' | 'text'>[];
}

/** Hash of the articles of a version: the same text brought in twice is known by it. */
export function hashOf(articles: VersionFacts['articles']): string {
  const content = articles.map(({ number, text }) => [number, text]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Enters a law, or brings what is known of it up to date. */
export async function keepLaw(tx: Tx, law: LawFacts): Promise<void> {
  const initials = searchKeyOf([law.title, law.short ?? ''].join(' ').trim());
  await sql`
    INSERT INTO law (key, title, short, kind, issuer, region_path, initials)
    VALUES (${law.key}, ${law.title}, ${law.short}, ${law.kind}, ${law.issuer}, ${law.region}, ${initials})
    ON CONFLICT (key) DO UPDATE SET title = excluded.title, short = excluded.short, kind = excluded.kind,
      issuer = excluded.issuer, region_path = excluded.region_path, initials = excluded.initials`.execute(tx);
}

/**
 * Enters a version with its articles; each version of the law then holds until the next one begins. Gives back its id.
 */
export async function keepVersion(tx: Tx, law: string, version: VersionFacts): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO law_version (law, name, issued_on, valid_from, preface, origin, sha256, by)
    VALUES (${law}, ${version.name}, ${version.issuedOn}, ${version.validFrom}, ${version.preface}, ${version.origin},
      ${hashOf(version.articles)}, ${version.by}) RETURNING id`.execute(tx);
  const { id } = rows[0]!;
  const articles = version.articles.map(({ number, label, chapter, text }, index) => ({
    place: index + 1,
    number,
    label,
    chapter,
    text,
    grams: [...new Set(gramsOf(`${chapter} ${text}`))],
  }));
  await sql`
    INSERT INTO law_article (version, place, number, label, chapter, text, search)
    SELECT ${id}::uuid, a.place, a.number, a.label, a.chapter, a.text,
      array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(a.grams)))
    FROM jsonb_to_recordset(${JSON.stringify(articles)}::jsonb)
      AS a (place int, number text, label text, chapter text, text text, grams jsonb)`.execute(tx);
  await sql`
    UPDATE law_version v SET valid_until = n.next
    FROM (SELECT id, lead(valid_from) OVER (ORDER BY valid_from) AS next FROM law_version WHERE law = ${law}) n
    WHERE n.id = v.id AND v.valid_until IS DISTINCT FROM n.next`.execute(tx);
  return id;
}
