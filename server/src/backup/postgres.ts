import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { copyFile, copyFolder, filesBelow, fingerprint, writeText, type Kept } from './copy.ts';

/**
 * Folders whose content a base backup leaves out but which must exist (PostgreSQL manual 25.3.4.2 "Backing up the data
 * directory").
 */
const EMPTY = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
/** Folders that are empty in a fresh cluster and would be lost by copying files only. */
const NEEDED = [
  ...EMPTY,
  'pg_wal/archive_status',
  'pg_wal/summaries',
  'pg_tblspc',
  'pg_twophase',
  'pg_commit_ts',
  'pg_logical/mappings',
  'pg_logical/snapshots',
  'pg_stat',
];

const leftOut = (path: string): boolean =>
  EMPTY.includes(path.split('/')[0] ?? '') ||
  ['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map'].includes(path) ||
  /(^|\/)pgsql_tmp|(^|\/)pg_internal\.init/.test(path);

/** First log segment that the backup needs, from its label: `START WAL LOCATION: 0/2000028 (file 0000…02)`. */
function firstSegment(label: string): string {
  const name = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/m.exec(label)?.[1];
  if (name === undefined) throw new Error(`the backup label names no segment: ${label.slice(0, 120)}`);
  return name;
}

/**
 * Copies a running cluster's folder between pg_backup_start and pg_backup_stop, and the log that makes it whole. `url` is
 * the superuser's; `data` the cluster's folder; `to` becomes a folder a server starts from. Gives the server's version.
 */
export async function backUpPostgres(
  url: string,
  data: string,
  to: string,
): Promise<{ version: string; kept: Kept[] }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const shown = await client.query<{ server_version: string }>('SHOW server_version');
    // The slot ends with this connection; until then no log segment is recycled.
    await client.query(`SELECT pg_create_physical_replication_slot($1, true, true)`, [`anlan_backup_${process.pid}`]);
    await client.query(`SELECT pg_backup_start('anlan', true)`);
    const kept = await copyFolder(data, to, 'postgres', leftOut);
    const stopped = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    const label = stopped.rows[0]?.labelfile ?? '';
    await writeText(join(to, 'backup_label'), label);
    kept.push({ path: 'postgres/backup_label', ...(await fingerprint(join(to, 'backup_label')))! });
    const first = firstSegment(label);
    for (const name of await filesBelow(join(data, 'pg_wal'), (path) => path.includes('/'))) {
      // Segments begin with their timeline; a history file of an earlier restore belongs to it too.
      if (!name.endsWith('.history') && !(/^[0-9A-F]{24}$/.test(name) && name >= first)) continue;
      const copied = await copyFile(join(data, 'pg_wal', name), join(to, 'pg_wal', name));
      if (copied !== undefined) kept.push({ path: `postgres/pg_wal/${name}`, ...copied });
    }
    return { version: shown.rows[0]!.server_version, kept };
  } finally {
    await client.end();
  }
}

/** Makes the folders that hold no files in a backup. */
export async function completeFolders(data: string): Promise<void> {
  for (const folder of NEEDED) await mkdir(join(data, folder), { recursive: true, mode: 0o700 });
}
