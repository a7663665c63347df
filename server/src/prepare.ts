import { openDatabase } from './access/scoped.ts';
import type { Configuration } from './configuration/index.ts';
import { loadPacks } from './demonstration/packs.ts';
import { prepareSetup, setupNeeded } from './identity/setup.ts';
import { openFiles } from './store/index.ts';

/** What comes with the platform always; the demonstration city or the one-time set-up token when there is nobody yet. */
export async function prepareData(url: string, configuration: Configuration): Promise<string | null> {
  const { demo, filesUrl, publicUrl } = configuration;
  const { db, pool } = openDatabase(url, 2);
  try {
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
