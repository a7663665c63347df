import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import { halfWidth, type Cleaned } from '@anlan/kernel/registry';
import type { Tx } from '../../access/scoped.ts';
import { entityOf } from '../table.ts';

interface Region {
  readonly path: string;
  readonly name: string;
}

const short = (name: string): string =>
  name.replace(/(土家族|苗族)*自治县$|(街道办事处|街道|省|市|区|县|镇|乡|村|社区)$/u, '');

/** Finds regions by what ledgers write: a name, or the names from city to town one behind the other. */
export function regionFinder(regions: readonly Region[]): (text: string) => Cleaned<string> {
  const known = new Map<string, Cleaned<string>>();
  const byPath = new Map(regions.map((region) => [region.path, region]));
  const says = (text: string, { name }: Region) =>
    text.includes(name) || (short(name).length > 1 && text.includes(short(name)));
  const above = (path: string) =>
    [...byPath.values()].filter((other) => other.path !== path && path.startsWith(other.path));
  const find = (text: string): Cleaned<string> => {
    const fits = regions.filter((region) => says(text, region));
    const scored = fits.map((region) => {
      const whole = text.includes(region.name) ? region.name.length : short(region.name).length - 0.5;
      return {
        region,
        score:
          above(region.path).filter((up) => says(text, up)).length * 10 +
          (text === region.name ? 5 : 0) +
          whole / 10 +
          region.path.split('.').length,
      };
    });
    const best = scored.toSorted((a, b) => b.score - a.score);
    if (best[0] === undefined) return { problem: `范围内没有辖区“${text}”` };
    if (best[1] !== undefined && best[1].score === best[0].score)
      return { problem: `“${text}”有几处同名，请写到县（市、区），如 ${best[0].region.name}` };
    return { value: best[0].region.path };
  };
  return (given) => {
    const text = halfWidth(given).replaceAll(/[\s/>、,，-]/g, '');
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = text === '' ? { problem: '必须填写' } : find(text);
    known.set(text, found);
    return found;
  };
}

/** Live regions within reach. */
export async function regionsWithin(tx: Tx, reach: string | undefined): Promise<Region[]> {
  const range = reach === undefined ? undefined : scopeRange(reach);
  const { rows } = await sql<Region>`
    SELECT path, name FROM region WHERE valid_to IS NULL
    AND ${range === undefined ? sql`true` : sql`path >= ${range.from} AND path < ${range.to}`} ORDER BY path`.execute(
    tx,
  );
  return rows;
}

export interface Referred {
  readonly id: string;
  readonly name: string;
  readonly number: string | null;
  readonly owner: string | null;
  readonly region: string;
}

/** Live records in scope by name or unique number, for reference fields; keyed by both. */
export async function referredBy(tx: Tx, key: string, texts: readonly string[]): Promise<Map<string, Referred[]>> {
  const entity = entityOf(key);
  const [unique] = entity.unique ?? [];
  const number = unique === undefined ? sql`NULL::text` : sql.ref(`t.${columnName(unique)}`);
  const owner = entity.ownerField === undefined ? sql`NULL::uuid` : sql.ref(`t.${columnName(entity.ownerField)}`);
  const { rows } = await sql<Referred>`
    SELECT t.id, t.name, ${number} AS number, ${owner} AS owner, t.region_path AS region FROM ${sql.table(tableName(entity))} t
    WHERE t.retired_at IS NULL AND (t.name = ANY (${[...texts]}::text[]) OR ${number} = ANY (${[...texts]}::text[]))`.execute(
    tx,
  );
  const found = new Map<string, Referred[]>();
  for (const row of rows)
    for (const text of new Set([row.name, row.number ?? row.name])) found.set(text, [...(found.get(text) ?? []), row]);
  return found;
}

export type Existing = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly name: string;
  readonly version: number;
};

/** Live records in scope that a ledger's rows may already be: by unique number, and by name where there is none. */
export async function existingBy(
  tx: Tx,
  entity: Entity,
  numbers: readonly string[],
  names: readonly string[],
): Promise<Existing[]> {
  const [unique] = entity.unique ?? [];
  const byNumber =
    unique === undefined ? sql`false` : sql`${sql.ref(`t.${columnName(unique)}`)} = ANY (${[...numbers]}::text[])`;
  const members = ['id', 'name', 'regionPath', 'lon', 'lat', 'version', ...Object.keys(entity.fields)];
  const { rows } = await sql<Existing>`
    SELECT ${sql.join(members.map((member) => sql`${sql.ref(`t.${columnName(member)}`)} AS ${sql.id(member)}`))}
    FROM ${sql.table(tableName(entity))} t
    WHERE t.retired_at IS NULL AND (${byNumber} OR t.name = ANY (${[...names]}::text[]))`.execute(tx);
  return rows;
}
