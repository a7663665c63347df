import { fromChinese } from './numeral.ts';
import { articleLabel } from './reference.ts';

export interface ReadArticle {
  /** `41`, `41-1`, or a standard's `5.2.3`. */
  readonly number: string;
  /** 第四十一条 */
  readonly label: string;
  readonly chapter: string;
  /** Paragraphs, a line each. */
  readonly text: string;
  /** Line of the source at which it begins, from 1. */
  readonly line: number;
}

export interface ReadProblem {
  readonly line: number;
  /** An error keeps the text out of the library, a warning asks for a look. */
  readonly weight: 'error' | 'warning';
  readonly zh: string;
  readonly en: string;
}

export interface ReadLaw {
  readonly title: string | null;
  /** What stands before the first article: who passed it and when. */
  readonly preface: string;
  readonly articles: readonly ReadArticle[];
  readonly problems: readonly ReadProblem[];
}

const NUMERAL = '零〇一二两三四五六七八九十百千\\d０-９';
const ARTICLE = new RegExp(`^第\\s*([${NUMERAL}]{1,9})\\s*条(?:\\s*之([${NUMERAL}]{1,4}))?(.*)$`, 'u');
const HEADING = new RegExp(`^第\\s*[${NUMERAL}]{1,6}\\s*(编|分编|章|节)(?:\\s|　|$)`, 'u');
const CLAUSE = /^([0-9A-Z]{1,3}(?:\.\d{1,3}){1,5})[\s　]+(.*)$/u;
const SECTION = /^(\d{1,2})[\s　]+(\D.{0,38})$/u;
/** What may follow 第…条 in a sentence that only mentions an article. */
const MENTION = /^[第的之规、，至和或及（(款项]/u;
const DEPTH: Readonly<Record<string, number>> = { 编: 0, 分编: 1, 章: 2, 节: 3 };

interface Draft {
  number: string;
  chapter: string;
  line: number;
  readonly lines: string[];
}

/**
 * Reads the text of a law (第…章、第…条) or of a standard (numbered clauses): plain or Markdown, one paragraph a line.
 * A paragraph belongs to the article it follows. Numbers given twice and articles without words are errors, a number
 * left out is a warning.
 */
export function readLaw(source: string): ReadLaw {
  const lines = source.replaceAll('\r', '').split('\n').map(clean);
  const lawful = lines.some((line) => articleStart(line, 0) !== undefined);
  const drafts = lawful ? readArticles(lines) : readClauses(lines);
  const first = drafts[0]?.line ?? lines.length + 1;
  const before = lines.slice(0, first - 1).filter((line) => line !== '' && !HEADING.test(line));
  const [title = null, ...rest] = before;
  const articles = drafts.map(({ number, chapter, line, lines: own }) => ({
    number,
    label: articleLabel(number),
    chapter,
    text: own.filter((text) => text !== '').join('\n'),
    line,
  }));
  const titled = title !== null && title.length <= 80 && !/[。；]/.test(title);
  return {
    title: titled ? title : null,
    preface: (titled ? rest : before).join('\n'),
    articles,
    problems: problemsOf(articles, lawful),
  };
}

function clean(line: string): string {
  return line
    .replace(/^﻿/, '')
    .replaceAll(/[\u00a0\t]/g, ' ')
    .trim()
    .replace(/^#{1,6}\s*/, '')
    .replaceAll('**', '')
    .trim();
}

function articleStart(line: string, previous: number): { number: string; main: number; text: string } | undefined {
  const found = ARTICLE.exec(line);
  const main = found === null ? undefined : fromChinese(found[1]!);
  if (found === null || main === undefined) return undefined;
  const rest = found[3]!;
  const apart = rest === '' || /^[\s　:：]/u.test(rest);
  // Some texts leave no blank after the number: then only the next number in line begins an article.
  if (!apart && (main !== previous + 1 || MENTION.test(rest))) return undefined;
  const more = found[2] === undefined ? undefined : fromChinese(found[2]);
  return {
    number: more === undefined ? String(main) : `${main}-${more}`,
    main,
    text: rest.replace(/^[\s　:：]+/u, ''),
  };
}

function readArticles(lines: readonly string[]): Draft[] {
  const drafts: Draft[] = [];
  const headings: string[] = [];
  let previous = 0;
  lines.forEach((line, index) => {
    const heading = HEADING.exec(line);
    if (heading !== null && line.length <= 60) {
      const depth = DEPTH[heading[1]!] ?? 0;
      headings.length = Math.min(headings.length, depth);
      headings[depth] = line.replaceAll(/[\s　]+/gu, ' ');
      return;
    }
    const start = articleStart(line, previous);
    if (start === undefined) {
      drafts.at(-1)?.lines.push(line);
      return;
    }
    previous = start.main;
    const chapter = headings.filter((text) => text !== undefined).join(' / ');
    drafts.push({ number: start.number, chapter, line: index + 1, lines: [start.text] });
  });
  return drafts;
}

function readClauses(lines: readonly string[]): Draft[] {
  const drafts: Draft[] = [];
  let chapter = '';
  lines.forEach((line, index) => {
    const clause = CLAUSE.exec(line);
    const section = SECTION.exec(line);
    if (clause !== null) drafts.push({ number: clause[1]!, chapter, line: index + 1, lines: [clause[2]!] });
    else if (section !== null) chapter = `${section[1]!} ${section[2]!.trim()}`;
    else drafts.at(-1)?.lines.push(line);
  });
  return drafts;
}

function problemsOf(articles: readonly ReadArticle[], lawful: boolean): ReadProblem[] {
  const problems: ReadProblem[] = [];
  if (articles.length === 0)
    return [
      { line: 1, weight: 'error', zh: '没有找到“第…条”或编号条款', en: 'no article or numbered clause was found' },
    ];
  const seen = new Map<string, number>();
  let previous = 0;
  for (const { number, label, text, line } of articles) {
    const before = seen.get(number);
    if (before !== undefined)
      problems.push({
        line,
        weight: 'error',
        zh: `${label}出现两次（第 ${before} 行已有）`,
        en: `${label} occurs twice (see line ${before})`,
      });
    seen.set(number, line);
    if (text === '') problems.push({ line, weight: 'error', zh: `${label}没有内容`, en: `${label} has no words` });
    if (text.length > 20_000) problems.push({ line, weight: 'error', zh: `${label}过长`, en: `${label} is too long` });
    const main = Number.parseInt(number, 10);
    if (lawful && main > previous + 1) {
      const missing = previous + 2 === main ? articleLabel(String(previous + 1)) : `${previous + 1}–${main - 1}`;
      problems.push({
        line,
        weight: 'warning',
        zh: `${label}之前缺 ${missing}`,
        en: `${missing} is missing before ${label}`,
      });
    }
    if (lawful && main < previous)
      problems.push({ line, weight: 'warning', zh: `${label}的次序不对`, en: `${label} is out of order` });
    previous = Math.max(previous, main);
  }
  return problems;
}
