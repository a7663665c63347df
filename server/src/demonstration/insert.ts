import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

/** A row as its table takes it: values by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows by table; a table stands before those that refer to it. */
export interface Rows {
  readonly [table: string]: readonly Row[];
}

/** Rows of one table on their way: a JSON array (UTF-8) and the columns that it names. */
export interface Batch {
  readonly table: string;
  readonly columns: readonly string[];
  readonly json: Uint8Array<ArrayBuffer>;
}

/** More rows in one statement would be put down on disk before they are inserted. */
const MOST = 4000;
const encoder = new TextEncoder();

/** Cuts rows into what one statement inserts. */
export function* batchesOf(rows: Rows): Generator<Batch> {
  for (const [table, all] of Object.entries(rows)) {
    for (let start = 0; start < all.length; start += MOST) {
      const some = all.slice(start, start + MOST);
      const columns = new Set<string>();
      for (const row of some) for (const column in row) columns.add(column);
      yield { table, columns: [...columns], json: encoder.encode(JSON.stringify(some)) };
    }
  }
}

/** Inserts a batch; a column that no row names takes its default, one that some rows name is NULL in the others. */
export async function insertBatch(tx: Tx, { table, columns, json }: Batch): Promise<void> {
  const list = sql.join(columns.map((column) => sql.id(column)));
  await sql`
    INSERT INTO ${sql.id(table)} (${list})
    SELECT ${list} FROM json_populate_recordset(NULL::${sql.id('public', table)}, ${Buffer.from(json.buffer)}::json)`.execute(
    tx,
  );
}

/** Inserts rows of any number of tables, in the order given. */
export async function insertRows(tx: Tx, rows: Rows): Promise<void> {
  for (const batch of batchesOf(rows)) await insertBatch(tx, batch);
}
