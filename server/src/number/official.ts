import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { numberText } from '@anlan/kernel/document';
import type { Tx } from '../access/scoped.ts';

/**
 * The next official number of a word in the year of `at` (epoch ms, Asia/Shanghai): 横峰应急督〔2026〕12号. Taken in the
 * transaction that issues the paper, so that a refusal leaves no gap.
 */
export async function nextOfficialNumber(tx: Tx, word: string, at: number): Promise<string> {
  const year = Number(dayOf(at).slice(0, 4));
  const { rows } = await sql<{ last: number }>`
    INSERT INTO document_number (word, year, last) VALUES (${word}, ${year}, 1)
    ON CONFLICT (word, year) DO UPDATE SET last = document_number.last + 1 RETURNING last`.execute(tx);
  return numberText(word, year, rows[0]!.last);
}
