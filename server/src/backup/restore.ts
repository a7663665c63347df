import { chmod, chown, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configuration } from '../configuration/index.ts';
import { migrate, openClickhouse, openPostgres, StoreProblem } from '../store/index.ts';
import { keep, prepareHome, recall } from '../store/keep.ts';
import { databaseAccount } from '../store/postgres/account.ts';
import { findPlace } from '../store/postgres/place.ts';
import { copyFolder } from './copy.ts';
import { restoreHistory } from './history.ts';
import { damaged, readManifest, type Manifest } from './manifest.ts';
import { completeFolders } from './postgres.ts';

type Where = Pick<Configuration, 'home' | 'filesUrl' | 'postgresUrl' | 'clickhouseUrl'>;

/**
 * Makes a home out of a backup: every file is checked first, the folder must be new, the database recovers, both stores
 * are brought to this program's version. Throws StoreProblem for what the operator can change. Gives rows by table.
 */
export async function restoreBackup(
  from: string,
  where: Where,
  tell: (line: string) => void,
): Promise<{ manifest: Manifest; rows: Record<string, number> }> {
  const manifest = await readManifest(from);
  await refuseUsed(where.home);
  const wrong = await damaged(from, manifest);
  if (wrong.length > 0)
    throw new StoreProblem(
      `备份已损坏：${wrong.slice(0, 5).join('、')} 等 ${wrong.length} 个文件`,
      `the backup is damaged: ${wrong.length} file(s), among them ${wrong.slice(0, 5).join(', ')}`,
    );
  const { home } = where;
  await prepareHome(home);
  await copyFolder(join(from, 'home'), home, 'home');
  await copyFolder(join(from, 'journal'), join(home, 'journal'), 'journal');
  await copyFolder(join(from, 'files'), fileURLToPath(where.filesUrl), 'files');
  if (manifest.postgres !== null) await placePostgres(from, home, tell);
  const rows = await openAndAttach(from, where, manifest);
  return { manifest, rows };
}

async function refuseUsed(home: string): Promise<void> {
  const found = (await readdir(home).catch(() => [])).filter((name) => !name.startsWith('.'));
  if (found.length === 0) return;
  throw new StoreProblem(
    `${home} 里已有数据；请用 ANLAN_HOME 指定一个新目录`,
    `${home} holds data already: choose a new folder with ANLAN_HOME`,
  );
}

/** Puts the cluster where this machine's database user may enter; the old place and port are forgotten. */
async function placePostgres(from: string, home: string, tell: (line: string) => void): Promise<void> {
  const file = join(home, 'postgres.json');
  const memory = await recall<{ superuser: string; owner: string }>(file);
  if (memory === undefined) throw new StoreProblem('备份缺少数据库口令', 'the backup has no database passwords');
  const account = await databaseAccount();
  const place = await findPlace(home, account, undefined, tell);
  const data = join(place.folder, 'data');
  await rm(data, { recursive: true, force: true });
  await copyFolder(join(from, 'postgres'), data, 'postgres');
  await completeFolders(data);
  await giveTo(data, account);
  await keep(file, { superuser: memory.superuser, owner: memory.owner, port: 0, folder: place.folder });
}

/** The engine wants a folder that is its user's alone. */
async function giveTo(data: string, account: { uid: number; gid: number } | undefined): Promise<void> {
  await chmod(data, 0o700);
  if (account === undefined) return;
  await chown(data, account.uid, account.gid);
  for (const entry of await readdir(data, { recursive: true, withFileTypes: true }))
    await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
}

async function openAndAttach(from: string, where: Where, manifest: Manifest): Promise<Record<string, number>> {
  const postgres = await openPostgres(where);
  try {
    const clickhouse = await openClickhouse(where);
    try {
      const migrated = await migrate({ postgres: postgres.url, clickhouse: clickhouse.client });
      if (!migrated.ok) throw new StoreProblem(migrated.problem, 'the stores could not be migrated');
      if (manifest.clickhouse === null) return {};
      return await restoreHistory(clickhouse.client, join(from, 'clickhouse'), manifest.clickhouse);
    } finally {
      await clickhouse.stop();
    }
  } finally {
    await postgres.stop();
  }
}
