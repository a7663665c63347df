import type { ClickHouseClient } from '@clickhouse/client';
import { literal } from '../store/clickhouse/statements.ts';
import { TABLES, type TableName } from './keeping.ts';
import type { Window } from './evidence.ts';

/** The history, and the cluster that its tables are spread over where they are. */
export interface Place {
  readonly clickhouse: ClickHouseClient;
  readonly cluster?: string | undefined;
}

/** A month of a table. */
export interface Part {
  readonly table: TableName;
  readonly part: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What is copied anew after a crash is no repetition: the table it was in may be gone. */
const AGAIN = { clickhouse_settings: { insert_deduplicate: 0 } } as const;
/** Windows written into one statement. */
const AT_ONCE = 200;

const local = (table: string, { cluster }: Place): string => (cluster === undefined ? table : `${table}_local`);

/** What the history consists of, month by month. */
export async function partsOf(place: Place): Promise<Part[]> {
  const { clickhouse, cluster } = place;
  const names = Object.keys(TABLES) as TableName[];
  const found = await clickhouse.query({
    query: `
      SELECT table, partition AS part, toFloat64(sum(rows)) AS rows, toFloat64(sum(bytes_on_disk)) AS bytes
      FROM ${cluster === undefined ? 'system.parts' : `cluster(${literal(cluster)}, system.parts)`}
      WHERE active AND database = currentDatabase() AND table IN (${names.map((name) => literal(local(name, place))).join(',')})
      GROUP BY table, partition ORDER BY table, partition`,
    format: 'JSONEachRow',
  });
  const rows = await found.json<{ table: string; part: string; rows: number; bytes: number }>();
  return rows.map((row) => ({ ...row, table: names.find((name) => local(name, place) === row.table)! }));
}

/** Copies what stays of a month beside it; gives how many rows are there then. */
export async function keepEvidence(
  { clickhouse }: Place,
  table: 'reading' | 'fix',
  part: string,
  windows: readonly Window[],
): Promise<number> {
  const { key, kept } = TABLES[table];
  const month = `toYYYYMM(at) = ${Number(part)}`;
  for (let from = 0; from < windows.length; from += AT_ONCE) {
    const some = windows
      .slice(from, from + AT_ONCE)
      .map(
        ({ object, from: begin, to }) =>
          `(${key} = ${literal(object)} AND at >= fromUnixTimestamp64Milli(toInt64(${begin})) AND at < fromUnixTimestamp64Milli(toInt64(${to})))`,
      );
    await clickhouse.command({
      query: `INSERT INTO ${kept} SELECT * FROM ${table} WHERE ${month} AND (${some.join(' OR ')})`,
      ...AGAIN,
    });
  }
  const counted = await clickhouse.query({
    query: `SELECT count() AS n FROM ${kept} FINAL WHERE ${month}`,
    format: 'JSONEachRow',
  });
  return Number((await counted.json<{ n: string }>())[0]!.n);
}

/** Takes a month of a table away as a whole. */
export async function dropPart(place: Place, table: TableName, part: string): Promise<void> {
  const on = place.cluster === undefined ? '' : ` ON CLUSTER ${literal(place.cluster)}`;
  await place.clickhouse.command({ query: `ALTER TABLE ${local(table, place)}${on} DROP PARTITION ${Number(part)}` });
}

/** Puts what stays of a month back where everybody reads it. */
export async function putBack({ clickhouse }: Place, table: 'reading' | 'fix', part: string): Promise<void> {
  await clickhouse.command({
    query: `INSERT INTO ${table} SELECT * FROM ${TABLES[table].kept} FINAL WHERE toYYYYMM(at) = ${Number(part)}`,
    ...AGAIN,
  });
}
