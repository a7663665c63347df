import { fromChinese, toChinese } from './numeral.ts';

/** An article of a law: `work-safety-law/41`, `work-safety-law/41-1` (第四十一条之一), `gb-30871/5.2.3` (a standard's clause). */
export interface ArticleReference {
  readonly law: string;
  readonly article: string;
}

const FORM = /^([a-z0-9][a-z0-9-]{1,79})\/(\d{1,4}(?:-\d{1,2})?|[0-9A-Z]{1,3}(?:\.\d{1,3})+)$/;

/** Reads a reference; undefined = plain words. */
export function readReference(text: string): ArticleReference | undefined {
  const found = FORM.exec(text.trim());
  return found === null ? undefined : { law: found[1]!, article: found[2]! };
}

export function referenceText({ law, article }: ArticleReference): string {
  return `${law}/${article}`;
}

/** 41 → 第四十一条, 41-1 → 第四十一条之一, 5.2.3 → 5.2.3. */
export function articleLabel(article: string): string {
  const [main = '', more] = article.split('-');
  if (!/^\d+$/.test(main)) return article;
  return `第${toChinese(Number(main))}条${more === undefined ? '' : `之${toChinese(Number(more))}`}`;
}

const SPOKEN = /第?\s*([零〇一二两三四五六七八九十百千\d０-９]{1,9})\s*条(?:之([一二三四五六七八九十\d]{1,3}))?/;

/** The article somebody names in words: 第四十一条, 41条, 第41条之一; undefined = none. */
export function spokenArticle(text: string): { readonly article: string; readonly rest: string } | undefined {
  const found = SPOKEN.exec(text);
  const main = found === null ? undefined : fromChinese(found[1]!);
  if (found === null || main === undefined) return undefined;
  const more = found[2] === undefined ? undefined : fromChinese(found[2]);
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim();
  return { article: more === undefined ? String(main) : `${main}-${more}`, rest };
}
