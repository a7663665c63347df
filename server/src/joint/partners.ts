import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { TODAY_IN_CHINA } from '../store/postgres/day.ts';
import { neighboursOf } from './borders.ts';

export interface Partner {
  readonly path: string;
  readonly name: string;
  /** A neighbour by ground, somebody of a common group, or a place below one's own. */
  readonly why: 'border' | 'group' | 'own';
}

/** The place in whose name somebody acts; undefined for who acts for no single place. */
export function ownPlace({ scope }: Actor): string | undefined {
  return scope.kind === 'region' ? scope.path : undefined;
}

/** With whom a place may own an action or sign an agreement; asked as the owner. */
export async function partnersOf(tx: Tx, own: string): Promise<Partner[]> {
  const { rows } = await sql<Partner>`
    SELECT DISTINCT ON (path) path, name, why FROM (
      SELECT r.path, r.name, 'border' AS why, 1 AS rank FROM region r WHERE r.path = ANY (${[...neighboursOf(own)]}::text[])
      UNION ALL
      SELECT r.path, r.name, 'own', 2 FROM region r WHERE r.parent_path = ${own} AND r.kind IN ('county', 'zone', 'town') AND r.valid_to IS NULL
      UNION ALL
      SELECT r.path, r.name, 'group', 3 FROM joint_member m JOIN joint_group g ON g.id = m.group_id JOIN joint_member o ON o.group_id = g.id
      JOIN region r ON r.path = o.region_path
      WHERE m.region_path = ${own} AND m.organisation_id IS NULL AND o.organisation_id IS NULL AND o.region_path <> ${own} AND g.ended_on IS NULL
        AND m.from_on <= ${TODAY_IN_CHINA} AND (m.to_on IS NULL OR m.to_on >= ${TODAY_IN_CHINA})
        AND o.from_on <= ${TODAY_IN_CHINA} AND (o.to_on IS NULL OR o.to_on >= ${TODAY_IN_CHINA})) p
    WHERE path <> ${own} ORDER BY path, rank`.execute(tx);
  return rows;
}
