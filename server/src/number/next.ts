import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import type { Database, Tx } from '../access/scoped.ts';

/**
 * The next number under a prefix: `A-20260318-0911`, the day in Asia/Shanghai of `at` (epoch ms) and a running number of
 * at least four digits. Taken in a transaction it is given back with it; taken outside, a refusal leaves a gap.
 */
export async function nextNumber(db: Database | Tx, prefix: string, at: number): Promise<string> {
  const day = dayOf(at);
  const { rows } = await sql<{ last: number }>`
    INSERT INTO running_number (prefix, day, last) VALUES (${prefix}, ${day}, 1)
    ON CONFLICT (prefix, day) DO UPDATE SET last = running_number.last + 1 RETURNING last`.execute(db);
  return `${prefix}-${day.replaceAll('-', '')}-${String(rows[0]!.last).padStart(4, '0')}`;
}
