import type { LogEvent } from 'kysely';
import { underNow } from './cause.ts';
import { openRanking } from './slow.ts';

const MOST_STATEMENTS = 300;
const LONGEST_TEXT = 600;
const statements = openRanking(MOST_STATEMENTS);

/** The slowest statements of this process: texts with `$1` in place of values, never anybody's data. */
export const slowestStatements = statements.worst;

/** Heard of every statement: counted under its text, and under the cause it was asked for. */
export function noteQuery({ query, queryDurationMillis: ms }: LogEvent): void {
  const now = Date.now();
  const under = underNow();
  const { sql } = query;
  if (sql === 'begin') under?.open.push(now - ms);
  else if (sql === 'commit' || sql === 'rollback') {
    const began = under?.open.pop();
    if (under !== undefined && began !== undefined) under.transactions.push({ began, ended: now, ending: sql });
  } else {
    const text = sql.length > LONGEST_TEXT ? sql.slice(0, LONGEST_TEXT) : sql;
    statements.note(text, ms, now, under?.cause ?? null);
  }
  if (under === undefined) return;
  under.queries += 1;
  under.queryMs += ms;
  if (under.slowest === undefined || ms > under.slowest.ms) under.slowest = { sql: sql.slice(0, 200), ms };
}
