import { sql } from 'kysely';
import type { Party } from '@anlan/kernel/document';
import type { Database, Tx } from '../access/scoped.ts';

const SHORT = /(?:土家族|苗族|彝族|自治)*(?:县|市|区|镇|乡|街道|经济技术开发区|高新技术产业开发区|新区)$/u;

/** A place's name as numbers begin with it: 横峰县 → 横峰. */
export function shortName(place: string): string {
  const short = place.replace(SHORT, '');
  return short.length < 2 ? place : short;
}

/** The authority of a place: as it was entered, or its bureau (in towns its government) under the place's own name. */
export async function authorityOf(db: Database | Tx, path: string): Promise<Party> {
  const { rows } = await sql<{ place: string; kind: string; name: string | null; word: string | null }>`
    SELECT r.name AS place, r.kind, a.name, a.word FROM region r LEFT JOIN issuing_authority a ON a.region_path = r.path
    WHERE r.path = ${path}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`no region ${path}`);
  if (row.name !== null && row.word !== null) return { name: row.name, word: row.word };
  const town = row.kind === 'town';
  return {
    name: `${row.place}${town ? '人民政府' : '应急管理局'}`,
    word: `${shortName(row.place)}${town ? '府' : '应急'}`,
  };
}

export interface Seal {
  readonly id: string;
  readonly sha256: string;
  readonly type: string;
  readonly users: readonly string[];
}

/** The authority's present seal; undefined where it has none. */
export async function sealOf(db: Database | Tx, path: string): Promise<Seal | undefined> {
  const { rows } = await sql<Seal>`
    SELECT id, sha256, type, users FROM authority_seal WHERE region_path = ${path} AND retired_at IS NULL`.execute(db);
  return rows[0];
}
