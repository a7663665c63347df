import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { advance, type Doer } from '@anlan/kernel/case';
import type { DocumentTemplate, Paper, TemplateFacts } from '@anlan/kernel/document';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { kindOf, readDeeds, readDetail, standingOf, type CaseRow } from '../case/row.ts';
import { actOn, addEntry, publishCase, type Belonging } from '../case/write.ts';
import { nextOfficialNumber } from '../number/official.ts';
import { worldFor } from '../parameter/book.ts';
import { sealOf, type Seal } from './authority.ts';
import { renderDocx } from './docx.ts';
import { shaOf } from './content-hash.ts';
import { addEvent } from './events.ts';
import { paperOf, personsIn } from './facts.ts';
import { renderPdf } from './pdf.ts';
import { TEMPLATES, type DocumentRow } from './row.ts';

export interface Draft {
  readonly template: DocumentTemplate;
  readonly facts: TemplateFacts;
  /** Who issues: its name as printed, and the place it stands for. */
  readonly issuer: string;
  readonly authorityPath: string;
  readonly belongs: Pick<Belonging, 'organisationId' | 'regionPath' | 'sector' | 'demonstration'>;
  readonly caseId?: string | undefined;
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly requestId?: string | undefined;
}

const insert = (id: string, draft: Draft, paper: Paper, by: Doer, at: number) => {
  const { template, facts, belongs } = draft;
  return sql<DocumentRow>`
    INSERT INTO document (id, template, state, title, authority_path, issuer, addressee, enterprise_id, case_id, subject_kind, subject_id, facts,
      paper, names, content_sha256, drafted_at, drafted_by, drafted_by_id, request_id, region_path, sector, demonstration)
    VALUES (${id}, ${template.key}, 'drafted', ${paper.title}, ${draft.authorityPath}, ${draft.issuer}, ${template.addressee(facts)},
      ${belongs.organisationId}, ${draft.caseId ?? null}, ${draft.subject?.kind ?? null}, ${draft.subject?.id ?? null},
      ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(paper)}::jsonb, ${personsIn(template, facts)}, ${shaOf(paper)}, ${new Date(at)}, ${by.name},
      ${by.id}, ${draft.requestId ?? null}, ${belongs.regionPath}, ${belongs.sector}, ${belongs.demonstration})
    RETURNING *`;
};

/** Drafts a paper in the owner's transaction. */
export async function draftDocument(tx: Tx, draft: Draft, by: Doer, at: number): Promise<DocumentRow | Refusal> {
  const barred = draft.template.guard?.(draft.facts);
  if (barred !== undefined) return barred;
  const paper = paperOf(draft.template, draft.facts, draft.issuer);
  const { rows } = await insert(randomUUID(), draft, paper, by, at).execute(tx);
  const row = rows[0] as DocumentRow;
  await addEvent(tx, row, 'draft', by, at);
  return row;
}

/** Would the case take the act that issuing does? Asked before anybody spends time on approving. */
export async function actWouldDo(
  tx: Tx,
  template: DocumentTemplate,
  row: CaseRow,
  facts: TemplateFacts,
  by: Doer,
  at: number,
): Promise<Refusal | undefined> {
  if (template.act === undefined) return undefined;
  const kind = kindOf(row.kind);
  const standing = standingOf(row, await readDetail(tx, kind, row.id), await readDeeds(tx, row.id));
  const input = template.act.input({ ...facts, number: '（签发时编号）' });
  const tried = advance(
    kind,
    standing,
    { action: template.act.action, input, files: [] },
    by,
    at,
    await worldFor(tx, row.region_path, at),
  );
  return isRefusal(tried) ? tried : undefined;
}

/** Letters and digits that are not taken for each other. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const newCode = (): string => Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** `ABCD2345EFGH` as it is printed: in groups of four. */
export const spoken = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-');

/** What drawing and keeping a paper needs. */
export interface Press {
  readonly configuration: { readonly publicUrl: string };
  readonly files: Pick<Context['files'], 'put' | 'read'>;
}

export function verifyUrl(context: Pick<Press, 'configuration'>, code: string): string {
  return `${context.configuration.publicUrl}/verify/${code}`;
}

/**
 * Issues an approved paper in the owner's transaction, which has taken `lockOutbox`: number, seal, PDF and DOCX, their
 * hashes, the case's act. Drawing the pages takes some 50 ms; issuing is rare and numbers must leave no gap.
 */
