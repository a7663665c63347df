import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { columnName, countedFields, tableName, type Entity } from '@anlan/kernel/entity';
import type { Overview, Population } from '@anlan/kernel/registry';
import type { Tx } from '../access/scoped.ts';
import { codeLists } from '../code-list/book.ts';
import { filled, gaps } from './filled.ts';

interface Below {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
}

/** The regions right below one, functional zones beside counties, and the region itself for what lies in it directly. */
async function regionsBelow(tx: Tx, region: string | undefined): Promise<Below[]> {
  const { rows } = await sql<Below>`
    SELECT path, name, kind FROM region
    WHERE valid_to IS NULL AND (${region === undefined ? sql`parent_path IS NULL OR parent_path NOT IN (SELECT path FROM region)` : sql`parent_path = ${region} OR path = ${region}`})
    ORDER BY path`.execute(tx);
  return rows;
}

const within = (region: string | undefined) => {
  if (region === undefined) return sql`true`;
  const { from, to } = scopeRange(region);
  return sql`t.region_path >= ${from} AND t.region_path < ${to}`;
};

/** The path of the region of `below` that a row lies in. Above all regions the roots are tried one by one. */
const branch = (region: string | undefined, below: readonly Below[]) => {
  if (region === undefined)
    return sql`(SELECT b.path FROM unnest(${below.map(({ path }) => path)}::text[]) AS b(path) WHERE starts_with(t.region_path, b.path) LIMIT 1)`;
  const depth = region.split('.').length;
  return sql`array_to_string((string_to_array(rtrim(t.region_path, '.'), '.'))[1:${sql.lit(depth)}], '.') || '.'`;
};

/** How complete and how far verified the records are, per region right below the asked one, under the transaction's scope. */
export async function overviewOf(tx: Tx, entity: Entity, region: string | undefined): Promise<Overview> {
  const counted = countedFields(entity);
  const below = await regionsBelow(tx, region);
  const { rows } = await sql<{ path: string; records: number; filled: number; verified: number }>`
    SELECT ${branch(region, below)} AS path, count(*)::int AS records, sum(${filled(entity)})::float8 AS filled,
      count(v.version)::int AS verified
    FROM ${sql.table(tableName(entity))} t
    LEFT JOIN record_verification v ON v.entity = ${entity.key} AND v.id = t.id AND v.version = t.version
    WHERE t.retired_at IS NULL AND ${within(region)} GROUP BY 1`.execute(tx);
  const lacking = await sql<Record<string, number>>`
    SELECT ${sql.join(gaps(entity))} FROM ${sql.table(tableName(entity))} t WHERE t.retired_at IS NULL AND ${within(region)}`.execute(
    tx,
  );
  const share = (sum: number, records: number) => (records === 0 ? null : sum / records);
  const known = new Map(rows.map((row) => [row.path, row]));
  const total = rows.reduce(
    (sum, row) => ({
      records: sum.records + row.records,
      filled: sum.filled + row.filled,
      verified: sum.verified + row.verified,
    }),
    { records: 0, filled: 0, verified: 0 },
  );
  return {
    region: region ?? null,
    rows: below
      .map((place) => {
        const row = known.get(place.path);
        return {
          ...place,
          records: row?.records ?? 0,
          completeness: share(row?.filled ?? 0, row?.records ?? 0),
          verified: row?.verified ?? 0,
        };
      })
      .filter(({ path, records }) => path !== region || records > 0),
    total: { records: total.records, completeness: share(total.filled, total.records), verified: total.verified },
    fields: counted.map((key) => ({
      key,
      label: entity.fields[key]?.label ?? '坐标',
      labelEn: entity.fields[key]?.labelEn ?? 'Position',
      missing: lacking.rows[0]?.[columnName(key)] ?? 0,
    })),
  };
}

/** How many live records of each sector lie in each region right below the asked one, under the transaction's scope. */
export async function populationOf(tx: Tx, entity: Entity, region: string | undefined): Promise<Population> {
  const below = await regionsBelow(tx, region);
  const { rows } = await sql<{ path: string; sector: string | null; n: number }>`
    SELECT ${branch(region, below)} AS path, t.sector, count(*)::int AS n FROM ${sql.table(tableName(entity))} t
    WHERE t.retired_at IS NULL AND ${within(region)} GROUP BY 1, 2`.execute(tx);
  const field = entity.sectorField === undefined ? undefined : entity.fields[entity.sectorField];
  const options = field === undefined ? [] : (await codeLists(tx)).options(field, region ?? null, Date.now());
  const used = new Set(rows.map(({ sector }) => sector));
  const countsOf = (own: typeof rows) => {
    const counts: Record<string, number> = {};
    for (const { sector, n } of own) counts[sector ?? 'other'] = (counts[sector ?? 'other'] ?? 0) + n;
    return { counts, total: own.reduce((sum, { n }) => sum + n, 0) };
  };
  return {
    sectors: options
      .filter(({ value }) => used.has(value))
      .map(({ value, label, labelEn }) => ({ value, label, labelEn })),
    rows: below
      .map((place) => ({ ...place, ...countsOf(rows.filter(({ path }) => path === place.path)) }))
      .filter(({ path, total }) => path !== region || total > 0),
    total: countsOf(rows),
  };
}
