import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';

/** Names of regions by path; regions are open to everybody. */
export async function regionNames(db: Database, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY (${[...new Set(paths)]})`.execute(db);
  return new Map(rows.map(({ path, name }) => [path, name]));
}

/** Tells of any region path the county or functional zone it lies in; itself where there is none above. */
export async function countyFinder(db: Database): Promise<(path: string) => { path: string; name: string }> {
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE kind IN ('county', 'zone')`.execute(db);
  const counties = new Map(rows.map(({ path, name }) => [path, name]));
  const known = new Map<string, { path: string; name: string }>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    let found = { path, name: path };
    for (let above = path; above.includes('.'); above = above.replace(/[^.]+\.$/, '')) {
      const name = counties.get(above);
      if (name === undefined) continue;
      found = { path: above, name };
      break;
    }
    known.set(path, found);
    return found;
  };
}
