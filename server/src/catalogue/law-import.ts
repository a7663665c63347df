import { diffArticles, LAW_KINDS, type Preview, type ReadLaw, readLaw } from '@anlan/kernel/catalogue';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { readWorkbook } from '../registry/import/workbook.ts';
import { textOfDocx } from './docx.ts';
import { hashOf, keepLaw, keepVersion } from './keep-law.ts';
import { askForReview } from './review.ts';

export const LARGEST_LAW = 8 * 1024 * 1024;

export const confirmSchema = z.strictObject({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{1,79}$/, '小写字母、数字和短横，如 work-safety-law'),
  title: z.string().trim().min(2).max(120),
  short: z.string().trim().max(60).nullable().default(null),
  kind: z.enum(LAW_KINDS),
  issuer: z.string().trim().max(120).nullable().default(null),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200),
  name: z.string().trim().min(1).max(60).describe('name of the version, 2021年版'),
  issuedOn: z.iso.date().nullable().default(null),
  validFrom: z.iso.date(),
  origin: z.string().trim().min(1).max(200),
});
export type Confirmation = z.infer<typeof confirmSchema>;

const unreadable = (zh: string, en: string): Refusal => refuse('import-unreadable', { problem: both(zh, en) });

/** The text of a file: Word (.docx), Excel (.xlsx), otherwise plain text or Markdown in UTF-8 or GB 18030. */
export async function textOf(name: string, bytes: Buffer): Promise<string | Refusal> {
  if (/\.docx$/i.test(name))
    return textOfDocx(bytes) ?? unreadable('不是可读的 Word 文档（.docx）', 'it is no readable Word document (.docx)');
  if (/\.xlsx$/i.test(name)) {
    const grids = await readWorkbook(bytes);
    if (isRefusal(grids)) return grids;
    return grids.flatMap(({ rows }) => rows.map((row) => lineOf(row))).join('\n');
  }
  if (bytes.includes(0)) return unreadable('不是文本、Word 或 Excel 文件', 'it is no text, Word or Excel file');
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.includes('\ufffd') ? new TextDecoder('gb18030').decode(bytes) : text;
}

/** A row of a table: number and words in columns become 第…条 and its words; headings repeat in merged cells. */
function lineOf(row: readonly unknown[]): string {
  const cells = row.map((cell) => String(cell ?? '').trim()).filter((cell) => cell !== '');
  const unique = cells.filter((cell, index) => cells.indexOf(cell) === index);
  const at = unique.findIndex((cell) => /^(第.{1,9}条|\d+(\.\d+)+|\d{1,4})$/.test(cell));
  if (at < 0) return unique.join('\n');
  const [number = ''] = unique.splice(at, 1);
  const label = /^\d{1,4}$/.test(number) ? `第${number}条` : number;
  const headings = unique.slice(0, at).filter((cell) => /^第.{1,6}[编章节]/.test(cell));
  const words = unique.filter((cell) => !headings.includes(cell));
  return [...headings, `${label} ${words.join('\n')}`].join('\n');
}

