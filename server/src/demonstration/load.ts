import { sql } from 'kysely';
import { demonstrationCity, loadRegions, packs } from '@anlan/data';
import type { Database, Tx } from '../access/scoped.ts';
import { initialsOf } from '../registry/index.ts';
import { regionRow, rowsOf } from './rows.ts';

/** The seed of the demonstration city: the same city on every machine. */
export const SEED = 'anlan';
const BATCH = 5000;

/** Loads the region packs once; both modes need them, as a jurisdiction is chosen from them. */
export async function loadPacks(db: Database): Promise<void> {
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM region) AS known`.execute(db);
  if (rows[0]?.known === true) return;
  const regions = packs.flatMap(({ key }) => loadRegions(key).map((region) => regionRow(region, key, initialsOf)));
  const byPath = new Map(regions.map((region) => [region.path, region]));
  await db.transaction().execute((tx) => insertRows(tx, 'region', [...byPath.values()]));
}

/** Loads the demonstration city into an empty system of record; says whether it did. */
export async function loadDemonstration(db: Database): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM person) AS known`.execute(db);
  if (rows[0]?.known === true) return false;
  const places = await sql<{ path: string; name: string }>`SELECT path, name FROM region`.execute(db);
  const nameOf = new Map(places.rows.map(({ path, name }) => [path, name]));
  const today = new Date().toISOString().slice(0, 10);
  const city = rowsOf(demonstrationCity(SEED, today), initialsOf, (path) => nameOf.get(path) ?? path);
  await db.transaction().execute(async (tx) => {
    for (const [table, tableRows] of Object.entries(city)) await insertRows(tx, table, tableRows);
    await sql`NOTIFY registry`.execute(tx);
  });
  return true;
}

/** Inserts rows; a column that no row names takes its default, one that some rows name is NULL in the others. */
async function insertRows(tx: Tx, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return;
  const list = sql.join(columns.map((column) => sql.id(column)));
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = JSON.stringify(rows.slice(start, start + BATCH));
    await sql`INSERT INTO ${sql.id(table)} (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::${sql.id('public', table)}, ${batch}::jsonb)`.execute(
      tx,
    );
  }
}
