import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

export type Row = Readonly<Record<string, unknown>>;
const BATCH = 4000;

/** Inserts rows of one table; a column that no row names takes its default. */
export async function bulk(tx: Tx, table: string, rows: readonly Row[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return;
  const list = sql.join(columns.map((column) => sql.id(column)));
  for (let start = 0; start < rows.length; start += BATCH)
    await sql`
      INSERT INTO ${sql.id(table)} (${list}) SELECT ${list}
      FROM jsonb_populate_recordset(NULL::${sql.id('public', table)}, ${JSON.stringify(rows.slice(start, start + BATCH))}::jsonb)`.execute(
      tx,
    );
}

export interface Above {
  readonly path: string;
  readonly name: string;
}

/** Finds the county or zone (or else the city) and the city over a path, from one reading of the region tree. */
export async function readAbove(tx: Tx): Promise<{ authority(path: string): Above; city(path: string): Above }> {
  const { rows } = await sql<Above & { kind: string }>`
    SELECT path, name, kind FROM region WHERE kind IN ('county', 'zone', 'city', 'municipality') ORDER BY length(path) DESC`.execute(
    tx,
  );
  const known = new Map(rows.map((row) => [row.path, row]));
  const over = (path: string, kinds: readonly string[]): Above => {
    for (let at = path; at !== ''; at = at.replace(/[^.]+\.$/, '')) {
      const found = known.get(at);
      if (found !== undefined && kinds.includes(found.kind)) return found;
    }
    throw new Error(`no authority over ${path}`);
  };
  return {
    authority: (path) => over(path, ['county', 'zone', 'city', 'municipality']),
    city: (path) => over(path, ['city', 'municipality']),
  };
}
