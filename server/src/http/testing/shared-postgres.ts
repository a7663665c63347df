import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../access/scoped.ts';
import { loadPacks } from '../../demonstration/packs.ts';
import { recall } from '../../store/keep.ts';
import { migrate, openPostgres } from '../../store/index.ts';
import { withClient } from '../../store/postgres/index.ts';

/** Where the tests of a run find the database that theirs are copied from. */
const TEMPLATE = 'ANLAN_TEST_TEMPLATE_URL';

/**
 * Runs around all store tests of a run: one PostgreSQL, with one migrated database that holds the region packs and is
 * copied for every test file. `ANLAN_TEST_POSTGRES_URL` names a server of one's own instead (its role needs CREATEDB and
 * CREATEROLE).
 */
export default async function prepare(): Promise<() => Promise<void>> {
  const given = process.env['ANLAN_TEST_POSTGRES_URL'];
  const home = await mkdtemp(join(tmpdir(), 'anlan-tests-'));
  // As root the engine runs under another user, who must be able to get there.
  await chmod(home, 0o755);
  // What these tests show outlives no power cut: the disk need not be waited for. Nor do its databases live long enough
  // to be tidied; whoever needs figures of a table for the planner asks for them.
  const postgresSettings = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' };
  const postgres = await openPostgres({ home, postgresUrl: given, postgresSettings }, () => {});
  if (given === undefined) await allowCopies(home, postgres.url);
  const url = given === undefined ? postgres.url : await emptyDatabase(given);
  const migrated = await migrate({ postgres: url });
  if (!migrated.ok) throw new Error(migrated.problem);
  const { db } = openDatabase(url, 2);
  await loadPacks(db);
  // A database is copied only while nobody is connected to it.
  await db.destroy();
  process.env[TEMPLATE] = url;
  return async () => {
    if (given !== undefined) await dropDatabase(url);
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
}

/** The owner of the embedded database is no superuser; for the tests it may make databases. */
async function allowCopies(home: string, owner: string): Promise<void> {
  const { superuser } = (await recall<{ superuser: string }>(join(home, 'postgres.json'))) as { superuser: string };
  const url = new URL(owner);
  [url.username, url.password, url.pathname] = ['postgres', superuser, '/postgres'];
  await withClient(url.href, (client) => client.query('ALTER ROLE anlan CREATEDB'));
}

/** A migrated database with the region packs and nobody in it, for one test file. */
export async function copyOfTemplate(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const template = process.env[TEMPLATE];
  if (template === undefined)
    throw new Error('store tests run in the project "store", whose set-up makes the template');
  const url = await emptyDatabase(template, databaseOf(template));
  return { url, drop: () => dropDatabase(url) };
}

const databaseOf = (url: string): string => new URL(url).pathname.slice(1);

async function emptyDatabase(url: string, template?: string): Promise<string> {
  const name = `anlan_${randomBytes(6).toString('hex')}`;
  await withClient(elsewhere(url), (client) =>
    // Copied as files: page by page through the write-ahead log takes three times as long.
    client.query(`CREATE DATABASE ${name} ${template === undefined ? '' : `TEMPLATE ${template} STRATEGY FILE_COPY`}`),
  );
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function dropDatabase(url: string): Promise<void> {
  const drop = `DROP DATABASE ${databaseOf(url)}`;
  await withClient(elsewhere(url), (client) =>
    client.query(`${drop} WITH (FORCE)`).catch((error: Error & { code?: string }) => {
      // An autovacuum is the superuser's and cannot be forced out by us; without force the server sends it away itself.
      if (error.code !== '42501') throw error;
      return client.query(drop);
    }),
  );
}

/** The same server's own database: the template must not be in use while it is copied. */
function elsewhere(url: string): string {
  const other = new URL(url);
  other.pathname = '/postgres';
  return other.href;
}
