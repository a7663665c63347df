import { splitStatements } from './statements.ts';

/** By what rows of a table are spread over shards: all of a point or an object lie together, as they are asked for. */
const SHARDED_BY: Readonly<Record<string, string>> = {
  reading: 'point',
  reading_hour: 'point',
  reading_late: 'point',
  reading_latest: 'point',
  reading_kept: 'point',
  fix: 'object',
  fix_kept: 'object',
  fix_by_time: 'object',
  fix_latest: 'object',
  history_mark: 'name',
};

/** An engine of the MergeTree family with its argument. */
const ENGINE = /ENGINE\s*=\s*(\w*MergeTree)\s*(?:\(([^)]*)\))?/;
const TABLE = /^(\s*(?:--[^\n]*\n\s*)*)CREATE TABLE IF NOT EXISTS (\w+)/;
const ALTERED = /^(\s*(?:--[^\n]*\n\s*)*ALTER TABLE )(\w+)/;
const WIDENED = /\bADD COLUMN\b/;
const VIEW = /^(\s*(?:--[^\n]*\n\s*)*)CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+) TO (\w+)/;

/**
 * The statements of a migration for a cluster of ClickHouse servers: each table becomes a replicated `<name>_local` on
 * every server, and `<name>` a view over all shards, so that what reads and writes stays the same. Generated from the
 * very files that the embedded engine runs. Not run: no such cluster was at hand.
 */
export function distributed(sql: string, cluster: string): string[] {
  return splitStatements(sql).flatMap((statement) => {
    const table = TABLE.exec(statement)?.[2];
    if (table !== undefined) return tableOn(statement, table, cluster);
    if (VIEW.test(statement)) return [viewOn(statement, cluster)];
    const altered = statement.replace(ALTERED, `$1$2_local ON CLUSTER '${cluster}'`);
    // What stands for the shards must know a new column too; settings are those of what is stored.
    const whole = WIDENED.test(statement) ? [statement.replace(ALTERED, `$1$2 ON CLUSTER '${cluster}'`)] : [];
    return [
      altered.replace('non_replicated_deduplication_window', 'replicated_deduplication_window'),
      ...whole.map((one) => one.replaceAll(/ CODEC\(\w+\(\d+\)\)/g, '')),
    ];
  });
}

function tableOn(statement: string, table: string, cluster: string): string[] {
  const local = statement
    .replace(TABLE, `$1CREATE TABLE IF NOT EXISTS ${table}_local ON CLUSTER '${cluster}'`)
    .replace(ENGINE, (_, engine: string, version = '') => {
      const place = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}'`;
      return `ENGINE = Replicated${engine}(${version === '' ? place : `${place}, ${version}`})`;
    })
    .replace('non_replicated_deduplication_window', 'replicated_deduplication_window');
  const shards = SHARDED_BY[table];
  const spread = shards === undefined ? '' : `, cityHash64(${shards})`;
  const whole = `CREATE TABLE IF NOT EXISTS ${table} ON CLUSTER '${cluster}' AS ${table}_local
ENGINE = Distributed('${cluster}', currentDatabase(), '${table}_local'${spread})`;
  return [local, whole];
}

/** A view follows the rows of its own server into the table of its own server. */
function viewOn(statement: string, cluster: string): string {
  return statement
    .replace(VIEW, `$1CREATE MATERIALIZED VIEW IF NOT EXISTS $2 ON CLUSTER '${cluster}' TO $3_local`)
    .replace(/\bFROM (\w+)/g, 'FROM $1_local');
}

/** What every insert is sent with: the answer comes when all shards have the rows, and on most replicas of each. */
export const DISTRIBUTED_SETTINGS = { insert_distributed_sync: '1', insert_quorum: 'auto' } as const;