export async function issueApproved(
  context: Press,
  tx: Tx,
  row: DocumentRow,
  by: Doer,
  at: number,
  word: string,
): Promise<DocumentRow | Refusal> {
  const template = TEMPLATES.get(row.template);
  if (template === undefined) return refuse('not-found');
  if (shaOf(row.paper) !== row.content_sha256) return refuse('document-changed');
  const seal = await sealOf(tx, row.authority_path);
  const sealed = seal !== undefined && template.form !== 'card' ? seal : undefined;
  if (sealed !== undefined && (by.id === null || !sealed.users.includes(by.id)))
    return refuse('seal-not-yours', { authority: row.issuer });
  const number = await nextOfficialNumber(tx, `${word}${template.word}`, at);
  const followed = await follow(tx, template, row, number, by, at);
  if (isRefusal(followed)) return followed;
  const issued = await keepIssued(context, tx, row, { number, seal: sealed, by, at });
  await addEvent(tx, issued, 'issue', by, at, { note: number });
  if (row.case_id !== null) await tell(tx, issued, template, by, at);
  return issued;
}

/** Draws the paper as it goes out and writes its number, code and hashes down. */
export async function keepIssued(
  context: Press,
  tx: Tx,
  row: DocumentRow,
  { number, seal, by, at }: { number: string; seal: Seal | undefined; by: Doer; at: number },
): Promise<DocumentRow> {
  const paper: Paper = { ...row.paper, number, issuedOn: dayOf(at) };
  const code = newCode();
  const picture = seal === undefined ? undefined : await context.files.read(seal.sha256);
  const extras = {
    verify: { url: verifyUrl(context, code), code: spoken(code) },
    ...(picture === undefined ? {} : { seal: picture }),
  };
  const [pdf, docx] = await Promise.all([renderPdf(paper, extras), renderDocx(paper, extras)]);
  const [pdfFile, docxFile] = await Promise.all([context.files.put(pdf), context.files.put(docx)]);
  const { rows } = await sql<DocumentRow>`
    UPDATE document SET state = 'issued', number = ${number}, code = ${code}, paper = ${JSON.stringify(paper)}::jsonb, issued_on = ${paper.issuedOn},
      content_sha256 = ${shaOf(paper)}, issued_at = ${new Date(at)}, issued_by = ${by.name}, pdf_sha256 = ${pdfFile.sha256},
      docx_sha256 = ${docxFile.sha256}, seal_id = ${seal?.id ?? null}, organisation_id = enterprise_id, version = version + 1
    WHERE id = ${row.id} RETURNING *`.execute(tx);
  return rows[0] as DocumentRow;
}

/** What the issue does to the case: its act, and the end of the papers it replaces. */
async function follow(
  tx: Tx,
  template: DocumentTemplate,
  row: DocumentRow,
  number: string,
  by: Doer,
  at: number,
): Promise<Refusal | undefined> {
  const facts = { ...row.facts, number };
  const barred = template.guard?.(facts);
  if (barred !== undefined) return barred;
  if (row.case_id === null) return undefined;
  if (template.act !== undefined) {
    const act = { action: template.act.action, input: template.act.input(facts), files: [] };
    const done = await actOn(tx, row.case_id, act, by, at);
    if (isRefusal(done)) return done;
  }
  for (const key of template.ends ?? []) {
    await sql`
      UPDATE document SET ended_at = ${new Date(at)}, version = version + 1
      WHERE case_id = ${row.case_id} AND template = ${key} AND state IN ('issued', 'served') AND ended_at IS NULL`.execute(
      tx,
    );
  }
  return undefined;
}

/** The case's trail names the paper, and those the case concerns are told. */
async function tell(tx: Tx, row: DocumentRow, template: DocumentTemplate, by: Doer, at: number): Promise<void> {
  const { rows } = await sql<{ state: string }>`SELECT state FROM case_file WHERE id = ${row.case_id}`.execute(tx);
  const { state } = rows[0]!;
  const entry = { action: 'document', from: state, to: state, text: `签发《${template.label}》${row.number}` };
  await addEntry(tx, row.case_id as string, entry, by, at);
  await sql`UPDATE case_file SET version = version + 1 WHERE id = ${row.case_id}`.execute(tx);
  await publishCase(tx, row.case_id as string, 'document');
}

/**
 * Drafts and issues in one stroke, for papers that need no second person (cards, lists). The transaction has taken
 * `lockOutbox`; `word` begins the number.
 */
export async function issueDocument(
  context: Press,
  tx: Tx,
  draft: Draft,
  by: Doer,
  at: number,
  word = '',
): Promise<DocumentRow | Refusal> {
  const row = await draftDocument(tx, draft, by, at);
  return isRefusal(row) ? row : issueApproved(context, tx, row, by, at, word);
}
