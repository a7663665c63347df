import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { copyFolder, filesBelow, type Kept } from './copy.ts';

interface Table {
  readonly name: string;
  readonly data_paths: readonly string[];
}

/** Tables that hold rows of their own; which migrations ran is the restoring program's business. */
async function tablesOf(client: ClickHouseClient): Promise<Table[]> {
  const answer = await client.query({
    query: `SELECT name, data_paths FROM system.tables
      WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name <> 'migration' ORDER BY name`,
    format: 'JSONEachRow',
  });
  return answer.json<Table>();
}

/**
 * Freezes every table (hard links, at once) and copies the frozen parts to `to/<table>/<part>`. `folder` is the engine's
 * own. Gives the parts of each table.
 */
export async function backUpHistory(
  client: ClickHouseClient,
  folder: string,
  to: string,
): Promise<{ parts: Record<string, string[]>; kept: Kept[] }> {
  const name = `anlan_backup_${process.pid}`;
  const frozen = join(folder, 'data', 'shadow', name);
  const parts: Record<string, string[]> = {};
  const kept: Kept[] = [];
  try {
    const tables = await tablesOf(client);
    for (const table of tables) await client.command({ query: `ALTER TABLE ${table.name} FREEZE WITH NAME '${name}'` });
    for (const table of tables) {
      const own = join(frozen, ...(table.data_paths[0] ?? '').split('/').filter(Boolean).slice(-3));
      const files = await filesBelow(own);
      parts[table.name] = [...new Set(files.map((file) => file.split('/')[0] ?? ''))];
      kept.push(...(await copyFolder(own, join(to, table.name), `clickhouse/${table.name}`)));
    }
  } finally {
    await rm(frozen, { recursive: true, force: true });
  }
  return { parts, kept };
}

/** Puts the parts of a backup into the tables of an engine that has just been migrated. Gives the rows by table. */
export async function restoreHistory(
  client: ClickHouseClient,
  from: string,
  parts: Readonly<Record<string, readonly string[]>>,
): Promise<Record<string, number>> {
  const tables = new Map((await tablesOf(client)).map((table) => [table.name, table]));
  const rows: Record<string, number> = {};
  for (const [name, own] of Object.entries(parts)) {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`this program has no table ${name}`);
    for (const part of own) {
      await cp(join(from, name, part), join(table.data_paths[0]!, 'detached', basename(part)), { recursive: true });
      await client.command({ query: `ALTER TABLE ${name} ATTACH PART '${basename(part)}'` });
    }
    const counted = await client.query({ query: `SELECT count() AS n FROM ${name}`, format: 'JSONEachRow' });
    rows[name] = Number((await counted.json<{ n: string }>())[0]?.n);
  }
  return rows;
}
