import { createHash } from 'node:crypto';
import { openDatabase } from './access/scoped.ts';
import type { Configuration } from './configuration/index.ts';
import { loadPacks } from './demonstration/packs.ts';
import { prepareSetup, setupNeeded } from './identity/setup.ts';
import { openFiles } from './store/index.ts';
import { withClient } from './store/postgres/index.ts';
import { agreeOnKeys } from './work/common-ground.ts';

/** Of several machines that start at once, one fills the database. */
const LOCK = 7301;

/**
 * What comes with the platform always; the demonstration city or the one-time set-up token when there is nobody yet.
 * `shared` are the keys that all machines of a platform must have in common; throws StoreProblem where they have not.
 */
export async function prepareData(
  url: string,
  configuration: Configuration,
  shared?: Readonly<Record<string, string>>,
): Promise<string | null> {
  if (shared === undefined) return prepare(url, configuration);
  return withClient(url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return prepare(url, configuration, shared);
  });
}

async function prepare(
  url: string,
  configuration: Configuration,
  shared?: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { demo, filesUrl, publicUrl } = configuration;
  const { db, pool } = openDatabase(url, 2);
  try {
    if (shared !== undefined) await agreeOnKeys(db, fingerprints(shared));
    await loadPacks(db);
    if (demo && (await setupNeeded(db))) {
      const { loadDemonstration } = await import('./demonstration/load.ts');
      await loadDemonstration(db, await openFiles(filesUrl), publicUrl);
    }
    return await prepareSetup(db);
  } finally {
    await pool.end();
  }
}

/** What may be written down of a key: nothing of it can be found from that. */
function fingerprints(keys: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [
      name,
      createHash('sha256').update(`anlan ${name} ${key}`).digest('hex'),
    ]),
  );
}
