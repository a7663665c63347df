import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import type { Moving } from './declared.ts';
import { fixesAt, type Ask } from './moment.ts';

/** A moving object at its last known place. */
export interface Moved {
  readonly id: string;
  readonly kind: Moving;
  readonly name: string;
  readonly cargo: string | null;
  readonly lon: number;
  readonly lat: number;
  /** Time of its fix (epoch ms). */
  readonly at: number;
  readonly speed: number | null;
  readonly region: string | null;
}

interface Placed {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly at: number;
  readonly speed: number | null;
}

/** Moving objects of the scope whose last place, now or at a past moment, passes the test. */
export async function movingInside(
  context: Context,
  scope: Scope,
  inside: (lon: number, lat: number) => boolean,
  past?: Ask,
): Promise<Moved[]> {
  const fixes: readonly Placed[] =
    past === undefined
      ? [...context.mirror.fixes].map(([id, fix]) => ({ id, ...fix }))
      : (await fixesAt(context, past)).fixes;
  const near = fixes.filter(({ lon, lat }) => inside(lon, lat));
  if (near.length === 0) return [];
  const ids = near.map(({ id }) => id);
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string; kind: Moving; name: string; cargo: string | null; region: string | null }>`
      SELECT o.id, 'vehicle' AS kind, o.name, o.cargo, r.name AS region FROM vehicle o LEFT JOIN region r ON r.path = o.region_path
      WHERE o.id = ANY(${ids}::uuid[]) AND o.retired_at IS NULL
      UNION ALL
      SELECT o.id, 'vessel' AS kind, o.name, NULL, r.name AS region FROM vessel o LEFT JOIN region r ON r.path = o.region_path
      WHERE o.id = ANY(${ids}::uuid[]) AND o.retired_at IS NULL`.execute(tx),
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return near.flatMap(({ id, lon, lat, at, speed }) => {
    const object = known.get(id);
    return object === undefined ? [] : [{ ...object, lon, lat, at, speed }];
  });
}
