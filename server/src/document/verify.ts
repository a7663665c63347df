import { sql } from 'kysely';
import type { Verified } from '@anlan/kernel/document';
import { maskDeep } from '@anlan/kernel/publication';
import type { Database } from '../access/scoped.ts';
import type { DocumentRow } from './row.ts';

/** Codes and numbers as people type them: without blanks and dashes, in capitals. */
export const plainCode = (text: string): string => text.replaceAll(/[\s-]/g, '').toUpperCase();

const ms = (date: Date | null): number | null => (date === null ? null : date.getTime());

/** What anybody who holds a paper may know of it, found by its code or by its full number; undefined = no such paper. */
export async function verified(db: Database, asked: string, now: number): Promise<Verified | undefined> {
  const { rows } = await sql<DocumentRow & { other_code: string | null; other_number: string | null }>`
    SELECT d.*, o.code AS other_code, o.number AS other_number FROM document d LEFT JOIN document o ON o.id = d.replaced_by
    WHERE (d.code = ${plainCode(asked)} OR d.number = ${asked.trim()}) AND d.number IS NOT NULL`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { number, code, issued_on: issuedOn, pdf_sha256: pdfSha256, docx_sha256: docxSha256 } = row;
  if (number === null || code === null || issuedOn === null || pdfSha256 === null || docxSha256 === null)
    return undefined;
  const deadline = row.facts['rectifyBy'];
  return {
    code,
    title: row.title,
    number,
    issuer: row.issuer,
    addressee: row.addressee,
    issuedOn,
    state: row.state === 'revoked' ? 'revoked' : row.ended_at === null ? 'in-force' : 'closed',
    endedAt: ms(row.revoked_at ?? row.ended_at),
    endReason: row.revoke_reason === null ? null : maskDeep(row.revoke_reason, row.names),
    deadline: typeof deadline === 'string' ? deadline : null,
    steps: [
      { key: 'issued', at: ms(row.issued_at) },
      { key: 'served', at: ms(row.served_at) },
      ...(row.state === 'revoked'
        ? [{ key: 'revoked', at: ms(row.revoked_at) }]
        : [{ key: 'ended', at: ms(row.ended_at) }]),
    ],
    pdfSha256,
    docxSha256,
    paper: maskDeep(row.paper, row.names) as Verified['paper'],
    sealed: row.seal_id !== null,
    replacedBy:
      row.other_code === null || row.other_number === null ? null : { code: row.other_code, number: row.other_number },
    checkedAt: now,
  };
}
