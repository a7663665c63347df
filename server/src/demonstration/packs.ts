import { sql } from 'kysely';
import { loadRegions, packs, type PackKey, type Region } from '@anlan/data';
import type { Database } from '../access/scoped.ts';
import { loadLibrary } from '../catalogue/library.ts';
import { loadChecklist } from '../checklist/demonstration.ts';
import { initialsOf } from '../registry/initials.ts';
import { insertRows, type Row } from './insert.ts';

/** Loads items, laws and region packs once; both modes need them, as a jurisdiction is chosen from them. */
export async function loadPacks(db: Database): Promise<void> {
  await loadChecklist(db);
  await loadLibrary(db);
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM region) AS known`.execute(db);
  if (rows[0]?.known === true) return;
  const regions = packs.flatMap(({ key }) => loadRegions(key).map((region) => regionRow(region, key)));
  const byPath = new Map(regions.map((region) => [region['path'], region]));
  await db.transaction().execute((tx) => insertRows(tx, { region: [...byPath.values()] }));
}

function regionRow(region: Region, pack: PackKey): Row {
  const { path, id, code, name, kind, parentPath, lon, lat, approximate } = region;
  return {
    path,
    id,
    code,
    name,
    kind,
    parent_path: parentPath,
    lon,
    lat,
    approximate,
    initials: initialsOf(name),
    pack,
  };
}
