import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

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
