import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';

export interface Cursor {
  /** Stored up to here. */
  readonly done: number;
  /** A batch begun and perhaps stored: repeated with the same bounds, and so the same token, after a crash. */
  readonly begun: number | null;
}

/** Where the history writer remembers how far it is; what it wrote is durable when `write` resolves. */
export interface HistoryCursor {
  read(): Promise<Cursor>;
  write(cursor: Cursor): Promise<void>;
}

/** The cursor beside the journal of one machine. */
export function cursorFile(folder: string): HistoryCursor {
  const path = join(folder, 'history.cursor');
  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as Cursor;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { done: 0, begun: null };
        throw error;
      }
    },
    async write(cursor) {
      const file = await open(`${path}.new`, 'w');
      try {
        await file.writeFile(JSON.stringify(cursor));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    },
  };
}

/** The cursor in the system of record, where whoever takes over finds it; `guard` throws for one who no longer leads. */
export function cursorRow(db: Database, guard: (tx: Tx) => Promise<void>): HistoryCursor {
  return {
    async read() {
      const { rows } = await sql<Cursor>`
        SELECT position AS done, begun FROM journal_cursor WHERE consumer = 'history'`.execute(db);
      return rows[0] ?? { done: 0, begun: null };
    },
    write: ({ done, begun }) =>
      db.transaction().execute(async (tx) => {
        await guard(tx);
        await sql`
          INSERT INTO journal_cursor (consumer, position, begun) VALUES ('history', ${done}, ${begun})
          ON CONFLICT (consumer) DO UPDATE SET position = excluded.position, begun = excluded.begun`.execute(tx);
      }),
  };
}
