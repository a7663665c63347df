import { sql } from 'kysely';
import { demonstrationCity, loadRegions, packs } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import type { Database, Tx } from '../access/scoped.ts';
import { loadCheckDemonstration, loadChecklist } from '../checklist/demonstration.ts';
import { initialsOf, searchKeyOf } from '../registry/index.ts';
import { settleDemonstration, technologyRows } from '../catalogue/demonstration-cases.ts';
import { loadLibrary } from '../catalogue/index.ts';
import { campaignRows, loadCampaignRuns } from '../campaign/demonstration.ts';
import { jointRows } from '../joint/demonstration.ts';
import type { FileStore } from '../store/index.ts';
import { assessmentRows, cityRiskRows, controlRows, standardisationRows } from '../grading/demonstration.ts';
import { playGrading } from '../grading/demonstration-play.ts';
import { caseRows } from './cases.ts';
import { loadExpertDemonstration } from '../expert/demonstration.ts';
import { loadFundDemonstration } from '../fund/demonstration.ts';
import { loadReportDemonstration } from '../public-report/demonstration.ts';
import { loadDocumentDemonstration } from '../document/demonstration.ts';
import { loadNotificationDemonstration } from '../notification/demonstration.ts';
import { loadPublicationDemonstration } from '../publication/demonstration.ts';
import { loadInspectionDemonstration } from '../merge/demonstration.ts';
import { dutyRows } from './duty.ts';
import { storePhotos } from './photos.ts';
import { regionRow, rowsOf } from './rows.ts';

/** The seed of the demonstration city: the same city on every machine. */
export const SEED = 'anlan';
const BATCH = 5000;

/** Loads the region packs once; both modes need them, as a jurisdiction is chosen from them. */
export async function loadPacks(db: Database): Promise<void> {
  await loadChecklist(db);
  await loadLibrary(db);
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM region) AS known`.execute(db);
  if (rows[0]?.known === true) return;
  const regions = packs.flatMap(({ key }) => loadRegions(key).map((region) => regionRow(region, key, initialsOf)));
  const byPath = new Map(regions.map((region) => [region.path, region]));
  await db.transaction().execute((tx) => insertRows(tx, 'region', [...byPath.values()]));
}

/** Loads the demonstration city into an empty system of record and its pictures into the file store; says whether it did. */
export async function loadDemonstration(db: Database, files: FileStore, publicUrl = ''): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM person) AS known`.execute(db);
  if (rows[0]?.known === true) return false;
  const places = await sql<{ path: string; name: string }>`SELECT path, name FROM region`.execute(db);
  const nameOf = new Map(places.rows.map(({ path, name }) => [path, name]));
  const now = Date.now();
  const city = demonstrationCity(SEED, new Date(now).toISOString().slice(0, 10));
  const placeName = (path: string): string => nameOf.get(path) ?? path;
  const named = (name: string) => ({
    name,
    initials: searchKeyOf(name),
    demonstration: true,
    provenance: 'demonstration',
  });
  const photos = await storePhotos(files);
  const cases = caseRows(city, SEED, now, named, placeName, photos);
  const today = dayOf(now);
  const { risk_point: risks = [], case_hidden_danger: dangers = [], case_file: opened = [] } = cases;
  const tables = [
    rowsOf(city, searchKeyOf, placeName),
    cases,
    controlRows(risks, dangers, opened, now, photos[0]?.sha256),
    assessmentRows(risks, now),
    cityRiskRows(city, SEED, today, named, placeName),
    standardisationRows(city, today, named),
    technologyRows(city, now, placeName, photos),
    dutyRows(city, now),
    campaignRows(city, now, opened, photos),
    jointRows(city, now),
  ];
  await db.transaction().execute(async (tx) => {
    for (const [table, rowsOfTable] of tables.flatMap((rowsByTable) => Object.entries(rowsByTable)))
      await insertRows(tx, table, rowsOfTable);
    await loadCheckDemonstration(tx, now);
    await loadCampaignRuns(tx, now);
    await playGrading(tx, city, photos, now);
    await loadReportDemonstration(tx, photos, now);
    await loadExpertDemonstration(tx, now);
    await loadFundDemonstration(tx, photos, now);
    await settleDemonstration(tx, city, now);
    await loadDocumentDemonstration(tx, { configuration: { publicUrl }, files }, now);
    await loadPublicationDemonstration(tx, now);
    await loadNotificationDemonstration(tx, now);
    await loadInspectionDemonstration(tx, now);
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
    await sql`INSERT INTO ${sql.id(table)} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${sql.id('public', table)}, ${batch}::json)`.execute(
      tx,
    );
  }
}
