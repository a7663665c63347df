import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { Client } from 'pg';
import type { Configuration } from '../configuration/index.ts';
import { VERSION } from '../http/version.ts';
import { openClickhouse, openPostgres, StoreProblem } from '../store/index.ts';
import { recall } from '../store/keep.ts';
import { copyFile, copyFolder, writeText, type Kept } from './copy.ts';
import { backUpHistory } from './history.ts';
import { hold } from './hold.ts';
import { MANIFEST, type Manifest } from './manifest.ts';
import { backUpPostgres } from './postgres.ts';

/** What is needed of `<home>`; other addresses than the embedded stores' are not ours to back up. */
type Where = Pick<Configuration, 'home' | 'filesUrl' | 'postgresUrl' | 'clickhouseUrl'>;

/** Files of the home that are neither data of a store nor made anew at every start. */
const SECRET = /\.key$|^(postgres|clickhouse)\.json$/;
/** Folder of the keys under which reporters are sealed: without them a restored platform knows and pays nobody. */
const REPORTS = 'reports';

/**
 * Takes a backup of a platform, running or not, into a new folder. The order makes it whole: first how far history is
 * stored, then history, then the system of record, then the journal, which holds all that came after; a restored
 * platform works it off as after a crash. Throws StoreProblem for what the operator can change.
 */
export async function takeBackup(where: Where, to: string, tell: (line: string) => void): Promise<Manifest> {
  await refuseUsed(to);
  const part = join(dirname(to), `.${basename(to)}.part-${process.pid}`);
  await mkdir(part, { recursive: true, mode: 0o700 });
  const { home } = where;
  const letGo = await hold(home);
  try {
    const files: Kept[] = [];
    files.push(...(await copyNamed(join(home, 'journal'), ['history.cursor'], join(part, 'journal'), 'journal')));
    const clickhouse = where.clickhouseUrl === undefined ? await history(home, part) : null;
    files.push(...(clickhouse?.kept ?? []));
    tell(
      `历史数据 · history: ${clickhouse === null ? '外部，不含 · elsewhere, not included' : sizeText(clickhouse.kept)}`,
    );
    const postgres = where.postgresUrl === undefined ? await systemOfRecord(home, part) : null;
    files.push(...(postgres?.kept ?? []));
    tell(
      `业务数据库 · system of record: ${postgres === null ? '外部，不含 · elsewhere, not included' : sizeText(postgres.kept)}`,
    );
    const journal = await copyFolder(
      join(home, 'journal'),
      join(part, 'journal'),
      'journal',
      (path) => !path.endsWith('.log'),
    );
    const stored = await copyFolder(
      fileURLToPath(where.filesUrl),
      join(part, 'files'),
      'files',
      (path) => path === 'incoming',
    );
    const names = (await readdir(home)).filter((name) => SECRET.test(name));
    files.push(...journal, ...stored, ...(await copyNamed(home, names, join(part, 'home'), 'home')));
    files.push(...(await copyFolder(join(home, REPORTS), join(part, 'home', REPORTS), `home/${REPORTS}`)));
    tell(`日志与附件 · journal and files: ${sizeText([...journal, ...stored])}`);
    const manifest: Manifest = {
      format: 1,
      takenAt: new Date().toISOString(),
      program: VERSION,
      clickhouse: clickhouse?.parts ?? null,
      postgres: postgres?.version ?? null,
      files,
    };
    await writeText(join(part, MANIFEST), `${JSON.stringify(manifest)}\n`);
    await rename(part, to);
    return manifest;
  } finally {
    await letGo();
  }
}

async function refuseUsed(to: string): Promise<void> {
  const found = await readdir(to).catch(() => undefined);
  if (found === undefined || found.length === 0) return;
  throw new StoreProblem(`${to} 里已有文件；备份须写入新目录`, `${to} is not empty: a backup goes into a new folder`);
}

async function copyNamed(from: string, names: readonly string[], to: string, as: string): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const name of names) {
    const copied = await copyFile(join(from, name), join(to, name));
    if (copied !== undefined) kept.push({ path: `${as}/${name}`, ...copied });
  }
  return kept;
}

export function sizeText(kept: readonly Kept[]): string {
  const bytes = kept.reduce((sum, { size }) => sum + size, 0);
  return `${kept.length} 个文件 files, ${(bytes / 1e6).toFixed(1)} MB`;
}

interface Passwords {
  readonly superuser: string;
  readonly port: number;
  readonly folder?: string;
}

/** The running server, or one started for the time of the backup. */
async function systemOfRecord(home: string, part: string): Promise<{ version: string; kept: Kept[] }> {
  const running = await superuser(home);
  if (running !== undefined) return backUpPostgres(running.url, running.data, join(part, 'postgres'));
  const own = await openPostgres({ home, postgresUrl: undefined });
  try {
    const started = await superuser(home);
    if (started === undefined) throw new Error('the database that was just started does not answer');
    return await backUpPostgres(started.url, started.data, join(part, 'postgres'));
  } finally {
    await own.stop();
  }
}

async function superuser(home: string): Promise<{ url: string; data: string } | undefined> {
  const memory = await recall<Passwords>(join(home, 'postgres.json'));
  if (memory?.folder === undefined) return undefined;
  const url = `postgres://postgres:${memory.superuser}@127.0.0.1:${memory.port}/postgres`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  // A stranger's server on the same port refuses the password.
  const answers = await client.connect().then(
    () => true,
    () => false,
  );
  await client.end().catch(() => undefined);
  return answers ? { url, data: join(memory.folder, 'data') } : undefined;
}

async function history(home: string, part: string): Promise<{ parts: Record<string, string[]>; kept: Kept[] }> {
  const take = (client: ClickHouseClient) => backUpHistory(client, join(home, 'clickhouse'), join(part, 'clickhouse'));
  const memory = await recall<{ password: string; port: number }>(join(home, 'clickhouse.json'));
  if (memory !== undefined) {
    const url = `http://anlan:${memory.password}@127.0.0.1:${memory.port}/anlan`;
    // No answer only means that the platform is stopped.
    const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
    try {
      if ((await client.ping()).success) return await take(client);
    } finally {
      await client.close();
    }
  }
  const own = await openClickhouse({ home, clickhouseUrl: undefined });
  try {
    return await take(own.client);
  } finally {
    await own.stop();
  }
}