/** Reads a text and keeps it for its bringer; nothing of the library changes. */
export async function readImport(context: Context, actor: Actor, name: string, source: string): Promise<Preview> {
  const read = readLaw(source);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO law_import (person_id, name, sha256, body)
    VALUES (${actor.personId}, ${name}, ${createHash('sha256').update(source).digest('hex')}, ${JSON.stringify(read)}::jsonb)
    RETURNING id`.execute(context.db);
  const title = read.title ?? name.replace(/\.\w{2,4}$/, '');
  return { id: rows[0]!.id, name, source, ...mutable(read), title, known: await knownAs(context, title, read) };
}

const mutable = ({ preface, articles, problems }: ReadLaw) => ({
  preface,
  articles: [...articles],
  problems: [...problems],
});

async function knownAs({ db }: Context, title: string, read: ReadLaw): Promise<Preview['known']> {
  const bare = title.replace(/[（(]\d{4}.*$/, '').trim();
  const { rows } = await sql<{ key: string; title: string; kind: string }>`
    SELECT key, title, kind FROM law WHERE title = ${bare} OR short = ${bare} OR title = ${`中华人民共和国${bare}`} LIMIT 1`.execute(
    db,
  );
  const [law] = rows;
  if (law === undefined) return null;
  const same = await sql<{ name: string }>`
    SELECT name FROM law_version WHERE law = ${law.key} AND sha256 = ${hashOf(read.articles)}`.execute(db);
  return { ...law, same: same.rows[0]?.name ?? null };
}

export interface Imported {
  readonly key: string;
  readonly version: string;
  readonly changed: number;
  readonly reviews: number;
  readonly cases: readonly string[];
  /** Owners whose task is opened within the next seconds. */
  readonly waiting: number;
}

/**
 * Takes a text that was read over into the library as a version. What the lists cite and this version changes, moves or
 * repeals is put down for review, with a case to each owner.
 */
export async function confirmImport(
  context: Context,
  actor: Actor,
  id: string,
  facts: Confirmation,
  keeper: string,
): Promise<Imported | Refusal> {
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<{ body: ReadLaw; state: string }>`
      SELECT body, state FROM law_import WHERE id = ${id} AND person_id = ${actor.personId} FOR UPDATE`.execute(tx);
    const [found] = rows;
    if (found === undefined) return refuse('not-found');
    if (found.state !== 'read') return refuse('import-state', { state: both('已导入', 'taken over') });
    const { articles, preface, problems } = found.body;
    const errors = problems.filter(({ weight }) => weight === 'error').length;
    if (errors > 0) return refuse('law-unreadable', { count: errors });
    const there = await clashing(tx, facts, hashOf(articles));
    if (there !== undefined) return there;
    await keepLaw(tx, facts);
    const { name, issuedOn, validFrom, origin } = facts;
    const version = await keepVersion(tx, facts.key, {
      name,
      issuedOn,
      validFrom,
      origin,
      preface,
      by: actor.name,
      articles,
    });
    await sql`UPDATE law_import SET state = 'done', body = '{}' WHERE id = ${id}`.execute(tx);
    const changes = await changesBefore(tx, facts.key, validFrom, articles);
    const asked = await askForReview(tx, { id: version, key: facts.key }, changes, keeper, Date.now());
    const changed = changes.filter(({ kind }) => kind !== 'same').length;
    await record(tx, actor, 'law.import', { kind: 'law', id: facts.key }, 'done', {
      version: name,
      validFrom,
      changed,
    });
    return { key: facts.key, version, changed, ...asked };
  });
}

/** A law has one version for a day, and the same text is no new version. */
async function clashing(tx: Tx, { key, validFrom }: Confirmation, sha256: string): Promise<Refusal | undefined> {
  const { rows } = await sql<{ name: string; same: boolean }>`
    SELECT name, sha256 = ${sha256} AS same FROM law_version WHERE law = ${key} AND (valid_from = ${validFrom} OR sha256 = ${sha256})`.execute(
    tx,
  );
  const [there] = rows;
  if (there === undefined) return undefined;
  return refuse(
    'already-exists',
    {
      field: both(
        there.same ? '内容相同的版本' : '同一施行日的版本',
        there.same ? 'A version with this text' : 'A version of that day',
      ),
      value: there.name,
    },
    there.same ? undefined : 'validFrom',
  );
}

/** Article by article against the version that held before; a first version changes nothing. */
async function changesBefore(
  tx: Tx,
  key: string,
  validFrom: string,
  articles: ReadLaw['articles'],
): Promise<ReturnType<typeof diffArticles>> {
  const { rows } = await sql<{ number: string; text: string }>`
    SELECT a.number, a.text FROM law_article a
    WHERE a.version = (SELECT id FROM law_version WHERE law = ${key} AND valid_from < ${validFrom} ORDER BY valid_from DESC LIMIT 1)
    ORDER BY a.place`.execute(tx);
  return rows.length === 0 ? [] : diffArticles(rows, articles);
}
