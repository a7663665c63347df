import { on } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';
import { loadCampaignRuns } from '../campaign/demonstration-runs.ts';
import { settleDemonstration } from '../catalogue/demonstration-cases.ts';
import { loadCheckDemonstration } from '../checklist/demonstration.ts';
import { loadComparisonDemonstration } from '../comparison/demonstration.ts';
import { loadDocumentDemonstration } from '../document/demonstration.ts';
import { loadExpertDemonstration } from '../expert/demonstration.ts';
import { loadFundDemonstration } from '../fund/demonstration.ts';
import { playGrading } from '../grading/demonstration-play.ts';
import { loadHazardDutyDemonstration } from '../hazard-duty/demonstration.ts';
import { loadInspectionDemonstration } from '../merge/demonstration.ts';
import { loadNotificationDemonstration } from '../notification/demonstration.ts';
import { loadWatchDemonstration } from '../process-watch/demonstration.ts';
import { loadReportDemonstration } from '../public-report/demonstration.ts';
import { loadSpotCheckDemonstration } from '../prevention/demonstration.ts';
import { loadPublicationDemonstration } from '../publication/demonstration.ts';
import type { FileStore } from '../store/index.ts';
import { loadWarningDemonstration } from '../warning/demonstration.ts';
import { cityAt, type Telling } from './city-rows.ts';
import { insertBatch, type Batch } from './insert.ts';
import { storePhotos } from './photos.ts';
import { loadSiteFacts } from './site-facts.ts';

/** Rows live for a moment: room for the young spares the thread most of its collecting (MB). */
const YOUNG = 128;

/** Loads the demonstration city into an empty system of record and its pictures into the file store; says whether it did. */
export async function loadDemonstration(db: Database, files: FileStore, publicUrl = ''): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM person) AS known`.execute(db);
  if (rows[0]?.known === true) return false;
  const now = Date.now();
  const photos = await storePhotos(files);
  const thread = startThread({ now, photos });
  const city = cityAt(now);
  await db.transaction().execute(async (tx) => {
    await insertMade(tx, thread).finally(() => void thread.terminate());
    await surveyTables(tx);
    await loadCheckDemonstration(tx, now);
    await loadCampaignRuns(tx, now);
    await loadSpotCheckDemonstration(tx, now);
    await playGrading(tx, city, photos, now);
    await loadReportDemonstration(tx, photos, now);
    await loadExpertDemonstration(tx, now);
    await loadWatchDemonstration(tx, now);
    await loadFundDemonstration(tx, photos, now);
    await settleDemonstration(tx, city, now);
    await loadDocumentDemonstration(tx, { configuration: { publicUrl }, files }, now);
    await loadPublicationDemonstration(tx, now);
    await loadNotificationDemonstration(tx, now);
    await loadInspectionDemonstration(tx, now);
    await loadWarningDemonstration(tx, now);
    await loadHazardDutyDemonstration(tx, now);
    await loadComparisonDemonstration(tx, now);
    await loadSiteFacts(tx, now);
    await sql`NOTIFY registry`.execute(tx);
  });
  await settleTables(db);
  return true;
}

/** The rows of the city are made in a thread of its own. */
function startThread(telling: Telling): Worker {
  // The same kind of file as this one: source beside source, compiled beside compiled.
  return new Worker(new URL(`./city-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: telling,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    env: { ...process.env },
  });
}

/** Inserts what the thread makes, while it makes the next. */
async function insertMade(tx: Tx, thread: Worker): Promise<void> {
  for await (const [batch] of on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[Batch | null]>) {
    if (batch === null) return;
    await insertBatch(tx, batch);
  }
  throw new Error('the thread ended before the city was whole');
}

const FILLED = sql<{ name: string }>`
  SELECT relname AS name FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0`;

/** Tells the planner roughly what is in the tables, for the statements of this transaction that read them. */
async function surveyTables(tx: Tx): Promise<void> {
  const { rows } = await FILLED.execute(tx);
  await sql`SET LOCAL default_statistics_target = 10`.execute(tx);
  await sql`ANALYZE ${sql.join(rows.map(({ name }) => sql.id(name)))}`.execute(tx);
}

/**
 * Does at once what PostgreSQL would do by itself, but minutes later: until then the plans for a hundred thousand rows
 * are those for none, and every first reader of a page writes it again.
 */
async function settleTables(db: Database): Promise<void> {
  const { rows } = await FILLED.execute(db);
  await sql`VACUUM (ANALYZE) ${sql.join(rows.map(({ name }) => sql.id(name)))}`.execute(db);
}
