import { sql } from 'kysely';
import { loadRegions, packs, type PackKey, type Region } from '@anlan/data';
import type { Database } from '../access/scoped.ts';
import { loadLibrary } from '../catalogue/library.ts';
import { loadChecklist } from '../checklist/demonstration.ts';
import { searchKeyOf } from '../registry/initials.ts';
import { romanised } from '../registry/romanise.ts';
import { insertRows, type Row } from './insert.ts';

/** Loads items, laws and region packs once; both modes need them, as a jurisdiction is chosen from them. */
export async function loadPacks(db: Database): Promise<void> {
  await loadChecklist(db);
  await loadLibrary(db);
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM region) AS known`.execute(db);
  if (rows[0]?.known === true) return spellOut(db);
  const regions = packs.flatMap(({ key }) => loadRegions(key).map((region) => regionRow(region, key)));
  const byPath = new Map(regions.map((region) => [region['path'], region]));
  await db.transaction().execute((tx) => insertRows(tx, { region: [...byPath.values()] }));
}

/** Regions entered before they were searched by full pinyin, or had a name in English letters, get them. */
async function spellOut(db: Database): Promise<void> {
  await nameInEnglish(db);
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE strpos(coalesce(initials, ''), ' ') = 0 AND name ~ '[\u4e00-\u9fff]'`.execute(
    db,
  );
  if (rows.length === 0) return;
  const keys = rows.map(({ name }) => searchKeyOf(name));
  await sql`
    UPDATE region r SET initials = k.key
    FROM unnest(${rows.map(({ path }) => path)}::text[], ${keys}::text[]) AS k (path, key) WHERE r.path = k.path`.execute(
    db,
  );
}

/** The pack says what its regions are called; what was added or renamed here is romanised. */
async function nameInEnglish(db: Database): Promise<void> {
  const { rows } = await sql<{
    path: string;
    name: string;
  }>`SELECT path, name FROM region WHERE name_en IS NULL`.execute(db);
  if (rows.length === 0) return;
  const known = new Map(packs.flatMap(({ key }) => loadRegions(key)).map(({ name, nameEn }) => [name, nameEn]));
  const names = rows.map(({ name }) => known.get(name) ?? romanised(name));
  await sql`
    UPDATE region r SET name_en = k.name
    FROM unnest(${rows.map(({ path }) => path)}::text[], ${names}::text[]) AS k (path, name) WHERE r.path = k.path`.execute(
    db,
  );
}

function regionRow(region: Region, pack: PackKey): Row {
  const { path, id, code, name, nameEn, kind, parentPath, lon, lat, approximate } = region;
  return {
    path,
    id,
    code,
    name,
    name_en: nameEn,
    kind,
    parent_path: parentPath,
    lon,
    lat,
    approximate,
    initials: searchKeyOf(name),
    pack,
  };
}
